"""Entries: the atoms of a wording are put together into deadlines with their values.

In: a `Wording` and its atoms. Out: `Entry`s that share the whole text among them, in printed order. Atoms that stand in
one wording (after a comma, in brackets) make one entry and its countable part decides; "и", ";", lines of their own and
further dates make entries of their own.
"""

import re
from dataclasses import dataclass, replace

from extractor.deadlines.dates import Dates, dated_span
from extractor.deadlines.edtf import bounds
from extractor.deadlines.frequency import Frequency, combined
from extractor.deadlines.points import Point
from extractor.deadlines.scanning import Atom, Clock, Fixed, Wording, day_of_heading
from extractor.deadlines.stretches import Span
from extractor.records import DeadlineKind

OWN_PART = re.compile(r";|(?<!\w)(?:и|а также|далее|затем)(?!\w)")
# "при приёме и раз в год": a frequency of its own, which "и не реже раза в год" is not.
ADDED = re.compile(r"и (?!не )")
# "по мере необходимости и не реже раза в год" is one deadline.
AT_LEAST = re.compile(r"не (?:реже|менее|чаще)(?!\w)")
# A recurrence rarer than this in days takes each yearly date as a yearly entry.
SELDOM = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A deadline's value with its half-open offsets in the text; `misprint` is the printed year that was corrected."""

    start: int
    end: int
    kind: DeadlineKind
    rule: str
    edtf: str | None = None
    rrule: str | None = None
    offset: str | None = None
    misprint: int | None = None


def join_entries(wording: Wording, atoms: list[Atom]) -> list[Entry]:
    """Put atoms together into entries; their offsets are those of the words that were understood."""
    entries = list[Entry]()
    for group in split_groups(wording, atoms):
        entries += read_group(wording, group)
    return entries


def split_groups(wording: Wording, atoms: list[Atom]) -> list[list[Atom]]:
    """Part the atoms into wordings."""
    groups = list[list[Atom]]()
    for atom in atoms:
        if groups and not is_own_part(wording, groups[-1], atom):
            groups[-1].append(atom)
        else:
            groups.append([atom])
    return groups


def is_own_part(wording: Wording, group: list[Atom], atom: Atom) -> bool:
    """Tell whether an atom begins a deadline of its own."""
    before = group[-1]
    gap = wording.form[before.end : atom.start]
    lead = gap[max(gap.rfind(","), gap.rfind(" но "), 0) :]
    if isinstance(atom.value, Clock) or isinstance(before.value, Clock):
        return ";" in gap and not isinstance(atom.value, Clock)
    if ";" in gap or re.search(r"(?<!\w)(?:далее|затем)(?!\w)", gap):
        return True
    at_least = gap.endswith(" и ") and AT_LEAST.match(wording.form, atom.start)
    if is_bracketed(wording, before.end, atom.start) or "," in gap[-2:] or " но" in gap or at_least:
        return splits_frequency(group, atom)
    on_own_line = atom.start in wording.breaks and starts_line(wording, group, atom)
    if OWN_PART.search(lead) or ADDED.match(wording.form, atom.start) or on_own_line:
        return True
    if wording.text[atom.start].isupper() and not isinstance(atom.value, Dates) and "," not in gap:
        return not isinstance(before.value, Dates) or not isinstance(atom.value, Frequency) or before.start != group[0].start
    return splits_frequency(group, atom)


def starts_line(wording: Wording, group: list[Atom], atom: Atom) -> bool:
    """Tell whether a line of its own begins a new wording: one in small letters goes on after a capital."""
    mixed = any(isinstance(a.value, Frequency) for a in (*group, atom)) and any(isinstance(a.value, Dates) for a in (*group, atom))
    ended = wording.form[: atom.start].rstrip()[-1:] in ".;"
    begins_small = not wording.text[atom.start].isupper()
    return ended or not (begins_small and (wording.text[group[0].start].isupper() or mixed))


def is_bracketed(wording: Wording, left: int, right: int) -> bool:
    """Tell whether a bracket opens between two offsets and is still open at the second."""
    gap = wording.form[left:right]
    return gap.rfind("(") > gap.rfind(")")


def splits_frequency(group: list[Atom], atom: Atom) -> bool:
    """Tell whether a frequency is a second one beside the group's, or brings years of its own after a span of years."""
    if not isinstance(atom.value, Frequency):
        return False
    first = next((a.value for a in group if isinstance(a.value, Frequency)), None)
    return first is not None and combined(first, atom.value) is None


def read_group(wording: Wording, group: list[Atom]) -> list[Entry]:
    """Read one wording's atoms into its entries."""
    frequency = read_frequency(group)
    dates = [atom for atom in group if isinstance(atom.value, Dates)]
    if frequency and dates and frequency.rule == "on_weekdays" and is_one_weekday(wording, frequency, dates):
        frequency = None
    if frequency:
        return recurring(wording, group, frequency, dates)
    if held := held_since(wording, group, dates):
        return held
    if repeated := repeated_yearly(wording, dates):
        return repeated
    if dates:
        return [*held_before_brackets(wording, group, dates), *calendar(wording, dates)]
    fixed = next((atom for atom in group if isinstance(atom.value, Fixed)), None)
    if fixed and isinstance(fixed.value, Fixed):
        offset = next((a.value.offset for a in group if isinstance(a.value, Fixed) and a.value.offset), None)
        return [Entry(fixed.start, group[-1].end, fixed.value.kind, fixed.rule, offset=offset if fixed.value.kind == "relative" else None)]
    return at_clock(wording, group)


