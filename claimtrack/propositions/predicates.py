"""Which words of a content are predicates, and how they stand: aspect, hedge, negation."""

from attrs import frozen

from claimtrack.model import Argument
from claimtrack.propositions.scene import OPEN, Scene, lemma_of
from claimtrack.syntax import ROOT

_CLAUSES = ("xcomp", "ccomp", "advcl")
#: Effects of a verb that make what is under it less than certain.
_UNSURE = frozenset(("doubt", "modal"))
_HEDGING = ("advmod", "aux", "mark", "amod")
_NOT_CLAUSES = frozenset(("case", "mark", "fixed", "amod", "compound", "aux", "flat", "cc"))
#: Verbs above a predicate that are looked at; a longer chain is a broken tree.
_LONGEST_CHAIN = 12
#: Kinds of negator that carry the negation before them on.
_JOINING = ("joining", "opening")


@frozen(kw_only=True)
class State:
    """What a predicate inherits from the words above it.

    Attributes:
        negated: Whether an odd number of them negates it.
        marks: Their aspects and hedges, as arguments.
        heads: The words themselves, from the nearest up; they lend their subjects and objects.
    """

    negated: bool
    marks: tuple[Argument, ...]
    heads: tuple[int, ...]


# --- which words are predicates ------------------------------------------------------------


def is_predicate(scene: Scene, index: int) -> bool:
    """Whether a word is a proposition's predicate, and not one that only carries another."""
    word = scene.sentence[index]
    if scene.event(index):
        return word.relation not in {"compound", "flat"}
    if word.upos == "VERB":
        return word.relation not in _NOT_CLAUSES and not _gives_way(scene, index)
    if scene.sentence.children(index, "cop"):
        return not _gives_way(scene, index)
    if bearer_of(scene, index) is not None:
        return True
    if word.relation == "xcomp" and word.upos in {"ADJ", "NOUN"} and word.head != ROOT:
        return bool(scene.tables.clause.get(scene.lemma(word.head)))
    return False


def bearer_of(scene: Scene, index: int) -> int | None:
    """Who is told beside a noun to be what it says: "Anna Roth, the founder of Norvik"."""
    word = scene.sentence[index]
    if word.upos != "NOUN" or scene.lemma(index) not in scene.tables.relations:
        return None
    if not scene.sentence.children(index, "nmod"):
        return None
    if word.relation == "appos" and word.head != ROOT:
        return word.head
    return next(iter(scene.sentence.children(index, "appos")), None)


def _gives_way(scene: Scene, index: int) -> bool:
    """Whether a verb only says how another predicate stands, or carries an event noun."""
    lemma = scene.lemma(index)
    if scene.sentence.children(index, "expl") and _is_filled(scene, index):
        return True
    if scene.tables.clause.get(lemma) and any(
        _opens(scene, child) for child in scene.sentence.children(index, *OPEN)
    ):
        return True
    if scene.tables.event.get(lemma) and _events_of(scene, index, "nsubj", "obj"):
        return True
    return lemma in scene.tables.light and bool(_events_of(scene, index, "obj", "nsubj:pass"))


def _opens(scene: Scene, index: int) -> bool:
    """Whether a complement is a predicate that can take over."""
    word = scene.sentence[index]
    return scene.inside(index) and (
        word.upos in {"VERB", "ADJ", "NOUN"} or bool(scene.sentence.children(index, "cop"))
    )


def copula(scene: Scene, index: int) -> int | None:
    """The "be" of a word that says where something is ("is in the town"), or None."""
    if not scene.sentence.children(index, "case") or scene.event(index):
        return None
    return next(iter(scene.sentence.children(index, "cop")), None)


