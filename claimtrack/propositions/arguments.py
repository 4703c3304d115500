"""What fills the roles of a predicate, with the subjects that it borrows."""

from collections.abc import Iterator

from claimtrack.model import Argument, Span
from claimtrack.propositions.predicates import (
    State,
    bearer_of,
    carriers_of,
    copula,
    existential,
)
from claimtrack.propositions.scene import Scene, lemma_of, name_of
from claimtrack.syntax import ROOT

_CONTENT = frozenset(("NOUN", "PROPN", "ADJ", "VERB", "NUM", "PRON", "ADV", "X"))
_ROLES = {
    "nsubj:pass": "patient",
    "csubj:pass": "patient",
    "obj": "patient",
    "iobj": "recipient",
    "xcomp": "content",
    "ccomp": "content",
}
#: Clauses and whatever else hangs on a noun that is itself a predicate.
_NOT_PHRASE = frozenset(
    (
        *("acl", "advcl", "ccomp", "parataxis"),
        *("nsubj", "csubj", "cop", "aux", "obl", "appos"),
        *("case", "punct", "cc", "mark", "discourse"),
    )
)
_FINITE = frozenset(("VBD", "VBP", "VBZ"))
_RELATIVE = frozenset(("WP", "WDT"))


def verbal_arguments(scene: Scene, index: int, state: State) -> Iterator[Argument]:
    """The arguments of a verb or an adjective, the passive turned round."""
    sentence = scene.sentence
    passive = _is_passive(scene, index)
    objects = _find_objects(scene, index)
    seen: set[str] = set()
    if copula(scene, index) is not None:
        # "The troops are in the town": being there is said of them, the town is where.
        yield _argument(scene, f"obl:{_case(scene, index)}", index, besides=ROOT)
    for child in sentence.children(index):
        role = "patient" if child in objects else _role(scene, child, passive=passive)
        if not role or scene.tables.negators.get(lemma_of(sentence[child])) == "pronoun":
            continue
        filler = _antecedent(scene, index, child)
        seen.add(role)
        yield _argument(scene, role, filler, besides=index)
        if filler == child:
            yield from _named_beside(scene, role, filler, index)
    if holder := _possessor(scene, index):
        yield _argument(scene, f"obl:{scene.tables.member}", holder[0], besides=index)
    subject = "patient" if passive else "agent"
    if subject not in seen:
        bearer = bearer_of(scene, index)
        borrowed = _borrowed_subject(scene, index, state) if bearer is None else bearer
        if borrowed is not None:
            yield _argument(scene, subject, borrowed, besides=index)


def _named_beside(scene: Scene, role: str, index: int, besides: int) -> Iterator[Argument]:
    """The name that a noun is told by: "a subsidiary of the boat maker, Norvik"."""
    if scene.sentence[index].upos != "NOUN":
        return
    for child in scene.sentence.children(index, "appos"):
        if scene.sentence[child].upos == "PROPN":
            yield _argument(scene, role, child, besides=besides)


def _possessor(scene: Scene, index: int) -> tuple[int, ...]:
    """Whose a noun is that says what somebody is: "is Norvik's founder"."""
    noun = scene.sentence[index].upos == "NOUN"
    return scene.sentence.children(index, "nmod:poss") if noun else ()


def _is_passive(scene: Scene, index: int) -> bool:
    word = scene.sentence[index]
    if scene.sentence.children(index, "nsubj:pass", "aux:pass", "csubj:pass"):
        return True
    if _find_objects(scene, index):
        return False
    return word.xpos == "VBN" and not scene.sentence.children(index, "aux", "cop", "nsubj")


def _find_objects(scene: Scene, index: int) -> tuple[int, ...]:
    """The objects of a verb that the tree takes for a participle: "killed at least 12 people".

    The "at" of the bound makes the parser take the count for a phrase with a preposition.
    """
    if scene.sentence[index].relation != "acl":
        return ()
    return tuple(
        child
        for child in scene.sentence.children(index, "obl")
        if scene.sentence[child].deprel == "obl"
        and child > index
        and not _case(scene, child)
        and scene.sentence.children(child, "nummod")
    )


def _role(scene: Scene, child: int, *, passive: bool) -> str:
    word = scene.sentence[child]
    if word.deprel == "obl:agent":
        return "agent"
    if word.deprel in _ROLES:
        return _ROLES[word.deprel]
    if word.relation in {"nsubj", "csubj"}:
        return "patient" if passive else "agent"
    if word.relation == "advmod" and word.upos == "ADV":
        lemma = lemma_of(word)
        return "" if lemma in scene.tables.negators or lemma in scene.tables.hedges else "mod"
    if word.relation not in {"obl", "nmod"} or word.deprel == "nmod:poss":
        return ""
    case = _case(scene, child)
    by = passive and scene.tables.roles.get(case) == "agent"
    return "agent" if by else f"obl:{case}"


def _case(scene: Scene, index: int) -> str:
    cases = scene.sentence.children(index, "case")
    return " ".join(scene.sentence[child].text.casefold() for child in cases)


