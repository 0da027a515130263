"""Periods: the time that a title or heading names ("на 2018-2020 годы"), never the date of an act.

In: a title or heading. Out: its EDTF value, and the month or day it names for what stands under it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.deadlines.completion import Context, read_span
from extractor.deadlines.dates import Dates, read_dates
from extractor.deadlines.frequency import WEEKDAY, read_weekdays
from extractor.deadlines.stretches import Span
from extractor.deadlines.tokens import deadline_form, read_tokens
from extractor.months import MONTH_START, MONTHS

# The date and number of an act: "от 12.03.2019 № 5", "от 12 марта 2019 г."
ACT = re.compile(
    r"(?<!\w)от ?(?:\"?\d{1,2}\"?[. /][а-я\d]+[. /]*\d{2,4} ?(?:г\.|года|г(?!\w))?|_+[^№]{0,30})(?: ?(?:№|n|no\.?) ?[\w/.-]+)?"
    r"|(?:№|(?<!\w)n) ?[\w/.-]+|\d{1,2}\.\d{1,2}\.\d{4} ?(?:г\.|года)? ?(?:№|n(?!\w)) ?[\w/.-]+|\d+-фз"
)
TOWARDS = re.compile(r"(?<!\w)к(?= (?:новому )?(?:19|20)\d\d)")  # "к 2016/2017 учебному году" is the time the plan is for
# "на 2025 год и на плановый период 2026 и 2027 годов"
PLANNED = re.compile(r"(?<!\d)(20\d\d) ?(?:год[уа]?|г\.?) и (?:на )?плановый период (?:до |20\d\d ?(?:и|-|,) ?)?(20\d\d)(?!\d)")
# "Раздел 2. Июнь", "1. Январь": the heading's number is no day.
NUMBERING = re.compile(
    r"\W*(?:раздел|блок|часть|глава|направление)? ?(?:\d{1,2}\.)+(?!\d)|\W*(?:раздел|блок|часть|глава"
    r"|направление) \w+"
)
DATED = re.compile(rf"\d|(?<!\w){MONTH_START}")
# "Понедельник, 3 июня", "Суббота - воскресенье, 8-9 июня"
WEEKDAYS_BEFORE = re.compile(rf"\W*(?:{WEEKDAY}[ ,/-]*(?:и )?)+[ ,.:()-]*")
# A day that stands later in a heading is not the day of what stands under it.
LATEST_DAY = 12
# A heading of more days in a row names a time, not the days of a meeting.
LONGEST_MEETING = 3
# A heading that is only a month: "Январь", "I. МАРТ 2023 г.".
MONTH_HEADING = re.compile(
    rf"(?:(?:[ivxхiу]+|\d{{1,2}})[.)] ?)?(?:месяц )?(?:{'|'.join(MONTHS)})"
    r"(?: (?:месяц )?20\d\d ?(?:г\.?|года?)?)?[ .:]*"
)
CLOSING = re.compile(r"[\s\".)]*$")
REPORTS = re.compile(
    r"\W*(?:[а-я]+(?:ый|ий|ая|ое|ые) )?"
    r"(?:отчет|информаци|сведени|справк|доклад|итоги|результат|анализ|мониторинг|об? (?:ход|итог|выполнени|исполнени|результат))"
)
QUOTED_YEAR = re.compile(r"\"[^\"]*(?<!\d)(?:19|20)\d\d(?!\d)[^\"]*\"")
PASSED = re.compile(r"(?:утвержденн|принят|одобренн)[а-я]+ (?:[а-я]+ ){0,4}$")
NOTHING = Context()


@lru_cache(maxsize=5_000)
def read_period(text: str) -> str | None:
    """Give the EDTF period that a title or heading names, or None: `на 2018-2020 годы` → `2018/2020`."""
    if planned := PLANNED.search(deadline_form(text)):
        return f"{planned[1]}/{planned[2]}"
    form = TOWARDS.sub(" ", ACT.sub(lambda found: "#" * len(found.group()), deadline_form(text)))
    best: tuple[int, str] | None = None
    found = find_dates(form)
    if (own := own_time(form, found)) and not is_distant((own,)):
        return joined((own,))
    for dates in found:
        if (rank := rank_of(form, dates)) and (best is None or rank > best[0]):
            best = rank, joined(dates.spans)
    return best[1] if best else None


def is_month(text: str) -> bool:
    """Tell whether a heading is only the name of a month, with its number or its year: "I. МАРТ 2023 г."."""
    return MONTH_HEADING.fullmatch(deadline_form(text)) is not None


def find_dates(form: str) -> list[Dates]:
    """Find every run of dates in a form; most headings have neither a digit nor a month and are not searched."""
    if not DATED.search(form):
        return []
    tokens, found, place = read_tokens(form), list[Dates](), 0
    while place < len(tokens):
        dates = read_dates(form, tokens, place, NOTHING)
        if dates is None:
            place += 1
            continue
        found.append(dates)
        while place < len(tokens) and tokens[place].start < dates.end:
            place += 1
    return found


def rank_of(form: str, dates: Dates) -> int:
    """Tell how surely dates are the period: 0 not at all; "на …" is surer than "за …", that than a bare year."""
    first, printed = dates.spans[0], form[dates.start : dates.end]
    if not any(span.has_year() for span in dates.spans) or is_distant(dates.spans):
        return 0
    if printed.startswith(("на ", "в период", "с ", "в течение", "период")):
        return 5
    if re.match(r"в |во |за |по ", printed) or (first.lower and first.lower.school):
        return 4
    days = any(point and point.day for span in dates.spans for point in (span.lower, span.upper))
    if days and (first.lower is None or (first.lower is first.upper and dates.start > 3)):
        return 0
    if first.lower is not None and (first.lower is not first.upper or re.search(r"год|\dг|г\.|г$", printed)):
        return 3
    last = bool(re.match(r"[\s\".)]*$", form[dates.end :]))
    return 1 if first.lower is None else 2 * last


def own_time(form: str, found: Sequence[Dates]) -> Span | None:
    """Give the time of a title's own beside that of what it names: `о выполнении программы «… на 2020-2024 годы» за 2022 год`."""
    spans = [span for dates in found for span in dates.spans if span.has_year()]
    told = [span for span in spans if form.startswith("за ", span.start) and not is_quoted(form, span)]
    if told and REPORTS.match(form):
        return told[-1]
    last = spans[-1] if len(spans) > 1 else None
    if last is None or is_quoted(form, last) or not CLOSING.match(form, last.end):
        return None
    before, printed = form[: last.start], form[last.start : last.end]
    own = QUOTED_YEAR.search(before) and printed.startswith(("за ", "на ", "в ", "во ")) and not PASSED.search(before)
    return last if own else None


