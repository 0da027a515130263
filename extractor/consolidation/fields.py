"""Fields of a measure as texts: what a cell prints, and the field read anew from a changed text.

In: a measure, a field's name, a new text. Out: the measure with that field as the extractor reads it from the text. A field that can't be
put back from its text as it was is refused, so that nothing beside the changed words is lost. A further field is a line in `READERS`.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.columns import Role
from extractor.consolidation.money import MoneyColumn, amounts
from extractor.consolidation.results import Refused
from extractor.deadlines import find_deadlines, find_deadlines_in_text
from extractor.document import Passage
from extractor.evidence import Evidence
from extractor.measures.items import find_items
from extractor.measures.labelled import find_labelled_parties
from extractor.parties import find_parties
from extractor.records import Deadline, Measure, Party, PartyRole

TEXTS = ("text", "mechanism", "audience", "result", "place", "note")
FIELD_OF: Mapping[Role, str] = {
    "measure": "text", "deadline": "deadlines", "deadline_start": "deadlines", "deadline_end": "deadlines", "responsible": "responsible",
    "lead": "responsible", "co_executor": "responsible", "mechanism": "mechanism", "audience": "audience", "result": "result",
    "place": "place", "note": "note", "number": "number", "funding": "funding",
}  # fmt: skip
FIELDS = (*TEXTS, "deadlines", "responsible")


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What reading a field anew needs to know of its plan: the period, the fields that stand inside the wording, the columns of money."""

    period: str | None
    worded: frozenset[str]
    money: Mapping[int, MoneyColumn]


Reader = Callable[[Measure, str, Evidence, PlanFacts], Measure]


def field_text(measure: Measure, field: str) -> str:
    """Give what a field's cell prints, entries joined by a comma."""
    if field == "deadlines":
        return ", ".join(deadline.text for deadline in measure.deadlines)
    if field == "responsible":
        return ", ".join(dict.fromkeys(party.text for party in measure.responsible))
    return getattr(measure, field) or ""


def with_field(measure: Measure, field: str, text: str, evidence: Evidence, plan: PlanFacts) -> Measure:
    """Give a measure with a field read anew from a text; the place of the new value is the instruction's."""
    changed = READERS[field](measure, text, evidence, plan)
    return without_confidence(measure, changed)


def without_confidence(before: Measure, after: Measure) -> Measure:
    """Give a measure without the confidence of fields that are no longer as they were measured."""
    kept = {name: share for name, share in before.confidence.items() if getattr(before, name) == getattr(after, name)}
    return replace(after, confidence=kept)


def passage_of(text: str) -> Passage:
    """Give a text as a passage of its own."""
    return Passage(text=text, block=1)


def read_text(measure: Measure, text: str, evidence: Evidence, plan: PlanFacts) -> Measure:
    """Read the wording of the work anew, with its items; times and parties too, where it is the wording that has them."""
    passage = passage_of(text)
    items = tuple(text[start:end] for start, end in find_items(passage, 0, len(text)))
    changed = replace(measure, text=text, items=items, evidence=evidence)
    changed = with_sources(changed, "items", evidence if items else None)
    if "deadlines" in plan.worded:
        changed = replace(changed, deadlines=at_place(find_deadlines_in_text(passage, period=plan.period).value, evidence))
    if "responsible" in plan.worded:
        changed = replace(changed, responsible=at_party_place(find_labelled_parties(passage, 0, len(text)).value, evidence))
    return changed


def at_place(deadlines: Sequence[Deadline], evidence: Evidence) -> tuple[Deadline, ...]:
    """Give deadlines with the instruction's place."""
    return tuple(replace(deadline, evidence=evidence) for deadline in deadlines)


def at_party_place(parties: Sequence[Party], evidence: Evidence) -> tuple[Party, ...]:
    """Give parties with the instruction's place."""
    return tuple(replace(party, evidence=evidence) for party in parties)


def read_deadline_cell(measure: Measure, text: str, evidence: Evidence, plan: PlanFacts) -> Measure:
    """Read a deadline cell anew."""
    reading = find_deadlines(passage_of(text), period=plan.period, headings=measure.section)
    return replace(measure, deadlines=at_place(reading.value, evidence))


def read_party_cell(measure: Measure, text: str, evidence: Evidence, _plan: PlanFacts) -> Measure:
    """Read a party cell anew; the role is the one that all its parties had."""
    roles: set[PartyRole] = {party.role for party in measure.responsible} or {"executor"}
    if len(roles) > 1:
        raise Refused("amendment_unclear_field", field="responsible")
    reading = find_parties(passage_of(text), role=roles.pop())
    if text.strip() and not reading.value:
        raise Refused("amendment_unclear_field", field="responsible")
    return replace(measure, responsible=at_party_place(reading.value, evidence))


def read_plain(field: str) -> Reader:
    """Give the reader of a field that is only a text."""

    def read(measure: Measure, text: str, evidence: Evidence, _plan: PlanFacts) -> Measure:
        changed: Measure = replace(measure, **{field: text.strip() or None})  # type: ignore[arg-type]
        return with_sources(changed, field, evidence if text.strip() else None)

    return read


def with_sources(measure: Measure, field: str, evidence: Evidence | None) -> Measure:
    """Give a measure with another place of a field."""
    others = {name: places for name, places in measure.sources.items() if name != field}
    return replace(measure, sources=others | ({field: (evidence,)} if evidence else {}))


READERS: Mapping[str, Reader] = {
    "text": read_text,
    "deadlines": read_deadline_cell,
    "responsible": read_party_cell,
    **{field: read_plain(field) for field in TEXTS if field != "text"},
}


def keeps(measure: Measure, field: str, plan: PlanFacts) -> bool:
    """Tell whether a field read anew from its own text is what it was: only then a change of its words loses nothing."""
    if field == "text":
        return True
    again = READERS[field](measure, field_text(measure, field), measure.evidence, plan)
    return meaning(again, field) == meaning(measure, field)


def meaning(measure: Measure, field: str) -> object:
    """Give what a field says, places aside."""
    if field == "deadlines":
        return [(d.kind, d.edtf, d.rrule, d.offset) for d in measure.deadlines]
    if field == "funding":
        return amounts(measure)
    if field == "responsible":
        return [(p.name, p.person, p.role) for p in measure.responsible]
    return getattr(measure, field)


def columns_of(measures: Sequence[Measure]) -> Mapping[int, str]:
    """Give which field each column of a plan's table holds, by the places that most measures' values were read at."""
    votes: dict[int, Counter[str]] = {}
    for measure in measures:
        for field, places in field_places(measure).items():
            for place in places:
                if place.column and place.row:
                    votes.setdefault(place.column, Counter())[field] += 1
    return {column: counter.most_common(1)[0][0] for column, counter in votes.items()}


def field_places(measure: Measure) -> Mapping[str, Sequence[Evidence]]:
    """Give where each field of a measure was read."""
    return {
        "text": [measure.evidence],
        "deadlines": [deadline.evidence for deadline in measure.deadlines],
        "responsible": [party.evidence for party in measure.responsible],
        "funding": [entry.evidence for entry in measure.funding],
        **{name: places for name, places in measure.sources.items() if name not in ("section", "items")},
    }


def own_number(text: str) -> tuple[str | None, str]:
    """Split a new wording into its own number and the rest: `7.1. Провести …` → `7.1`, `Провести …`."""
    found = re.match(r"(?P<number>\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5})(?:[.)]+| \|| (?=[А-ЯЁ«])|$) ?", text)
    return (found.group("number"), text[found.end() :].lstrip("| ")) if found else (None, text)
