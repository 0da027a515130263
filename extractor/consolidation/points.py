"""Points: instructions applied to the clauses of an act.

In: a state and an instruction whose place is a point of the act. Out: the new state with what was changed, or `Refused`. A changed point
is read anew by the extractor's own functions: its kind, parties and deadlines are those of the new wording.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from extractor.clauses import read_group
from extractor.clauses.points import find_points
from extractor.consolidation.results import Refused
from extractor.consolidation.spots import clause_number, find_clause, joined_number, place_text
from extractor.consolidation.state import Applied, Changed, KeptClause, State
from extractor.consolidation.words import edit_words
from extractor.document import Paragraph
from extractor.evidence import Evidence
from extractor.outline import Stretch
from extractor.records import AmendmentAction, Clause, Instruction

NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]+|[а-я]\)) ?")


def read_points(text: str, evidence: Evidence, lead: Clause | None = None) -> tuple[Clause, ...]:
    """Read a wording as points of an act under their lead-in, every value at the instruction's place."""
    texts = [*([f"{lead.number}. {lead.text}"] if lead else []), text]
    passages = [Paragraph(text=printed, block=block) for block, printed in enumerate(texts, 1)]
    points = find_points([Stretch(passage, 0, len(passage.text)) for passage in passages])
    read = [at_place(reading.value, evidence) for reading in read_group(points, None)]
    return tuple(read[1:] if lead else read)


def at_place(clause: Clause, evidence: Evidence) -> Clause:
    """Give a clause with the instruction's place."""
    return replace(
        clause,
        evidence=evidence,
        responsible=tuple(replace(party, evidence=evidence) for party in clause.responsible),
        deadlines=tuple(replace(deadline, evidence=evidence) for deadline in clause.deadlines),
    )


def read_again(clause: Clause, text: str, evidence: Evidence, lead: Clause | None) -> Clause:
    """Read one point's changed wording; it must stay one point."""
    number = clause.number or "1"
    printed = f"{number if number.endswith(')') else f'{number}.'} {text}"
    found = read_points(printed, evidence, lead)
    if len(found) != 1:
        raise Refused("amendment_unclear_field", field="text")
    return replace(found[0], number=clause.number)


def changed_fields(kept: KeptClause, new: Clause) -> list[Changed]:
    """Give the fields of a clause that are different."""
    old = kept.value
    return [
        Changed("clause", kept.key, old.number, field, getattr(old, field), getattr(new, field))
        for field in ("text", "kind", "responsible", "deadlines")
        if plain(getattr(old, field)) != plain(getattr(new, field))
    ]


def plain(value: object) -> object:
    """Give a value without its places."""
    if isinstance(value, tuple):
        return tuple(replace(part, evidence=None) for part in value)
    return value


def change_words(state: State, instruction: Instruction) -> Applied:
    """Change words of one point."""
    kept = find_clause(state, instruction.place)
    edited = edit_words(kept.value.text, instruction)
    if edited.count != 1:
        raise Refused("amendment_words_twice" if edited.count else "amendment_words_missing", words=instruction.old or "")
    new = read_again(kept.value, edited.text, instruction.evidence, lead_of(state, clause_number(state, kept)))
    after, led = with_led(state.with_clause(kept, new), state, kept)
    return after, changed_fields(kept, new) + led


def with_led(state: State, before: State, lead: KeptClause) -> Applied:
    """Give the sub-points the parties and times that their changed lead-in gives them, where they had those of the old one."""
    changed = list[Changed]()
    new_lead = next(kept.value for kept in state.clauses if kept.key == lead.key)
    for kept in family(before, lead)[1:]:
        if lead_of(before, clause_number(before, kept)) != lead.value:
            continue
        old, new = (read_again(kept.value, kept.value.text, new_lead.evidence, above) for above in (lead.value, new_lead))
        if (plain(old.responsible), plain(old.deadlines)) != (plain(kept.value.responsible), plain(kept.value.deadlines)):
            raise Refused("amendment_unclear_field", field="responsible")
        led = replace(kept.value, responsible=new.responsible, deadlines=new.deadlines)
        fields = changed_fields(kept, led)
        state = state.with_clause(kept, led) if fields else state
        changed += fields
    return state, changed


def lead_of(state: State, number: str) -> Clause | None:
    """Give the point that a sub-point stands under, where it leads in others."""
    above = number.rpartition(".")[0]
    return next(
        (kept.value for kept in state.clauses if above and clause_number(state, kept) == above and kept.value.text.endswith(":")), None
    )


