"""The production calendar: days off against the calendars that were published, counting, and moving."""

from datetime import date, timedelta

import pytest

from service.due.workdays import DAY, Workdays, WorkingYear, decreed_years

RUSSIA = Workdays(decreed_years())


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [day for n in range(366) if (day := first + timedelta(days=n)).year == year]


# Working days of a five-day week as the calendars of these years count them; in 2020 without the days that the President declared.
@pytest.mark.parametrize(
    ("year", "working"),
    [(2018, 247), (2019, 247), (2020, 248), (2021, 247), (2022, 247), (2023, 247), (2024, 248), (2025, 247), (2026, 247), (2027, 247)],
)
def test_a_year_has_as_many_working_days_as_were_published(year: int, working: int) -> None:
    assert sum(map(RUSSIA.is_working, days_of(year))) == working
    assert RUSSIA.years[year].source.startswith("Постановление Правительства РФ от ")


def test_a_saturday_whose_rest_was_moved_is_worked() -> None:
    worked = {f"{day:%d.%m.%Y}" for year in RUSSIA.years for day in days_of(year) if day.weekday() > 4 and RUSSIA.is_working(day)}
    assert worked == {
        "28.04.2018", "09.06.2018", "29.12.2018", "20.02.2021", "05.03.2022", "27.04.2024", "02.11.2024", "28.12.2024", "01.11.2025", "20.02.2027",
    }  # fmt: skip


def test_every_move_is_from_a_day_off_to_a_working_day_of_the_same_year() -> None:
    for year, decreed in RUSSIA.years.items():
        plain = Workdays({})
        assert all(day.year == to.year == year and not plain.is_working(day) and to.weekday() < 5 for day, to in decreed.moved.items())


def test_a_holiday_on_a_weekend_gives_the_next_working_day_off() -> None:
    assert [RUSSIA.reason(date(2026, 3, day)) for day in (8, 9, 10)] == ["holiday", "moved", None]
    assert [RUSSIA.reason(date(2025, 3, day)) for day in (8, 10)] == ["holiday", None]


def test_a_year_that_is_not_known_follows_the_article_alone() -> None:
    assert [RUSSIA.reason(date(2028, 11, day)) for day in (4, 5, 6, 7)] == ["holiday", "weekend", "moved", None]
    assert RUSSIA.reason(date(2028, 12, 29)) is None


def test_a_year_that_an_installation_puts_in_has_its_own_days_off() -> None:
    own = Workdays({2028: WorkingYear(source="Указ", declared=frozenset({date(2028, 8, 30)}))})
    assert own.reason(date(2028, 8, 30)) == "declared"


def test_working_days_are_counted_over_days_off() -> None:
    assert RUSSIA.after(date(2025, 12, 30), 1) == date(2026, 1, 12)
    assert RUSSIA.after(date(2026, 1, 12), -1) == date(2025, 12, 30)
    assert RUSSIA.after(date(2024, 6, 11), 10) == date(2024, 6, 26)
    assert RUSSIA.nearest(date(2024, 6, 12), DAY) == date(2024, 6, 13)
    assert RUSSIA.nearest(date(2024, 6, 12), -DAY) == date(2024, 6, 11)
    assert RUSSIA.nearest(date.max, DAY) in (date.max, date(9999, 12, 31))