def read_frequency(group: list[Atom]) -> Frequency | None:
    """Give the group's frequency, two wordings of it combined."""
    frequency: Frequency | None = None
    for atom in group:
        if isinstance(atom.value, Frequency):
            frequency = (combined(frequency, atom.value) or frequency) if frequency else atom.value
    return frequency


def is_one_weekday(wording: Wording, frequency: Frequency, dates: list[Atom]) -> bool:
    """Tell whether a weekday is that of one date ("пятница, 15 мая", "в первый вторник марта"), not of every week."""
    if any(has_day(atom) for atom in dates):
        return True
    nth = re.search(r"(?:перв|втор|трет|четверт|последн)\w+ $|\d-?\w{0,2} $", wording.form[: frequency.start])
    return bool(nth) and not re.search(r"кажд|месяц", wording.form)


def has_day(atom: Atom) -> bool:
    """Tell whether an atom is a date with a day."""
    return isinstance(atom.value, Dates) and any(point and point.day for span in atom.value.spans for point in (span.lower, span.upper))


def held_since(wording: Wording, group: list[Atom], dates: list[Atom]) -> list[Entry]:
    """Give the one entry of work that goes on from a day: "постоянно с 01.01.2022"."""
    fixed = next((a for a in group if isinstance(a.value, Fixed) and a.value.kind == "continuous" and not a.value.tail), None)
    spans = [span for atom in dates if isinstance(atom.value, Dates) for span in atom.value.spans]
    if fixed is None or len(spans) != 1 or spans[0].upper is not None:
        return []
    return [Entry(group[0].start, group[-1].end, "continuous", fixed.rule, spans[0].settled(wording.context).edtf())]


def held_before_brackets(wording: Wording, group: list[Atom], dates: list[Atom]) -> list[Entry]:
    """Give the entry of a phrase before dates in brackets: "в течение года (март, октябрь)"."""
    first = group[0]
    if not isinstance(first.value, Fixed) or first.value.kind != "continuous" or not is_bracketed(wording, first.end, dates[0].start):
        return []
    return [Entry(first.start, first.end, first.value.kind, first.rule)]


def calendar(wording: Wording, dates: list[Atom]) -> list[Entry]:
    """Give an entry for each date; a time that is reported on ("за I полугодие - до 15 июля") is none."""
    printed = [(span, atom.rule) for atom in dates if isinstance(atom.value, Dates) for span in atom.value.spans]
    pairs = in_year_before(wording, printed)
    due = [pair for pair in pairs if not wording.form.startswith("за ", pair[0].start)]
    return [dated(wording, span, rule) for span, rule in due or pairs]