def existential(scene: Scene, index: int) -> tuple[int, int] | None:
    """The "there is" over an event noun or a participle, and the noun that is said to be.

    "There is no boy in the yard playing": the participle speaks of the boy wherever it hangs.
    """
    noun = index
    if scene.sentence[index].relation == "acl" and scene.sentence[index].upos == "VERB":
        noun = scene.sentence[index].head
    for _ in range(_LONGEST_CHAIN):
        word = scene.sentence[noun]
        if word.head == ROOT or word.relation not in {"nmod", "nsubj"}:
            return None
        if word.relation == "nsubj":
            there = bool(scene.sentence.children(word.head, "expl"))
            return (word.head, noun) if there and scene.inside(word.head) else None
        noun = word.head
    return None


def _is_filled(scene: Scene, index: int) -> bool:
    """Whether an existential verb has an event or a participle that says what there is."""
    return any(
        (scene.sentence[below].relation == "acl" or scene.event(below))
        and scene.inside(below)
        and existential(scene, below) is not None
        for subject in scene.sentence.children(index, "nsubj")
        for below in scene.sentence.subtree(subject)
    )


def _events_of(scene: Scene, index: int, *relations: str) -> list[int]:
    return [
        child
        for child in scene.sentence.children(index, *relations)
        if scene.inside(child) and scene.event(child)
    ]


# --- how they stand ----------------------------------------------------------------------


def inherited(scene: Scene, index: int) -> State:
    """What the verbs above a predicate do to it ("failed to", "continued to try to")."""
    there = None if scene.event(index) else existential(scene, index)
    negated = there is not None and is_negated(scene, there[0])
    marks, heads = list[Argument](), list[int]()
    at = index
    for _ in range(_LONGEST_CHAIN):
        word = scene.sentence[at]
        if word.head == ROOT:
            break
        above = word.head
        if word.relation == "conj" and scene.inside(above):
            if _shares_negation(scene, at):
                negated = negated != is_negated(scene, above)
            at = above
            continue
        if word.relation == "acl":
            negated = negated != _of_noun(scene, at, marks, heads, inside=negated)
            break
        if word.relation not in _CLAUSES:
            break
        if word.relation == "advcl" and not _is_open(scene, at):
            break
        heads.append(above)
        effect = _effect_on(scene, above, at)
        if not effect:
            marks += _supposed(scene, above, at)
            break
        if effect == "attempt" and negated:
            effect = "plan"  # An attempt to prevent it says nothing of whether it is so.
        negated = negated != ((effect == "negate") != is_negated(scene, above))
        negated = negated != _has_failed(scene, above)
        marks += [*marks_of(scene, above, effect), *find_hedges(scene, above)]
        at = above
    return State(negated=negated, marks=tuple(marks), heads=tuple(heads))


def _supposed(scene: Scene, above: int, at: int) -> list[Argument]:
    """The mark of a condition over a complement: "if it is found to be true"."""
    if scene.sentence[at].relation not in OPEN:
        return []
    marks = set(scene.sentence.children(above, "mark"))
    spans = {scene.sentence[mark].span for mark in marks}
    return [hedge for hedge in find_hedges(scene, above) if hedge.span in spans]


def _effect_on(scene: Scene, above: int, at: int) -> str:
    """What a verb does to the clause under it: "failed to", "was barred from"; or empty."""
    if not scene.inside(above):
        return ""
    marks = {lemma_of(scene.sentence[mark]) for mark in scene.sentence.children(at, "mark")}
    lemma = scene.lemma(above)
    for mark in sorted(marks):
        if effect := scene.tables.marked.get((lemma, mark)):
            return effect
    effect = scene.tables.clause.get(lemma, "")
    return effect if scene.sentence[at].relation != "advcl" or effect == "attempt" else ""


