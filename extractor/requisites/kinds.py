"""Kind and title of the document.

In: the outline and the appendix's name. Out: the document's kind with the line that says so, and its title.
"""

import re
from collections.abc import Callable

from extractor.document import Table
from extractor.outline import Outline, Part, Stretch, Title, is_layout
from extractor.outline.marks import GREETING, TITLE_IN_LINE, is_addressee
from extractor.outline.titles import make_title
from extractor.outline.words import adjective_opening, enacting, lexicon, opening, unspaced
from extractor.records import DocumentKind
from extractor.requisites.found import Found, found
from extractor.requisites.naming import ActName
from extractor.requisites.registration import read_date, read_number

ENACTED: tuple[tuple[str, DocumentKind], ...] = (
    ("постанов", "resolution"),
    ("приказ", "order"),
    ("реш", "decision"),
    ("распоряж", "directive"),
    ("обяз", "directive"),
)
REPORTING = re.compile(
    r'"?об? (?:итогах|результатах|ходе|выполнении|исполнении|проделанной|деятельности|работе|реализации|состоянии|мерах)(?![а-я])'
)
MEASURES = re.compile(r"мероприяти|срок|исполнител")

Rule = Callable[[Outline, ActName | None], Found[DocumentKind] | None]


def by_kind_line(outline: Outline, name: ActName | None) -> Found[DocumentKind] | None:
    """ПОСТАНОВЛЕНИЕ"""
    kinds: dict[DocumentKind, list[str]] = lexicon()["kinds"]
    for part in outline.parts:
        for line in part.lines("kind"):
            for kind in kinds:
                if re.match(rf'["(*\s]*(?:проект )?{opening("kinds", kind).pattern}', unspaced(line.form)):
                    return found(kind, [line], "by_kind_line")
    return None


def by_enacting_word(outline: Outline, name: ActName | None) -> Found[DocumentKind] | None:
    """ПРИКАЗЫВАЮ:"""
    for part in outline.parts:
        for line in part.preamble[-1:]:
            word = enacting().search(line.form)
            kind = next((kind for stem, kind in ENACTED if word and unspaced(word.group()).replace(" ", "").startswith(stem)), None)
            if kind and word:
                return found(kind, [line.part(word.start(), word.end())], "by_enacting_word")
    return None


def by_act_name(outline: Outline, name: ActName | None) -> Found[DocumentKind] | None:
    """Приложение 2 к постановлению администрации города"""
    return name.kind if name else None


def by_title(outline: Outline, name: ActName | None) -> Found[DocumentKind] | None:
    """План мероприятий по профилактике правонарушений на 2021 год"""
    lines = title_lines(outline)
    if not lines:
        return None
    form = unspaced(" ".join(line.form for line in lines))
    kind = titled_kind(form)
    return found(kind, lines, "by_title") if kind else None


def titled_kind(form: str) -> DocumentKind | None:
    """Give the kind that a title's words name."""
    titles: dict[DocumentKind, list[str]] = lexicon()["titles"]
    opened = {kind: match.end() for kind in titles if (match := adjective_opening("titles", kind).match(form))}
    if re.search(r"дорожн(?:ая|ой|ую) карт", form) and ("plan" in opened or "roadmap" in opened or not opened):
        return "roadmap"
    if opened:
        return min(opened, key=lambda kind: (opened[kind], list(titles).index(kind)))
    if REPORTING.match(form):
        return "report"
    return "plan" if re.search(r"(?<![а-я])план(?![а-я])", form) else None


def by_greeting(outline: Outline, name: ActName | None) -> Found[DocumentKind] | None:
    """Уважаемый Иван Иванович!"""
    heading = unspaced(" ".join(line.form for line in title_lines(outline)))
    if adjective_opening("titles", "report").match(heading):
        return None  # a report is told to those it greets
    for paragraph in outline.document.paragraphs[:25]:
        line = Stretch(paragraph, 0, len(paragraph.text))
        if GREETING.match(line.form):
            return found("letter", [line], "by_greeting")
    return None


