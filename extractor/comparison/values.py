"""Values: when two fields differ, and in which ways.

In: the values of one field in both versions. Out: whether they are the same value however they are printed, and the `Difference`s.
Deadlines are compared by what they mean, parties by their normal form, amounts by their sum. To compare a field of a new kind, add
its ways to `DIFFERENCES`.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from extractor.comparison.changes import Difference, DifferenceKind
from extractor.comparison.likeness import is_wording, plain
from extractor.comparison.spellings import is_respelled
from extractor.records import Deadline, Funding, Party

# Kinds whose value is an event that only the wording names.
NAMED_EVENT = frozenset({"relative", "unknown"})


def deadline_key(deadline: Deadline) -> Hashable:
    """Give what a deadline means; the wording counts only where nothing else tells deadlines of the kind apart."""
    named = plain(deadline.text) if deadline.kind in NAMED_EVENT and not deadline.offset else None
    return deadline.kind, deadline.edtf, deadline.rrule, deadline.offset, named


def party_key(party: Party) -> tuple[Hashable, ...]:
    """Give a party's normal form."""
    return plain(party.name or ""), plain(party.person or ""), party.role


def funding_key(funding: Funding) -> tuple[Hashable, ...]:
    """Give an amount with what it is for."""
    return funding.amount, funding.year, plain(funding.source or "")


def left_apart(old: Iterable[Any], new: Iterable[Any], key: Callable[[Any], Hashable]) -> tuple[list[Any], list[Any]]:
    """Give the values of each side that the other side has not, each counted as often as it stands."""
    old, new = list(old), list(new)
    missing, further = Counter(map(key, old)), Counter(map(key, new))
    missing, further = missing - further, further - missing
    return list(take(old, key, missing)), list(take(new, key, further))


def take(values: Iterable[Any], key: Callable[[Any], Hashable], counts: Counter[Hashable]) -> Iterator[Any]:
    """Yield as many values of each key as are counted, the last ones."""
    found = []
    for value in reversed(list(values)):
        if counts[key(value)]:
            counts[key(value)] -= 1
            found.append(value)
    yield from reversed(found)


def deadline_differences(old: Sequence[Deadline], new: Sequence[Deadline]) -> Iterator[Difference]:
    """Say how deadlines differ: which was postponed, which became recurring, which is new."""
    missing, further = left_apart(old, new, deadline_key)
    for one, other in zip(missing, further, strict=False):
        yield deadline_difference(one, other)
    for one in missing[len(further) :]:
        yield Difference(kind="deadline_dropped", old=one.text)
    for other in further[len(missing) :]:
        yield Difference(kind="deadline_added", new=other.text)


def deadline_difference(old: Deadline, new: Deadline) -> Difference:
    """Say how one deadline became another."""
    days = days_between(old.end, new.end) or days_between(old.start, new.start)
    kind: DifferenceKind = "deadline_replaced"
    if bool(old.rrule) != bool(new.rrule):
        kind = "became_recurring" if new.rrule else "became_single"
    elif old.rrule:
        kind = "frequency"
    elif days:
        kind = "postponed" if days > 0 else "brought_forward"
    return Difference(kind=kind, old=old.text, new=new.text, days=abs(days) if days and kind in ("postponed", "brought_forward") else None)


def days_between(old: str | None, new: str | None) -> int:
    """Give the days from one ISO date to another, 0 where one is not known."""
    return (date.fromisoformat(new) - date.fromisoformat(old)).days if old and new else 0


def party_differences(old: Sequence[Party], new: Sequence[Party]) -> Iterator[Difference]:
    """Say how parties differ: which was replaced, added, dropped, or has another role. One that is only respelt makes no difference."""
    missing, further = parties_apart(old, new)
    for one in list(missing):
        if other := next((other for other in further if party_key(other)[:2] == party_key(one)[:2]), None):
            missing.remove(one)
            further.remove(other)
            yield Difference(kind="role_changed", old=one.role, new=other.role)
    for one, other in zip(missing, further, strict=False):
        yield Difference(kind="party_replaced", old=party_name(one), new=party_name(other))
    yield from (Difference(kind="party_dropped", old=party_name(one)) for one in missing[len(further) :])
    yield from (Difference(kind="party_added", new=party_name(other)) for other in further[len(missing) :])


def parties_apart(old: Sequence[Party], new: Sequence[Party]) -> tuple[list[Party], list[Party]]:
    """Give the parties of each side that the other side has not, in any spelling."""
    missing, further = left_apart(old, new, party_key)
    for one in list(missing):
        if other := next((other for other in further if is_respelled(one, other)), None):
            missing.remove(one)
            further.remove(other)
    return missing, further


def party_name(party: Party) -> str:
    """Give a party on one line."""
    return ", ".join(part for part in (party.name, party.person) if part)


def funding_differences(old: Sequence[Funding], new: Sequence[Funding]) -> Iterator[Difference]:
    """Say how amounts differ: the sum of which year and source was raised or lowered, which is new."""
    missing, further = left_apart(old, new, funding_key)
    for one in missing:
        other = next((other for other in further if funding_key(other)[1:] == funding_key(one)[1:]), None)
        if other is None:
            yield Difference(kind="amount_dropped", old=funding_name(one), amount=one.amount)
        else:
            further.remove(other)
            kind: DifferenceKind = "raised" if other.amount > one.amount else "lowered"
            yield Difference(kind=kind, old=funding_name(one), new=funding_name(other), amount=abs(other.amount - one.amount))
    yield from (Difference(kind="amount_added", new=funding_name(other), amount=other.amount) for other in further)


def funding_name(funding: Funding) -> str:
    """Give an amount with its year and source on one line."""
    return ", ".join(str(part) for part in (f"{funding.amount:.2f}", funding.year, funding.source) if part)


def differences(name: str, old: Any, new: Any) -> tuple[Difference, ...]:
    """Say in which ways the values of a field differ, where the field has such ways."""
    found = DIFFERENCES.get(name)
    return tuple(found(old, new)) if found else ()


DIFFERENCES: Mapping[str, Callable[[Any, Any], Iterator[Difference]]] = {
    "deadlines": deadline_differences,
    "responsible": party_differences,
    "funding": funding_differences,
}


def is_same(name: str, old: Any, new: Any) -> bool:
    """Tell whether two values of a field are the same value; how they are printed does not count."""
    if name in DIFFERENCES:
        return not differences(name, old, new)
    if isinstance(old, tuple) or isinstance(new, tuple):
        return are_same_texts(old or (), new or ())
    if isinstance(old, str) and isinstance(new, str):
        return old == new or plain(old) == plain(new) or is_wording(old, new)
    return bool(old == new or not (old or new))


def are_same_texts(old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether two lists have the same texts, in any order and print."""
    missing, further = left_apart(old, new, plain)
    return len(missing) == len(further) and all(is_wording(*pair) for pair in zip(missing, further, strict=True))


def is_reworded(name: str, old: Any, new: Any) -> bool:
    """Tell whether the same text is printed otherwise; deadlines, parties and amounts are values however they are printed."""
    return name not in DIFFERENCES and old != new