def _antecedent(scene: Scene, index: int, child: int) -> int:
    """The noun that a relative pronoun stands for; any other argument itself."""
    word, clause = scene.sentence[child], scene.sentence[index]
    relative = clause.deprel == "acl:relcl" and word.xpos in _RELATIVE
    return clause.head if relative else child


def _borrowed_subject(scene: Scene, index: int, state: State) -> int | None:
    """The subject of a verb that has none of its own, from the words above it."""
    word = scene.sentence[index]
    if word.relation == "ccomp" and word.xpos in _FINITE:
        return None  # "A source told us that gunmen in the hills fired": only a broken tree.
    if word.relation == "acl" and word.head != ROOT and not _infinitive(scene, index):
        there = existential(scene, index)
        return word.head if there is None else there[1]
    above = [word.head] if word.relation == "conj" else []
    for head in [*above, *state.heads]:
        held = _addressee(scene, head, index) if head not in above else ()
        if held and not scene.event(held[0]):
            return held[0]
        subject = _own_subject(scene, head)
        if subject is not None:
            return subject
    return None


def _addressee(scene: Scene, head: int, index: int) -> tuple[int, ...]:
    """Who is made to do it: "forced them to leave", "called on Armenia to cease"."""
    if scene.sentence[index].relation == "xcomp":
        return scene.sentence.children(head, "obj", "iobj")
    if scene.inside(head):
        return ()
    if not _infinitive(scene, index):
        # "Accused Norway of hacking": who is accused did it.
        return tuple(it for it in scene.sentence.children(head, "obj") if scene.inside(it))
    return scene.sentence.children(head, "obj", "iobj") or tuple(
        child
        for child in scene.sentence.children(head, "obl")
        if scene.tables.roles.get(_case(scene, child)) == "patient"
    )


def _infinitive(scene: Scene, index: int) -> bool:
    return scene.sentence[index].xpos == "VB"


def _own_subject(scene: Scene, index: int) -> int | None:
    for child in scene.sentence.children(index, "nsubj"):
        return _antecedent(scene, index, child)
    word = scene.sentence[index]
    return word.head if word.relation == "acl" and word.head != ROOT else None


def nominal_arguments(scene: Scene, index: int) -> Iterator[Argument]:
    """The arguments of an event noun, its own and those of the verb that carries it."""
    sentence = scene.sentence
    for child in sentence.children(index, "nmod", "amod", "compound", "nsubj"):
        word = sentence[child]
        capital = word.text[:1].isupper() and (child > 0 or word.lemma[:1].isupper())
        named = word.upos in {"PROPN", "ADJ"} and capital
        if word.relation in {"amod", "compound"}:
            role = "agent" if named else ""
        elif word.deprel == "nmod:poss" or word.relation == "nsubj":
            role = "agent"
        else:
            role = _nominal_role(scene, child)
        if role:
            yield _argument(scene, role, child, besides=index)
    for carrier in carriers_of(scene, index):
        passive = _is_passive(scene, carrier)
        for doer in _astray(scene, carrier, index):
            yield _argument(scene, "agent", doer, besides=carrier)
        for child in sentence.children(carrier, "nsubj", "obl"):
            role = _role(scene, child, passive=passive)
            if child != index:
                role = role if role == "agent" else _nominal_role(scene, child)
                yield _argument(scene, role, child, besides=carrier)


def _astray(scene: Scene, carrier: int, index: int) -> tuple[int, ...]:
    """Who carries out an event, where the tree takes him for what is denied.

    "Denied its planes carried out raids": the planes hang from "denied", and so does the verb.
    """
    verb, event = scene.sentence[carrier], scene.sentence[index]
    if (event.relation, verb.relation) != ("obj", "xcomp") or scene.inside(verb.head):
        return ()
    return tuple(it for it in scene.sentence.children(verb.head, "obj") if scene.inside(it))


def _nominal_role(scene: Scene, child: int) -> str:
    """What a preposition makes of a phrase at an event noun: "attack on the port"."""
    case = _case(scene, child)
    times = {lemma_of(scene.sentence[at]) for at in scene.sentence.subtree(child)}
    if times & scene.tables.calendar:
        return f"obl:{case}"
    place = scene.tables.roles.get(case, "")
    return {"": f"obl:{case}", "member": "patient", "party": "agent"}.get(place, place)


def _argument(scene: Scene, role: str, index: int, besides: int) -> Argument:
    """An argument without the clauses that hang on its noun, nor its preposition."""
    sentence = scene.sentence
    barred = [
        child
        for child in sentence.children(index)
        if sentence[child].relation in _NOT_PHRASE
        or (sentence[child].relation == "conj" and sentence[child].upos == "VERB")
    ]
    words = [sentence[at] for at in sentence.subtree(index, without=[*barred, besides])]
    inner = [word for word in words if word.upos != "PUNCT"] or [sentence[index]]
    return Argument(
        role=role,
        head=name_of(sentence[index]),
        lemmas=tuple(name_of(word) for word in inner if word.upos in _CONTENT),
        span=Span(inner[0].start, inner[-1].end),
    )
