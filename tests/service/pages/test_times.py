"""Times in words: what a reader sees in place of EDTF, RRULE and durations."""

import pytest

from service.pages.times import deadline_reading, period

PERIODS = {
    "2021": "2021",
    "2021/2023": "2021–2023",
    "2023-40": "I полугодие 2023",
    "2022-09/2023-08": "2022–2023 учебный год",
    "2022-04": "апрель 2022",
    "2023-09-15/2023-10-15": "15.09.2023 – 15.10.2023",
    "2021-33/..": "I квартал 2021 – …",
    "2021~": "около 2021",
    "20XX": "20XX",
}
DEADLINES = [
    ({"kind": "calendar", "end": "2021-12-01"}, "до 01.12.2021"),
    ({"kind": "calendar", "start": "2022-10-12", "end": "2022-10-12"}, "12.10.2022"),
    ({"kind": "calendar", "start": "2022-08-01", "end": "2022-08-31"}, "01.08.2022 – 31.08.2022"),
    ({"kind": "calendar", "start": "2022-08-01"}, "с 01.08.2022"),
    ({"kind": "continuous"}, "постоянно"),
    ({"kind": "recurring", "rrule": "FREQ=MONTHLY;INTERVAL=3"}, "повторяется: каждый квартал"),
    ({"kind": "recurring", "rrule": "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15"}, "повторяется: каждый год, 15 января"),
    ({"kind": "recurring", "rrule": "FREQ=YEARLY;BYMONTH=4,5,6"}, "повторяется: каждый год, апрель – июнь"),
    ({"kind": "recurring", "rrule": "FREQ=YEARLY;BYMONTH=4,10"}, "повторяется: каждый год, апрель, октябрь"),
    ({"kind": "recurring", "rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}, "повторяется: каждую неделю, понедельник – пятница"),
    ({"kind": "recurring", "rrule": "FREQ=MONTHLY;BYDAY=-1FR"}, "повторяется: каждый месяц, пятница (последний раз в месяце)"),
    ({"kind": "recurring", "rrule": "FREQ=MONTHLY;BYMONTHDAY=25"}, "повторяется: каждый месяц, число: 25"),
    ({"kind": "recurring", "rrule": "FREQ=SECONDLY"}, "повторяется: FREQ=SECONDLY"),
    ({"kind": "relative", "offset": "P10D"}, "от события: 10 дн."),
    ({"kind": "relative", "offset": "-P1M"}, "от события: за 1 мес."),
]


@pytest.mark.parametrize(("value", "words"), PERIODS.items())
def test_a_period_is_written_as_people_write_it(value: str, words: str) -> None:
    assert period(value) == words


@pytest.mark.parametrize(("deadline", "words"), DEADLINES)
def test_a_deadline_says_what_was_made_of_it(deadline: dict[str, str], words: str) -> None:
    assert deadline_reading(deadline) == words