def _of_noun(
    scene: Scene, index: int, marks: list[Argument], heads: list[int], *, inside: bool
) -> bool:
    """What a noun does to the infinitive under it ("a failed bid to", "a refusal to").

    Adds its mark and the verb that lends a subject, and tells whether it negates; `inside` is
    whether a verb under it does so already.
    """
    noun = scene.sentence[index].head
    marks += _find_hearsay(scene, noun)
    effect = scene.tables.clause.get(scene.lemma(noun), "") if scene.inside(noun) else ""
    if not effect or scene.sentence[index].xpos != "VB":
        return False
    marks += marks_of(scene, noun, "plan" if effect == "attempt" and inside else effect)
    if scene.sentence[noun].relation in {"obj", "obl"}:
        heads.append(scene.sentence[noun].head)
    return (effect == "negate") != _has_failed(scene, noun)


def _find_hearsay(scene: Scene, noun: int) -> tuple[Argument, ...]:
    """The noun of what others say, where it is told of: "a letter on accusations that".

    Who denies "reports that" it is so speaks of that itself, so the content's top noun is none.
    """
    word = scene.sentence[noun]
    told = scene.lemma(noun) in scene.tables.hearsay and scene.inside(noun)
    if not (told and word.head != ROOT and scene.inside(word.head)):
        return ()
    return (Argument(role="hedge", head="modal", lemmas=(lemma_of(word),), span=word.span),)


def _has_failed(scene: Scene, index: int) -> bool:
    """Whether a word at an attempt says that nothing came of it ("in vain", "unsuccessful")."""
    for child in scene.sentence.children(index, "amod", "advmod", "obl", "compound"):
        words = [scene.sentence[at] for at in (*scene.sentence.children(child, "case"), child)]
        phrase = " ".join(word.text.casefold() for word in words)
        names = {phrase, lemma_of(scene.sentence[child])}
        if any(scene.tables.failures.get(name) == "failed" for name in names):
            return True
    return False


def _is_open(scene: Scene, index: int) -> bool:
    """Whether an adverbial clause has no subject of its own and takes the main clause's."""
    return not scene.sentence.children(index, "nsubj", "csubj")


def _shares_negation(scene: Scene, index: int) -> bool:
    """Whether "did not shell or raid" negates the second verb as well."""
    own = scene.sentence.children(index, "nsubj", "aux", "cop")
    joined = [lemma_of(scene.sentence[child]) for child in scene.sentence.children(index, "cc")]
    return not own and any(scene.tables.negators.get(word) in _JOINING for word in joined)


def marks_of(scene: Scene, index: int, effect: str) -> tuple[Argument, ...]:
    """The aspect or hedge that a verb lends, as an argument; the head names its effect."""
    if effect in {"", "negate"}:
        return ()
    return (
        Argument(
            role="hedge" if effect in _UNSURE else "aspect",
            head=effect,
            lemmas=(scene.lemma(index),),
            span=scene.sentence[index].span,
        ),
    )


def find_hedges(scene: Scene, index: int) -> list[Argument]:
    """The words at a predicate that make it less than certain."""
    found = [*scene.sentence.children(index, *_HEDGING), *_conditions(scene, index)]
    return [
        Argument(
            role="hedge",
            head=scene.tables.hedges[lemma_of(scene.sentence[child])],
            lemmas=(lemma_of(scene.sentence[child]),),
            span=scene.sentence[child].span,
        )
        for child in found
        if lemma_of(scene.sentence[child]) in scene.tables.hedges
    ]


def _conditions(scene: Scene, index: int) -> list[int]:
    """The marks of the conditions that a predicate hangs on: "if it breaks, it will flood".

    What is so "even if" does not hang on it.
    """
    return [
        mark
        for clause in scene.sentence.children(index, "advcl")
        if not any(
            lemma_of(scene.sentence[at]) in scene.tables.anyhow
            for at in scene.sentence.children(clause, "advmod")
        )
        for mark in scene.sentence.children(clause, "mark")
    ]


