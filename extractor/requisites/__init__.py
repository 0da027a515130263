"""The document's requisites: kind, issuer, date, number, title, place, period, signatory, basis, approval.

In: the document and its outline. Out: `Requisites` with the place of every filled field. A new place where an issuer is
printed is a rule in `issuers.py`, a new kind of document a list in `lexicons/requisites.toml`.
"""

import re
from collections.abc import Sequence

from extractor.document import Document
from extractor.issues import issue
from extractor.morphology import nominative
from extractor.outline import Outline, Stretch
from extractor.outline.marks import is_naming
from extractor.records import Issue, Reading, Requisites
from extractor.requisites.basis import read_basis
from extractor.requisites.found import Found, found
from extractor.requisites.issuers import Clues, read_issuer
from extractor.requisites.kinds import read_kind, read_title, title_lines
from extractor.requisites.naming import ActName, places, read_act_name
from extractor.requisites.registration import read_date, read_number
from extractor.requisites.signatory import read_signatory
from extractor.requisites.stamps import read_stamp

PLACE = re.compile(
    r"(?:^|(?<=[\d_ ]))(?:г\.|гор\.|город|с\.|село|п\.|пос\.|пос[её]лок|пгт\.?|рп\.?|р\.п\.|"
    r"д\.|ст\.|станица|х\.|хутор) ?[А-ЯЁ][А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*(?: [А-ЯЁ][А-ЯЁа-яё-]+){0,2}(?=$| +(?:№|N |\d|[«\"]_*\d|от \d))"
)
TERRITORY = re.compile(r"(?:[а-я-]+(?:ого|ой|ого) )*(?:район|округ|город|поселени|сельсовет|муниципальн)", re.IGNORECASE)
NAMED_LINES = 8  # an appendix's name takes a few lines


def read_requisites(document: Document, outline: Outline) -> Reading[Requisites]:
    """Read the particulars of the document as a whole."""
    if not outline.parts:
        return Reading(Requisites(kind="other"))
    name = appendix_name(document, outline)
    stamp = read_stamp(outline)
    kind, title = read_kind(outline, name), read_title(outline)
    issuer = read_issuer(Clues(outline, name, stamp, title_lines(outline)))
    dated, numbered = registration(outline, name, letter=kind.value == "letter")
    basis = tuple(ground for part in outline.parts[:1] for ground in read_basis(part.preamble))
    amended = amending_acts(outline)
    signatory = read_signatory(outline, stamp.approver if stamp else None)
    values: dict[str, Found[object] | None] = {
        "kind": kind, "issuer": issuer, "municipality": municipality(outline, issuer), "date": dated, "number": numbered, "title": title,
        "place": place_of(outline), "period": period_of(outline, title), "signatory": signatory,
        "approval": stamp.approval if stamp and (outline.parts[0].kind != "act" or outline.parts[0].minutes) and not name else None,
    }  # fmt: skip
    sources = {field: value.places for field, value in values.items() if value and value.places}
    sources |= {field: tuple(e for v in each for e in v.places) for field, each in (("basis", basis), ("amended_by", amended)) if each}
    plain = {field: value.value if value else None for field, value in values.items()}
    requisites = Requisites(**plain, basis=tuple(v.value for v in basis), amended_by=tuple(v.value for v in amended), sources=sources)  # type: ignore[arg-type]
    return Reading(requisites, unread(requisites, outline))


def appendix_name(document: Document, outline: Outline) -> ActName | None:
    """Read the act that a bare appendix names, at its head or (a cutting from a site) after its end; None beside an act."""
    if any(part.kind == "act" for part in outline.parts):
        return None
    first = outline.parts[0]
    if first.kind == "appendix":
        named = read_act_name(first.lines("naming", "approved"), outline.casing, "named_by_appendix")
        return named if named.kind else None
    tail = [Stretch(paragraph, 0, len(paragraph.text)) for paragraph in document.paragraphs[-NAMED_LINES:]]
    for index, line in enumerate(tail):
        if is_naming(line.form):
            named = read_act_name(tail[index:], outline.casing, "named_by_appendix")
            return named if named.kind else None
    return None


