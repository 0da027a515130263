"""Times of day: they belong to the text of a deadline, its value is the day.

In: a wording's form. Out: the half-open offsets of each time of day, so that "14.10-14.30" is not read as dates. To add
a shape, add an alternative to `CLOCK`.
"""

import re

from extractor.months import MONTH_START

HOUR = r"(?:[01]?\d|2[0-4])"
HOURS = r"(?:ч|час|часа|часов|часам|час\.|ч\.)(?!\w)\.?"
MINUTE = r"[0-5]\d"
# Figures with a full stop are a time where they can't be a day and a month: no such month (00, over 12).
NO_MONTH = r"(?:00|1[3-9]|[2-5]\d)"
END = r"(?!\d|[./-]\d)"
CLOCK = re.compile(
    rf"(?<![\d./-])(?:(?:с|в|к|до|на|начало в) )?(?:"
    rf"{HOUR}:{MINUTE}(?: ?{HOURS})?(?: ?(?:-|до|по) ?{HOUR}:{MINUTE}(?: ?{HOURS})?)?{END}"
    rf"|{HOUR}[.](?:{NO_MONTH} ?(?:{HOURS})? ?(?:-|до|по) ?{HOUR}[.]{MINUTE}|{MINUTE} ?(?:{HOURS})? ?(?:-|до|по)"
    rf" ?{HOUR}[.]{NO_MONTH}){END}(?: ?{HOURS})?"
    rf"|{HOUR}-{MINUTE} ?- ?{HOUR}-{MINUTE}{END}(?: ?{HOURS})?"
    rf"|{HOUR}-(?:00|3[2-9]|[45]\d){END}"
    rf"|{HOUR}[.-]{MINUTE} ?{HOURS}|{HOUR}\.{NO_MONTH}{END}"
    rf"|{HOUR}(?: ?(?:-|до) ?{HOUR})? ?{HOURS}(?: ?{MINUTE} ?мин\w*\.?)?)"
)
# Under a heading that names the day, any two figures of this shape are a time.
CLOCK_OF_DAY = re.compile(rf"(?<![\d./-])(?:с |в |до )?{HOUR}[.:-]{MINUTE}(?: ?(?:-|до|по) ?{HOUR}[.:-]{MINUTE})?{END}")


# "с 10 часов 15 марта": the preposition is that of the date after the time.
LEADS_ON = re.compile(r"(?:с|до|ко?) (?=\d)")
DATE_AFTER = re.compile(rf" (?:\d{{1,2}} {MONTH_START}|\d{{1,2}}\.\d{{2}}\.\d{{4}})")


def find_clocks(form: str, *, day_known: bool) -> tuple[tuple[int, int], ...]:
    """Find the times of day; `day_known` says that a heading names the day."""
    pattern = CLOCK_OF_DAY if day_known else CLOCK
    clocks = [found.span() for found in pattern.finditer(form)]
    if day_known:
        clocks += [found.span() for found in CLOCK.finditer(form) if not any(s < found.end() and found.start() < e for s, e in clocks)]
    ends = {end for _, end in clocks}
    return tuple(sorted((start if start - 1 in ends else after_preposition(form, start, end), end) for start, end in clocks))


def after_preposition(form: str, start: int, end: int) -> int:
    """Give where a time of day begins: after its preposition where that leads to the date behind the time."""
    leads = LEADS_ON.match(form, start, end)
    return leads.end() if leads and DATE_AFTER.match(form, end) else start
