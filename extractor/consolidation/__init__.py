"""Consolidation: amending acts applied to the version that they change.

In: the records of the base and of the acts. Out: a `Consolidation`: the computed version, for each changed field the act, its point and
the place there, and what was refused. An instruction is applied rightly or not at all; a refused one changes nothing. Pure: the same
records give the same answer. The stages are modules: `spots` (which record a place means), `words`, `fields` (cells read anew), `points`
(clauses), `rows` (measures), `whole` (title and text), `acts` (order, whose act an instruction is for). To apply a further kind of place,
write it in the module of its records.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.consolidation import points, rows, sections, whole
from extractor.consolidation.acts import Act, in_order, missing_links, reason_against, touches_same
from extractor.consolidation.numbers import full_number, makes_room, renumber, unsure
from extractor.consolidation.results import ActLabel, Consolidation, Link, Refusal, Refused
from extractor.consolidation.rows import Order
from extractor.consolidation.spots import NUMBERED, clause_number, is_in_plan, place_text
from extractor.consolidation.state import Applied, Changed, State, begin_state, end_state
from extractor.consolidation.words import stands_inflected
from extractor.issues import issue
from extractor.messages import message
from extractor.records import Amendment, AmendmentAction, Instruction, Issue, Records, Renumbering, Target

ABSENT = frozenset({"amendment_place_unknown", "amendment_words_missing"})
WORDS = frozenset({"replace_words", "add_words", "remove_words"})
# Headings of fields that are not called as they are.
COLUMNS = {"text": "column_text", "deadlines": "column_deadline", "place": "column_venue"}
SECTIONS: Mapping[AmendmentAction, Callable[[State, Order], Applied]] = {"restate": sections.restate, "insert": sections.insert}
__all__ = ["ActLabel", "Consolidation", "Link", "Refusal", "consolidate"]


@dataclass(frozen=True, slots=True)
class Done:
    """A change with the act and the instruction that made it."""

    change: Changed
    act: Act
    instruction: Instruction | Renumbering


def consolidate(base: Records, acts: Sequence[Records], *, as_of: str | None = None) -> Consolidation:
    """Apply amending acts to a base in order of date, those up to `as_of` (ISO 8601, inclusive; None: all)."""
    state, done, refused, notices = begin_state(base), list[Done](), list[Refusal](), list[Issue]()
    before: tuple[Act, frozenset[tuple[object, ...]]] | None = None
    for act in in_order(acts, as_of):
        state, here, against = apply_act(base, state, act)
        touched = frozenset((one.change.record, one.change.key, one.change.field) for one in here)
        if before and touches_same(before, (act, touched)):
            values = {"date": act.label.date, "number": act.label.number}
            notices.append(issue("amendment_same_day", "warning", here[0].instruction.evidence, **values))
        before = (act, touched)
        done += here
        refused += against
    given = [act.records for act in in_order(acts, as_of)]
    notices += [issue("amendment_missing_act", "warning", evidence, act=text) for text, evidence in missing_links(base, given)]
    return Consolidation(records=end_state(state, base), links=links_of(state, done), refused=tuple(refused), notices=tuple(notices))


def apply_act(base: Records, state: State, act: Act) -> tuple[State, list[Done], list[Refusal]]:
    """Apply one act's instructions and renumberings in printed order."""
    done, refused = list[Done](), list[Refusal]()
    if not act.records.amendments:
        refused.append(refusal(act, None, "amendment_none", {}))
    for amendment in act.records.amendments:
        against = reason_against(base, act, amendment.target)
        for one in in_printed_order(amendment):
            if against:
                if isinstance(one, Instruction):
                    refused.append(refusal(act, one, against, {"target": target_text(amendment.target)}))
                continue
            try:
                state, changes = apply(state, act, amendment, one)
                done += [Done(change, act, one) for change in changes]
            except Refused as reason:
                refused.append(refusal(act, one, reason.code, reason.values))
                state = unsure(state, one, amendment.target) if isinstance(one, Renumbering) else state
    return state, done, refused


def in_printed_order(amendment: Amendment) -> list[Instruction | Renumbering]:
    """Give an amendment's instructions and renumberings as printed, but a renumbering before the new unit that it makes room for."""
    every: list[Instruction | Renumbering] = [*amendment.instructions, *amendment.renumberings]
    every.sort(key=lambda one: (one.evidence.block, one.evidence.start, isinstance(one, Renumbering)))
    ordered = list[Instruction | Renumbering]()
    for place, one in enumerate(every):
        ordered += [other for other in every[place:] if makes_room(other, one) and other not in ordered]
        ordered += [one] if one not in ordered else []
    return ordered


