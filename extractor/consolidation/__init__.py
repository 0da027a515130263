"""Consolidation: amending acts applied to the version that they change.

In: the records of the base and of the acts. Out: a `Consolidation`: the computed version, for each changed field the act, its point and
the place there, and what was refused. An instruction is applied rightly or not at all; a refused one changes nothing. Pure: the same
records give the same answer. The stages are modules: `spots` (which record a place means), `words`, `fields` (cells read anew), `points`
(clauses), `rows` (measures), `whole` (title and text), `acts` (order, whose act an instruction is for). To apply a further kind of place,
write it in the module of its records.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.consolidation import points, rows, whole
from extractor.consolidation.acts import Act, in_order, missing_links, reason_against, touches_same
from extractor.consolidation.results import ActLabel, Consolidation, Link, Refusal, Refused
from extractor.consolidation.rows import Order
from extractor.consolidation.spots import is_in_plan
from extractor.consolidation.state import Applied, Changed, State, begin_state, end_state
from extractor.issues import issue
from extractor.records import Amendment, Instruction, Issue, Records, Target

__all__ = ["ActLabel", "Consolidation", "Link", "Refusal", "consolidate"]


@dataclass(frozen=True, slots=True)
class Done:
    """A change with the act and the instruction that made it."""

    change: Changed
    act: Act
    instruction: Instruction


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
    """Apply one act's instructions in printed order."""
    done, refused = list[Done](), list[Refusal]()
    if not act.records.amendments:
        refused.append(refusal(act, None, "amendment_none", {}))
    for amendment in act.records.amendments:
        against = reason_against(base, act, amendment.target)
        for instruction in amendment.instructions:
            if against:
                refused.append(refusal(act, instruction, against, {"target": target_text(amendment.target)}))
                continue
            try:
                state, changes = apply(state, act, amendment, instruction)
                done += [Done(change, act, instruction) for change in changes]
            except Refused as reason:
                refused.append(refusal(act, instruction, reason.code, reason.values))
    return state, done, refused


def refusal(act: Act, instruction: Instruction | None, code: str, values: dict[str, object]) -> Refusal:
    """Give the refusal of an instruction with its issue."""
    point = instruction.number if instruction else None
    met = issue(code, "warning", instruction.evidence if instruction else None, point=point or "", **values)
    return Refusal(act=act.label, point=point, instruction=instruction, issue=met)


def apply(state: State, act: Act, amendment: Amendment, instruction: Instruction) -> Applied:
    """Apply one instruction to what its place names."""
    order = Order(instruction, amendment.target, act.records.plans)
    last = instruction.place[-1] if instruction.place else None
    if last is None and instruction.action == "repeal":
        raise Refused("amendment_whole_act")
    if last is not None and last.unit == "title":
        return whole.change_title(state, order)
    if last is not None and last.unit == "text" and len(instruction.place) == 1 and last.number is None:
        return whole.change_text(state, order)
    if last is None or is_in_plan(state, instruction.place, amendment.target):
        return rows.EDITS[instruction.action](state, order)
    return points.EDITS[instruction.action](state, instruction)


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
