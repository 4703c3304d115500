"""Full-text search over what claims say.

The central decision: what a person types is words, never a query language: each is quoted for
FTS5, quotation marks around several make a phrase, a star at the end of a word a beginning, a
minus before it bars it. All words must be there. The best come first, by BM25.
"""

import re
import sqlite3

from claimtrack.errors import InputError

#: Most words of a question that are looked for.
WORDS = 32

#: Longest that a search may take.
SEARCH_SECONDS = 10.0

_PART = re.compile(r'(-?)"([^"]*)"?|(\S+)')


def quote_query(question: str) -> str:
    """A question as FTS5 reads it, with nothing in it that means more than its words.

    Raises:
        InputError: There is no word to look for in it.

    Example:
        >>> quote_query('bridge "not safe" OR NEAR( -harbour reop*')
        '("bridge" AND "not safe" AND "OR" AND "NEAR" AND "reop"*) NOT "harbour"'
    """
    wanted: list[str] = []
    barred: list[str] = []
    for sign, phrase, word in _PART.findall(question.replace("\0", " ")):
        bar = bool(sign) or (word.startswith("-") and len(word) > 1)
        # A quotation mark inside a word parts it, as it does in the index.
        text = phrase or word.lstrip("-").replace('"', " ")
        if not any(letter.isalnum() for letter in text):
            continue
        bare = text.rstrip("*(").strip()
        quoted = f'"{bare}"' + ("*" if text.endswith("*") and word else "")
        (barred if bar else wanted).append(quoted)
    if not wanted:
        raise InputError(f"no word to look for in {question!r}; give one, such as: bridge")
    found = " AND ".join(wanted[:WORDS])
    return f"({found})" + "".join(f" NOT {item}" for item in barred[:WORDS])


def last_claim(connection: sqlite3.Connection) -> int:
    """The number of the last claim's row, 0 where there is none."""
    return int(connection.execute("SELECT max(rowid) FROM claim").fetchone()[0] or 0)


def index_claims(connection: sqlite3.Connection, after: int) -> None:
    """Add the claims whose rows come after one to the index."""
    connection.execute(
        "INSERT INTO claim_search (rowid, text, source_text) "
        "SELECT rowid, text, source_text FROM claim WHERE rowid > ?",
        (after,),
    )
