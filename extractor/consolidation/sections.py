"""Sections: a heading put into other words, a whole section with its rows put into a new edition or added.

In: a state and an instruction whose place is a section, or the title of one. Out: the new state with what was changed, or `Refused`. The
rows of a quoted table stand one behind the other in the new wording; they are parted by the numbers that they open with.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.consolidation.fields import without_confidence
from extractor.consolidation.points import order_of
from extractor.consolidation.results import Refused
from extractor.consolidation.rows import Order, changed_fields, facts_of, row_measure
from extractor.consolidation.spots import Scope, find_scope, letters, place_text, section_ordinal
from extractor.consolidation.state import Applied, Changed, KeptMeasure, KeptSection, State
from extractor.consolidation.words import edit_words
from extractor.evidence import Evidence
from extractor.measures.sections import heading_number
from extractor.records import Instruction, Measure

OPENS = re.compile(r"(?P<before>.*?) ?(?<![\d.])(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)]?$", re.DOTALL)
# Columns at the end in which no row has anything are not known from the rows.
EMPTY_COLUMNS = 2
INNER_HEADING = re.compile(r"(?:под)?раздел|глава|(?<![а-яёa-z])[ivx]{1,4}\. ", re.IGNORECASE)


def change_heading(state: State, order: Order) -> Applied:
    """Put a section's heading into other words; its rows stand under the new one."""
    instruction = order.instruction
    scope = find_scope(state, instruction.place[:-1], order.target)
    old = (scope.section or ("",))[-1]
    if not old:
        raise Refused("amendment_place_unknown", place=place_text(instruction.place))
    return under_heading(state, scope, new_heading(old, instruction), instruction.evidence)


def new_heading(old: str, instruction: Instruction) -> str:
    """Give a heading after an instruction, without its numbering."""
    if instruction.action == "restate" and instruction.new:
        return plain_heading(instruction.new.rstrip(" .")) or old
    if instruction.action not in ("replace_words", "add_words", "remove_words"):
        raise Refused("amendment_place_unknown", place=place_text(instruction.place))
    edited = edit_words(old, instruction)
    if edited.count != 1:
        raise Refused("amendment_words_twice" if edited.count else "amendment_words_missing", words=instruction.old or "")
    return edited.text


def plain_heading(printed: str) -> str:
    """Give a heading as it is printed without its numbering."""
    return printed[heading_number(printed)[1] :].strip(" .")


def under_heading(state: State, scope: Scope, new: str, evidence: Evidence) -> Applied:
    """Give the state with another heading over the measures of a section."""
    old = scope.section or ()
    path, changed = (*old[:-1], new), list[Changed]()
    for kept in scope.measures:
        section = (*path, *kept.value.section[len(old) :])
        if section == kept.value.section:
            continue
        sources = {**kept.value.sources, "section": (evidence,)}
        state = state.with_measure(kept, replace(kept.value, section=section, sources=sources))
        changed.append(Changed("measure", kept.key, kept.value.number, "section", kept.value.section, section))
    return renamed(state, scope.plan, old, path), changed


def renamed(state: State, plan: int, old: tuple[str, ...], new: tuple[str, ...]) -> State:
    """Give the state that knows a section, and those inside it, by its new heading."""
    sections = (
        replace(kept, path=(*new, *kept.path[len(old) :])) if kept.plan == plan and kept.path[: len(old)] == old else kept
        for kept in state.sections
    )
    return replace(state, sections=tuple(sections))


def restate(state: State, order: Order) -> Applied:
    """Put a section with its rows into a new edition; a row that keeps its number is the same one, changed."""
    instruction = order.instruction
    scope = find_scope(state, instruction.place, order.target)
    if not scope.section or any(kept.value.section != scope.section for kept in scope.measures):
        raise Refused("amendment_wording_unclear", place=place_text(instruction.place))
    printed, rows = read_rows(state.columns[scope.plan], instruction)
    heading = plain_heading(printed) or scope.section[-1]
    section = (*scope.section[:-1], heading)
    by_number = {kept.value.number: kept for kept in scope.measures}
    new, changed = list[KeptMeasure](), list[Changed]()
    for index, (number, text) in enumerate(rows):
        above = by_number.pop(number, None)
        key = above.key if above else state.next_key + index
        kept = KeptMeasure(key, scope.plan, read_measure(state, scope, instruction, section, (number, text)))
        new.append(kept)
        changed += changed_fields(above, kept.value) if above else [Changed("measure", key, number, None, None, kept.value.text)]
        if above and above.value.section != section:
            changed.append(Changed("measure", key, number, "section", above.value.section, section))
    changed += [Changed("measure", kept.key, kept.value.number, None, kept.value.text, None) for kept in by_number.values()]
    gone = {kept.key for kept in scope.measures}
    place = state.measures.index(scope.measures[0])
    others = [kept for kept in state.measures if kept.key not in gone]
    after = replace(renamed(state, scope.plan, scope.section, section), next_key=state.next_key + len(rows)).with_measures(
        [*others[:place], *new, *others[place:]]
    )
    for kept in by_number.values():
        after = after.without("measure", kept.value.number)
    return after, changed


