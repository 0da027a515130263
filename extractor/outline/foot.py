"""Signatures at the foot of an act, a plan or minutes.

In: printed lines. Out: `Signature`s: the lines of the position and the person who signed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from extractor.outline.marks import NUMBERED, is_naming
from extractor.outline.printed import Stretch
from extractor.outline.words import opening

SIGNATURE_LINES = 8  # the longest position printed over the lines of a narrow column, and the name
SIGNATURE_LINE = 60  # characters of a narrow column's line
STAMP_LINE = 40  # characters of a stamp's first line
SIGNATURE_WIDTH = 220  # characters of one line: position and name on one long line
INITIALS = r"[А-ЯЁ] ?\. ?-? ?(?:[А-ЯЁ] ?\.)?"
SURNAME = r"(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|[А-ЯЁ]{2,}(?:-[А-ЯЁ]{2,})?)"
NAME = r"[А-ЯЁ][а-яё]+"
PATRONYMIC = r"(?:[А-ЯЁ][а-яё]*(?:вич|вна|ична|инична)|оглы|кызы)"
PERSON = re.compile(
    rf"(?<![А-Яа-яЁё.])(?<!имени )(?<!им\. )(?<!им\.)(?:{SURNAME} {NAME} {PATRONYMIC}|{NAME} {PATRONYMIC} {SURNAME}|"
    rf"{INITIALS} ?{SURNAME}|{SURNAME} ?{INITIALS}(?! ?[А-ЯЁ][А-ЯЁа-яё]{{2}}))(?![А-Яа-яЁё])"
)
AFTER_PERSON = re.compile(
    r"[\s_.,;)(/*»\"]*(?:(?:\(?подпись\)?|м\. ?п\.|п/п)[\s_.]*)?(?:[\"«]?[_\d]*[\"»]?[_ ]*(?:[а-я]+)?[_ ]*(?:20[\d_ ]*)?(?:г\.?|"
    r"года?)?)?[\s_.]*$",
    re.IGNORECASE,
)
VOTED = re.compile(r"принят[оаы]? (?:единогласно|большинством)")
NOT_SIGNED = re.compile(
    r"исп(?:\.|олнител[ьи])|тел\.|разослать|рассылка|верно|копия|визы|с приказом ознаком|"
    r"ознакомлен|приложени|подготовил|докладчик|ответственн(?:ый|ые|ая) (?:за|исп)|"
    r"(?:ответственн\w+|отв\.?|срок\w*) ?[:-]"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: the lines from the position to the person; `person` is the run of the name, None where it is blank."""

    lines: tuple[Stretch, ...]
    person: Stretch | None


def find_signatures(lines: Sequence[Stretch]) -> tuple[Signature, ...]:
    """Find the signatures among the lines, in printed order."""
    return tuple(signatures(lines))


def signatures(lines: Sequence[Stretch]) -> Iterator[Signature]:
    """Yield signatures; agreement stamps and lists of those who read the act are skipped."""
    index = 0
    while index < len(lines):
        if is_agreed(lines[index]) or is_naming(lines[index].form):
            return
        found = signature_from(lines[index : index + SIGNATURE_LINES])
        if found:
            yield found
        index += len(found.lines) if found else 1


def is_agreed(line: Stretch) -> bool:
    """Tell whether a line begins a stamp of agreement; inside a paragraph ("… рассмотрено семь вопросов") a long line begins none."""
    agreed = opening("stamps", "agreed").match(line.form) and not VOTED.match(line.form)
    return bool(agreed) and (line.start == 0 or len(line.text) < STAMP_LINE)


def signature_from(lines: Sequence[Stretch]) -> Signature | None:
    """Read the signature that begins with the first of the lines; None where none begins there."""
    if not lines or not opening("positions").match(lines[0].form) or NOT_SIGNED.match(lines[0].form):
        return None
    for count, line in enumerate(lines, 1):
        if len(line.text) > SIGNATURE_WIDTH or (count > 1 and (NUMBERED.match(line.form) or NOT_SIGNED.match(line.form))):
            return None
        person = last_person(line)
        if person:
            return Signature((*lines[:count], *continuing(lines[:count], person, lines[count:])), person)
        if re.search(r"[.;]$", line.form) and not re.search(r"[._]{2,}$|\b(?:им|г|н)\.$", line.form):
            return None
        if re.search(r"_{3,}", line.form) and count > 0:
            named = last_person(lines[count]) if count < len(lines) else None
            return Signature(tuple(lines[: count + bool(named)]), named)
    return None


def continuing(lines: Sequence[Stretch], person: Stretch, below: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Give the lines under the name that a position of one word goes on in: `Председатель   И.И. Иванов` / `избирательной комиссии`."""
    above = lines[0].text[: person.start - lines[0].start].strip(" _/")
    if len(lines) > 1 or " " in above or lines[0].passage is not person.passage:
        return ()
    return tuple(takewhile(goes_on, below))


def goes_on(line: Stretch) -> bool:
    """Tell whether a line can be a part of a position in a narrow column: small letters, no figure, no end mark, no name."""
    form = line.form
    return line.text[:1].islower() and len(form) < SIGNATURE_LINE and not re.search(r"\d|[.:)]$|^исп", form) and not last_person(line)


def last_person(line: Stretch) -> Stretch | None:
    """Give the run of a person's name that ends the line."""
    names = list(PERSON.finditer(line.text))
    found = names[-1] if names else None
    if found is None or not AFTER_PERSON.match(line.text, found.end()):
        return None
    return line.part(found.start(), found.end())
