"""What an appendix's name, a stamp or a one-line heading says of an act: kind, issuer, date, number.

In: lines such as "Приложение 2 / к постановлению администрации города / от 17 марта 2005 г. N 121". Out: `ActName`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.casing import Casing
from extractor.evidence import Evidence
from extractor.morphology import nominative
from extractor.outline.printed import Stretch
from extractor.outline.words import lexicon
from extractor.records import DocumentKind
from extractor.requisites.found import Found
from extractor.requisites.registration import read_date, read_number
from extractor.text import matching_form

HIDDEN = re.compile(r'"(?=[^"\d_ ])[^"]*"')  # a number inside a name («Школа № 3») is not the act's
ISSUER_END = re.compile(
    r"(?:^|[ ,])(?:от(?= ?[\"_\d«])|№|n(?= ?[\d_])|\"?[ _]*\d{1,2}[ _]*\"? ?(?=[а-я_]+ ?(?:19|20))|\d{1,2}\.\d{2}\.|_{2,}|\"об? |\"о )"
)

# "протоколом заседания комиссии": the body is the one that met.
MEETING = re.compile(r" (?:[а-я]+ого )?(?:заседания|совещания|собрания(?= (?:трудового|коллектива)))(?= )")


@dataclass(frozen=True, slots=True)
class ActName:
    """An act as other lines name it; each part with its places."""

    kind: Found[DocumentKind] | None
    issuer: Found[str] | None
    date: Found[str] | None
    number: Found[str] | None


def read_act_name(lines: Sequence[Stretch], casing: Casing, rule: str) -> ActName:
    """Read the act that the lines name."""
    text = " ".join(line.text for line in lines)
    form = HIDDEN.sub(lambda quoted: "\0" * len(quoted.group()), matching_form(text))
    kind = named_kind(form)
    date, number = read_date(text), read_number(form[kind[2] :] if kind else form)
    shift = kind[2] if kind else 0
    issuer = named_issuer(text, form, shift, casing) if kind else None
    return ActName(
        Found(kind[0], places(lines, kind[1], kind[2], rule)) if kind else None,
        Found(issuer[0], places(lines, issuer[1], issuer[2], rule)) if issuer else None,
        Found(date[0], places(lines, date[1], date[2], rule)) if date else None,
        Found(text[number[1] + shift : number[2] + shift], places(lines, number[1] + shift, number[2] + shift, rule)) if number else None,
    )


def named_kind(form: str) -> tuple[DocumentKind, int, int] | None:
    """Give the kind of act that the text names first, with its span."""
    best: tuple[int, int, DocumentKind] | None = None
    kinds: dict[DocumentKind, list[str]] = lexicon()["named_acts"]
    for kind, stems in kinds.items():
        for stem in stems:
            found = re.search(rf"(?<![а-я]){stem}[а-я]*", form)
            if found and (best is None or found.start() < best[0]):
                best = (found.start(), found.end(), kind)
    return (best[2], best[0], best[1]) if best else None


def named_issuer(text: str, form: str, start: int, casing: Casing) -> tuple[str, int, int] | None:
    """Give the issuer in the nominative that stands in the genitive after the kind: `постановлению администрации города`."""
    ended = ISSUER_END.search(form, start)
    end = ended.start() if ended else len(text)
    meeting = MEETING.match(form, start)
    start = meeting.end() if meeting else start
    printed = text[start:end].strip(" ,.:")
    if not re.match(r"[А-ЯЁа-яё]", printed) or len(printed) < 4:
        return None
    begin = text.index(printed, start)
    return body_name(casing.sentence(printed), case="gent"), begin, begin + len(printed)


def body_name(printed: str, *, case: str | None) -> str:
    """Give a body's name in the nominative with a capital first letter."""
    name = nominative(printed[:1].lower() + printed[1:] if case and not printed[:2].isupper() else printed, case=case)
    return name[:1].upper() + name[1:]


def places(lines: Sequence[Stretch], start: int, end: int, rule: str) -> tuple[Evidence, ...]:
    """Give the evidence of a span of the lines joined by single spaces."""
    spans, at = list[Evidence](), 0
    for line in lines:
        left, right = max(start - at, 0), min(end - at, len(line.text))
        if left < right and (piece := line.part(left, right)).text:
            spans.append(piece.evidence(rule))
        at += len(line.text) + 1
    return tuple(spans)