def registration(outline: Outline, name: ActName | None, *, letter: bool) -> tuple[Found[str] | None, Found[str] | None]:
    """Read the act's own date and number; a stamp's are not the document's."""
    if name:
        return name.date, name.number
    first = outline.parts[0]
    if first.kind != "act" and not letter:
        return None, None
    lines = first.lines("kind", "registration")
    if not any(re.search(r"\d", line.text) for line in lines):
        lines = outline.foot_registration(first)
    text = " ".join(line.text for line in lines)
    date, number = read_date(text), read_number(text)
    dated = lines
    if date is None and first.minutes:  # "заседания совета от 12.03.2021": the date stands in the title
        dated = first.lines("title")
        date = read_date(" ".join(line.text for line in dated))
    return (
        Found(date[0], places(dated, date[1], date[2], "registration")) if date else None,
        Found(number[0], places(lines, number[1], number[2], "registration")) if number else None,
    )


def place_of(outline: Outline) -> Found[str] | None:
    """Read the place of issue (`г. Заречный`), on its own line, beside date and number, or under the signature."""
    part = outline.parts[0]
    for line in (*part.lines("place", "registration"), *outline.foot_registration(part)):
        printed = PLACE.search(line.text.strip(" ."))
        if printed:
            place = line.part(line.text.index(printed.group()), line.text.index(printed.group()) + len(printed.group()))
            return found(place.text, [place], "place_of")
    return None


def period_of(outline: Outline, title: Found[str] | None) -> Found[str] | None:
    """Read the time that the plan is for, from the document's title, else from the title of a part or a table."""
    from extractor.deadlines import read_period

    if title and (period := read_period(title.value)):
        return Found(period, title.places)
    for table in outline.document.tables:
        above = outline.title_above(table.block)
        if above and (period := read_period(above.text)):
            return found(period, above.lines, "period_of")
    return None


def municipality(outline: Outline, issuer: Found[str] | None) -> Found[str] | None:
    """Read the municipality: the complement of its administration, or the heading of a report."""
    if issuer:
        named = re.match(r"(?:Администрация|Глава|Мэрия|Дума|Совет депутатов|Собрание депутатов) (.+)$", issuer.value)
        if named and " " in named.group(1) and TERRITORY.match(named.group(1)):
            whole = re.split(r" (?=[А-ЯЁ][а-яё]+(?:ой|ого) (?:области|края|республики)|Республики)", named.group(1))[0]
            town = re.fullmatch(r"города ([А-ЯЁ][а-яё-]+)", whole)
            value = nominative(town.group(1) if town else whole, case="gent")
            return Found(value[:1].upper() + value[1:], issuer.places)
    headings = outline.parts[0].lines("heading")
    if headings and re.fullmatch(r"[А-ЯЁ][А-ЯЁ -]{2,40}", headings[0].text) and outline.parts[0].kind == "body":
        value = "-".join(word.capitalize() for word in headings[0].text.split("-"))
        return found(value, headings[:1], "municipality")
    return None


def amending_acts(outline: Outline) -> tuple[Found[str], ...]:
    """Read the acts under "в ред.", each as printed: `от 12.03.2019 № 41`."""
    values = list[Found[str]]()
    for line in outline.parts[0].lines("amended"):
        for act in re.finditer(r"от [^,;()]*?(?:№|N) ?[^\s,;()]*[^\s,;().]|\d{1,2} [а-я]+ (?:19|20)\d\d ?г\.(?=$|,)", line.text):
            piece = line.part(act.start(), act.end())
            values.append(found(piece.text, [piece], "amending_acts"))
    return tuple(values)


def unread(requisites: Requisites, outline: Outline) -> tuple[Issue, ...]:
    """Give a notice where an act has no date or number although there is a place for them."""
    first = outline.parts[0]
    lines: Sequence[Stretch] = first.lines("registration")
    if first.kind != "act" or not lines or (requisites.date and requisites.number):
        return ()
    return (issue("registration_unread", "notice", lines[0].evidence("registration")),)
