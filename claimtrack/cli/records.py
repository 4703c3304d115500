"""Values as JSON for scripts: what ``--json`` and ``extract --jsonl`` write.

The central decision: one form of a claim everywhere, offsets in code points, nothing left out
that is null: a script can read every key without asking whether it is there.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from claimtrack.extraction.explaining import Attempt, Explanation, Silent
from claimtrack.model import (
    DIRECTED,
    Carriage,
    Claim,
    Cluster,
    Judgement,
    Link,
    Measure,
    Relation,
    RelationKind,
    Source,
    Standing,
    Turn,
    read_spans,
)
from claimtrack.store import Change, Difference, Fault, RunSummary
from claimtrack.store.encoding import (
    moment_to_json,
    proposition_to_json,
    quantity_to_json,
    spans_to_json,
    to_time,
)
from claimtrack.store.rows import Provenance
from claimtrack.tracker import read_version

Record: TypeAlias = dict[str, Any]
#: Kind of relation to how often it was right.
Measures: TypeAlias = Mapping[RelationKind, Measure]


def claim_to_record(claim: Claim) -> Record:
    """A claim as JSON."""
    source, cue = claim.source, claim.cue
    return {
        "id": claim.id,
        "source": source and {"spans": spans_to_json(source.spans), "text": source.text},
        "cue": cue and {"spans": spans_to_json(cue.spans), "text": cue.text, "lemma": cue.lemma},
        "content": {"spans": spans_to_json(claim.content), "text": claim.text},
        "mode": claim.mode,
        "polarity": claim.polarity,
        "kind": claim.kind,
        "parent": claim.parent,
        "pattern": claim.pattern,
        "confidence": claim.confidence,
        "source_name": list(claim.sources),
        "speakers": [_speaker_to_record(item) for item in claim.speakers],
        "via": list(claim.via),
        "sentence": [claim.sentence.start, claim.sentence.end],
        "quantities": [quantity_to_json(item) for item in claim.quantities],
        "said": claim.said and moment_to_json(claim.said),
        "moments": [moment_to_json(item) for item in claim.moments],
        "document": claim.document,
    }


def carried_to_record(claim: Claim, carriage: Carriage | None) -> Record:
    """A claim as JSON with how many independent reports carry it."""
    known = carriage or Carriage(claim=claim.id, origin=claim.id)
    return {
        **claim_to_record(claim),
        "reports": known.reports,
        "documents": known.documents,
        "origin": known.origin,
    }


def source_to_record(source: Source, claims: int) -> Record:
    """A source as JSON, with how many claims are its."""
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "country": source.country,
        "body": source.body,
        "role": source.role,
        "aliases": list(source.aliases),
        "claims": claims,
    }


def _speaker_to_record(source: Source) -> Record:
    """What a document tells of a source, as JSON."""
    return {
        "name": source.name,
        "kind": source.kind,
        "country": source.country,
        "body": source.body,
        "role": source.role,
    }


def judgement_to_record(judgement: Judgement, names: Mapping[str, str]) -> Record:
    """A judgement about two sources as JSON.

    Args:
        judgement: What a person said.
        names: Id of a source to its name.
    """
    return {
        "id": judgement.id,
        "a": {"id": judgement.a, "name": names[judgement.a]},
        "b": {"id": judgement.b, "name": names[judgement.b]},
        "verdict": judgement.verdict,
        "by": judgement.by,
        "reason": judgement.reason,
        "added": to_time(judgement.added),
    }


def cluster_to_record(cluster: Cluster, claims: Mapping[str, Claim]) -> Record:
    """A cluster as JSON, with its claims."""
    return {
        "id": cluster.id,
        "claims": [claim_to_record(claims[key]) for key in cluster.claims],
    }


def change_to_record(change: Change) -> Record:
    """What became of a cluster, as JSON."""
    return {
        "kind": change.kind,
        "before": change.before,
        "after": change.after,
        "claims": list(change.claims),
        "added": change.added,
    }


def measure_to_record(measure: Measure | None) -> Record | None:
    """How often relations of a kind were right, as JSON; None where that was not measured."""
    return (
        None
        if measure is None
        else {
            "precision": measure.precision,
            "right": measure.right,
            "pairs": measure.pairs,
            "where": measure.where,
        }
    )


def relation_to_record(
    relation: Relation, claims: Mapping[str, Claim], measures: Measures
) -> Record:
    """A relation as JSON, with its two claims, and how often its kind was right."""
    return {
        "kind": relation.kind,
        "conflict": relation.conflict,
        "reason": relation.reason,
        "rule": relation.rule,
        "score": relation.score,
        "measured": measure_to_record(measures.get(relation.kind)),
        "a": claim_to_record(claims[relation.a]),
        "b": claim_to_record(claims[relation.b]),
        "spans_a": spans_to_json(relation.spans_a),
        "spans_b": spans_to_json(relation.spans_b),
        # Relations that another version made are made anew before they are read.
        "version": read_version(),
    }


def standing_to_record(
    standing: Standing, claims: Mapping[str, Claim], measures: Measures
) -> Record:
    """A conflict as JSON, with how it stands."""
    sources, reports = standing.sources, standing.reports
    return {
        **relation_to_record(standing.relation, claims, measures),
        "weight": standing.weight,
        "backing": {
            side: {"sources": sources[place], "reports": reports[place]}
            for place, side in enumerate("ab")
        },
        "since": standing.since and to_time(standing.since),
        "open": standing.open,
        "superseded_by": list(standing.superseded),
    }


def turn_to_record(turn: Turn, measures: Measures) -> Record:
    """A claim of a timeline as JSON."""
    document, published = turn.document, turn.document.published
    return {
        "when": turn.when and to_time(turn.when),
        "outlet": document.outlet,
        "published": published and to_time(published),
        "claim": claim_to_record(turn.claim),
        "relations": [
            {
                "kind": item.kind,
                "with": item.a if item.b == turn.claim.id else item.b,
                "conflict": item.conflict,
                "reason": item.reason,
                "rule": item.rule,
                "score": item.score,
                "measured": measure_to_record(measures.get(item.kind)),
            }
            for item in turn.relations
        ],
        "superseded_by": list(turn.superseded),
    }


def answer_to_record(
    relation: Relation, a: Claim, key: str | int | None, measures: Measures
) -> Record:
    """What two claims are to each other as JSON, spans by the sides of the question.

    Args:
        relation: Of the two claims.
        a: The claim that was given as "a".
        key: The question's id, or None.
        measures: How often answers of a kind were right.
    """
    turned = relation.a != a.id
    second = "a" if turned else "b"
    return {
        "id": key,
        "relation": relation.kind,
        "conflict": relation.conflict,
        "score": relation.score,
        "measured": measure_to_record(measures.get(relation.kind)),
        "reason": relation.reason,
        "rule": relation.rule,
        "by": second if relation.kind in DIRECTED else None,
        "spans_a": spans_to_json(relation.spans_b if turned else relation.spans_a),
        "spans_b": spans_to_json(relation.spans_a if turned else relation.spans_b),
        "version": read_version(),
    }


def shown_to_record(
    shown: tuple[Claim, Carriage | None],
    provenance: Provenance,
    relations: Iterable[Relation],
    others: Mapping[str, Claim],
    chains: Iterable[Sequence[Link]],
    measures: Measures,
) -> Record:
    """A claim as JSON with its propositions, where it came from and what it is to others."""
    claim, carriage = shown
    run = provenance.run
    return {
        **carried_to_record(claim, carriage),
        "propositions": [proposition_to_json(item) for item in claim.propositions],
        "chains": [[{"name": link.name, "step": link.step} for link in way] for way in chains],
        "provenance": {
            "run": run.id,
            "version": run.version,
            "parser": run.parser,
            "lexicon": run.lexicon,
            "extracted": to_time(provenance.extracted),
            "added": to_time(provenance.added),
        },
        "relations": [relation_to_record(item, others, measures) for item in relations],
    }


def run_to_record(item: RunSummary) -> Record:
    """A run as JSON, with what it did."""
    return {
        "run": item.run.id,
        "version": item.run.version,
        "parser": item.run.parser,
        "lexicon": item.run.lexicon,
        "options": dict(item.run.options),
        "documents": item.documents,
        "claims": item.claims,
        "added": to_time(item.added),
    }


def difference_to_record(item: Difference) -> Record:
    """What two runs do not find alike as JSON."""
    return {
        "change": item.change,
        "claim": item.claim,
        "document": item.document,
        "text": item.text,
        "columns": {name: list(pair) for name, pair in item.columns.items()},
    }


def fault_to_record(item: Fault) -> Record:
    """What is wrong with a file as JSON."""
    return {"kind": item.kind, "where": item.where, "message": item.message}


def explanation_to_record(explanation: Explanation, text: str) -> Record:
    """An explanation as JSON.

    Args:
        explanation: Of one sentence.
        text: The text that the tree's offsets refer to.
    """
    sentence = explanation.sentence
    return {
        "sentence": [sentence.start, sentence.end],
        "text": sentence.span.of(text),
        "words": [
            {
                "index": word.index,
                "text": word.text,
                "lemma": word.lemma,
                "upos": word.upos,
                "xpos": word.xpos,
                "head": word.head,
                "deprel": word.deprel,
            }
            for word in sentence
        ],
        "attempts": [_attempt_to_record(item, text) for item in explanation.attempts],
        "silent": [_silent_to_record(item) for item in explanation.silent],
        "unlisted": [_silent_to_record(item) for item in explanation.unlisted],
        "continued": spans_to_json(explanation.continued),
    }


def _attempt_to_record(attempt: Attempt, text: str) -> Record:
    candidate = attempt.candidate
    parts = {"source": candidate.source, "cue": candidate.cue, "content": candidate.content}
    return {
        "pattern": candidate.match.pattern.id,
        "word": candidate.match.cue,
        "lemma": candidate.key[0],
        **{
            part: {"spans": spans_to_json(spans), "text": read_spans(spans, text)}
            for part, spans in parts.items()
        },
        "claim": not attempt.obstacle,
        "obstacle": attempt.obstacle or None,
        "confidence": round(attempt.confidence, 3),
        "floor": attempt.floor,
        "weights": [[item.feature, round(item.weight, 3)] for item in attempt.weights],
    }


def _silent_to_record(silent: Silent) -> Record:
    return {
        "word": silent.word,
        "lemma": silent.lemma,
        "misses": [
            {"pattern": miss.pattern, "reasons": list(miss.reasons)} for miss in silent.misses
        ],
        "fitting": list(silent.fitting),
    }


def to_line(record: object) -> bytes:
    """A record as one line of JSON in UTF-8."""
    return _encode(record, None) + b"\n"


def to_block(record: object) -> bytes:
    """A record as JSON that is easy to read, in UTF-8."""
    return _encode(record, 2) + b"\n"


def _encode(record: object, indent: int | None) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False, indent=indent).encode()
    except UnicodeEncodeError:
        # An id from outside may hold a lone surrogate, which UTF-8 cannot; \u can.
        return json.dumps(record, indent=indent).encode()
