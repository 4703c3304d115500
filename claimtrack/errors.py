"""The errors that claimtrack raises on purpose.

All derive from `ClaimtrackError` and from the built-in that they are, so that both
``except ClaimtrackError`` and ``except ValueError`` do what a reader expects::

    ClaimtrackError
    ├── InputError (ValueError)        text, JSON or a file that cannot be read as asked
    ├── LexiconError (ValueError)      a data file is wrong; the message says file:line
    ├── ModelError (RuntimeError)      a model is missing, truncated or cannot be fetched
    ├── ParseError (RuntimeError)      a parser's answer that cannot be placed in the text
    └── StoreError (RuntimeError)      a database that is none, is locked, newer or read-only
        └── NotFoundError (LookupError)    no such claim, source, cluster or document

Every message names the offending value, the limit where there is one, and what to do.
"""


class ClaimtrackError(Exception):
    """The root of all errors that claimtrack raises on purpose."""


class InputError(ClaimtrackError, ValueError):
    """Input that cannot be read as what it should be."""


class LexiconError(ClaimtrackError, ValueError):
    """A lexicon file is wrong; the message begins with ``file:line``."""


class ModelError(ClaimtrackError, RuntimeError):
    """A parsing model is missing, damaged, or could not be fetched."""


class ParseError(ClaimtrackError, RuntimeError):
    """A parser returned something that cannot be placed in the document's text."""


class StoreError(ClaimtrackError, RuntimeError):
    """A database file that cannot be used as a claimtrack store."""


class NotFoundError(StoreError, LookupError):
    """The store holds nothing by that id."""
