"""A report as one HTML page: conflicts first, then who said what, then the text itself.

The central decision: the page stands alone. It has its style inside, needs no script and no
network, follows the reader's light or dark setting, and prints. Everything is linked both ways:
a conflict to its claims, a claim to its place in the text.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from attrs import field, frozen

from claimtrack.display.elements import Html, join, tag
from claimtrack.display.highlight import (
    Number,
    anchor,
    highlight,
    highlight_sentence,
    mark_claim,
    name_sources,
)
from claimtrack.model import (
    Carriage,
    Claim,
    Document,
    Measure,
    Relation,
    RelationKind,
    Report,
    Span,
    Standing,
)

#: Claims of one source that are shown at once; the rest unfolds.
_SHOWN = 12

#: Fewest characters between two notes in the margin, so that they do not meet: three lines.
_APART = 240

#: More documents than these show their texts folded.
_OPEN = 3

#: Characters of a document's first line that stand for its title.
_TITLE = 120


@frozen(slots=False)
class Index:
    """A report with its claims by id, by number and by source, made once for a page."""

    report: Report
    claims: Mapping[str, Claim] = field(init=False)
    documents: Mapping[str, Document] = field(init=False)
    numbers: Mapping[str, int] = field(init=False)
    against: frozenset[str] = field(init=False)
    carried: Mapping[str, Carriage] = field(init=False)
    standings: Mapping[tuple[str, str], Standing] = field(init=False)
    measures: Mapping[RelationKind, Measure] = field(init=False)

    def __attrs_post_init__(self) -> None:
        report = self.report
        conflicts = report.conflicts
        derived = {
            "claims": {claim.id: claim for claim in report.claims},
            "documents": {document.id: document for document in report.documents},
            "numbers": {claim.id: place for place, claim in enumerate(report.claims, 1)},
            "against": frozenset(key for item in conflicts for key in (item.a, item.b)),
            "carried": {item.claim: item for item in report.carriages},
            "standings": {(item.relation.a, item.relation.b): item for item in report.standings},
            "measures": {item.kind: item for item in report.measures},
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def standing(self, relation: Relation) -> Standing | None:
        """How a conflict stands; None where the report does not say."""
        return self.standings.get((relation.a, relation.b))

    def by_source(self) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
        """Names with their claims, most claims first; those that nobody is named for, last."""
        found: dict[str, list[Claim]] = {}
        for claim in self.report.claims:
            for name in claim.sources or (name_sources(claim),):
                found.setdefault(name, []).append(claim)
        nobody = "No source given"
        ordered = sorted(
            found.items(), key=lambda item: (item[0] == nobody, -len(item[1]), item[0].casefold())
        )
        return tuple((name, tuple(claims)) for name, claims in ordered)


def to_html(report: Report) -> str:
    """A page of its own that shows a report.

    Args:
        report: What to show.
    """
    index = Index(report)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"{tag('title', f'{title_report(report)} · claims and conflicts')}\n"
        f"<style>\n{read_style()}</style>\n</head>\n<body>\n"
        f"{tag('main', *to_sections(index), class_='claimtrack page')}\n</body>\n</html>\n"
    )


@cache
def read_style() -> str:
    """The style sheet of pages and notebook cells."""
    return Path(__file__).with_name("style.css").read_text(encoding="utf-8")


def to_sections(index: Index) -> Iterator[Html]:
    """The page's parts, from top to bottom."""
    yield _head(index)
    yield _conflicts(index)
    yield _others(index)
    yield _sources(index)
    for document in index.report.documents:
        yield to_text_section(index, document)


def title_document(document: Document) -> str:
    """A document's title, or its first line where it has none."""
    first = next((line.strip() for line in document.text.splitlines() if line.strip()), "")
    title = document.title or first
    return title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…"


def title_report(report: Report) -> str:
    """What a report is about: its document's title, or how many documents there are."""
    documents = report.documents
    return (
        title_document(documents[0]) if len(documents) == 1 else count(len(documents), "document")
    )