def insert(state: State, order: Order) -> Applied:
    """Add a section with its rows behind the last one; its number must be the next."""
    instruction = order.instruction
    outer = instruction.place[:-1]
    scope = find_scope(state, outer, order.target)
    above = scope.section or ()
    depth = len(above)
    known = [kept for kept in state.sections if kept.plan == scope.plan and kept.path[:depth] == above and len(kept.path) == depth + 1]
    printed, rows = read_rows(state.columns[scope.plan], instruction)
    heading = plain_heading(printed)
    ordinal = section_ordinal(instruction.place[-1].number)
    if not heading or not known or ordinal != max(kept.ordinal for kept in known) + 1:
        raise Refused("amendment_place_unknown", place=place_text(instruction.place))
    taken = {kept.value.number for kept in scope.all_of_plan}
    if any(number in taken for number, _ in rows) or any(letters(heading) == letters(kept.path[-1]) for kept in known):
        raise Refused("amendment_place_taken", place=place_text(instruction.place))
    section = (*above, heading)
    new = [
        KeptMeasure(state.next_key + index, scope.plan, read_measure(state, scope, instruction, section, row))
        for index, row in enumerate(rows)
    ]
    place = state.measures.index(scope.measures[-1]) + 1
    after = replace(state, next_key=state.next_key + len(new), sections=(*state.sections, KeptSection(scope.plan, section, ordinal)))
    changed = [Changed("measure", kept.key, kept.value.number, None, None, kept.value.text) for kept in new]
    return after.with_measures([*state.measures[:place], *new, *state.measures[place:]]), changed


def read_measure(state: State, scope: Scope, instruction: Instruction, section: tuple[str, ...], row: tuple[str, str]) -> Measure:
    """Read one row of a section."""
    number, text = row
    sources = {"section": (instruction.evidence,)}
    blank = Measure(text="", evidence=instruction.evidence, number=number, section=section, sources=sources)
    new = row_measure(blank, state.columns[scope.plan], replace(instruction, new=text), facts_of(state, scope.plan))
    return without_confidence(new, new)


def read_rows(columns: Mapping[int, str], instruction: Instruction) -> tuple[str, list[tuple[str, str]]]:
    """Give the heading of a section's new wording and its rows with their numbers; refused where they can't be parted for sure."""
    cells = [cell.strip() for cell in (instruction.new or "").split("|")]
    last = max(columns, default=0)
    fitting = [read for width in range(max(last, 2), last + EMPTY_COLUMNS + 1) if (read := rows_of_width(cells, width))]
    if len(fitting) != 1:
        raise Refused("amendment_cells_unclear", place=place_text(instruction.place))
    return fitting[0]


def rows_of_width(cells: Sequence[str], width: int) -> tuple[str, list[tuple[str, str]]] | None:
    """Part cells into rows of a width whose numbers rise."""
    if len(cells) < width or (len(cells) - 1) % (width - 1):
        return None
    parts = [part for part in parted(cells, width) if part]
    orders = [order_of(number) for _, number, _ in parts]
    if len(parts) != (len(cells) - 1) // (width - 1) or any(
        one is None or other is None or one >= other for one, other in pairwise(orders)
    ):
        return None
    return parts[0][0], [(number, " | ".join([number, *row])) for _, number, row in parts]


def parted(cells: Sequence[str], width: int) -> Iterator[tuple[str, str, list[str]] | None]:
    """Yield what stands before each row's number, the number, and the row's other cells; None where there is no number.

    The cell at a border holds the last cell of a row and the number of the next one.
    """
    step = width - 1
    borders = [OPENS.match(cells[place]) for place in range(0, len(cells) - 1, step)]
    for index, border in enumerate(borders):
        following = borders[index + 1] if index + 1 < len(borders) else None
        last = following.group("before") if following else cells[(index + 1) * step]
        if border is None or (index and INNER_HEADING.search(border.group("before"))):
            yield None
        else:
            yield border.group("before"), border.group("number"), [*cells[index * step + 1 : (index + 1) * step], last.strip()]
