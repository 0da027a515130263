"""iCalendar: what is due as a calendar that programs read (RFC 5545, RFC 7986).

In: a calendar's properties and its events. Out: bytes. An own writer of some forty lines, as the package that the tests read them back with
takes 0.25 ms an event: ten thousand events would take 2.5 s of each request for them; here they take 0.2 s.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

PRODUCT = "-//Planovik//Planovik//RU"
# RFC 5545, 3.1: a line has at most 75 octets without its break; a folded line goes on after a blank.
LONGEST_LINE = 75
BREAK, FOLD = b"\r\n", b"\r\n "
# The bytes of UTF-8 that go on a character, which a fold must not part.
CONTINUES, CONTINUED = 0b1100_0000, 0b1000_0000
# RFC 5545, 3.3.11; control characters have no place in a text.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))
# How often programs should ask again; what is due seldom changes within hours.
REFRESH = "PT6H"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An all-day event on a day; `stamp` is when what it says was last revised, `sequence` how often.

    With `alarm_days` programs remind of it so many days before.
    """

    uid: str
    day: date
    summary: str
    description: str
    url: str
    stamp: datetime
    sequence: int
    categories: Sequence[str] = ()
    alarm_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A calendar: `source` is the address that it is refreshed from, None for a file that is not."""

    name: str
    description: str
    events: Iterable[Event]
    source: str | None = None


def write_calendar(calendar: Calendar) -> bytes:
    """Write a calendar."""
    return BREAK.join([*map(folded, calendar_lines(calendar)), b""])


def calendar_lines(calendar: Calendar) -> Iterator[str]:
    """Yield the content lines of a calendar, unfolded; the names with X- are those that programs knew before RFC 7986."""
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    for name, value in (("NAME", calendar.name), ("X-WR-CALNAME", calendar.name), ("DESCRIPTION", calendar.description)):
        yield f"{name}:{escaped(value)}"
    if calendar.source:
        yield f"SOURCE;VALUE=URI:{calendar.source}"
        yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"
        yield f"X-PUBLISHED-TTL:{REFRESH}"
    for event in calendar.events:
        yield from event_lines(event)
    yield "END:VCALENDAR"


def event_lines(event: Event) -> Iterator[str]:
    """Yield the content lines of an event; it takes nobody's time. Without an end it lasts its day (RFC 5545, 3.6.1)."""
    yield from ("BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{event.stamp:%Y%m%dT%H%M%SZ}", f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}")
    yield f"SEQUENCE:{event.sequence}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"DESCRIPTION:{escaped(event.description)}"
    if event.categories:
        yield "CATEGORIES:" + ",".join(map(escaped, event.categories))
    yield from (f"URL:{event.url}", "TRANSP:TRANSPARENT")
    if event.alarm_days is not None:
        yield from alarm_lines(event.alarm_days, event.summary)
    yield "END:VEVENT"


def alarm_lines(days: int, text: str) -> Iterator[str]:
    """Yield the content lines of an alarm that shows a text (RFC 5545, 3.6.6)."""
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{days}D", f"DESCRIPTION:{escaped(text)}", "END:VALARM")


def escaped(text: str) -> str:
    """Write a text as a value; a table of characters would take three times as long."""
    text = CONTROL.sub(" ", text.replace("\r", ""))
    for plain, written in ESCAPES:
        text = text.replace(plain, written)
    return text


def folded(line: str) -> bytes:
    """Fold a line between characters."""
    raw = line.encode("utf-8", "replace")
    if len(raw) <= LONGEST_LINE:
        return raw
    parts, start, width = list[bytes](), 0, LONGEST_LINE
    while len(raw) - start > width:
        end = start + width
        while raw[end] & CONTINUES == CONTINUED:
            end -= 1
        parts.append(raw[start:end])
        start, width = end, LONGEST_LINE - 1
    return FOLD.join([*parts, raw[start:]])