def count(number: int, noun: str) -> str:
    """A number with its noun: ``1 claim``, ``2,000 claims``."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def count_reports(carriage: Carriage) -> str:
    """How many reports carry a claim, in words: ``2 independent reports, in 5 documents``."""
    reports = count(carriage.reports, "independent report")
    return f"{reports}, in {count(carriage.documents, 'document')}"


def date_document(document: Document) -> str:
    """When a document was published, as a reader writes it; empty when that is unknown."""
    return write_day(document.published)


def write_day(moment: datetime | None) -> str:
    """A day as a reader writes it; empty where it is not known."""
    return "" if moment is None else f"{moment.day} {moment:%B %Y}"


def describe_backing(standing: Standing) -> str:
    """Who is behind the two sides: ``2 independent sources in 3 reports against 1 in 1``.

    Empty where nobody but the two speakers is.
    """
    if standing.sources == standing.reports == (1, 1):
        return ""
    one, other = standing.sources
    first, second = standing.reports
    return (
        f"{count(one, 'independent source')} in {count(first, 'report')} "
        f"against {other} in {second}"
    )


def describe_measure(measure: Measure | None) -> str:
    """How often relations of a kind were right: ``25 of 27 such right``; empty for unknown."""
    return "" if measure is None else f"{measure.right:,} of {measure.pairs:,} such right"


def describe_superseded(index: Index, standing: Standing) -> Iterator[str]:
    """Who has taken the place of a side, and when: one text for each later claim."""
    for key in standing.superseded:
        claim = index.claims[key]
        day = date_document(index.documents[claim.document])
        yield f"superseded by {name_sources(claim)}" + (f" on {day}" if day else "")


def _head(index: Index) -> Html:
    report = index.report
    names = {name for claim in report.claims for name in claim.sources}
    figures: list[tuple[str, int, str | None]] = [
        ("conflict", len(report.conflicts), "against"),
        ("claim", len(report.claims), None),
        ("source", len(names), None),
    ]
    if len(report.documents) != 1:
        figures.append(("document", len(report.documents), None))
    facts = [
        tag("div", tag("dd", number), tag("dt", noun), class_=class_)
        for (word, size, class_) in figures
        for number, noun in [count(size, word).split(" ", 1)]
    ]
    lead = report.documents[0] if len(report.documents) == 1 else None
    return tag(
        "header",
        tag("p", "Who says what, and who contradicts whom", class_="kicker"),
        tag("h1", title_report(report)),
        _origin(lead) if lead else "",
        tag("dl", *facts, class_="figures"),
    )


def _origin(document: Document) -> Html:
    parts: list[str] = [part for part in (document.outlet, date_document(document)) if part]
    if document.url:
        parts.append(_link(document.url))
    return tag("p", join(parts, " · "), class_="origin") if parts else Html("")


def _link(url: str) -> Html:
    # A stranger's URL may hold a script: only addresses of the web become links.
    if url.startswith(("https://", "http://")):
        return tag("a", url, href=url, rel="noopener noreferrer nofollow")
    return tag("span", url)


def _conflicts(index: Index) -> Html:
    conflicts = index.report.conflicts
    cards = [_conflict(index, relation, place) for place, relation in enumerate(conflicts, 1)]
    if not cards:
        cards = [tag("p", "No two claims contradict each other here.", class_="none")]
    return tag("section", tag("h2", "Conflicts"), *cards, id="conflicts")


def _conflict(index: Index, relation: Relation, place: int) -> Html:
    sure = f"{relation.score:.0%} sure"
    standing = index.standing(relation)
    return tag(
        "article",
        tag(
            "p",
            tag("span", str(place), class_="place"),
            tag("span", relation.kind, class_="kind"),
            tag("span", sure, class_="sure", title=f"rule {relation.rule}"),
            _measured(index, relation),
            class_="label",
        ),
        tag("h3", relation.reason),
        _stand(index, relation),
        tag(
            "div",
            _side(index, relation.a, relation.spans_a),
            tag("div", tag("span", "against"), class_="versus"),
            _side(index, relation.b, relation.spans_b),
            class_="sides",
        ),
        class_="conflict" if standing is None or standing.open else "conflict over",
        id=f"conflict-{place}",
    )


def _measured(index: Index, relation: Relation) -> Html:
    """How often relations of this kind were right where that was measured."""
    measure = index.measures.get(relation.kind)
    if measure is None:
        return Html("")
    return tag("span", describe_measure(measure), class_="measured", title=measure.where)


def _stand(index: Index, relation: Relation) -> Html:
    """Who is behind the two sides, and what has taken the place of one."""
    standing = index.standing(relation)
    if standing is None:
        return Html("")
    later = [
        join((text, _refer(index, key)), ", ")
        for text, key in zip(
            describe_superseded(index, standing), standing.superseded, strict=True
        )
    ]
    parts = [*later, *filter(None, [describe_backing(standing)])]
    return tag("p", join(parts, " · "), class_="standing") if parts else Html("")


def _side(index: Index, key: str, decides: Iterable[Span]) -> Html:
    claim = index.claims[key]
    document = index.documents[claim.document]
    facts = (document.outlet, date_document(document), title_document(document))
    where = [fact for fact in facts if fact] if len(index.documents) > 1 else []
    place = tag("a", f"in the text, no. {index.numbers[key]}", href=f"#{anchor('text', key)}")
    return tag(
        "div",
        tag("p", name_sources(claim), class_="who"),
        tag(
            "p",
            highlight_sentence(document, claim, against=True, decides=decides),
            class_="sentence",
        ),
        tag("p", join((*where, place), " · "), class_="where"),
        class_="side",
    )


def _others(index: Index) -> Html:
    others = [relation for relation in index.report.relations if not relation.conflict]
    if not others:
        return Html("")
    rows = [_other(index, relation) for relation in others]
    shown, folded = rows[:_SHOWN], rows[_SHOWN:]
    return tag(
        "section",
        tag("h2", "Agreements and updates"),
        tag("ul", *shown, class_="others"),
        _fold(tag("ul", *folded, class_="others"), f"{len(folded)} more") if folded else "",
        id="related",
    )


def _other(index: Index, relation: Relation) -> Html:
    pair = (_refer(index, key) for key in (relation.a, relation.b))
    return tag(
        "li",
        tag("span", relation.kind, class_="kind"),
        tag("span", relation.reason, class_="reason"),
        tag("span", join((_measured(index, relation), *pair), " "), class_="where"),
    )


def _refer(index: Index, key: str) -> Html:
    claim = index.claims[key]
    return tag(
        "a", f"no. {index.numbers[key]}", href=f"#{anchor('claim', key)}", title=claim.text[:300]
    )


def _sources(index: Index) -> Html:
    groups = index.by_source()
    met: set[str] = set()
    cards = [_source(index, name, claims, met) for name, claims in groups]
    return tag(
        "section",
        tag("h2", "Who said what"),
        tag("div", *cards, class_="sources") if cards else tag("p", "No claims.", class_="none"),
        id="sources",
    )


def _source(index: Index, name: str, claims: tuple[Claim, ...], met: set[str]) -> Html:
    entries: list[Html] = []
    for claim in claims:
        # A joint claim stands under each of its sources; its place in the page is the first.
        entries.append(_entry(index, claim, anchored=claim.id not in met))
        met.add(claim.id)
    shown, folded = entries[:_SHOWN], entries[_SHOWN:]
    return tag(
        "div",
        tag("h3", name, tag("span", count(len(claims), "claim"), class_="count")),
        tag("ol", *shown),
        _fold(tag("ol", *folded), f"{len(folded)} more") if folded else "",
        class_="source-card",
    )


def _fold(content: Html, label: str) -> Html:
    return tag("details", tag("summary", label), content)


def _entry(index: Index, claim: Claim, *, anchored: bool) -> Html:
    number = str(index.numbers[claim.id])
    against = claim.id in index.against
    carried = index.carried.get(claim.id)
    parent = index.claims.get(claim.parent) if claim.parent else None
    inside = (
        tag("span", f"so {name_sources(parent)}, ", _refer(index, parent.id), class_="inside")
        if parent
        else ""
    )
    return tag(
        "li",
        tag("a", number, class_="number", href=f"#{anchor('text', claim.id)}"),
        tag("span", claim.cue.text if claim.cue else "…", class_="cue"),
        " ",
        tag("span", claim.text, class_="said"),
        tag("span", f" ({count_reports(carried)})", class_="inside") if carried else "",
        " " if inside else "",
        inside,
        id=anchor("claim", claim.id) if anchored else None,
        class_="against" if against else None,
        title=f"{claim.mode} {claim.kind}, {claim.confidence:.0%} likely, by {claim.pattern}",
    )


def to_text_section(index: Index, document: Document, *, linked: bool = True) -> Html:
    """A document's text with all its claims marked and numbered.

    Args:
        index: What the document is of.
        document: The document.
        linked: Whether the page has an entry for each claim, to link its number to.
    """
    claims = [claim for claim in index.report.claims if claim.document == document.id]
    marks = [
        mark for claim in claims for mark in mark_claim(claim, against=claim.id in index.against)
    ]
    whole = Span(0, len(document.text))
    several = len(index.documents) > 1
    shown = highlight(document.text, whole, marks, _number(index, claims, linked=linked))
    body = join((_legend(), tag("div", shown, class_="text", dir="auto")))
    return tag(
        "section",
        tag("h2", title_document(document) if several else "The text"),
        _origin(document) if several else "",
        _fold(body, "the text") if len(index.documents) > _OPEN else body,
        id=anchor("document", document.id),
    )


def _number(index: Index, claims: Iterable[Claim], *, linked: bool) -> Iterator[Number]:
    """The claims' numbers at their contents; what contradicts them beside, where there is room."""
    last = -_APART
    for claim in sorted(claims, key=lambda item: item.content[0]):
        at = claim.content[0].start
        against = claim.id in index.against
        beside = Html("")
        if against and at - last >= _APART:
            beside, last = _beside(index, claim), at
        yield Number(
            at=at,
            text=str(index.numbers[claim.id]),
            anchor=anchor("text", claim.id),
            target=anchor("claim", claim.id) if linked else None,
            against=against,
            beside=beside,
        )


def _beside(index: Index, claim: Claim) -> Html:
    """The first conflict that a claim is in, in a few words."""
    place, relation = next(
        (place, relation)
        for place, relation in enumerate(index.report.conflicts, 1)
        if claim.id in {relation.a, relation.b}
    )
    other = index.claims[relation.b if relation.a == claim.id else relation.a]
    link = tag("a", f"Conflict {place}", href=f"#conflict-{place}")
    return join((link, f" against {name_sources(other)}"))


def _legend() -> Html:
    parts = (
        ("source", "who says it"),
        ("cue", "how it is said"),
        ("content", "what is said"),
        ("content against", "in conflict"),
    )
    return tag(
        "p", join((tag("span", words, class_=name) for name, words in parts), " "), class_="legend"
    )
