"""Scanning: a wording is read from left to right into atoms: frequencies, dates, spans, phrases, times of day.

In: the text of a cell or clause with its hard line starts and the context. Out: `Atom`s in printed order. `RULES` is
tried at each word's start and the first rule that answers stands.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from extractor.deadlines.clock import find_clocks
from extractor.deadlines.completion import Context
from extractor.deadlines.dates import Dates, read_dates
from extractor.deadlines.frequency import FREQUENCIES, Frequency
from extractor.deadlines.items import BEFORE
from extractor.deadlines.named_days import NAMED_DAYS, NamedDay
from extractor.deadlines.points import Point, is_kind, is_part, part_number, sibling_part
from extractor.deadlines.spans import SPANS
from extractor.deadlines.stretches import Span
from extractor.deadlines.tokens import Token, deadline_form, read_tokens
from extractor.deadlines.wordings import find_phrase
from extractor.records import DeadlineKind

WORD = re.compile(r"\w+(?:-\w+)*|\S")
SEPARATORS = " ,;:.()-/+*•·"
LIST_MARK = re.compile(r"(?:\d{1,2}\)|\d{1,2}\.(?= ?[а-я])(?!\d)|[а-я]\))\s*")
# Words after which a phrase of its own may begin inside another's tail.
JOINT = re.compile(r"(?:[,;:(]|(?<= )-|(?<!\w)(?:и|или|либо|но|далее|затем|также)) ?$")
ADVERB = re.compile(
    r"еже\w+о(?!\w)|(?:не (?:реже|менее) (?:чем )?)?(?:\w+ )?раза? в|дважды|трижды|кажд\w+ (?:год|месяц|квартал|недел|полугод)"
)
# With these words the line before goes on ("в соответствии / с планом").
GOES_ON = re.compile(r"(?:с|со|к|ко|до|на|о|об|для) [а-я]")
OF_MONTH = re.compile(r"(?:в (?:течени[еи] |теч\.? ?)|за |весь )(?:текущего |всего |данного )?месяца?(?!\w)(?! (?:со?|после|до|от) )")
OF_DAY = re.compile(r"(?:в течени[еи] |весь |целый )(?:всего |рабочего |рабочий )?(?:дня|день)(?!\w)(?! (?:со?|после|до|от) )")


@dataclass(frozen=True, slots=True)
class Fixed:
    """What a phrase or a span from an event says: its kind and the duration from the event."""

    kind: DeadlineKind
    offset: str | None = None
    tail: bool = True


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a wording that was understood: half-open offsets, the rule that read it, and what it says."""

    start: int
    end: int
    rule: str
    value: Frequency | Dates | Fixed | Clock


@dataclass(frozen=True, slots=True)
class Wording:
    """A text made ready for the rules: its form, tokens (times of day left out) and the context."""

    text: str
    form: str
    tokens: tuple[Token, ...]
    places: dict[int, int]
    clocks: dict[int, int]
    breaks: frozenset[int]
    context: Context


def prepare(text: str, breaks: Iterable[int], context: Context) -> Wording:
    """Make a text ready for the rules."""
    form = deadline_form(text)
    clocks = find_clocks(form, day_known=bool(context.days))
    tokens = tuple(t for t in read_tokens(form) if not any(s < t.end and t.start < e for s, e in clocks))
    places = {token.start: place for place, token in enumerate(tokens)}
    return Wording(text, form, tokens, places, dict(clocks), frozenset(breaks), context)


def by_clock(wording: Wording, at: int) -> Atom | None:
    """14.00-14.10"""
    end = wording.clocks.get(at)
    return Atom(at, end, "by_clock", Clock()) if end else None


def every(rule: Callable[[str, int], Frequency | None]) -> Callable[[Wording, int], Atom | None]:
    """Make a rule for wordings of a rule for frequencies."""

    def read(wording: Wording, at: int) -> Atom | None:
        found = rule(wording.form, at)
        return Atom(at, found.end, rule.__name__, replace(found, rule=rule.__name__)) if found else None

    read.__name__, read.__doc__ = rule.__name__, rule.__doc__
    return read


def after_event(rule: Callable[[str, int], tuple[int, str] | None]) -> Callable[[Wording, int], Atom | None]:
    """Make a rule for wordings of a rule for spans from an event."""

    def read(wording: Wording, at: int) -> Atom | None:
        found = rule(wording.form, at)
        return Atom(at, found[0], rule.__name__, Fixed("relative", found[1])) if found else None

    read.__name__, read.__doc__ = rule.__name__, rule.__doc__
    return read


def in_month_of_heading(wording: Wording, at: int) -> Atom | None:
    """в течение месяца"""
    found = OF_MONTH.match(wording.form, at)
    if not found or wording.context.month is None:
        return None
    point = Point(at, found.end(), None, wording.context.month)
    return Atom(at, found.end(), "in_month_of_heading", Dates(at, found.end(), (Span(at, found.end(), point, point),)))


