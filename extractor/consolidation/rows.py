"""Rows: instructions applied to the measures of a plan.

In: a state, an instruction whose place is a row, a cell, a section or the whole plan, the instruction's target, the act's plans. Out:
the new state with what was changed, or `Refused`. A changed cell is read anew by the extractor's own functions.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.columns import Role, read_header
from extractor.consolidation.fields import (
    FIELDS,
    PlanFacts,
    columns_of,
    field_text,
    keeps,
    meaning,
    own_number,
    passage_of,
    with_field,
    without_confidence,
)
from extractor.consolidation.money import money_columns, read_money
from extractor.consolidation.points import order_of
from extractor.consolidation.results import Refused
from extractor.consolidation.spots import NUMBERED, Scope, find_field, find_measures, find_scope, letters, place_text, whole_place
from extractor.consolidation.state import Applied, Changed, KeptMeasure, State, sections_of, worded_fields
from extractor.consolidation.words import edit_words, find_words, stands_inflected
from extractor.deadlines import find_deadlines_in_text
from extractor.records import AmendmentAction, Instruction, Measure, PartyRole, Plan, Step, Target

CELLS = " | "
PARTY_ROLES: Mapping[Role, PartyRole] = {"responsible": "executor", "lead": "lead", "co_executor": "co_executor"}


@dataclass(frozen=True, slots=True)
class Order:
    """An instruction with its target and the plans that its act appends."""

    instruction: Instruction
    target: Target
    plans: tuple[Plan, ...]


def changed_fields(kept: KeptMeasure, new: Measure) -> list[Changed]:
    """Give the fields of a measure that are different."""
    old = kept.value
    fields = (*FIELDS, "items", "funding")
    return [
        Changed("measure", kept.key, old.number, field, getattr(old, field), getattr(new, field))
        for field in fields
        if meaning(old, field) != meaning(new, field)
    ]


def facts_of(state: State, plan: int) -> PlanFacts:
    """Give what reading a field anew needs to know of a plan."""
    return PlanFacts(state.plans[plan].period or state.document.period, state.worded[plan], state.money[plan])


def lone(state: State, order: Order) -> tuple[KeptMeasure, str | None]:
    """Give the one measure that a place names, and the field where it names a column."""
    path = order.instruction.place
    kept, column = find_measures(state, path, order.target, words=order.instruction.old)
    if len(kept) != 1 or not any(step.unit in ("point", "subpoint", "row", "position") for step in path):
        raise Refused("amendment_place_unknown", place=place_text(path))
    return kept[0], find_field(column, state.columns[kept[0].plan], path) if column else None


def change_words(state: State, order: Order) -> Applied:
    """Change words of one measure: in the column that is named, or in the one field where they stand once."""
    instruction = order.instruction
    if is_whole_column(instruction):
        return change_column(state, order)
    kept, field = lone(state, order)
    if field == "funding" or (field is None and in_money(kept.value, instruction)):
        return change_money(state, kept, order, whole=False)
    if instruction.old is None and field is None:
        if instruction.place[-1].unit == "row":
            raise Refused("amendment_place_unknown", place=place_text(instruction.place))
        field = "text"
    elif instruction.old is None and field is not None:
        check_cell(state, kept, field, instruction.place)
    fields = (field,) if field else FIELDS
    edits = {name: edit_words(field_text(kept.value, name), instruction) for name in fields}
    count = sum(edited.count for edited in edits.values())
    if count != 1:
        raise Refused("amendment_words_twice" if count else "amendment_words_missing", words=instruction.old or "")
    name, edited = next((name, edited) for name, edited in edits.items() if edited.count)
    return put(state, kept, name, edited.text, instruction)


def in_money(measure: Measure, instruction: Instruction) -> bool:
    """Tell whether words stand among a measure's amounts as the base prints them."""
    return bool(instruction.old) and any(
        entry.evidence.row and find_words(entry.evidence.text, instruction.old or "") for entry in measure.funding
    )