def is_quoted(form: str, span: Span) -> bool:
    """Tell whether a span stands inside quotation marks."""
    return form.count('"', 0, span.start) % 2 == 1


def is_distant(spans: Sequence[Span]) -> bool:
    """Tell whether a year is no year of a plan (a number, a year of birth)."""
    years = [point.year for span in spans for point in (span.lower, span.upper) if point and point.year is not None]
    return any(not 1990 <= year <= 2100 for year in years)


def joined(spans: Sequence[Span]) -> str:
    """Give the value of the dates: years in a row are one stretch; a season without a year yields to the years beside it."""
    spans = [span for span in spans if span.has_year()] or spans
    first, last = spans[0], spans[-1]
    if len(spans) > 1 and all(span.is_year() and span.lower and span.upper for span in spans):
        first = replace(first, upper=last.upper)
    return first.settled(NOTHING).edtf()


@lru_cache(maxsize=5_000)
def read_context(period: str | None, headings: tuple[str, ...]) -> Context:
    """Give what the period and the headings over a row tell about its dates; the innermost heading wins."""
    first, last = read_span(period)
    month = first.month if first and last and (first.year, first.month) == (last.year, last.month) else None
    context = Context(first, last, month)
    for heading in headings:
        context = under_heading(context, heading)
    return context


def under_heading(context: Context, heading: str) -> Context:
    """Give the context under one more heading: its year, month or day."""
    named = read_period(heading)
    first, last = read_span(named)
    if first and last and first.year == last.year:
        inside = context.first and context.last and context.first.year <= first.year <= context.last.year
        context = replace(context, first=first, last=last) if inside or not context.first else context
    form = ACT.sub(lambda found: "#" * len(found.group()), deadline_form(heading))
    form = form[numbered.end() :] if (numbered := NUMBERING.match(form)) else form
    weekday = WEEKDAYS_BEFORE.match(form)
    form = form[weekday.end() :] if weekday else form
    for dates in find_dates(form)[:1]:
        return under_dates(context, dates)
    day = context.day_of_week(read_weekdays(weekday.group())) if weekday and not form else None
    return replace(context, month=day.month, days=((day.day, day.month, day.year),)) if day else context


def under_dates(context: Context, dates: Dates) -> Context:
    """Give the context under dates that a heading names: a month, a day or a few days in a row."""
    lower, upper = dates.spans[0].lower, dates.spans[0].upper
    if not lower or not upper or not lower.month or lower.month > 12 or lower.months or lower.month != upper.month:
        return context
    if lower is upper:
        days = ((lower.day, lower.month, lower.year),) if lower.day and dates.start <= LATEST_DAY else ()
        return replace(context, month=lower.month, days=days)
    if not lower.day or not upper.day or upper.day - lower.day >= LONGEST_MEETING:
        return context
    return replace(context, month=lower.month, days=((lower.day, lower.month, upper.year), (upper.day, upper.month, upper.year)))
