"""A person's own names for sources, read from a file.

The central decision: a file is two columns of CSV, ``alias,source``, with a header, and is
checked as a whole before anything is made of it: whatever is wrong is one error that says
``file:line``. An alias of an alias is allowed, a cycle is not.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from claimtrack.errors import InputError

_HEADER = ["alias", "source"]
_COMMENT = "#"
#: Longer names are no names but a file that is something else.
_LONGEST = 300


@frozen
class Alias:
    """One line: `name` is another name of `source`.

    Attributes:
        name: The other name.
        source: The name to go by.
        line: Where it stands, from 1.
    """

    name: str
    source: str
    line: int


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """The aliases of a file, in its order.

    Empty lines and lines that begin with ``#`` are left out. Names are the same in upper and
    lower case.

    Args:
        path: CSV in UTF-8 with the header ``alias,source``.

    Raises:
        InputError: The file cannot be read, a line is wrong, an alias has two sources, or
            aliases go round in a circle.
    """
    found: dict[str, Alias] = {}
    for alias in _read_lines(path, _read_text(path)):
        known = found.get(alias.name.casefold())
        if known is not None and known.source.casefold() != alias.source.casefold():
            raise InputError(
                f"{path}:{alias.line}: {alias.name!r} is an alias of {known.source!r} already "
                f"(line {known.line}); strike one"
            )
        found.setdefault(alias.name.casefold(), alias)
    _check_circles(path, found)
    return tuple(found.values())


def _read_text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check the name") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line}: no UTF-8; save the file as UTF-8") from error


def _read_lines(path: Path, text: str) -> Iterator[Alias]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    headed = False
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            break
        except csv.Error as error:
            raise InputError(f"{path}:{line}: no CSV ({error})") from error
        if not any(cells) or cells[0].startswith(_COMMENT):
            continue
        if not headed:
            if [cell.casefold() for cell in cells] != _HEADER:
                raise InputError(f"{path}:{line}: the first line must be: alias,source")
            headed = True
            continue
        yield _read_alias(path, line, cells)
    if not headed:
        raise InputError(f"{path}:1: the first line must be: alias,source")


def _read_alias(path: Path, line: int, cells: list[str]) -> Alias:
    if len(cells) != len(_HEADER):
        raise InputError(
            f"{path}:{line}: {len(cells)} columns, give two, alias,source; a name with a comma "
            'needs quotation marks: "Smith, John",John Smith'
        )
    name, source = cells
    if not name or not source:
        raise InputError(f"{path}:{line}: an empty name; give both, alias,source")
    for cell in cells:
        if len(cell) > _LONGEST or not cell.isprintable():
            raise InputError(f"{path}:{line}: {cell[:40]!r} is no name; give {_LONGEST} "
                             "printable characters at most")  # fmt: skip
    if name.casefold() == source.casefold():
        raise InputError(f"{path}:{line}: {name!r} is an alias of itself; strike the line")
    return Alias(name, source, line)


def _check_circles(path: Path, found: Mapping[str, Alias]) -> None:
    """See that one gets from each alias to a source that is none, in time linear in the file."""
    done: set[str] = set()
    for start in found:
        way: dict[str, None] = {}
        at = start
        while at in found and at not in done:
            if at in way:
                keys = [*way]
                circle = [found[key] for key in keys[keys.index(at) :]]
                first = min(circle, key=lambda alias: alias.line)
                turn = circle.index(first)
                names = [alias.name for alias in (*circle[turn:], *circle[:turn], first)]
                raise InputError(
                    f"{path}:{first.line}: aliases go round in a circle: "
                    f"{' -> '.join(names)}; strike one"
                )
            way[at] = None
            at = found[at].source.casefold()
        done.update(way)
