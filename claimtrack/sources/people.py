"""People's names in a sentence: after a title, tagged as a person's, or known from elsewhere.

The central decision: a title before a capital is better evidence than the name tagger
("US Secretary of State Antony Blinken" is often tagged an organisation), and a name once
tagged a person's stays one for the whole document.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from claimtrack.model import Span
from claimtrack.sources.vocabulary import Vocabulary, fold
from claimtrack.syntax import ROOT, Sentence, Word

_TITLE_WORDS = 4
_NAME_WORDS = 4
#: Letters of a syllable of a Korean or Chinese given name, at most.
_SYLLABLE = 5
_INITIAL = 2
_BODY_WORDS = 8
_JOINTS = frozenset(("-", "'", "’", "."))


@frozen
class PersonName:
    """Where a person's name stands in a sentence, as half-open word positions.

    Attributes:
        first: Its first word, titles left off.
        last: Position after its last word.
        title: First word of the title before it; `first` where there is none.
    """

    first: int
    last: int
    title: int


def find_people(sentences: Sequence[Sentence], vocabulary: Vocabulary) -> frozenset[str]:
    """Folded last words of names that were tagged a person's more often than not.

    Names of regions (Charlotte, Victoria) need better evidence: a title or a given name.
    """
    votes: Counter[str] = Counter()
    for sentence in sentences:
        ends = {word.end: word for word in sentence}
        for entity in sentence.entities:
            last = ends.get(entity.span.end)
            if last is not None and last.index and fold(last.text) in vocabulary.suffixes:
                last = sentence[last.index - 1]
            if last is not None:
                votes[fold(last.text)] += 1 if entity.type == "PER" else -1
    voted = frozenset(word for word, vote in votes.items() if vote > 0)
    return voted - vocabulary.regions


def find_names(
    sentence: Sentence, people: frozenset[str], vocabulary: Vocabulary
) -> Mapping[int, PersonName]:
    """The people's names of a sentence, under each word position of name and title."""
    folded = [fold(word.text) for word in sentence]
    titles = _find_titles(folded, vocabulary)
    found: dict[int, PersonName] = {}
    position = 0
    while position < len(folded):
        last = _run_end(sentence, position, vocabulary)
        if last == position:
            position += 1
            continue
        name = _read_run(sentence, folded, position, last, (titles, people, vocabulary))
        if name is not None:
            found.update(dict.fromkeys(range(name.title, name.last), name))
        position = last
    return found


def _find_titles(folded: Sequence[str], vocabulary: Vocabulary) -> Mapping[int, int]:
    """End of each title to its start, the longest one at each end."""
    found: dict[int, int] = {}
    for end in range(1, len(folded) + 1):
        for start in range(max(0, end - _TITLE_WORDS), end):
            if " ".join(folded[start:end]) in vocabulary.titles:
                found[end] = start
                break
    return found


def _run_end(sentence: Sentence, start: int, vocabulary: Vocabulary) -> int:
    """Position after the proper words from `start` on."""
    end = start
    while end < len(sentence) and _is_proper(sentence[end]):
        end += 1
        after = end
        while after < len(sentence) and sentence[after].text in vocabulary.particles:
            after += 1
        if after > end and after < len(sentence) and _is_proper(sentence[after]):
            end = after
        if end > start and end + 1 < len(sentence) and _is_joint(sentence, end, vocabulary):
            end += 1 if _is_proper(sentence[end + 1]) else 2
    return end


def _is_joint(sentence: Sentence, index: int, vocabulary: Vocabulary) -> bool:
    """Whether a mark ties two proper words: Jean-Marie, Mrs. Smith, J. Smith; not Tai Po. Li."""
    mark, after = sentence[index], sentence[index + 1]
    before = sentence[index - 1].text if index and sentence[index - 1].end == mark.start else ""
    short = len(before) == 1 or f"{fold(before)}." in vocabulary.titles
    tied = mark.end == after.start or (mark.text == "." and short)
    return mark.text in _JOINTS and tied and (_is_proper(after) or _is_syllable(sentence, index))


def _is_tied(sentence: Sentence, index: int) -> bool:
    """Whether a hyphen ties the words around it: Weber-Moritz."""
    if not 0 < index < len(sentence) - 1:
        return False
    before, mark, after = sentence.words[index - 1 : index + 2]
    return mark.text == "-" and before.end == mark.start and mark.end == after.start


