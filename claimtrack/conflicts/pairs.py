"""What two texts or claims are to each other, whatever brought them together.

The central decision: a pair that somebody asks about always gets an answer. The rules come
first, and what they find is the same whichever side comes first. Where they leave it open, the
first text is read as a report on the second (a headline on a rumour): does it take it for true,
call it false, or only tell of it? Such answers are not kept in a collection, where they would be
noise.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from attrs import evolve

from claimtrack.conflicts.numbers import count_others
from claimtrack.conflicts.passages import Finding, find_contradiction
from claimtrack.conflicts.reasons import give_reason
from claimtrack.conflicts.rules import Rule, make_rules
from claimtrack.conflicts.stance import find_stance
from claimtrack.conflicts.wording import load_words, read_side, share_name
from claimtrack.dates import find_moments
from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.model import Claim, Document, Quantity, Relation, RelationKind, Span, Spans
from claimtrack.parsing import Parser, default_parser
from claimtrack.propositions import find_propositions
from claimtrack.quantities import find_quantities

#: Share of a sentence's words that another which says the same has; see benchmarks, "How often".
_REPEATED = 0.9
#: How sure it is that counts of two countries' people can both hold.
_OTHERS = 0.9
#: Kinds of which the wording of a report may know better.
_OPEN = ("agree", "unsure")
#: What an outcome of the scorer is called, and its rule.
_KINDS: Mapping[str, tuple[RelationKind, str]] = {
    "agree": ("agree", "reported"),
    "against": ("negation", "refuted"),
    "open": ("unsure", "unsure"),
}

Decision: TypeAlias = tuple[RelationKind, str, float]


def read_text(
    document: Document, *, parser: Parser | None = None, lexicon: Lexicon | None = None
) -> Claim:
    """A text as a claim of nobody, all of it content: a headline, a sentence, a rumour.

    Args:
        document: The text.
        parser: What parses; the models that ship with claimtrack by default.
        lexicon: The language's words; English by default.

    Raises:
        ModelError: The parser's models are missing or damaged.
        ParseError: The text cannot be parsed.
    """
    words = lexicon or load_lexicon()
    text = document.text
    start = len(text) - len(text.lstrip())
    content = (Span(start, max(start, len(text.rstrip()))),)
    trees = (parser or default_parser(words.lang)).parse(text)
    moments = find_moments(trees, words, document.published)
    return Claim(
        document=document.id,
        source=None,
        cue=None,
        content=content,
        text=content[0].of(text),
        mode="indirect",
        pattern="text",
        sentence=content[0],
        quantities=find_quantities(
            trees, content, words, dates=tuple(item.span for item in moments)
        ),
        moments=moments,
        propositions=find_propositions(trees, content, words),
    )


def relate_pair(
    a: Claim,
    b: Claim,
    *,
    rules: Sequence[Rule] | None = None,
    lexicon: Lexicon | None = None,
) -> Relation:
    """What two claims are to each other; the kind is ``unrelated`` where they are nothing.

    What a rule finds is the same whichever comes first; of a denial, an update or a correction
    `Relation.b` is the claim that denies, updates or corrects. Where no rule decides, `a` is
    read as a report on `b`.

    Args:
        a: One claim; the one that may speak about the other, where one does.
        b: Another.
        rules: Functions of two claims, asked in order until one finds something; the rules of
            the language by default.
        lexicon: The language's words; English by default.
    """
    words = lexicon or load_lexicon()
    if _same_words(a.text, b.text) and a.polarity == b.polarity:
        return _answer(a, b, ("agree", "wording", 1.0), (a.content, b.content), words)
    found = (rule(a, b) for rule in (make_rules(words) if rules is None else rules))
    relation = next((item for item in found if item is not None), None)
    if relation is not None and relation.kind not in _OPEN:
        return relation
    for statement, passage in ((a, b), (b, a)):
        finding = find_contradiction(statement, passage, words)
        if finding is not None:
            return _by_passage(statement, passage, finding, words)
    answer = _by_stance(a, b, relation, words)
    others = count_others(a, b, words) if answer.kind == "unsure" else None
    return answer if others is None else _by_others(a, b, others, words)


def _same_words(a: str, b: str) -> bool:
    """Whether two texts have the same words; signs of which none is a word must be the same."""
    words = read_side(a).words
    return words == read_side(b).words if words else a.split() == b.split()


def _by_others(a: Claim, b: Claim, found: tuple[Quantity, Quantity], lexicon: Lexicon) -> Relation:
    first, second = found
    return Relation(
        a=a.id,
        b=b.id,
        kind="compatible",
        rule="others",
        reason=give_reason("others", a, b, lexicon, count_a=first.text, count_b=second.text),
        score=_OTHERS,
        spans_a=(first.span,),
        spans_b=(second.span,),
    )


def _by_passage(statement: Claim, passage: Claim, found: Finding, lexicon: Lexicon) -> Relation:
    return Relation(
        a=statement.id,
        b=passage.id,
        kind=found.kind,
        rule=found.rule,
        reason=give_reason(
            found.rule, statement, passage, lexicon, word_a=found.words[0], word_b=found.words[1]
        ),
        score=round(found.score, 3),
        spans_a=found.statement,
        spans_b=found.passage,
    )


def _by_stance(a: Claim, b: Claim, rule: Relation | None, lexicon: Lexicon) -> Relation:
    """What the wording of `a` says of `b`, where the rules leave it open."""
    stance = find_stance(a, b, rule, lexicon)
    repeats = stance.outcome == "agree" and rule is None
    denies_denial = stance.outcome == "against" and _negates_sentence(b, lexicon)
    if (repeats and not _may_repeat(a, b, lexicon)) or denies_denial:
        stance = evolve(stance, outcome="open", score=1 - stance.score, spans=())
    kind, name = _KINDS[stance.outcome]
    if rule is None and not stance.cover and kind != "negation":
        decided: Decision = ("unrelated", "unrelated", 1.0)
        return _answer(a, b, decided, (a.content, b.content), lexicon)
    # The spans are offsets into a's text, which begins where its content does.
    start = a.content[0].start
    spans = tuple(Span(start + span.start, start + span.end) for span in stance.spans)
    decided = (kind, name, stance.score)
    return _answer(a, b, decided, (spans or a.content, b.content), lexicon)


def _negates_sentence(claim: Claim, lexicon: Lexicon) -> bool:
    """Whether a claim is a sentence that says that something is not so.

    "Denied that he took it" is not against "He did not take it"; what else is, trees tell.
    """
    words = load_words(lexicon)
    negated = any(item.negated for item in claim.propositions[:1])
    return negated and words.is_sentence(claim.text)


def _may_repeat(report: Claim, claim: Claim, lexicon: Lexicon) -> bool:
    """Whether a report can say what a claim says.

    A headline may in few words, and so may a line about the same name; a sentence has nearly
    all of another's words, and negates as it does.
    """
    words = load_words(lexicon)
    if not all(words.is_sentence(it.text) for it in (report, claim)):
        return True
    one, other = read_side(report.text), read_side(claim.text)
    if not words.ends(report.text) and share_name(one, other):
        return True
    if words.holds("negate", one.words) != words.holds("negate", other.words):
        return False
    missing = other.others(one)
    asked = [word for word in other.words if words.tells(word)]
    return sum(word in missing for word in asked) <= (1 - _REPEATED) * len(asked)


def _answer(
    a: Claim, b: Claim, decided: Decision, spans: tuple[Spans, Spans], lexicon: Lexicon
) -> Relation:
    kind, rule, score = decided
    shown = [f"“{part}”" for part in _texts(a, spans[0])]
    return Relation(
        a=a.id,
        b=b.id,
        kind=kind,
        rule=rule,
        reason=give_reason(rule, a, b, lexicon, words=", ".join(shown)),
        score=round(score, 3),
        spans_a=spans[0],
        spans_b=spans[1],
    )


def _texts(claim: Claim, spans: Spans) -> list[str]:
    """The words under some spans of a text that is all of a claim's content."""
    start = claim.content[0].start
    return [claim.text[span.start - start : span.end - start] for span in spans]
