"""Laws of the comparison: a plan is itself, versions swapped are the mirror image, edits are found again as they were made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.comparison import compare
from extractor.comparison.mirror import mirrored_change
from extractor.records import Measure, Records
from tests.comparison.plans import found, measure, records, shown_change

OPENINGS = ("Проведение", "Организация", "Подготовка", "Обеспечение", "Разработка", "Участие", "Мониторинг", "Контроль")
WORDS = """
    дороги школа музей субботник рынок библиотека конкурс тротуар котельная паводок ярмарка площадка отчёт реестр архив фестиваль кадры
    закупки питание транспорт фонари сквер больница турнир лыжня колодец водопровод кладбище митинг памятник концерт хоровод ремесло
    туризм маршрут причал лодка пожар учения тревога гидрант склад запасы уголь дрова газификация счётчик тариф субсидия налог бюджет
    ревизия проверка жалоба приём депутат староста округ посёлок деревня улица переулок мост плотина озеро родник лесничество саженцы
    цветник газон мусор контейнер свалка вывоз отлов вакцина диспансер врач аптека инвалид ветеран пенсионер семья сирота опека лагерь
    каникулы кружок секция стадион бассейн тренер волонтёр молодёжь призыв казаки дружина патруль камера светофор остановка автобус
""".split()  # noqa: SIM905
FRESH = """
    эскиз макет буклет баннер листовка радио телевидение портал сервер принтер печать подпись курьер почта телефон справочник каталог
    форум семинар лекция тренинг стажировка экзамен диплом премия грант инвестор фермер теплица элеватор мельница пасека трактор комбайн
""".split()  # noqa: SIM905
DEADLINES = ("до 1 марта 2022 г.", "до 15 июня 2022 г.", "IV квартал 2022 г.", "ежеквартально", "постоянно", "ежегодно")
PARTIES = ("Отдел культуры", "Отдел экономики", "Комитет по имуществу", "Глава района", "МУП «Исток»", "Районная больница")
EDITS = ("none", "none", "drop", "insert", "words", "deadline", "party", "all")


@dataclass(frozen=True)
class Row:
    """A row of a generated plan: the words of its text, its deadline and its party."""

    words: tuple[str, ...]
    deadline: str
    party: str

    def measure(self, number: int | None) -> Measure:
        return measure(" ".join(self.words), None if number is None else str(number), self.deadline, self.party)


def made_rows(count: int, chance: Random) -> list[Row]:
    """Make rows with texts of five to nine words, no two of which have half of their words in common."""
    made: list[Row] = []
    while len(made) < count:
        words = (chance.choice(OPENINGS), *chance.sample(WORDS, chance.randint(4, 8)))
        if not any(is_alike(words, row.words) for row in made):
            made.append(Row(words, chance.choice(DEADLINES), chance.choice(PARTIES)))
    return made


def is_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return 2 * len({*one} & {*other}) >= min(len(one), len(other))


# Texts come from a seed: drawn word by word they would take hypothesis longer than all comparisons.
CHANCES = st.integers(0, 2**32 - 1).map(Random)
ROWS = st.builds(made_rows, st.integers(1, 14), CHANCES)


def numbered(made: Sequence[Row], first: int = 1) -> Records:
    return records([row.measure(place) for place, row in enumerate(made, first)])


def reworded(row: Row, chance: Random) -> Row:
    """Replace words, at most 40 % of the text's letters."""
    words = list(row.words)
    budget = 0.4 * sum(map(len, words))
    for place in chance.sample(range(1, len(words)), len(words) - 1):
        if len(words[place]) <= budget:
            budget -= len(words[place])
            words[place] = chance.choice(FRESH)
            if chance.random() < 0.4:
                break
    return replace(row, words=tuple(words))


def edited(row: Row, edit: str, chance: Random) -> tuple[Row, str]:
    """Give a row after an edit with what is to be said of it."""
    changes: dict[str, Row] = {
        "text": reworded(row, chance),
        "deadlines": replace(row, deadline="ежемесячно"),
        "responsible": replace(row, party="Финансовое управление"),
    }
    chosen = {"words": ["text"], "deadline": ["deadlines"], "party": ["responsible"], "all": ["text", "deadlines"]}.get(edit, [])
    for name in chosen:
        attribute = {"text": "words", "deadlines": "deadline", "responsible": "party"}[name]
        row = replace(row, **{attribute: getattr(changes[name], attribute)})
    return row, f"changed:{','.join(chosen)}" * bool(chosen)


def new_row(taken: Sequence[Row], chance: Random) -> Row:
    """Make a row that is like none of the others."""
    while True:
        words = ("Проведение", *chance.sample(FRESH, chance.randint(5, 8)))
        if not any(is_alike(words, row.words) for row in taken):
            return Row(words, "по мере необходимости", "Новая служба")


Entry = tuple[int | None, Row, str]