def family(state: State, kept: KeptClause) -> list[KeptClause]:
    """Give a point with its sub-points."""
    number = clause_number(state, kept)
    return [other for other in state.clauses if other.key == kept.key or clause_number(state, other).startswith(f"{number}.")]


def restate(state: State, instruction: Instruction) -> Applied:
    """Put a point into a new wording, its sub-points with it."""
    kept = find_clause(state, instruction.place)
    read = read_points(wording_of(instruction), instruction.evidence, lead_of(state, clause_number(state, kept)))
    if not read or any(clause.number is None for clause in read) or read[0].number != kept.value.number:
        raise Refused("amendment_wording_unclear", place=place_text(instruction.place))
    old = family(state, kept)
    new = [KeptClause(kept.key if index == 0 else state.next_key + index, clause) for index, clause in enumerate(read)]
    place = state.clauses.index(old[0])
    others = [other for other in state.clauses if other not in old]
    clauses = (*others[:place], *new, *others[place:])
    changed = changed_fields(kept, read[0])
    changed += [Changed("clause", other.key, other.value.number, None, other.value.text, None) for other in old[1:]]
    changed += [Changed("clause", other.key, other.value.number, None, None, other.value.text) for other in new[1:]]
    return replace(state, clauses=clauses, next_key=state.next_key + len(new) + 1), changed


def wording_of(instruction: Instruction) -> str:
    """Give the new wording of a point with its own number."""
    text = instruction.new or ""
    number = instruction.place[-1].number or ""
    return text if NUMBER.match(text.lower()) else f"{number}{')' if number.isalpha() else '.'} {text}"


def insert(state: State, instruction: Instruction) -> Applied:
    """Put a new point behind the one that its number follows."""
    if instruction.place[-1].unit not in ("point", "subpoint") or not instruction.place[-1].number:
        raise Refused("amendment_wording_unclear", place=place_text(instruction.place))
    wanted = joined_number([step.number or "" for step in instruction.place])
    read = read_points(wording_of(instruction), instruction.evidence, lead_of(state, wanted))
    if not instruction.new or not read or (read[0].number or "").rstrip(")") != (instruction.place[-1].number or ""):
        raise Refused("amendment_wording_unclear", place=place_text(instruction.place))
    if any(clause_number(state, kept) == wanted for kept in state.clauses):
        raise Refused("amendment_place_taken", place=place_text(instruction.place))
    place = place_for(state, wanted, instruction)
    new = [KeptClause(state.next_key + index, clause) for index, clause in enumerate(read)]
    changed = [Changed("clause", kept.key, kept.value.number, None, None, kept.value.text) for kept in new]
    clauses = (*state.clauses[:place], *new, *state.clauses[place:])
    return replace(state, clauses=clauses, next_key=state.next_key + len(new) + 1), changed


def place_for(state: State, wanted: str, instruction: Instruction) -> int:
    """Give where a new point stands: behind the last one whose number is smaller."""
    numbers = [order_of(clause_number(state, kept)) for kept in state.clauses]
    own = order_of(wanted)
    smaller = [index for index, number in enumerate(numbers) if number and own and number < own]
    if not own or not smaller or any(numbers[index] and numbers[index] < own for index in range(smaller[-1] + 1, len(numbers))):  # type: ignore[operator]
        raise Refused("amendment_place_unknown", place=place_text(instruction.place))
    return smaller[-1] + 1


def order_of(number: str) -> tuple[int, ...] | None:
    """Give a number as it sorts: `2.10` after `2.9`, letters in their order."""
    parts = [part for part in number.split(".") if part]
    if not parts or not all(part.isdigit() or len(part) == 1 for part in parts):
        return None
    return tuple(int(part) if part.isdigit() else ord(part) for part in parts)


def remove(state: State, instruction: Instruction) -> Applied:
    """Take a point out, its sub-points with it."""
    kept = find_clause(state, instruction.place)
    gone = family(state, kept)
    after = replace(state, clauses=tuple(other for other in state.clauses if other not in gone))
    for other in gone:
        after = after.without("clause", clause_number(state, other))
    return after, [Changed("clause", other.key, other.value.number, None, other.value.text, None) for other in gone]


Edit = Callable[[State, Instruction], Applied]
EDITS: Mapping[AmendmentAction, Edit] = {
    "replace_words": change_words, "add_words": change_words, "remove_words": change_words,
    "restate": restate, "insert": insert, "exclude": remove, "repeal": remove,
}  # fmt: skip