def change_money(state: State, kept: KeptMeasure, order: Order, *, whole: bool) -> Applied:
    """Change the one amount that is meant: all of a cell, or the number that the instruction prints."""
    instruction, measure = order.instruction, kept.value
    column = next((step for step in instruction.place if step.unit == "column"), None)
    asked = int(column.number) if column and column.number and column.number.isdigit() else None
    entries = [entry for entry in measure.funding if entry.evidence.row and asked in (None, entry.evidence.column)]
    if not whole:
        entries = [entry for entry in entries if instruction.old and same_number(entry.evidence.text, instruction.old)]
    if len(entries) > 1 or (not column and any(edit_words(field_text(measure, name), instruction).count for name in FIELDS)):
        raise Refused("amendment_words_twice", words=instruction.old or "")
    known = facts_of(state, kept.plan).money.get(entries[0].evidence.column or 0) if entries else None
    new = read_money(instruction.new or "", known, instruction.evidence) if known else ()
    if len(new) != 1 or (not whole and instruction.action != "replace_words"):
        raise Refused("amendment_unclear_field", field="funding")
    funding = tuple(new[0] if entry is entries[0] else entry for entry in measure.funding)
    changed = replace(measure, funding=funding)
    return state.with_measure(kept, changed), changed_fields(kept, changed)


def same_number(printed: str, words: str) -> bool:
    """Tell whether an amount is the number that an instruction prints."""
    return re.sub(r"\s", "", printed) == re.sub(r"\s|(?:тыс\.|млн\.?)? ?руб(?:\.|лей)?$", "", words)


def check_cell(state: State, kept: KeptMeasure, field: str, path: Sequence[Step]) -> None:
    """Refuse a cell that shares its field with another column: executors beside co-executors, a beginning beside an end."""
    column = next(step for step in path if step.unit == "column")
    reading = read_header(column.name) if column.name else None
    role = PARTY_ROLES.get(reading.role) if reading else None
    others = {party.role for party in kept.value.responsible} - {role}
    if list(state.columns[kept.plan].values()).count(field) > 1 or (field == "responsible" and role and others):
        raise Refused("amendment_unclear_field", field=field)


def is_whole_column(instruction: Instruction) -> bool:
    """Tell whether a place is a column of all rows."""
    units = {step.unit for step in instruction.place}
    return "column" in units and not units & {"point", "subpoint", "row", "position"}


def change_column(state: State, order: Order) -> Applied:
    """Change words wherever they stand in a column; refused where they stand there in other cases too."""
    instruction = order.instruction
    kept, column = find_measures(state, instruction.place, order.target)
    if column is None or instruction.old is None or instruction.action == "add_words":
        raise Refused("amendment_place_unknown", place=place_text(instruction.place))
    field = find_field(column, state.columns[kept[0].plan], instruction.place) if kept else ""
    if any(stands_inflected(field_text(measure.value, field), instruction) for measure in kept):
        raise Refused("amendment_words_inflected", words=instruction.old)
    changed = list[Changed]()
    for measure in kept:
        edited = edit_words(field_text(measure.value, field), instruction, everywhere=True)
        if edited.count:
            state, here = put(state, measure, field, edited.text, instruction)
            changed += here
    if not changed:
        raise Refused("amendment_words_missing", words=instruction.old)
    return state, changed


def put(state: State, kept: KeptMeasure, field: str, text: str, instruction: Instruction) -> Applied:
    """Put a new text into a field that can be read back without loss."""
    plan = facts_of(state, kept.plan)
    if not keeps(kept.value, field, plan):
        raise Refused("amendment_unclear_field", field=field)
    new = with_field(kept.value, field, text, instruction.evidence, plan)
    return state.with_measure(kept, new), changed_fields(kept, new)


def restate(state: State, order: Order) -> Applied:
    """Put a row, a cell, a wording or a whole plan into a new edition."""
    instruction = order.instruction
    if whole_place(instruction):
        return restate_plan(state, order)
    kept, field = lone(state, order)
    text = instruction.new or ""
    if not text:
        raise Refused("amendment_wording_unclear", place=place_text(instruction.place))
    if field == "funding":
        return change_money(state, kept, order, whole=True)
    if field:
        check_cell(state, kept, field, instruction.place)
        new = with_field(kept.value, field, text, instruction.evidence, facts_of(state, kept.plan))
        return state.with_measure(kept, new), changed_fields(kept, new)
    number, rest = own_number(text)
    if number is not None and kept.value.number and number != kept.value.number.strip("."):
        raise Refused("amendment_wording_unclear", place=place_text(instruction.place))
    if CELLS in text:
        new = row_measure(kept.value, state.columns[kept.plan], instruction, facts_of(state, kept.plan))
        return state.with_measure(kept, new), changed_fields(kept, new)
    if instruction.place[-1].unit == "row":
        raise Refused("amendment_wording_unclear", place=place_text(instruction.place))
    sentence_only(instruction, rest, facts_of(state, kept.plan))
    return put(state, kept, "text", rest, instruction)