def is_syllabled(sentence: Sentence, name: PersonName) -> bool:
    """Whether a name ends in syllables tied by a hyphen, so that its surname stands first."""
    return name.last - name.first > _INITIAL and _is_syllable(sentence, name.last - 2)


def _is_syllable(sentence: Sentence, index: int) -> bool:
    """Whether a hyphen ties the second half of a given name to its first: Chang-yong."""
    before, mark, after = sentence.words[max(0, index - 1) : index + 2]
    return (
        mark.text == "-"
        and before.end == mark.start
        and mark.end == after.start
        and before.upos == "PROPN"
        and after.upos in {"PROPN", "NOUN", "X", "INTJ", "ADJ"}
        and after.text.islower()
        and len(after.text) <= _SYLLABLE
    )


def _is_proper(word: Word) -> bool:
    return word.upos == "PROPN" or (word.text[:1].isupper() and word.upos in {"ADJ", "NOUN", "X"})


def _read_run(
    sentence: Sentence,
    folded: Sequence[str],
    start: int,
    last: int,
    known: tuple[Mapping[int, int], frozenset[str], Vocabulary],
) -> PersonName | None:
    """The person's name in a run of proper words, or None where it is no person's."""
    titles, people, vocabulary = known
    title, role_end, title_end = _title_of(sentence, titles, start, last)
    first = max(start, title_end)
    first = _after_body(folded, first, last, vocabulary)
    tagged = _tagged(sentence, first, last, vocabulary)
    if tagged is not None and title_end != first:
        first, last = tagged
    while last > first + 1 and sentence[last - 1].xpos == "POS":
        last -= 1
    body = folded[first:last]
    key = " ".join(body)
    if title_end != first and key in vocabulary.dates:
        return None
    if title_end != first and key in vocabulary.regions and key not in people:
        return None
    if vocabulary.known(key) or vocabulary.country(key) or vocabulary.is_place(key):
        return None
    given = 1 < len(body) <= _NAME_WORDS and body[0] in vocabulary.given
    titled = title_end == first and not (
        last - first == 1 and _is_shared(folded[title:role_end], vocabulary)
    )
    sure = tagged is not None and (given or title_end == first)
    if body[-1] in vocabulary.nouns and (len(body) > 1 or title < first) and not sure:
        return None
    told = _is_told(sentence, first, last, vocabulary)
    told = told or _is_titled(sentence, first, last, vocabulary)
    if titled or tagged is not None or told or _is_of_body(sentence, first, last, vocabulary):
        return PersonName(first, last, min(title, first))
    name = PersonName(first, last, title)
    return name if given or is_syllabled(sentence, name) or body[-1] in people else None


def _title_of(
    sentence: Sentence, titles: Mapping[int, int], start: int, last: int
) -> tuple[int, int, int]:
    """Of a title in a run of proper words: its start, its end, and where the name begins.

    The last is -1 where there is no title in the run; the first is where one before it starts.
    """
    end = max((end for end in titles if start <= end < last), default=-1)
    if end == -1:
        return titles.get(start, start), start, -1
    if sentence[end].text not in _JOINTS:
        return titles[end], end, end
    if sentence[end].text == "." and end + 1 < last:
        return titles[end], end, end + 1
    # Saint-Germain, President-elect: what a mark ties to a name is no title.
    return start, start, -1


