"""A report, a conflict or a claim as styled text for a terminal, plain where there is none.

The central decision: lines are wrapped here, to a width that the caller gives, and styled as
wholes or by span; the words read the same with every style taken away.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.text import Text

from claimtrack.display.highlight import find_pieces, mark_claim, name_sources
from claimtrack.display.page import (
    Index,
    count,
    count_reports,
    date_document,
    describe_backing,
    describe_measure,
    describe_superseded,
    title_document,
    title_report,
    write_day,
)
from claimtrack.model import DIRECTED, Claim, Document, Relation, Report, Span, Turn

#: Lines are never wrapped narrower or wider than this.
_NARROWEST, _WIDEST = 40, 100

_STYLES = {"source": "bold blue", "cue": "italic yellow", "content": "green", "against": "red"}

# Around a part where there are no colours to tell it.
_BRACKETS = {"source": ("[", "]"), "cue": ("{", "}"), "content": ("«", "»")}

# What a terminal could obey, or be turned around by.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    r"""A text without what a terminal could obey; tabs and line ends stay.

    Example:
        >>> printable("red \x1b[31malert\r\n")
        'red [31malert\n'
    """
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """A printable text with every run of white space made one space."""
    return " ".join(printable(text).split())


def to_text(report: Report, *, width: int = 88, ids: Mapping[str, str] | None = None) -> Text:
    """A report for a terminal: conflicts first, then who said what.

    Args:
        report: What to show.
        width: Characters in a line.
        ids: Claim id to what to show for it; the whole id where it has none.
    """
    index = Index(report)
    room = max(_NARROWEST, min(width, _WIDEST))
    shown = ids or {}
    names = {name for claim in report.claims for name in claim.sources}
    figures = [count(len(report.claims), "claim"), count(len(names), "source")]
    figures += [count(len(report.conflicts), "conflict"), count(len(report.documents), "document")]
    lines = [
        *_wrap(title_report(report), room, style="bold"),
        *_wrap(" · ".join(figures), room, style="dim"),
        Text(),
        Text("CONFLICTS", "bold red"),
        Text(),
    ]
    for place, relation in enumerate(report.conflicts, 1):
        lines += [*conflict_to_lines(index, relation, place, room, shown), Text()]
    if not report.conflicts:
        lines += [Text("No two claims contradict each other here."), Text()]
    lines += _others(index, room)
    lines += [Text("WHO SAID WHAT", "bold"), Text()]
    for name, claims in index.by_source():
        lines += [*_source(index, name, claims, room, shown), Text()]
    return Text("\n").join(lines)


def conflict_to_lines(
    index: Index, relation: Relation, place: int, width: int, ids: Mapping[str, str]
) -> Iterator[Text]:
    """A conflict in a few lines: what kind, why, and both sides.

    Args:
        index: The report that the conflict is of.
        relation: The conflict.
        place: Its number.
        width: Characters in a line.
        ids: Claim id to what to show for it; the whole id where it has none.
    """
    head = f"{place}. {relation.kind}: {relation.reason}"
    yield from _wrap(head, width, hanging="   ", style="bold")
    for key in (relation.a, relation.b):
        claim = index.claims[key]
        document = index.documents[claim.document]
        yield from _said(claim, width, "   ")
        facts = (document.outlet, date_document(document), ids.get(key, key))
        origin = " · ".join(fact for fact in facts if fact)
        yield from _wrap(origin, width, first="     ", hanging="     ", style="dim")
    standing = index.standing(relation)
    state: list[str] = []
    if standing is not None:
        state += [*describe_superseded(index, standing), describe_backing(standing)]
    state.append(_describe_score(index, relation))
    shown = " · ".join(fact for fact in state if fact)
    yield from _wrap(shown, width, first="   ", hanging="   ", style="dim")


def _describe_score(index: Index, relation: Relation) -> str:
    """How sure a relation is, and how often those of its kind were right."""
    right = describe_measure(index.measures.get(relation.kind))
    return f"{relation.score:.0%} sure" + (f", {right}" if right else "")


def timeline_to_text(turns: Sequence[Turn], ids: Mapping[str, str], width: int) -> Text:
    """A timeline for a terminal: who said what when, and what that did to what was said.

    Args:
        turns: In their order; they are numbered.
        ids: Claim id to what to show for it; the whole id where it has none.
        width: Characters in a line.
    """
    room = max(_NARROWEST, min(width, _WIDEST))
    places = {turn.claim.id: place for place, turn in enumerate(turns, 1)}
    lines: list[Text] = []
    for turn in turns:
        lines += [*_turn(turn, places, ids, room), Text()]
    return Text("\n").join(lines[:-1])


def _turn(
    turn: Turn, places: Mapping[str, int], ids: Mapping[str, str], width: int
) -> Iterator[Text]:
    claim, document = turn.claim, turn.document
    day = write_day(turn.when) or "date not known"
    facts = (f"{places[claim.id]}. {day}", document.outlet, ids.get(claim.id, claim.id))
    yield from _wrap(" · ".join(fact for fact in facts if fact), width, style="bold")
    yield from _said(claim, width, "   ")
    told: dict[tuple[str, bool, str], list[int]] = {}
    for item in turn.relations:
        other = item.a if item.b == claim.id else item.b
        told.setdefault((item.kind, item.conflict, item.reason), []).append(places[other])
    for (kind, conflict, reason), numbers in told.items():
        word = "of" if kind in DIRECTED else "with"
        line = f"{kind} {word} {_number(numbers)}: {reason}"
        style = "red" if conflict else "dim"
        yield from _wrap(line, width, first="   ", hanging="     ", style=style)
    if turn.superseded:
        line = f"superseded by {_number(sorted(places[key] for key in turn.superseded))}"
        yield from _wrap(line, width, first="   ", hanging="     ", style="dim")


def _number(places: Iterable[int]) -> str:
    return "no. " + ", ".join(map(str, places))


def sentence_to_text(document: Document, claim: Claim, *, styled: bool) -> Text:
    """A claim in its sentence, its parts in colours, or in brackets where there are none.

    Args:
        document: The claim's document.
        claim: The claim.
        styled: Whether colours will show.
    """
    window = Span(
        min(claim.sentence.start, claim.content[0].start),
        max(claim.sentence.end, claim.content[-1].end),
    )
    shown = Text()
    for piece in find_pieces(window, mark_claim(claim)):
        words = printable(piece.span.of(document.text).replace("\r\n", "\n"))
        part = piece.marks[-1].part if piece.marks else None
        if part is None:
            shown.append(words)
        elif styled:
            shown.append(words, _STYLES[part])
        else:
            before, after = _BRACKETS[part]
            shown.append(f"{before}{words}{after}")
    return shown


def _others(index: Index, width: int) -> list[Text]:
    others = [relation for relation in index.report.relations if not relation.conflict]
    if not others:
        return []
    lines = [Text("AGREEMENTS AND UPDATES", "bold"), Text()]
    for relation in others:
        score = f"({_describe_score(index, relation)})"
        lines += _wrap(f"{relation.kind}: {relation.reason} {score}", width, hanging="   ")
    return [*lines, Text()]


def _source(
    index: Index, name: str, claims: Iterable[Claim], width: int, ids: Mapping[str, str]
) -> Iterator[Text]:
    said = tuple(claims)
    head = Text(one_line(name), _STYLES["source"])
    yield head.append(f" ({count(len(said), 'claim')})", "not bold dim")
    for claim in said:
        cue = one_line(claim.cue.text) if claim.cue else "…"
        carried = index.carried.get(claim.id)
        reports = f" ({count_reports(carried)})" if carried else ""
        lines = _wrap(f"{cue}: {claim.text}{reports}", width, first="   ", hanging="     ")
        lines[0].stylize(_STYLES["cue"], 3, 3 + len(cue))
        key = ids.get(claim.id, claim.id)
        if len(lines[-1]) + len(key) + 2 > width:
            lines.append(Text("   "))
        yield from lines[:-1]
        yield lines[-1].append(f"  {key}", "dim")


def _said(claim: Claim, width: int, margin: str) -> Iterator[Text]:
    cue = one_line(claim.cue.text) if claim.cue else "…"
    name = one_line(name_sources(claim))
    lines = _wrap(f"{name} ({cue}): {claim.text}", width, first=margin, hanging=margin + "  ")
    lines[0].stylize(_STYLES["source"], len(margin), len(margin) + len(name))
    yield from lines


def _wrap(
    text: str, width: int, *, first: str = "", hanging: str = "", style: str = ""
) -> list[Text]:
    lines = textwrap.wrap(
        one_line(text),
        width,
        initial_indent=first,
        subsequent_indent=hanging,
        break_on_hyphens=False,
    )
    return [Text(line, style) for line in lines] or [Text()]


def describe_document(document: Document) -> str:
    """A document in one line: its title, who published it, when and where."""
    facts = (title_document(document), document.outlet, date_document(document), document.url)
    return one_line(" · ".join(fact for fact in facts if fact))
