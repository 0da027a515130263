"""Pairing: which person belongs to which name.

In: the items of a cell in printed order. Out: pairs of a name and a person (either may be missing). A rule looks at the
items from one place on and takes what it understands; the first that answers stands. To add one, put it into `RULES`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.parties.items import Item


@dataclass(frozen=True, slots=True)
class Pair:
    """A name with its person; `rule` says how they were brought together."""

    name: Item | None
    person: Item | None
    rule: str


# The pairs and the number of items that they use.
Answer = tuple[list[Pair], int] | None


def persons_after(items: Sequence[Item], at: int) -> list[Item]:
    """Give the run of persons that begins at `at`."""
    run = list[Item]()
    for item in items[at:]:
        if item.kind != "person" or (run and item.mark == "number"):
            break
        run.append(item)
    return run


def names_before(items: Sequence[Item], at: int) -> int:
    """Count the names in a row that end at `at`, itself included."""
    count = 0
    while at - count >= 0 and items[at - count].kind == "name":
        count += 1
    return count


def is_singular(item: Item) -> bool:
    """Tell whether a name is of one body or one office."""
    return item.opening is None or not item.opening.plural


def is_position(item: Item) -> bool:
    """Tell whether a name is a person's office."""
    return bool(item.opening and (item.opening.head in {"position", "rank"} or item.opening.kind == "short" or item.opening.animate))


def by_bracket_with_position(items: Sequence[Item], at: int) -> Answer:
    """МКУ «Парк» (директор – Лугин П.А.)."""
    held = items[at + 1 : at + 3]
    if items[at].kind != "name" or len(held) < 2 or any(item.mark != "bracket" or not item.enclosed for item in held):
        return None
    kinds = [item.kind for item in held]
    if sorted(kinds) != ["name", "person"] or [item for item in items[at + 3 : at + 4] if item.enclosed]:
        return None
    return [Pair(items[at], held[kinds.index("person")], "person_with_position_in_bracket")], 3


def by_bracket(items: Sequence[Item], at: int) -> Answer:
    """Отдел культуры (Ветрова); поселковые администрации, районные администрации (Ветрова, Сомов)."""
    run = persons_after(items, at + 1)
    held = [person for person in run if person.mark == "bracket"]
    if items[at].kind != "name" or not held or run[0] is not held[0]:
        return None
    if len(held) > 1 and names_before(items, at) > 1 and all(item.mark in {"comma", "and", "start", "label"} for item in items[:at]):
        return [Pair(items[at], None, "bodies_before_bracket"), *(Pair(None, person, "persons_in_bracket") for person in held)], 1 + len(
            held
        )
    return [Pair(items[at], person, "person_in_bracket") for person in held], 1 + len(held)


def by_position_in_bracket(items: Sequence[Item], at: int) -> Answer:
    """Лугин П.А. (председатель)."""
    if items[at].kind == "person" and at + 1 < len(items) and items[at + 1].kind == "name" and items[at + 1].mark == "bracket":
        return [Pair(items[at + 1], items[at], "position_in_bracket")], 2
    return None


def by_dash(items: Sequence[Item], at: int) -> Answer:
    """Лугин П.А. – начальник штаба."""
    following = items[at + 1 : at + 2]
    if items[at].kind == "person" and following and following[0].kind == "name" and following[0].mark == "dash":
        return [Pair(following[0], items[at], "person_dash_position")], 2
    return None


def by_apposition(items: Sequence[Item], at: int) -> Answer:
    """Лугин П.А., заместитель директора; Ветрова О.А., завхоз."""
    if items[at].kind != "person" or at + 1 >= len(items) or not is_alternating(items, "person"):
        return None
    name = items[at + 1]
    below = name.mark == "line" and not (name.opening and name.opening.capital)
    if (name.mark not in {"comma", "space"} and not below) or not is_position(name) or not is_singular(name):
        return None
    return [Pair(name, items[at], "person_then_position")], 2


def is_alternating(items: Sequence[Item], first: str) -> bool:
    """Tell whether persons and names take turns, the first kind first."""
    second = "name" if first == "person" else "person"
    return len(items) % 2 == 0 and all(item.kind == (first if place % 2 == 0 else second) for place, item in enumerate(items))


def by_bodies_then_persons(items: Sequence[Item], at: int) -> Answer:
    """Отдел культуры ⏎ Отдел спорта ⏎ Ветрова О.А. ⏎ Сомов П.П."""
    run = persons_after(items, at + 1)
    if items[at].kind != "name" or len(run) < 2 or names_before(items, at) < 2 or run[0].mark in {"space", "dash"}:
        return None
    return [Pair(items[at], None, "bodies_then_persons"), *(Pair(None, person, "bodies_then_persons") for person in run)], 1 + len(run)


def by_direct_persons(items: Sequence[Item], at: int) -> Answer:
    """Методисты Ветрова О.А., Сомов П.П.; Воспитатели: ⏎ Ветрова О.А. ⏎ Сомова П.П."""
    run = persons_after(items, at + 1)
    if items[at].kind != "name" or not run or run[0].mark not in {"space", "dash", "label", "stop"}:
        return None
    return [Pair(items[at], person, "position_before_persons") for person in run], 1 + len(run)


def by_line(items: Sequence[Item], at: int) -> Answer:
    """Комитет по делам молодежи ⏎ Ветров О.А."""
    run = persons_after(items, at + 1)
    if items[at].kind != "name" or not run or run[0].mark != "line" or (items[0].kind == "person" and not is_alternating(items, "name")):
        return None
    if len(run) == 1 and not is_singular(items[at]):
        return None
    return [Pair(items[at], person, "person_below") for person in run], 1 + len(run)


def by_comma(items: Sequence[Item], at: int) -> Answer:
    """Департамент по образованию, Лугин Н.Г."""
    run = persons_after(items, at + 1)
    if items[at].kind != "name" or len(run) != 1 or run[0].mark not in {"comma", "slash"} or not is_alternating(items, "name"):
        return None
    return [Pair(items[at], run[0], "person_after_comma")], 2 if is_singular(items[at]) else 0


def alone(items: Sequence[Item], at: int) -> Answer:
    """Отдел экономики; Лугин П.А."""
    item = items[at]
    return [Pair(item, None, item.rule) if item.kind == "name" else Pair(None, item, item.rule)], 1


RULES: tuple[Callable[[Sequence[Item], int], Answer], ...] = (
    by_bracket_with_position,
    by_bracket,
    by_position_in_bracket,
    by_dash,
    by_apposition,
    by_bodies_then_persons,
    by_direct_persons,
    by_line,
    by_comma,
    alone,
)


def pair_items(items: Sequence[Item]) -> list[Pair]:
    """Bring names and persons together; every item is in some pair."""
    pairs, at = list[Pair](), 0
    while at < len(items):
        for rule in RULES:
            answer = rule(items, at)
            if answer and answer[1]:
                pairs += answer[0]
                at += answer[1]
                break
    return pairs
