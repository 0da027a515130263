"""Approval stamps: УТВЕРЖДАЮ with a position, a person and a date, or УТВЕРЖДЕН with the act that approved.

In: the outline. Out: the stamp's approval, and who approved (position and person) where the stamp names a person.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.casing import Casing
from extractor.outline import Outline, Stretch
from extractor.outline.foot import PERSON
from extractor.outline.marks import SIDE_BY_SIDE
from extractor.outline.words import lexicon, opening, phrases, unspaced
from extractor.records import Approval
from extractor.requisites.found import Found, found
from extractor.requisites.naming import ActName, read_act_name
from extractor.requisites.registration import read_date
from extractor.text import matching_form

YEAR_BLANK = re.compile(r"(?:19|20) ?_*\d?\d?_* ?(?:г|$)")
# Degrees as abbreviations: "к.с.-х.н.", "канд. ист. наук", "д-р техн. наук".
DEGREE = (
    r"(?:[кд]\. ?[а-я]{1,4}(?:\.?-[а-я]{1,4})?\. ?н(?:аук|\.|(?![а-я]))|"
    r"(?:канд\.|кандидат|доктор|д-р|докт\.) [а-я]{2,14}\.?(?:-[а-я]{2,14}\.?)? наук)"
)
BLANK = re.compile(
    r"[_\s/|.,\"«»-]*(?:\(?подпись\)?|м\. ?п\.|\(?(?:ф\. ?и\. ?о\.|расшифровка подписи|инициалы, фамилия)\)?|п/п)?[_\s/|.,\"«»-]*$"
)


@dataclass(frozen=True, slots=True)
class Approver:
    """Who approved: the position with its body as printed, and the person, each with its lines."""

    position: Found[str] | None
    person: Stretch | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """An approval stamp as read."""

    approval: Found[Approval]
    approver: Approver


def stamps_of(lines: Sequence[Stretch]) -> Iterator[tuple[Stretch, ...]]:
    """Yield the lines of each approval stamp, its word first."""
    current = list[Stretch]()
    for line in lines:
        if current and opening("stamps", "approved").match(unspaced(line.form)):
            yield tuple(current)
            current = []
        current.append(line)
    if current:
        yield tuple(current)


def read_stamp(outline: Outline) -> Stamp | None:
    """Read the first approval stamp of the document; None where there is none."""
    for part in outline.parts:
        for lines in stamps_of(part.lines("approved")):
            stamp = read_stamp_lines(lines, outline.casing)
            if stamp:
                return stamp
    return None


def read_stamp_lines(lines: Sequence[Stretch], casing: Casing) -> Stamp | None:
    """Read one stamp: by the act that it names, else by the position and person under its word."""
    if SIDE_BY_SIDE.match(lines[0].form):
        halves = [right_half(line) for line in lines[1:]]
        return read_personal([half for half in halves if half.text and not names_act(half.form)], casing)
    word = opening("stamps", "approved").match(lines[0].form)
    after = lines[0].part(word.end() if word else len(lines[0].text), len(lines[0].text))
    rest = ((after,) if after.text.strip(' :»"') else ()) + tuple(lines[1:])
    if not rest:
        return None
    named = read_act_name(rest, casing, "named_in_stamp")
    if opening("positions").match(rest[0].form) and any(person_in(line) for line in rest):
        return with_act(read_personal([line for line in rest if not names_act(line.form)], casing), named)
    if named.kind and (named.date or named.number or named.issuer):
        values = (named.kind, named.issuer, named.date, named.number)
        approval = Approval(kind=named.kind.value, issuer=value_of(named.issuer), date=value_of(named.date), number=value_of(named.number))
        return Stamp(Found(approval, tuple(place for value in values if value for place in value.places)), Approver(None, None))
    return read_personal(rest, casing)


def names_act(form: str) -> bool:
    """Tell whether a line under a position names the approving act: `приказ № 55 от 31.08.2020`."""
    return bool(re.match(r"\(?(?:приказ|протокол|распоряжение|постановление|от(?= \d| [\"_])|№)(?![а-я])", form))


def with_act(stamp: Stamp, named: ActName) -> Stamp:
    """Give a person's stamp with the kind, date and number of the act printed under it."""
    if not (named.kind and named.number):
        return stamp
    own = stamp.approval.value
    approval = Approval(kind=named.kind.value, issuer=own.issuer, date=value_of(named.date) or own.date, number=named.number.value)
    return Stamp(Found(approval, (*stamp.approval.places, *named.number.places)), stamp.approver)