def sentence_only(instruction: Instruction, rest: str, plan: PlanFacts) -> None:
    """Refuse a wording that seems to be a row whose cells ran together: a bare number before it, or a time that has a column of its own."""
    bare = re.match(r"\d[\d.]*\d? ", instruction.new or "") and not re.match(r"\d+(?:\.\d+)*[.)](?!\d)", instruction.new or "")
    timed = "deadlines" not in plan.worded and find_deadlines_in_text(passage_of(rest), period=plan.period).value
    if bare or timed:
        raise Refused("amendment_cells_unclear", place=place_text(instruction.place))


def row_measure(base: Measure, columns: Mapping[int, str], instruction: Instruction, plan: PlanFacts) -> Measure:
    """Read a row's cells by the columns of the plan; a cell of a column that nothing is known of is refused."""
    cells = [cell.strip() for cell in (instruction.new or "").split("|")]
    first = min(columns, default=1)
    offset = 1 if 1 in columns or len(cells) > max(columns, default=0) - 1 else first
    new = replace(base, deadlines=(), responsible=(), funding=())
    for place, cell in enumerate(cells, offset):
        field = columns.get(place)
        if field is None and not cell:
            continue
        if field is None or place > max(columns):
            raise Refused("amendment_cells_unclear", place=place_text(instruction.place))
        new = with_cell(new, (field, place), cell, instruction, plan)
    if len(cells) + offset - 1 < max(columns, default=0) or not new.text:
        raise Refused("amendment_cells_unclear", place=place_text(instruction.place))
    return new


def with_cell(measure: Measure, column: tuple[str, int], cell: str, instruction: Instruction, plan: PlanFacts) -> Measure:
    """Give a measure with one cell of a row, in the column of a field; a dash in it stands for nothing."""
    field, place = column
    cell = "" if field != "number" and not cell.strip(" -–—") else cell
    if field == "number":
        return replace(measure, number=cell.rstrip(".)") or measure.number)
    if field == "funding" and place in plan.money:
        return replace(measure, funding=(*measure.funding, *read_money(cell, plan.money[place], instruction.evidence)))
    if field not in FIELDS:
        if cell:
            raise Refused("amendment_unclear_field", field=field)
        return measure
    text = cell.rstrip(" ;,") if field == "text" else cell
    return with_field(measure, field, text, instruction.evidence, plan)


def restate_plan(state: State, order: Order) -> Applied:
    """Put the plan that the act appends, or quotes as a whole table, in place of the one of the base."""
    scope = find_scope(state, order.instruction.place, order.target)
    named = [plan for plan in order.plans if plan.measures]
    quoted = letters(order.instruction.new)
    if len(named) != 1 or (quoted and not all(letters(measure.text) in quoted for measure in named[0].measures)):
        raise Refused("amendment_wording_unclear", place=place_text(order.instruction.place))
    old, new = state.plans[scope.plan], named[0]
    measures = [KeptMeasure(state.next_key + index, scope.plan, measure) for index, measure in enumerate(new.measures)]
    before = [kept for kept in state.measures if kept.plan < scope.plan]
    behind = [kept for kept in state.measures if kept.plan > scope.plan]
    plans = tuple(
        replace(new, appendix=old.appendix, measures=()) if index == scope.plan else plan for index, plan in enumerate(state.plans)
    )
    changed = [Changed("plan", scope.plan, old.appendix, None, old.title, new.title)]
    worded = tuple(worded_fields(new.measures) if index == scope.plan else kept for index, kept in enumerate(state.worded))
    sections = (*(kept for kept in state.sections if kept.plan != scope.plan), *sections_of(scope.plan, new.measures))
    columns = tuple(columns_of(new.measures) if index == scope.plan else kept for index, kept in enumerate(state.columns))
    money = tuple(money_columns(new.measures) if index == scope.plan else kept for index, kept in enumerate(state.money))
    after = replace(
        state, plans=plans, worded=worded, next_key=state.next_key + len(measures), sections=sections, columns=columns, money=money
    )
    return after.with_measures([*before, *measures, *behind]), changed