def refusal(act: Act, one: Instruction | Renumbering | None, code: str, values: dict[str, object]) -> Refusal:
    """Give the refusal of an instruction with its issue."""
    point = one.number if one else None
    if "field" in values:
        values |= {"field": message(COLUMNS.get(str(values["field"]), f"column_{values['field']}"))}
    met = issue(code, "warning", one.evidence if one else None, point=point or "", **values)
    return Refusal(act=act.label, point=point, instruction=one if isinstance(one, Instruction) else None, issue=met)


def apply(state: State, act: Act, amendment: Amendment, one: Instruction | Renumbering) -> Applied:
    """Apply one instruction to what its place names."""
    if isinstance(one, Renumbering):
        adding = any(makes_room(one, other) for other in amendment.instructions)
        return renumber(state, one, amendment.target, adding=adding)
    order = Order(without_paragraph(one), amendment.target, act.records.plans)
    if not one.place and one.action == "repeal":
        raise Refused("amendment_whole_act")
    return edit_at(state, order)(state, order)


def edit_at(state: State, order: Order) -> Callable[[State, Order], Applied]:
    """Give what applies an instruction at its place: the whole document, a section, a plan's rows, an act's points."""
    instruction, units = order.instruction, [step.unit for step in order.instruction.place]
    if units[-1:] == ["title"]:
        return sections.change_heading if "section" in units else whole.change_title
    if units[-1:] == ["text"] and instruction.place[-1].number is None and not NUMBERED & set(units):
        return whole.change_text
    if units[-1:] == ["section"] and instruction.action in SECTIONS and state.plans:
        return SECTIONS[instruction.action]
    if not units and instruction.action in WORDS and instruction.old:
        return whole.change_text
    if not units or is_in_plan(state, instruction.place, order.target):
        return rows.EDITS[instruction.action]
    return change_point


def change_point(state: State, order: Order) -> Applied:
    """Change a point of the act; a table's row is its plan's, and so are words that only a row of the plan has."""
    instruction = order.instruction
    if rows.CELLS in (instruction.new or ""):
        if not state.plans:
            raise Refused("amendment_wording_unclear", place=place_text(instruction.place))
        return rows.EDITS[instruction.action](state, order)
    try:
        return points.EDITS[instruction.action](state, instruction)
    except Refused as reason:
        if not state.plans or not is_elsewhere(state, instruction, reason):
            raise
        try:
            return rows.EDITS[instruction.action](state, order)
        except Refused:
            raise reason from None


def is_elsewhere(state: State, instruction: Instruction, reason: Refused) -> bool:
    """Tell whether the words of an instruction can't be the point's: it is not there, or has them in no form."""
    if not instruction.old or reason.code not in ABSENT:
        return False
    own = [kept.value.text for kept in state.clauses if clause_number(state, kept) == full_number(instruction.place)]
    return not any(stands_inflected(text, instruction) for text in own)


def without_paragraph(instruction: Instruction) -> Instruction:
    """Give an instruction about words without the paragraph that they stand in: they must stand once in all of its point."""
    place = instruction.place
    if instruction.action not in WORDS or instruction.old is None:
        return instruction
    while any(step.unit in NUMBERED for step in place[:-1]) and place[-1].unit in ("paragraph", "item", "text"):
        place = place[:-1]
    return replace(instruction, place=place)


def target_text(target: Target) -> str:
    """Give an act as an issue names it: its date and number, or its title."""
    named = " ".join(part for part in (f"от {target.date}" if target.date else "", f"№ {target.number}" if target.number else "") if part)
    return named or target.title or ""


def links_of(state: State, done: Sequence[Done]) -> tuple[Link, ...]:
    """Give what changed each field, by the records of the computed version; of several changes of one field, each."""
    measures = {kept.key: index for index, kept in enumerate(state.measures)}
    clauses = {kept.key: index for index, kept in enumerate(state.clauses)}
    places = {"measure": measures, "clause": clauses}
    return tuple(
        Link(
            record=one.change.record,
            index=places[one.change.record].get(one.change.key) if one.change.record in places else one.change.key,
            number=one.change.number,
            field=one.change.field,
            old=one.change.old,
            new=one.change.new,
            act=one.act.label,
            point=one.instruction.number,
            evidence=one.instruction.evidence,
        )
        for one in done
    )