def in_part_of_heading(wording: Wording, at: int) -> Atom | None:
    """II декада"""
    place, month = wording.places.get(at), wording.context.month
    if place is None or month is None or not is_kind(wording.tokens, place, "number"):
        return None
    last = place + 2 * is_kind(wording.tokens, place + 1, "-")
    if not is_part(wording.tokens, last) or is_kind(wording.tokens, last + 2, "month"):
        return None
    end = wording.tokens[last + 1].end
    upper = Point(at, end, None, month, part=part_number(wording.tokens, last))
    lower = replace(upper, part=sibling_part(upper.part, wording.tokens[place].value[0])) if upper.part and last > place else upper
    return Atom(at, end, "in_part_of_heading", Dates(at, end, (Span(at, end, lower, upper),)))


def in_day_of_heading(wording: Wording, at: int) -> Atom | None:
    """в течение дня"""
    found = OF_DAY.match(wording.form, at)
    if not found or not wording.context.days:
        return None
    return Atom(at, found.end(), "in_day_of_heading", Dates(at, found.end(), (day_of_heading(at, found.end(), wording.context),)))


def day_of_heading(start: int, end: int, context: Context) -> Span:
    """Give the day, or the days in a row, that a heading names."""
    lower, upper = (Point(start, end, *day) for day in (context.days[0], context.days[-1]))
    return Span(start, end, lower, lower if len(context.days) == 1 else upper)


def in_month(rule: NamedDay) -> Callable[[Wording, int], Atom | None]:
    """Make a rule for wordings of a rule for days named by their place in a month."""

    def read(wording: Wording, at: int) -> Atom | None:
        dates = rule(wording.form, wording.tokens, wording.places, at, wording.context)
        return Atom(at, dates.end, rule.__name__, dates) if dates else None

    read.__name__, read.__doc__ = rule.__name__, rule.__doc__
    return read


def in_dates(wording: Wording, at: int) -> Atom | None:
    """до 1 июля и 1 декабря 2021 года"""
    place = wording.places.get(at)
    if place is None:
        return None
    dates = read_dates(wording.form, wording.tokens, place, wording.context)
    return Atom(at, dates.end, "in_dates", dates) if dates else None


def by_phrase(wording: Wording, at: int) -> Atom | None:
    """по мере необходимости"""
    found = find_phrase(wording.form, at)
    return Atom(at, found.end, f"wording {found.name}", Fixed(found.kind, None, found.tail)) if found else None


Rule = Callable[[Wording, int], Atom | None]
RULES: tuple[Rule, ...] = (
    by_clock,
    *(in_month(rule) for rule in NAMED_DAYS),
    *(every(rule) for rule in FREQUENCIES),
    in_month_of_heading,
    in_part_of_heading,
    in_day_of_heading,
    *(after_event(rule) for rule in SPANS),
    in_dates,
    by_phrase,
)


def read_atom(wording: Wording, at: int) -> Atom | None:
    """Read the atom that begins at an offset, or None."""
    for rule in RULES:
        if atom := rule(wording, at):
            return atom
    return None


def find_atoms(wording: Wording) -> list[Atom]:
    """Find the atoms of a wording from left to right; the tail of an open phrase is left to the phrase."""
    atoms, at = list[Atom](), 0
    while at < len(wording.form):
        if marker := list_mark(wording, at):
            at = marker
        elif wording.form[at] in SEPARATORS and at not in wording.places:
            at += 1
        elif (not in_tail(atoms) or may_begin(wording, at)) and (atom := read_atom(wording, at)):
            atoms.append(atom)
            at = max(atom.end, at + 1)
        else:
            word = WORD.match(wording.form, at)
            at = word.end() if word else at + 1
    return atoms


def list_mark(wording: Wording, at: int) -> int | None:
    """Give the end of a list mark ("1)", "2.") that stands at the start of a part, or None."""
    if at and wording.form[at - 1] not in " (;":
        return None
    found = LIST_MARK.match(wording.form, at)
    return found.end() if found else None


def in_tail(atoms: list[Atom]) -> bool:
    """Tell whether the text after the last atom is the tail of an open phrase."""
    return bool(atoms) and isinstance(atoms[-1].value, Fixed) and atoms[-1].value.tail


def may_begin(wording: Wording, at: int) -> bool:
    """Tell whether a new wording may begin here though the last phrase is still open."""
    if JOINT.search(wording.form, max(0, at - 12), at) or (at in wording.breaks and opens_line(wording, at)):
        return True
    if wording.text[at].isupper() and not wording.text[at : at + 2].isupper():
        return True
    return bool(BEFORE.match(wording.form, at) or ADVERB.match(wording.form, at))


def opens_line(wording: Wording, at: int) -> bool:
    """Tell whether a line that the author began may begin a wording: not in small letters after a capital, not "с планом"."""
    if not wording.text[at].islower():
        return True
    return not wording.text.lstrip()[:1].isupper() and not GOES_ON.match(wording.form, at)