def _is_shared(title: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether bodies bear a title too: its rival Solvis."""
    return vocabulary.titles[" ".join(title)].role in vocabulary.shared


def _is_told(sentence: Sentence, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether an apposition gives a name to the bearer of a title: the architect, Selin Kaya.

    Parsers take some such names for a second subject of the verb.
    """
    if not (1 < last - first <= _NAME_WORDS and first > 0 and sentence[first - 1].text == ","):
        return False
    inside = range(first, last)
    top = next(word for word in sentence.words[first:last] if word.head not in inside)
    if top.head == ROOT:
        return False
    if top.relation == "appos":
        named = sentence[top.head]
        if named.relation == "nmod" and named.head != ROOT:
            # "The leader of the Arakan Army, Twan Mrat Naing": hung on the army.
            above = sentence[named.head]
            title = vocabulary.titles.get(fold(above.lemma))
            named = named if title is None else above
    else:
        others = [
            child
            for child in sentence.children(top.head, "nsubj", "nsubj:pass")
            if child < first and top.relation == "nsubj"
        ]
        if not others:
            return False
        named = sentence[others[-1]]
    title = vocabulary.titles.get(fold(named.lemma)) or vocabulary.titles.get(fold(named.text))
    return title is not None and title.role not in vocabulary.shared


def _is_titled(sentence: Sentence, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether an indefinite apposition gives a title to a name: Helima Croft, an analyst."""
    names = {fold(word.text) for word in sentence.words[first:last]}
    if not 1 < last - first <= _NAME_WORDS or names & vocabulary.nouns.keys():
        return False
    span = Span(sentence[first].start, sentence[last - 1].end)
    if any(entity.span == span and entity.type == "ORG" for entity in sentence.entities):
        return False
    for top in range(first, last):
        for child in sentence.children(top, "appos"):
            title = vocabulary.titles.get(fold(sentence[child].lemma))
            near = sentence[last].text == "," if last < len(sentence) else False
            single = sentence[child].xpos == "NN" and sentence.children(child, "det")
            if near and single and title is not None and title.role not in vocabulary.shared:
                return True
    return False


def _is_of_body(sentence: Sentence, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether a well-known body stands behind "of": Serhan Aktoprak of the World Bank."""
    words = sentence.words
    names = {fold(word.text) for word in words[first:last]}
    if not 1 < last - first <= _NAME_WORDS or names & {*vocabulary.nouns, *vocabulary.titles}:
        return False
    span = Span(words[first].start, words[last - 1].end)
    if any(entity.span == span for entity in sentence.entities):
        return False
    if last >= len(words) or fold(words[last].text) not in vocabulary.affiliations:
        return False
    start = last + 1
    if start < len(words) and words[start].upos == "DET":
        start += 1
    for end in range(start + 1, min(len(words), start + _BODY_WORDS) + 1):
        known = vocabulary.known(" ".join(fold(word.text) for word in words[start:end]))
        if known is not None:
            hung = any(word.head in range(first, last) for word in words[start:end])
            return hung and known.kind != "outlet"
    return False


def _after_body(folded: Sequence[str], first: int, last: int, vocabulary: Vocabulary) -> int:
    """Where a run of words goes on after a well-known body or place that begins it."""
    for end in range(last - 1, first, -1):
        key = " ".join(folded[first:end])
        # Given names are outlets' too: Dawn Price.
        body = vocabulary.known(key) and (end + 1 < last or key not in vocabulary.given)
        if body or vocabulary.country(key):
            return end
    return first


def _first_tagged(sentence: Sentence, first: int, start: int, vocabulary: Vocabulary) -> int:
    """Where a tagged name begins that particles have cut in two: Mohammed | bin | Abdulrahman."""
    people = [entity.span for entity in sentence.entities if entity.type == "PER"]
    for index in range(start - 1, first - 1, -1):
        word = sentence[index]
        if any(span.overlaps(word.span) for span in people):
            start = index
        elif word.text not in vocabulary.particles and not _is_tied(sentence, index):
            break
    cut = any(sentence[index].text in vocabulary.particles for index in range(first, start))
    above = sentence[start].head
    if cut and first <= above < start and sentence[start].relation == "flat":
        # Only the end of the name was tagged: Hamad bin Saif | Al Busaidi.
        return above
    return start


def _tagged(
    sentence: Sentence, first: int, last: int, vocabulary: Vocabulary
) -> tuple[int, int] | None:
    """The part of a run of words that is tagged a person's name, the last one, or None."""
    for entity in reversed(sentence.entities):
        if entity.type != "PER" or not entity.span.overlaps(
            Span(sentence[first].start, sentence[last - 1].end)
        ):
            continue
        inside = [
            index for index in range(first, last) if sentence[index].span.overlaps(entity.span)
        ]
        end = inside[-1] + 1
        while end < last:
            if sentence[end].relation == "flat" and sentence[end].upos != "VERB":
                end += 1
            elif end + 1 < last and _is_joint(sentence, end, vocabulary):
                end += 2
            else:
                break
        return _first_tagged(sentence, first, inside[0], vocabulary), end
    return None
