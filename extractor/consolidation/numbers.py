"""Numbers: units renumbered, so that what an act says after it finds them by their new numbers.

In: a state, a `Renumbering`, its target. Out: the new state with what was changed, or `Refused`. Where it can't be told which units moved,
the numbers of that kind are unsure, and later instructions that go by them are refused.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.consolidation.results import RecordKind, Refused
from extractor.consolidation.spots import NUMBERED, clause_number, find_scope, is_in_plan, joined_number
from extractor.consolidation.state import Applied, Changed, State
from extractor.records import Instruction, Renumbering, Step, Target

Place = Sequence[Step]
Moves = Mapping[str, str]


def renumber(state: State, moving: Renumbering, target: Target, *, adding: bool) -> Applied:
    """Give units their new numbers; paragraphs and sections have none that are kept. `adding`: room is made for new units."""
    if any(place[-1].unit not in NUMBERED for place in moving.places):
        return state, []
    if not moving.places:
        raise unclear("")
    in_plan = is_in_plan(state, moving.places[0], target)
    scope = find_scope(state, moving.places[0], target) if in_plan else None
    kind: RecordKind = "measure" if scope else "clause"
    if kind in state.unsure:
        raise unclear("")
    known = {kept.key: (kept.value.number or "").strip(".") for kept in scope.all_of_plan} if scope else clause_numbers(state)
    old = [full_number(place) for place in moving.places]
    moves: Moves
    if moving.numbers:
        moves = {one: beside(one, place, number) for one, place, number in zip(old, moving.places, moving.numbers, strict=True)}
    else:
        moves = closing(old, list(known.values()), adding=adding)
    return moved(state, kind, known, moves)


def full_number(place: Place) -> str:
    """Give the full number of a place."""
    return joined_number([step.number or "" for step in place if step.unit in NUMBERED])


def beside(old: str, place: Place, number: str) -> str:
    """Give the full number that a unit gets: `2.в` for `2.г` where only the letter is named."""
    return (
        number if "." in number or "." not in old else joined_number([*(step.number or "" for step in place[:-1] if step.number), number])
    )


def clause_numbers(state: State) -> dict[int, str]:
    """Give the full number of each clause by its key."""
    return {kept.key: clause_number(state, kept) for kept in state.clauses}


def unclear(number: str) -> Refused:
    """Give the refusal of a renumbering."""
    return Refused("amendment_numbers_unclear", place=number or "нумерация")


def closing(units: Sequence[str], known: Sequence[str], *, adding: bool) -> Moves:
    """Give the moves of the numbers after units: up where those were removed, down where they are to be added."""
    heads = {unit.rpartition(".")[0] for unit in units}
    last = [int(unit.rpartition(".")[2]) for unit in units if unit.rpartition(".")[2].isdigit()]
    if len(heads) != 1 or len(last) != len(units) or (not adding and set(units) & set(known)):
        raise unclear(", ".join(units))
    head = heads.pop()
    moves = dict[str, str]()
    for number in known:
        above, _, own = number.rpartition(".")
        if above != head or not own.isdigit():
            continue
        step = sum(int(own) >= one for one in last) if adding else -sum(int(own) > one for one in last)
        moves |= {number: f"{head}.{int(own) + step}" if head else str(int(own) + step)} if step else {}
    return moves


def moved(state: State, kind: RecordKind, known: Mapping[int, str], moves: Moves) -> Applied:
    """Give the state in which the units, and what is numbered under them, have other numbers."""
    new = {key: moved_number(number, moves) for key, number in known.items()}
    if any(one not in known.values() for one in moves) or any(count > 1 for number, count in Counter(new.values()).items() if number):
        raise unclear(", ".join(moves))
    listed = state.measures if kind == "measure" else state.clauses
    renamed = {
        kept.key: printed(kept.value.number, new[kept.key]) for kept in listed if kept.key in new and new[kept.key] != known[kept.key]
    }
    changed = [
        Changed(kind, kept.key, renamed[kept.key], "number", kept.value.number, renamed[kept.key]) for kept in listed if kept.key in renamed
    ]
    gone = frozenset(one for one in state.gone if one[0] != kind or one[1] not in new.values())
    return replace(
        state,
        measures=tuple(replace(k, value=replace(k.value, number=renamed.get(k.key, k.value.number))) for k in state.measures),
        clauses=tuple(replace(k, value=replace(k.value, number=renamed.get(k.key, k.value.number))) for k in state.clauses),
        gone=gone,
    ), changed


def moved_number(number: str, moves: Moves) -> str:
    """Give a number after the moves: its own, or that of the unit that it stands under."""
    for old, new in moves.items():
        if number == old or number.startswith(f"{old}."):
            return new + number[len(old) :]
    return number


def printed(number: str | None, full: str) -> str:
    """Give a full number as it is printed in its place: `б)` of `2.б`."""
    return f"{full.rpartition('.')[2]})" if (number or "").endswith(")") else full


def makes_room(moving: Instruction | Renumbering, one: Instruction | Renumbering) -> bool:
    """Tell whether a renumbering takes away the number that a new unit is to have, or moves what follows it."""
    if isinstance(moving, Instruction) or isinstance(one, Renumbering) or one.action != "insert":
        return False
    return full_number(one.place) in [full_number(place) for place in moving.places]


def unsure(state: State, moving: Renumbering, target: Target) -> State:
    """Give the state in which the numbers of a kind are not known for sure."""
    kind = "measure" if is_in_plan(state, moving.places[0] if moving.places else (), target) else "clause"
    return replace(state, unsure=state.unsure | {kind})
