"""HTML in which everything is escaped unless it was made here.

The central decision: `Html` is a string that is HTML already. `tag` escapes every child and
attribute that is not, so that no text of a document can become markup by an oversight.
"""

import html
import re
from collections.abc import Iterable

# What HTML does not allow in text, but for tab and line ends; shown as U+FFFD instead.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Html(str):
    """Text that is HTML already: made by `escape` or `tag`, or written in this package."""

    __slots__ = ()


def escape(text: str) -> Html:
    """A text as HTML that shows it.

    Example:
        >>> escape("a < b & 'c'")
        'a &lt; b &amp; &#x27;c&#x27;'
    """
    return Html(html.escape(_FORBIDDEN.sub("\ufffd", text)))


def join(parts: Iterable[str], between: str = "") -> Html:
    """Parts one after another; those that are no `Html` are escaped."""
    return Html(_html(between).join(map(_html, parts)))


def tag(name: str, *children: str, **attributes: str | None) -> Html:
    """An element.

    Args:
        name: Of the element.
        *children: What stands in it; those that are no `Html` are escaped.
        **attributes: Its attributes; ``class_`` is ``class``, None leaves one out.

    Example:
        >>> tag("p", "1 < 2", class_="sum", title=None)
        '<p class="sum">1 &lt; 2</p>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{given}>{join(children)}</{name}>")


def _html(text: str) -> Html:
    return text if isinstance(text, Html) else escape(text)