def by_addressee(outline: Outline, name: ActName | None) -> Found[DocumentKind] | None:
    """Директорам учреждений культуры / О мерах безопасности"""
    first = outline.parts[0]
    addressed = [line for line in first.lines("furniture") if is_addressee(line.form)]
    lines = title_lines(outline)
    if not addressed or not lines or titled_kind(unspaced(" ".join(line.form for line in lines))) == "plan":
        return None
    return found("letter", addressed[:1], "by_addressee")


def by_content(outline: Outline, name: ActName | None) -> Found[DocumentKind] | None:
    """a table «№ | Мероприятие | Срок» makes a plan, paragraphs make a report"""
    tables = [table for table in outline.document.tables if not is_layout(table)]
    for table in tables:
        head = [cell for cell in table.cells if (cell.row or 0) <= 2 and MEASURES.search(Stretch(cell, 0, len(cell.text)).form)]
        if len(head) >= 2:
            return found("plan", [Stretch(head[0], 0, len(head[0].text))], "by_content")
    long = [p for p in outline.document.paragraphs if len(p.text) > 150]
    if len(long) >= 2 and not tables:
        return found("report", [Stretch(long[0], 0, len(long[0].text))], "by_content")
    return None


RULES: tuple[Rule, ...] = (by_kind_line, by_act_name, by_enacting_word, by_greeting, by_addressee, by_title, by_content)


def read_kind(outline: Outline, name: ActName | None) -> Found[DocumentKind]:
    """Read the kind by the first rule that answers; `other` where none does."""
    return next((kind for rule in RULES if (kind := rule(outline, name))), Found("other", ()))


def title_lines(outline: Outline) -> tuple[Stretch, ...]:
    """Give the lines of the document's title: the first part's, else the heading above its first table."""
    first = outline.parts[0]
    lines = first.lines("title")
    if first.minutes:
        return minutes_title(first)
    if lines or first.kind == "act":
        return lines or title_in_kind_line(first)
    later = next((lines for part in outline.parts[1:] if (lines := part.lines("title"))), ())
    return later or above_first_table(outline)


def title_in_kind_line(part: Part) -> tuple[Stretch, ...]:
    """Give the title that ends the line of the kind: `ПРИКАЗ № 45 от 12.01.2021 «О назначении»`."""
    for line in part.lines("kind"):
        titled = TITLE_IN_LINE.search(line.form)
        if titled:
            return (line.part(titled.start(1), titled.end(1)),)
    return ()


def minutes_title(part: Part) -> tuple[Stretch, ...]:
    """Give the title of minutes: the word with what follows it, without number and date."""
    lines = list[Stretch]()
    for line in part.lines("kind", "title"):
        number, date = read_number(without_quotes(line.text)), read_date(line.text)
        marks = [
            at
            for at in (
                re.search(r" ?(?:№|N(?![A-Za-z]))", without_quotes(line.text)),
                date and re.search(r"(?: ?от)? ?[«\"]?$", line.text[: date[1]]),
            )
            if at and (number or date)
        ]
        cut = min((mark.start() for mark in marks), default=len(line.text))
        lines += [piece] if (piece := line.part(0, cut)).text else []
        rest = (
            line.part(max(number[2] if number else cut, date[2] if date and date[1] >= cut else 0), len(line.text))
            if cut < len(line.text)
            else None
        )
        lines += [rest] if rest and re.match(r"[а-яё]{5}", rest.form) else []
    return tuple(lines)


def without_quotes(text: str) -> str:
    """Blank what stands in quotation marks: the number in a body's name (`«Школа № 3»`) is not the minutes'."""
    return re.sub(r"«[^«»]*»", lambda quoted: " " * len(quoted.group()), text)


def above_first_table(outline: Outline) -> tuple[Stretch, ...]:
    """Give the heading above the first table that is not layout."""
    for block in outline.document.blocks:
        if isinstance(block, Table) and not is_layout(block):
            title = outline.title_above(block.block)
            return title.lines if title else ()
    return ()


def read_title(outline: Outline) -> Found[str] | None:
    """Read the document's title in sentence case."""
    lines = title_lines(outline)
    title: Title | None = make_title(lines, outline.casing)
    return found(title.text, lines, "title") if title else None