def insert(state: State, order: Order) -> Applied:
    """Put a new row behind the one that its number follows, in the section that is named or in that row's."""
    instruction = order.instruction
    step = instruction.place[-1]
    scope = find_scope(state, instruction.place, order.target)
    number, rest = own_number(instruction.new or "")
    wanted = (step.number or number or "").strip(".")
    if step.unit not in ("row", "point", "position", "subpoint") or not wanted or not rest or (number and number != wanted):
        raise Refused("amendment_wording_unclear", place=place_text(instruction.place))
    if any((kept.value.number or "").strip(".") == wanted for kept in (scope.measures if scope.section else scope.all_of_plan)):
        raise Refused("amendment_place_taken", place=place_text(instruction.place))
    above = row_above(scope, wanted, instruction)
    section = scope.section if scope.section is not None else above.value.section
    plan = facts_of(state, scope.plan)
    blank = Measure(text="", evidence=instruction.evidence, number=wanted, section=section)
    blank = replace(blank, sources={"section": above.value.sources.get("section", ())} if section == above.value.section else {})
    if CELLS in (instruction.new or ""):
        new = row_measure(blank, state.columns[scope.plan], instruction, plan)
    else:
        sentence_only(instruction, rest, plan)
        new = with_field(blank, "text", rest, instruction.evidence, plan)
    kept = KeptMeasure(state.next_key, scope.plan, without_confidence(new, new))
    place = state.measures.index(above) + 1
    after = replace(state, next_key=state.next_key + 1).with_measures([*state.measures[:place], kept, *state.measures[place:]])
    return after, [Changed("measure", kept.key, wanted, None, None, new.text)]


def row_above(scope: Scope, wanted: str, instruction: Instruction) -> KeptMeasure:
    """Give the row that a new one stands behind: the last one with a smaller number, none with a smaller one below it."""
    measures = scope.measures
    own = order_of(wanted)
    numbers = [order_of((kept.value.number or "").strip(".")) for kept in measures]
    smaller = [index for index, number in enumerate(numbers) if number is not None and own is not None and number < own]
    if not smaller or any(number is None for number in numbers):
        raise Refused("amendment_place_unknown", place=place_text(instruction.place))
    if any(number is not None and own is not None and number > own for number in numbers[: smaller[-1]]):
        raise Refused("amendment_place_unknown", place=place_text(instruction.place))
    return measures[smaller[-1]]


def remove(state: State, order: Order) -> Applied:
    """Take a row, or all of a section, out."""
    instruction = order.instruction
    kept, column = find_measures(state, instruction.place, order.target)
    if column or whole_place(instruction) or not kept:
        raise Refused("amendment_place_unknown", place=place_text(instruction.place))
    if instruction.place[-1].unit in NUMBERED and has_rows_under(state, kept[0]):
        raise Refused("amendment_place_twice", place=place_text(instruction.place))
    gone = {measure.key for measure in kept}
    after = state.with_measures([other for other in state.measures if other.key not in gone])
    for measure in kept:
        after = after.without("measure", (measure.value.number or "").strip("."))
    return after, [Changed("measure", measure.key, measure.value.number, None, measure.value.text, None) for measure in kept]


def has_rows_under(state: State, kept: KeptMeasure) -> bool:
    """Tell whether rows stand under another one by their numbers, or were put in behind it: which of them goes with it is not told."""
    number = (kept.value.number or "").strip(".")
    return bool(number) and any(
        other.plan == kept.plan and other.value.section == kept.value.section and (other.value.number or "").startswith(f"{number}.")
        for other in state.measures
    )


Edit = Callable[[State, Order], Applied]
EDITS: Mapping[AmendmentAction, Edit] = {
    "replace_words": change_words, "add_words": change_words, "remove_words": change_words,
    "restate": restate, "insert": insert, "exclude": remove, "repeal": remove,
}  # fmt: skip