def in_year_before(wording: Wording, printed: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Let times in brackets be those of the year before them, which is no deadline of its own: "2024 г. (I полугодие)"."""
    pairs, opening = list[tuple[Span, str]](), None
    for span, rule in printed:
        if opening and opening.lower and not span.has_year() and is_bracketed(wording, opening.end, span.start):
            inside = dated_span(span, opening.lower.year)
            if pairs[-1][0] is opening:
                inside = replace(inside, start=opening.start)
                pairs.pop()
            pairs.append((inside, rule))
            continue
        opening = span if span.is_year() and span.lower is span.upper else None
        pairs.append((span, rule))
    return pairs


def dated(wording: Wording, span: Span, rule: str) -> Entry:
    """Give the entry of a date."""
    settled = span.settled(wording.context)
    if not is_in_order(settled.edtf()):
        return Entry(span.start, span.end, "unknown", rule)
    return Entry(span.start, span.end, "calendar", rule, settled.edtf(), misprint=misprint(span, settled))


def repeated_yearly(wording: Wording, dates: list[Atom]) -> list[Entry]:
    """Give the entries of a time of the year that several years share: "май 2022-2024 гг.", "I квартал 2022-2024 годов"."""
    spans = [span for atom in dates if isinstance(atom.value, Dates) for span in atom.value.spans]
    if len(spans) < 2 or not is_several_years(spans[-1]) or wording.form[spans[-2].end : spans[-1].start].strip():
        return []
    if not all(is_time_of_year(span) for span in spans[:-1]):
        return []
    edtf, yearly = over_years(wording, spans[-1:]), Frequency(spans[0].start, spans[-1].end, "YEARLY")
    rules = [yearly.rrule(*months_and_days(span)) for span in spans[:-1]]
    entries = [Entry(s.start, s.end, "recurring", "repeated_yearly", edtf, rule) for s, rule in zip(spans[:-1], rules, strict=True)]
    return [*entries[:-1], replace(entries[-1], end=spans[-1].end)]


def is_several_years(span: Span) -> bool:
    """Tell whether a span goes from one year to a later one."""
    first, last = span.lower, span.upper
    if not span.is_year() or first is None or last is None or first.year is None or last.year is None:
        return False
    return first.year < last.year and not first.school and not last.school


def is_time_of_year(span: Span) -> bool:
    """Tell whether a span is months, quarters or days of one year, none named; a season may reach into the next."""
    points = [point for point in (span.lower, span.upper) if point is not None]
    if span.upper is None or not points or any(point.year is not None or not point.month or 20 < point.month < 30 for point in points):
        return False
    return points[0].months_covered()[0] <= points[-1].months_covered()[0]


def is_in_order(edtf: str) -> bool:
    """Tell whether a value's first day is not after its last."""
    first, last = bounds(edtf)
    return first is None or last is None or first <= last


def misprint(span: Span, settled: Span) -> int | None:
    """Give the printed year that the plan's period corrected, or None."""
    pairs = ((span.lower, settled.lower), (span.upper, settled.upper))
    return next((a.year for a, b in pairs if a and b and a.year is not None and a.year != b.year), None)


def at_clock(wording: Wording, group: list[Atom]) -> list[Entry]:
    """Give the heading's day for a time of day that stands alone."""
    start, end = group[0].start, group[-1].end
    if not wording.context.days:
        return [Entry(start, end, "unknown", group[0].rule)]
    day = day_of_heading(start, end, wording.context).settled(wording.context)
    return [Entry(start, end, "calendar", group[0].rule, day.edtf())]


def recurring(wording: Wording, group: list[Atom], frequency: Frequency, dates: list[Atom]) -> list[Entry]:
    """Give the entries of a frequency with the dates it is bound to."""
    spans = [span for atom in dates if isinstance(atom.value, Dates) for span in atom.value.spans]
    foreign = foreign_years(group, spans)
    spans = [span for span in spans if span not in foreign]
    yearly = [span for span in spans if is_yearly(frequency, span, spans)]
    years = [span for span in spans if span not in yearly]
    edtf = over_years(wording, years) if years else None
    start = foreign[-1].end if foreign else group[0].start
    whole = Entry(start, group[-1].end, "recurring", frequency.rule, edtf)
    before = [dated(wording, span, "in_dates") for span in foreign]
    if not yearly:
        return [*before, replace(whole, rrule=frequency.rrule())]
    unit = frequency if frequency.unit == "YEARLY" else replace(frequency, unit="YEARLY", interval=1)
    entries = [replace(whole, start=span.start, end=span.end, rrule=unit.rrule(*months_and_days(span))) for span in yearly]
    return [*before, replace(entries[0], start=min(whole.start, entries[0].start)), *entries[1:]]


def foreign_years(group: list[Atom], spans: list[Span]) -> list[Span]:
    """Give the years before a frequency that has years of its own ("2004 - 2006 годы ежегодно с 2005 года")."""
    at = next(atom.start for atom in group if isinstance(atom.value, Frequency))
    before, after = [span for span in spans if span.end <= at], [span for span in spans if span.start >= at]
    own = any(span.is_year() for span in after)
    return (
        [span for span in before if span.is_year()] if own else before[:-1] if len(before) > 1 and all(s.is_year() for s in before) else []
    )


def is_yearly(frequency: Frequency, span: Span, spans: list[Span]) -> bool:
    """Tell whether a date names the time of the year at which a seldom frequency falls due."""
    opened = span.upper is None and span.has_year()
    if span.is_year() or opened or frequency.days or frequency.weekdays or frequency.length() < SELDOM:
        return False
    if span.lower and span.upper and span.lower.year is not None and span.lower.year != span.upper.year:
        return False
    if any(point is not None and point.school for point in (span.lower, span.upper)):
        return False
    return frequency.unit == "YEARLY" or len([s for s in spans if not s.is_year()]) > 1


def over_years(wording: Wording, years: list[Span]) -> str:
    """Give the time over which a frequency holds: `2005/..`, `2021/2023`."""
    first, last = years[0].settled(wording.context), years[-1].settled(wording.context)
    whole = f"{first.edtf().partition('/')[0]}/{last.edtf().rpartition('/')[2]}"
    return whole if len(years) > 1 and is_in_order(whole) else first.edtf()


def months_and_days(span: Span) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the months and the day of the month of a yearly date; a quarter or a range lists its months."""
    lower, upper = span.lower or span.upper, span.upper or span.lower
    assert lower
    assert upper
    first, last = lower.months_covered()[0], upper.months_covered()[1]
    if span.lower is None:
        first = last
    last += 12 * (last < first)
    months = tuple(sorted((month - 1) % 12 + 1 for month in range(first, last + 1)))
    if lower is upper and lower.day:
        return months, (lower.day,)
    return months, (last_day(upper),) if upper.last and span.lower is None else ()


def last_day(point: Point) -> int:
    """Give the last day of the month in which a point ends."""
    return replace(point, month=point.months_covered()[1], year=None).month_length()