def find_nothing(scene: Scene, index: int) -> list[Argument]:
    """The "no" of an event of which there is none: "no sign of an attack", "no word of it"."""
    at = index
    for _ in range(_LONGEST_CHAIN):
        word = scene.sentence[at]
        ends = word.relation == "nmod" and bool(scene.tables.event.get(scene.lemma(word.head)))
        if word.relation not in {"nmod", "obj", "acl"} or ends:
            break  # "No end to the fighting" is no lack of it.
        at = word.head
        if scene.sentence[at].upos == "NOUN" and _has_no(scene, at):
            span = scene.sentence[at].span
            return [Argument(role="hedge", head="modal", lemmas=(scene.lemma(at),), span=span)]
    return []


def find_purpose(scene: Scene, index: int) -> list[Argument]:
    """The "to" of what is only meant to be or can be: "struck to stop it", "means to win"."""
    word = scene.sentence[index]
    if word.relation not in {"acl", "advcl"} or word.xpos != "VB":
        return []
    return [
        Argument(
            role="hedge",
            head="modal",
            lemmas=(lemma_of(scene.sentence[child]),),
            span=scene.sentence[child].span,
        )
        for child in scene.sentence.children(index, "mark")
        if scene.sentence[child].upos == "PART"
    ]


def carriers_of(scene: Scene, index: int) -> list[int]:
    """The verb that an event noun is subject or object of, where the verb says how it stands."""
    word = scene.sentence[index]
    if word.head == ROOT or not scene.inside(word.head):
        return []
    lemma = scene.lemma(word.head)
    if word.deprel == "nmod":  # "an end to the fighting"
        return [word.head] if lemma in scene.tables.event else []
    if word.relation == "nsubj" and scene.sentence.children(word.head, "expl"):
        return [word.head]
    light = lemma in scene.tables.light and word.deprel in {"obj", "nsubj:pass"}
    stands = word.relation in {"nsubj", "obj"} and lemma in scene.tables.event
    return [word.head] if light or stands else []


# --- negation ------------------------------------------------------------------------------


def is_negated(scene: Scene, index: int, besides: int = ROOT) -> bool:
    """Whether an odd number of negators stands at a predicate or at its subject and object."""
    count = 0
    for child in scene.sentence.children(index):
        word = scene.sentence[child]
        kind = scene.tables.negators.get(lemma_of(word), "") or scene.tables.negators.get(
            word.text.casefold(), ""
        )
        if word.relation in {"advmod", "cc"}:
            count += (kind == "adverb" and not _is_narrowed(scene, child)) or _no_longer(
                scene, child
            )
            # "Nearly won": who nearly did it did not.
            near = scene.tables.failures.get(lemma_of(word)) == "near"
            verb = scene.sentence[index].upos == "VERB"
            # "Nearly all civilians were killed" is of all, wherever the tree hangs the word.
            count += near and verb and not _is_narrowed(scene, child)
            # "Nor did she plan it" negates by itself, "neither shelled nor raided" goes on.
            count += kind == "opening" and bool(scene.sentence.children(index, "aux", "nsubj"))
        elif word.relation in {"mark", "case"}:
            count += kind == "preposition"
        elif word.relation == "det":
            count += kind == "determiner"
        elif word.relation in {"nsubj", "obj"} and child != besides:
            count += kind == "pronoun" or _has_no(scene, child)
    return count % 2 == 1


def _is_narrowed(scene: Scene, index: int) -> bool:
    """Whether a negator only negates the word after it: "not all of them", "not only"."""
    after = index + 1
    return after < len(scene.sentence) and lemma_of(scene.sentence[after]) in scene.tables.narrow


def _no_longer(scene: Scene, index: int) -> bool:
    before = scene.sentence.children(index, "advmod", "det")
    phrase = [lemma_of(scene.sentence[at]) for at in (*before, index)]
    return len(phrase) > 1 and scene.tables.negators.get(" ".join(phrase)) == "adverb"


def _has_no(scene: Scene, index: int) -> bool:
    return any(
        scene.tables.negators.get(scene.sentence[child].text.casefold()) == "determiner"
        for child in scene.sentence.children(index, "det", "advmod")
    )