def right_half(line: Stretch) -> Stretch:
    """Give what belongs to the right one of two stamps printed side by side in one line of text."""
    names = list(PERSON.finditer(line.text))
    if len(names) > 1:
        return line.part(names[-2].end(), len(line.text))
    dated = read_date(line.text)
    if dated and read_date(line.text[dated[2] :]):
        return line.part(dated[2], len(line.text))
    held = [
        found for found in re.finditer(r"(?<![А-Яа-яё-])[А-ЯЁ][а-яё.]+", line.text) if opening("positions").match(line.form, found.start())
    ]
    return line.part(held[-1].start(), len(line.text)) if held else line


def value_of(value: Found[str] | None) -> str | None:
    """Give the value, None where nothing was found."""
    return value.value if value else None


def read_personal(lines: Sequence[Stretch], casing: Casing) -> Stamp:
    """Read a stamp of a person: position lines until the name, then the date."""
    position, person, dated = list[Stretch](), None, list[Stretch]()
    for line in lines:
        is_dated = bool(read_date(line.text) or YEAR_BLANK.search(line.form))
        dated += [line] if is_dated else []
        own = before_date(line) if is_dated else line
        name = person_in(own) if person is None else None
        if person is None:
            piece = without_blanks(own.part(0, name.start - own.start) if name else own)
            position += [piece] if piece.text and not is_rank(piece.form) else []
        person = person or name
    issuer = without_rank(" ".join(line.text for line in position))
    read = next((date for line in dated if (date := read_date(line.text))), None)
    approval = Approval(kind=None, issuer=casing.sentence(issuer) or None, date=read[0] if read else None, number=None)
    evidence = [*position, *dated]
    holder = found(casing.sentence(issuer), position, "position_in_stamp") if issuer else None
    return Stamp(found(approval, evidence or lines[:1], "stamp_of_person"), Approver(holder, person))


def before_date(line: Stretch) -> Stretch:
    """Give what a line has before its date."""
    read = read_date(line.text)
    start = read[1] if read else next((m.start() for m in re.finditer(r"[\"_]|\d", line.form)), 0)
    return line.part(0, start)


def person_in(line: Stretch) -> Stretch | None:
    """Give the run of the last person's name in the line."""
    names = list(PERSON.finditer(line.text))
    return line.part(names[-1].start(), names[-1].end()) if names else None


def without_blanks(line: Stretch) -> Stretch:
    """Give the line without signature blanks at its end (`Директор ______ /`)."""
    form = line.form
    end = re.search(r"[\s_/|,(]*(?:\(?подпись\)?)?[\s_/|.]*$", form)
    cut = end.start() if end and re.search(r"_|/|\||подпись", end.group()) else len(form.rstrip(" ,(/"))
    piece = line.part(0, cut)
    piece = piece.part(len(piece.text) - len(piece.text.lstrip("_ /")), len(piece.text))
    return piece.part(0, 0) if BLANK.match(piece.form) else piece


def is_rank(form: str) -> bool:
    """Tell whether a line is only a rank or a degree."""
    return bool(re.fullmatch(rf"(?:{rank()}[, ]*)+", form.strip(" ,")))


@cache
def rank() -> str:
    """Give the pattern of a rank or a degree with its service: `майор внутренней службы`."""
    services = "полиции|юстиции|милиции|таможенной службы|внутренней службы|медицинской службы|запаса|в отставке"
    return rf"(?:(?:{DEGREE}|{phrases(lexicon()['ranks'])})(?: (?:{services}))*)"


def without_rank(text: str) -> str:
    """Drop ranks and degrees from the end of a position: `Начальник академии генерал-лейтенант` → `Начальник академии`."""
    form = matching_form(text)
    ended = re.search(rf"(?:[, ]+{rank()})+[, ]*$", form)
    return text[: ended.start()].rstrip(" ,") if ended and ended.start() else text.rstrip(" ,")
