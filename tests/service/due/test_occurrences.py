"""When deadlines fall, and on which day they are due."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.due.events import act_dates
from service.due.frames import EventDate, Frame, Setting, Span, make_frame, year_span
from service.due.occurrences import due_days, occurrences
from service.due.workdays import Rule, Workdays, decreed_years

HORIZON = date(2028, 12, 31)
SIGNED = {"signing": EventDate(date(2024, 3, 12), "act")}


def deadline(**given: Any) -> dict[str, Any]:
    """Give a deadline with what matters."""
    return {"text": "", "kind": "calendar", "rrule": None, "offset": None, "start": None, "end": None, **given}


def frame(period: str | None = None, *, rule: Rule = "none", events: dict[str, EventDate] | None = None, anchor: int = 2023) -> Frame:
    setting = Setting(rule, Workdays(decreed_years()))
    return make_frame(period, anchor=date(anchor, 1, 1), kind="resolution", events=events or {}, setting=setting)


def days(year: int, given: dict[str, Any], within: Frame) -> list[str]:
    """Give the days on which a deadline is due in a year."""
    return [f"{one.due:%d.%m}" for one in occurrences(given, within, year_span(year)) if one.due]


def due(given: dict[str, Any], within: Frame) -> list[tuple[str, tuple[str, ...]]]:
    return [(f"{one.due:%d.%m.%Y}", one.steps) for _, one in due_days([given], within, HORIZON)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=YEARLY", ["31.12"]),
        ("FREQ=MONTHLY;INTERVAL=3", ["31.03", "30.06", "30.09", "31.12"]),
        ("FREQ=MONTHLY;INTERVAL=6", ["30.06", "31.12"]),
        ("FREQ=YEARLY;BYMONTH=2", ["28.02"]),
        ("FREQ=YEARLY;BYMONTH=10,11,12", ["31.12"]),
        ("FREQ=YEARLY;BYMONTH=4,10", ["30.04", "31.10"]),
        ("FREQ=MONTHLY;BYMONTH=10,11,12", ["31.10", "30.11", "31.12"]),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", ["01.03"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", ["15.01", "15.04", "15.07", "15.10"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO", ["02.01", "03.04", "03.07", "02.10"]),
        ("FREQ=WEEKLY", []),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", []),
        ("FREQ=DAILY", []),
        ("FREQ=NONSENSE;X", []),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", []),
    ],
)
def test_a_recurrence_falls_due_on_the_last_day_of_each_time(rule: str, expected: list[str]) -> None:
    assert days(2023, deadline(rrule=rule), frame()) == expected


def test_named_days_of_the_week_are_due_each_week() -> None:
    assert len(days(2023, deadline(rrule="FREQ=WEEKLY;BYDAY=MO"), frame())) == 52
    [steady] = occurrences(deadline(rrule="FREQ=WEEKLY"), frame(), year_span(2023))
    assert steady.reach == "steady"


def test_a_recurrence_stays_within_its_own_days_and_those_of_its_plan() -> None:
    assert days(2023, deadline(rrule="FREQ=MONTHLY"), frame("2023-10/2024-02")) == ["31.10", "30.11", "31.12"]
    assert days(2023, deadline(rrule="FREQ=MONTHLY", end="2023-02-10"), frame()) == ["31.01", "10.02"]
    assert days(2030, deadline(rrule="FREQ=YEARLY"), frame("2023/2024")) == []
    assert days(2026, deadline(rrule="FREQ=YEARLY;INTERVAL=5"), frame("2021/2030")) == ["31.12"]
    assert days(2027, deadline(rrule="FREQ=YEARLY;INTERVAL=5"), frame("2021/2030")) == []


def test_a_recurrence_without_an_end_goes_to_the_horizon_and_no_further() -> None:
    found = due(deadline(rrule="FREQ=MONTHLY"), frame(anchor=2024))
    assert (len(found), found[0][0], found[-1][0]) == (60, "31.01.2024", "31.12.2028")
    assert due(deadline(rrule="FREQ=YEARLY"), frame("2020/2050", anchor=2020))[-1][0] == "31.12.2028"


def test_a_recurrence_of_two_thousand_years_is_bounded() -> None:
    found = due(deadline(rrule="FREQ=WEEKLY;BYDAY=MO,TH", start="0001-01-01", end="9999-12-31"), frame())
    assert len(found) < 2_200
    assert found[-1][0] == "28.12.2028"


def test_a_single_deadline_is_in_every_year_that_it_touches() -> None:
    over_new_year = deadline(start="2023-12-01", end="2024-01-20")
    assert [bool(occurrences(over_new_year, frame(), year_span(year))) for year in (2022, 2023, 2024, 2025)] == [False, True, True, False]
    assert occurrences(deadline(start="2023-05-01"), frame(), year_span(2025))[0].due is None


def test_a_single_day_beyond_the_horizon_is_kept() -> None:
    assert due(deadline(end="2040-05-01"), frame()) == [("01.05.2040", ("until_day",))]


@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        ("next", deadline(end="2024-06-12"), ("13.06.2024", ("until_day", "moved_next:holiday"))),
        ("previous", deadline(end="2024-06-12"), ("11.06.2024", ("until_day", "moved_previous:holiday"))),
        ("none", deadline(end="2024-06-12"), ("12.06.2024", ("until_day",))),
        ("next", deadline(start="2024-04-01", end="2024-06-30"), ("01.07.2024", ("quarter_end", "moved_next:weekend"))),
        ("next", deadline(start="2024-05-09", end="2024-05-09"), ("09.05.2024", ("named_day",))),
        ("next", deadline(end="2024-04-27"), ("27.04.2024", ("until_day",))),
        ("next", deadline(end="2024-04-30"), ("02.05.2024", ("until_day", "moved_next:moved"))),
    ],
)
def test_a_term_that_runs_out_on_a_day_off_is_moved_as_the_installation_decides(rule: Rule, given: Any, expected: Any) -> None:
    assert due(given, frame(rule=rule)) == [expected]


def test_a_last_working_day_is_one_whatever_the_rule() -> None:
    given = deadline(text="в последний рабочий день месяца", rrule="FREQ=MONTHLY;BYMONTHDAY=-1")
    assert days(2024, given, frame("2024", rule="next"))[2:6] == ["29.03", "27.04", "31.05", "28.06"]


def test_a_day_that_is_moved_over_new_year_is_in_both_years() -> None:
    given, within = deadline(start="2023-10-01", end="2023-12-31"), frame(rule="next")
    assert days(2023, given, within) == days(2024, given, within) == ["09.01"]


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("в течение 10 рабочих дней со дня подписания", "P10D", ("26.03.2024", "working:10")),
        ("в течение 10 дней со дня подписания постановления", "P10D", ("22.03.2024", "count:P10D")),
        ("в течение месяца после подписания", "P1M", ("12.04.2024", "count:P1M")),
        ("в течение 2 недель со дня его подписания", "P2W", ("26.03.2024", "count:P2W")),
        ("за 10 дней до подписания", "-P10D", ("02.03.2024", "count:-P10D")),
        ("после подписания", None, ("12.03.2024", "on_event")),
    ],
)
def test_a_relative_deadline_is_counted_from_its_event(text: str, offset: str | None, expected: Any) -> None:
    found = due(deadline(kind="relative", text=text, offset=offset), frame(events=SIGNED))
    assert found == [(expected[0], ("event:2024-03-12:act", expected[1]))]


def test_a_term_before_an_event_is_moved_away_from_it() -> None:
    given = deadline(kind="relative", text="за 10 дней до подписания", offset="-P10D")
    assert due(given, frame(events=SIGNED, rule="next")) == [
        ("01.03.2024", ("event:2024-03-12:act", "count:-P10D", "moved_previous:weekend"))
    ]


def test_a_relative_deadline_waits_for_its_event() -> None:
    assert due(deadline(kind="relative", text="в течение 10 дней со дня получения запроса", offset="P10D"), frame(events=SIGNED)) == []


@pytest.mark.parametrize("offset", ["P99999999999D", "P9999D9", "", "-PT9999999H", "P99Y999M999W9999D"])
def test_a_span_that_can_not_be_counted_has_no_day_or_one_of_the_calendar(offset: str) -> None:
    for text in ("в течение 5 рабочих дней со дня подписания", "со дня подписания"):
        assert len(due(deadline(kind="relative", text=text, offset=offset), frame(events=SIGNED))) <= 1


def test_the_act_itself_dates_its_signing_and_its_entry_into_force() -> None:
    own = {"kind": "resolution", "date": "2024-03-12", "approval": None}

    def told(*clauses: str) -> list[str]:
        return sorted(f"{code} {found.day:%d.%m.%Y} {found.source}" for code, found in act_dates(own, clauses).items())

    signed = "signing 12.03.2024 act"
    assert told() == [signed]
    assert told("Настоящее постановление вступает в силу с момента подписания.") == ["entry_into_force 12.03.2024 clause", signed]
    assert told("Постановление вступает в силу с 1 апреля 2024 года.") == ["entry_into_force 01.04.2024 clause", signed]
    assert told("Постановление вступает в силу со дня его официального опубликования.") == [signed]
    assert act_dates({"kind": "plan", "date": None, "approval": {"date": "2023-12-20"}}, ())["signing"].day == date(2023, 12, 20)


PARTS = st.lists(
    st.sampled_from(
        [
            "INTERVAL=3",
            "INTERVAL=0",
            "BYMONTH=2",
            "BYMONTHDAY=31",
            "BYMONTHDAY=-1",
            "BYDAY=MO",
            "BYDAY=1TU",
            "COUNT=3",
            "BYSETPOS=1",
            "BYX=1",
        ]
    ),
    max_size=3,
    unique=True,
)
FREQUENCIES = st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"])


@given(frequency=FREQUENCIES, parts=PARTS, rule=st.sampled_from(["none", "next", "previous"]))
@settings(max_examples=60)
def test_any_rule_gives_days_in_order_within_the_plan_but_for_moves(frequency: str, parts: list[str], rule: Rule) -> None:
    found = [one for _, one in due_days([deadline(rrule=";".join([f"FREQ={frequency}", *parts]))], frame("2023/2024", rule=rule), HORIZON)]
    assert [one.end for one in found] == sorted(one.end for one in found)
    assert all(date(2023, 1, 1) <= one.end <= date(2024, 12, 31) for one in found)
    assert len({one.due for one in found}) == len(found)


def test_what_touches_is_inclusive() -> None:
    [one] = occurrences(deadline(start="2023-02-01", end="2023-03-01"), frame(), Span(date(2023, 3, 1), date(2023, 3, 1)))
    assert one.steps == ("period_end",)
