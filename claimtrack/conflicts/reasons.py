"""Sentences that say why two claims are related, from templates that are data."""

import re
from collections.abc import Container, Mapping
from functools import cache
from typing import Any

from claimtrack.conflicts.readings import load_vocabulary
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim

#: Longer contents are cut at a word: a reason is one sentence, the claim itself is at hand.
_LONGEST = 180
_OWNED = re.compile(r"['’]s? ")


def give_reason(rule: str, a: Claim, b: Claim, lexicon: Lexicon, **parts: str) -> str:
    """The sentence of a rule.

    Args:
        rule: A key of the templates.
        a: The claim that the template calls ``a``.
        b: The claim that it calls ``b``.
        lexicon: Gives the templates.
        **parts: Other places of the template.
    """
    templates = lexicon.toml("reasons")
    template: str = templates["rule"][rule]
    says: Mapping[str, Any] = templates["says"]
    told = {
        name: _say(claim, says, _find_small(lexicon), load_vocabulary(lexicon).sides)
        for name, claim in (("a", a), ("b", b))
    }
    sentence = template.format(**told, **parts)
    return sentence[:1].upper() + sentence[1:]


@cache
def _find_small(lexicon: Lexicon) -> frozenset[str]:
    """Words that are no names, so that a capital of theirs is that of a sentence's beginning."""
    bounds = {phrase.split()[0] for phrase in lexicon.words("bounds")}
    return lexicon.words("determiners") | lexicon.words("function_words") | bounds


def _say(
    claim: Claim, says: Mapping[str, Any], small: Container[str], peoples: Container[str]
) -> str:
    text = claim.text.strip()
    for word in says["subordinators"]:
        if text.casefold().startswith(word):
            text = text[len(word) :]
    first = text.partition(" ")[0]
    # "US" is no "us", and "I" stays.
    plain = first.casefold() in small or _is_common(claim, peoples)
    if plain and first.istitle() and first != "I":
        text = first.casefold() + text[len(first) :]
    form = "" if _is_clause(claim) else "_quote" if claim.mode == "direct" else "_plain"
    if form == "_quote":
        # Only words that the article quotes may stand in quotation marks.
        text = text.strip("\"“”«»„'‘’")
    template: str = says[claim.polarity + form]
    return template.format(source=_name(claim, says), text=_shorten(text))


def _is_common(claim: Claim, peoples: Container[str]) -> bool:
    """Whether a content begins with a noun that is no name: lemmas of names have capitals.

    Those of adjectives may have none ("European"), and those of peoples.
    """
    start = claim.content[0].start
    return any(
        item.span.start == start
        and item.lemmas[:1] == (item.head,)
        and item.head.islower()
        and item.head not in peoples
        for told in claim.propositions
        for item in told.arguments
    )


def _is_clause(claim: Claim) -> bool:
    """Whether the content can stand after "that": it has a subject of its own, unquoted."""
    if claim.mode == "direct" or not claim.propositions:
        return False
    main = claim.propositions[0]
    # "A ceasefire had been reached": the verb of an event noun comes after it, as an aspect.
    return any(
        (item.role in {"agent", "patient"} and item.span.start < main.span.start)
        or (item.role == "aspect" and item.span.start > main.span.start)
        for item in main.arguments
        if any(span.contains(item.span) for span in claim.content)
    )


def _name(claim: Claim, says: Mapping[str, Any]) -> str:
    if not claim.sources:
        return str(says["nobody"])
    joined: str = says["joint"].join(claim.sources)
    article: str = says["introduced"]
    written = claim.source.text.casefold() if claim.source else ""
    name = joined.casefold()
    if not written.startswith(article) or name.startswith(article):
        return joined
    # "The ministry" stands for a ministry, whose name takes the article as well, unless somebody
    # owns it; "the mayor" and "the spokesman, Ana Ruiz" stand for people, whose names take none.
    part = not _OWNED.search(name) and set(written.split()) <= {*name.split(), *article.split()}
    return article + joined if part or written.startswith(article + name) else joined


def _shorten(text: str) -> str:
    text = " ".join(text.split()).rstrip(".,;: ")
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0] + " …"
