"""What two texts or claims are to each other, whatever brought them together.

The central decision: a pair that somebody asks about always gets an answer. Where no rule finds
anything, the words that the two have in common say whether they agree, touch, or are unrelated;
such answers are not kept in a collection, where they would be noise.
"""

from collections.abc import Sequence

from claimtrack.conflicts.alignment import common_words
from claimtrack.conflicts.reasons import give_reason
from claimtrack.conflicts.rules import Rule, make_rules
from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.model import Claim, Document, Relation, RelationKind, Span
from claimtrack.parsing import Parser, default_parser
from claimtrack.propositions import find_propositions
from claimtrack.quantities import find_quantities

#: Share of common words from which two texts without a rule tell of the same.
_SAME = 0.35
#: Share from which they touch.
_NEAR = 0.12


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
    return Claim(
        document=document.id,
        source=None,
        cue=None,
        content=content,
        text=content[0].of(text),
        mode="indirect",
        pattern="text",
        sentence=content[0],
        quantities=find_quantities(trees, content, words),
        propositions=find_propositions(trees, content, words),
    )


def relate_pair(
    a: Claim, b: Claim, *, rules: Sequence[Rule] | None = None, lexicon: Lexicon | None = None
) -> Relation:
    """What two claims are to each other; the kind is ``unrelated`` where they are nothing.

    The same two claims give the same relation whichever comes first. Of a denial, an update or
    a correction `Relation.b` is the claim that denies, updates or corrects.

    Args:
        a: One claim.
        b: Another.
        rules: Functions of two claims, asked in order until one finds something; the rules of
            the language by default.
        lexicon: The language's words; English by default.
    """
    words = lexicon or load_lexicon()
    for rule in make_rules(words) if rules is None else rules:
        relation = rule(a, b)
        if relation is not None:
            return relation
    return _by_words(a, b, words)


def _by_words(a: Claim, b: Claim, lexicon: Lexicon) -> Relation:
    """What the words in common say of two claims that no rule speaks of."""
    first, second = sorted((a, b), key=lambda claim: claim.id)
    small = lexicon.words("determiners") | lexicon.words("generic_arguments")
    text_a, text_b = (
        " ".join(word for word in claim.text.split() if word.casefold() not in small)
        for claim in (first, second)
    )
    common = common_words(text_a, text_b, lexicon)
    kind, rule = _describe(common)
    return Relation(
        a=first.id,
        b=second.id,
        kind=kind,
        rule=rule,
        reason=give_reason(rule, first, second, lexicon),
        score=round(1 - common if kind == "unrelated" else common, 3),
        spans_a=first.content,
        spans_b=second.content,
    )


def _describe(common: float) -> tuple[RelationKind, str]:
    """The kind and the rule of a share of common words."""
    if common >= _SAME:
        return "agree", "wording"
    return ("unsure", "unsure") if common >= _NEAR else ("unrelated", "unrelated")