def made_plans(edits: Sequence[str], chance: Random) -> tuple[Records, Records, list[str]]:
    """Make a plan with a row for each edit, the plan after the edits, and the edits in the gold's short form."""
    old = made_rows(len(edits), chance)
    new: list[Entry] = []
    for place, (row, edit) in enumerate(zip(old, edits, strict=True)):
        if edit == "insert":
            new.append((None, new_row([*old, *(entry[1] for entry in new)], chance), ""))
        if edit != "drop":
            new.append((place, *edited(row, edit, chance)))
    moved = move(new, chance)
    said = [f"{place}> removed" for place, edit in enumerate(edits) if edit == "drop"]
    for after, (before, _, words) in enumerate(new):
        classes = ["added"] if before is None else [words, "moved" * (before == moved), "renumbered" * (before != after)]
        said += [f"{'' if before is None else before}>{after} {' '.join(filter(None, classes))}"] * any(classes)
    return numbered(old), numbered([row for _, row, _ in new]), sorted(said)


def move(new: list[Entry], chance: Random) -> int | None:
    """Move one row over two or more rows of the old version, or none; gives its old place."""
    kept = [at for at, (place, _, _) in enumerate(new) if place is not None]
    if len(kept) < 4 or chance.random() < 0.5:
        return None
    at = chance.choice(kept)
    entry = new.pop(at)
    target = chance.randint(0, len(new))
    crossed = [place for place, _, _ in new[min(at, target) : max(at, target)] if place is not None]
    new.insert(target if len(crossed) > 1 else at, entry)
    return entry[0] if len(crossed) > 1 else None


EDITED = st.builds(made_plans, st.lists(st.sampled_from(EDITS), min_size=3, max_size=16), CHANCES)


@settings(max_examples=60)
@given(made=ROWS)
def test_a_plan_compared_with_itself_is_empty(made: list[Row]) -> None:
    comparison = compare(numbered(made), numbered(made))
    assert (comparison.changes, comparison.headings, dict(comparison.requisites), comparison.unchanged) == ((), (), {}, len(made))


@settings(max_examples=60)
@given(made=ROWS, shift=st.integers(2, 30))
def test_renumbering_alone_is_only_renumbering(made: list[Row], shift: int) -> None:
    assert found(numbered(made), numbered(made, shift)) == [f"{place}>{place} renumbered" for place in range(len(made))]


@settings(max_examples=120)
@given(plans=EDITED)
def test_edits_are_found_again_as_made(plans: tuple[Records, Records, list[str]]) -> None:
    old, new, expected = plans
    assert sorted(found(old, new)) == expected


@settings(max_examples=100)
@given(plans=EDITED)
def test_swapped_versions_give_the_mirror_image(plans: tuple[Records, Records, list[str]]) -> None:
    there, back = compare(*plans[:2]), compare(*plans[1::-1])
    assert sorted(map(repr, map(mirrored_change, there.changes))) == sorted(map(repr, back.changes))
    assert there.unchanged == back.unchanged


@settings(max_examples=60)
@given(old=ROWS, new=ROWS)
def test_any_two_plans_swapped_give_the_mirror_image(old: list[Row], new: list[Row]) -> None:
    there, back = compare(numbered(old), numbered(new)), compare(numbered(new), numbered(old))
    assert sorted(map(repr, map(mirrored_change, there.changes))) == sorted(map(repr, back.changes))


@settings(max_examples=100)
@given(plans=EDITED)
def test_every_row_is_in_one_change_or_unchanged(plans: tuple[Records, Records, list[str]]) -> None:
    comparison = compare(*plans[:2])
    for side, version in (("old", plans[0]), ("new", plans[1])):
        named = [ref.index for change in comparison.changes for ref in getattr(change, side)]
        assert len(set(named)) == len(named)
        assert len(named) + comparison.unchanged == len(version.plans[0].measures)


def equal_rows(count: int, text: str = "Рейд по неблагополучным семьям", first: int = 1) -> Records:
    return records([measure(text, str(place), "ежемесячно", "Отдел опеки") for place in range(first, count + first)])


def test_two_thousand_equal_rows_are_compared() -> None:
    assert found(equal_rows(2_000), equal_rows(2_000)) == []
    assert found(equal_rows(2_000), equal_rows(1_999)) == ["1999> removed"]
    changed = found(equal_rows(2_000), equal_rows(2_000, "Рейды по местам отдыха и неблагополучным семьям"))
    assert changed == [f"{place}>{place} changed:text" for place in range(2_000)]


@pytest.mark.parametrize("count", [1, 2, 3, 50])
def test_a_row_added_to_equal_rows_is_one_added_row(count: int) -> None:
    assert found(equal_rows(count), equal_rows(count + 1)) == [f">{count} added"]


def test_a_move_is_named_by_the_row_that_moved() -> None:
    old = numbered([Row((word, "на территории района"), "ежегодно", "Отдел культуры") for word in WORDS[:6]])
    new = records([old.plans[0].measures[place] for place in (1, 2, 3, 4, 0, 5)])
    assert list(map(shown_change, compare(old, new).changes)) == ["0>4 moved"]
