"""When deadlines fall in a year, and which points of an act name a row."""

from datetime import date
from typing import Any

import pytest

from extractor.comparison.changes import Change, Ref
from extractor.evidence import Evidence
from extractor.records import Amendment, Clause, Instruction, Records, Requisites, Step, Target
from service.pages.amending_points import AmendingPoint, AmendingPoints
from service.pages.occurrences import Occurrence, occurrences, plan_span
from service.pages.timelines import make_timeline

NEVER = (None, None)


def deadline(**given: Any) -> dict[str, Any]:
    """Give a deadline with what matters."""
    return {"kind": "calendar", "rrule": None, "start": None, "end": None, **given}


def days(found: tuple[Occurrence, ...]) -> list[str]:
    """Give the last days of occurrences."""
    return [f"{one.end:%d.%m}" for one in found]


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ("FREQ=YEARLY", ["31.12"]),
        ("FREQ=MONTHLY;INTERVAL=3", ["31.03", "30.06", "30.09", "31.12"]),
        ("FREQ=MONTHLY;INTERVAL=6", ["30.06", "31.12"]),
        ("FREQ=YEARLY;BYMONTH=2", ["28.02"]),
        ("FREQ=YEARLY;BYMONTH=10,11,12", ["31.10", "30.11", "31.12"]),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", ["01.03"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", ["15.01", "15.04", "15.07", "15.10"]),
        ("FREQ=WEEKLY", ["31.12"]),
        ("FREQ=NONSENSE;X", []),
    ],
)
def test_a_recurrence_falls_due_on_the_last_day_of_each_time(rule: str, due: list[str]) -> None:
    assert days(occurrences(deadline(rrule=rule), 2023, NEVER)) == due


def test_a_recurrence_stays_within_its_own_days_and_those_of_its_plan() -> None:
    assert days(occurrences(deadline(rrule="FREQ=MONTHLY"), 2023, plan_span("2023-10/2024-02"))) == ["31.10", "30.11", "31.12"]
    assert days(occurrences(deadline(rrule="FREQ=MONTHLY", end="2023-02-10"), 2023, NEVER)) == ["31.01", "10.02"]
    assert occurrences(deadline(rrule="FREQ=YEARLY"), 2030, plan_span("2023/2024")) == ()
    assert len(occurrences(deadline(rrule="FREQ=YEARLY;INTERVAL=5"), 2026, plan_span("2021/2030"))) == 1
    assert occurrences(deadline(rrule="FREQ=YEARLY;INTERVAL=5"), 2027, plan_span("2021/2030")) == ()


def test_a_single_deadline_is_in_every_year_that_it_touches() -> None:
    over_new_year = deadline(start="2023-12-01", end="2024-01-20")
    assert [bool(occurrences(over_new_year, year, NEVER)) for year in (2022, 2023, 2024, 2025)] == [False, True, True, False]
    assert occurrences(deadline(start="2023-05-01"), 2025, NEVER)[0].is_due is False


def test_what_is_done_is_never_late() -> None:
    given = {"id": 1, "status": None, "deadlines": [deadline(end="2023-03-01")]}
    today = date(2023, 3, 2)

    def is_late(status: str | None) -> bool:
        return make_timeline([given | {"status": status}], None, year=2023, today=today).rows[0].is_late

    assert [is_late(status) for status in (None, "partly", "not_done", "done")] == [True, True, True, False]


def test_a_point_stands_beside_the_row_that_it_names_and_others_above() -> None:
    def place(text: str) -> Evidence:
        return Evidence(text=text, block=1, start=0, end=len(text), rule="restate")

    steps = (Step(unit="appendix"), Step(unit="point", number="2.1"))
    text = "1.1. Пункт 2.1 изложить в новой редакции"
    instruction = Instruction(number="1.1", action="restate", place=steps, old=None, new="…", evidence=place(text))
    clauses = [Clause(number=number, kind="amendment", text=number, evidence=place(number)) for number in ("1.1", "2")]
    records = Records(
        document=Requisites(kind="resolution"),
        clauses=tuple(clauses),
        amendments=(Amendment(target=Target(kind="resolution"), instructions=(instruction,)),),
    )
    points = AmendingPoints(records)
    change = Change(classes=("changed",), old=(Ref(index=0, number="2.1.", text="…"),), new=(Ref(index=0, number="2. 1", text="…"),))
    assert points.of(change) == [AmendingPoint("1.1", text)]
    assert [point.number for point in points.general] == ["2"]
