"""Version pairs: each is well formed, all classes of change occur, and the comparison must not find them worse than before."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from corpora.changes import score_pair
from corpora.compare import FLOORS, MODES, measure, pinnable
from corpora.floors import find_drops, read_floors
from corpora.gold_records import typed_records
from corpora.validate import find_problems
from corpora.version_checks import find_faults
from corpora.version_pairs import Line, Pair, plain_value, read_lines, read_pairs
from extractor.comparison import compare
from extractor.comparison.changes import ChangeClass

PAIRS = {pair.name: pair for pair in read_pairs()}
EVERY_PAIR = pytest.mark.parametrize("pair", PAIRS.values(), ids=list(PAIRS))


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return pinnable(measure(MODES, list(PAIRS.values())))


def test_there_are_pairs_enough() -> None:
    assert len(PAIRS) >= 20


@EVERY_PAIR
def test_the_gold_changes_say_what_the_gold_records_show(pair: Pair) -> None:
    assert find_faults(pair) == []


@EVERY_PAIR
@pytest.mark.parametrize("side", [0, 1], ids=["old", "new"])
def test_the_gold_records_are_valid(pair: Pair, side: int) -> None:
    assert find_problems(pair.layouts[side], pair.records[side]) == []


@pytest.mark.parametrize("name", get_args(ChangeClass))
def test_every_class_of_change_occurs_in_two_pairs(name: str) -> None:
    assert sum(any(name in line.classes for line in pair.changes) for pair in PAIRS.values()) >= 2


def test_no_score_is_below_its_floor(result: dict[str, Any]) -> None:
    assert find_drops(result, read_floors(FLOORS)) == []


def test_the_floors_are_pinned_for_these_pairs(result: dict[str, Any]) -> None:
    assert read_floors(FLOORS)["fingerprint"] == result["fingerprint"], (
        "the pairs have changed: run python -m corpora.compare --raise-floors"
    )


def test_a_field_that_is_not_named_is_found() -> None:
    pair = PAIRS["deadlines"]
    assert find_faults(replace(pair, changes=pair.changes[1:])) == ["0>0: the fields that differ are ['deadlines'], not []"]


def test_a_row_that_is_not_named_is_found() -> None:
    pair = PAIRS["safety_commission"]
    kept = tuple(line for line in pair.changes if "added" not in line.classes)
    assert find_faults(replace(pair, changes=kept)) == ["more rows are left in one version than in the other"]


def test_a_changed_row_shown_as_removed_and_added_is_counted() -> None:
    pair = PAIRS["text_lengths"]
    comparison = compare(*map(typed_records, pair.records))
    torn = tuple(
        part
        for change in comparison.changes
        for part in (replace(change, classes=("removed",), new=(), fields={}), replace(change, classes=("added",), old=(), fields={}))
    )
    score = score_pair(pair, replace(comparison, changes=torn))
    assert (score.right["kept"], score.right["class"], score.right["matching"]) == (0, 0, 2)


def test_a_range_is_a_row_of_pairs() -> None:
    assert list(read_lines("3-4>5-6 renumbered")) == [
        Line((3,), (5,), frozenset({"renumbered"})),
        Line((4,), (6,), frozenset({"renumbered"})),
    ]


@pytest.mark.parametrize(
    ("wording", "value"),
    [
        ("до 1 мая 2021 г.", "calendar ../2021-05-01"),
        ("не позднее 31.12.2021", "calendar ../2021-12-31"),
        ("март 2022 г.", "calendar 2022-03"),
        ("2 квартал 2021 года", "calendar 2021-34"),
        ("2021 - 2022 годы", "calendar 2021/2022"),
        ("по мере необходимости", None),
    ],
)
def test_a_wording_of_one_meaning_needs_no_entry(wording: str, value: str | None) -> None:
    assert plain_value(wording) == value
