"""Funding: printed amounts with their unit, source and year.

In: a measure's rows of a plan table. Out: `Funding` entries in roubles. An amount of 0 or a dash is no entry.
"""

import re
from collections.abc import Sequence

from extractor.document import Passage, Table
from extractor.records import Funding
from extractor.tables import Column, Layout
from extractor.text import matching_form

UNITS = (
    (re.compile(r"млрд|миллиард"), 1_000_000_000.0),
    (re.compile(r"млн|миллион"), 1_000_000.0),
    (re.compile(r"тыс|\bт\. ?р"), 1_000.0),
    (re.compile(r"руб|\bр\b\.?"), 1.0),
)
AMOUNT = re.compile(r"(?<![\d,.])\d{1,3}(?:[ .]\d{3})+(?:,\d+)?(?![\d])|(?<![\d,.])\d+(?:[.,]\d+)?(?![\d])")
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
YEAR_LABEL = re.compile(r"\b((?:19|20)\d\d)\s*(?:г(?:од(?:у|а)?|\.)?)?\s*[-:–—]\s*")
SOURCE_LABEL = re.compile(
    r"((?<![а-яё])(?:фб|об|кб|рб|мб|гб|вб)(?![а-яё])|[а-яё][а-яё\s.]*(?:бюджет|средств|источник|фонд)[а-яё\s.]*?)\s*[-:–—]\s*$"
)
SOURCE_ABOVE = re.compile(r"([а-яё][а-яё\s.]*(?:бюджет|средств|источник|фонд)[а-яё\s.]*?)\s*:\s*(?:в )?$")
SOURCE_WIDTH = 120  # a source's name is no longer
SOURCE_AFTER = re.compile(
    r"\s*(?:(?:тыс|млн|млрд)[а-яё]*\.?\s*)?(?:руб[а-яё]*|р)?\.?\s*(?:[-:–—(]|из\b|за сч[её]т\b)\s*"
    r"((?:средства |средств |[а-яё]+ )?(?:бюджет|средств|источник|фонд)[а-яё]*(?: [а-яё]{4,}){0,2})(?!\s*[-:–—]\s*\d)"
)
SOURCE = re.compile(
    r"(?:федеральн|областн|краев|республиканск|окружн|местн|районн|городск|муниципальн)\w*\s+бюджет\w*"
    r"|внебюджетн\w+(?: источник\w*| средств\w*)?|(?-i:\b(?:ФБ|ОБ|КБ|РБ|МБ|ГБ|ВБ)\b)",
    re.IGNORECASE,
)
SOURCE_HEADER_LIMIT = 80  # a longer header describes the amounts and names no one source
EMPTY = {"-", "–", "—", "х", "x", "Х", "X", "нет", "*"}
# A cell that holds only a year, several years or a word for all of them.
YEAR_CELL = re.compile(r"(?:(?:19|20)\d\d(?:\s?[-,]\s?(?:19|20)\d\d)*\s?(?:г|гг|год[а-я]*)?\.?|всего|итого)")


def read_funding(table: Table, layout: Layout, rows: Sequence[int]) -> tuple[Funding, ...]:
    """Read the amounts of the funding columns, row by row and left to right, each with its row's source and year."""
    columns = layout.of("funding")
    headers = [layout.unit, *[column.header for column in columns]]
    years = [column for column in columns if is_year_column(table, layout, column)]
    years += [column for column in layout.of("deadline") if len(rows) > 1 and is_year_column(table, layout, column)]
    found: list[Funding] = []
    seen: set[int] = set()
    for row in rows:
        source, year = row_source(table, layout, row), row_year(table, years, row)
        for column in columns:
            cell = table.grid[row - 1][column.index - 1]
            if cell is None or id(cell) in seen or cell.text in EMPTY or column in years:
                continue
            seen.add(id(cell))
            unit = header_unit([*headers, column.header])
            source_here = source or header_source(column.header)
            found += find_funding(cell, unit=unit, source=source_here, year=header_year(column.header) or year)
    return tuple(found)


def is_year_column(table: Table, layout: Layout, column: Column) -> bool:
    """Tell whether a column says for each row which year its amount is of: "2022", "2023", "Всего"."""
    header = matching_form(column.header)
    if not re.search(r"год|срок|период", header) or YEAR.search(header):
        return False
    cells = {id(cell): matching_form(cell.text) for row in table.grid[layout.first_row - 1 :] if (cell := row[column.index - 1])}
    texts = [text for text in cells.values() if text and text not in EMPTY]
    return any(text[:1].isdigit() for text in texts) and all(YEAR_CELL.fullmatch(text) for text in texts)


def row_year(table: Table, columns: Sequence[Column], row: int) -> int | None:
    """Give the year that a column of years names on this row; None for a range or a total."""
    named = [cell.text for column in columns if (cell := table.grid[row - 1][column.index - 1])]
    return next((year for text in named if (year := header_year(text))), None)


def row_source(table: Table, layout: Layout, row: int) -> str | None:
    """Give the funding source that a column of its own names on this row."""
    for column in layout.of("funding_source"):
        cell = table.grid[row - 1][column.index - 1]
        if cell is not None and cell.text and cell.text not in EMPTY:
            return cell.text
    return None


def header_source(header: str) -> str | None:
    """Give the source that a funding header names as a whole: "местный бюджет"."""
    match = SOURCE.search(header)
    return match.group().strip() if match and len(header) <= SOURCE_HEADER_LIMIT else None


def header_unit(headers: Sequence[str]) -> float | None:
    """Give how many roubles one unit of the column is, by the innermost header that says so; None where none does."""
    for header in reversed(headers):
        form = matching_form(header)
        for pattern, factor in UNITS:
            if "руб" in form and pattern.search(form):
                return factor
    return None


def header_year(header: str) -> int | None:
    """Give the one year a column's header names; None for a total or a range."""
    years = {int(year) for year in YEAR.findall(header)}
    return years.pop() if len(years) == 1 else None


def find_funding(passage: Passage, *, unit: float | None, source: str | None, year: int | None) -> tuple[Funding, ...]:
    """Give the amounts of a funding cell; a year or a source printed beside an amount goes before the header's."""
    form = matching_form(passage.text)
    found: list[Funding] = []
    previous = 0
    years = [match.span(1) for match in YEAR_LABEL.finditer(form)]
    above: str | None = None
    for match in AMOUNT.finditer(form):
        if match.span() in years:
            above = source_above(passage.text, form, previous, match.start()) or above
        if match.span() in years or is_count(form, match.end()):
            continue
        before = previous
        previous = match.end()
        amount = round(float(plain_number(match.group())) * (amount_unit(form[match.end() : match.end() + 12]) or unit or 1.0), 2)
        if amount:
            own_source, own_year = read_labels(passage.text, form, before, match.start())
            place = passage.evidence(*match.span(), "amount")
            own_source = own_source or source_after(passage.text, form, match.end())
            found.append(Funding(amount=amount, source=own_source or above or source, year=own_year or year, evidence=place))
    return tuple(found)


def source_above(text: str, form: str, start: int, end: int) -> str | None:
    """Give the source printed over several years' amounts: "местный бюджет: 2021 - 100; 2022 - 120"."""
    label = SOURCE_ABOVE.search(form, max(start, end - SOURCE_WIDTH), end)
    return text[label.start(1) : label.end(1)].strip() if label else None


def source_after(text: str, form: str, end: int) -> str | None:
    """Give the source printed right after an amount: "2000 руб. - бюджет поселения", "15,0 (местный бюджет)"."""
    label = SOURCE_AFTER.match(form, end)
    return text[label.start(1) : label.end(1)].strip() if label else None


def read_labels(text: str, form: str, start: int, end: int) -> tuple[str | None, int | None]:
    """Give the source and the year printed right before an amount."""
    year = YEAR_LABEL.search(form, start, end)
    label = SOURCE_LABEL.search(form[start:end])
    source = text[start + label.start(1) : start + label.end(1)].strip() if label else None
    return source, int(year.group(1)) if year else None


def plain_number(text: str) -> str:
    """Read "1 250" and "12.5" as numbers; a dot before three digits groups thousands only when it repeats."""
    compact = text.replace(" ", "")
    if "," in compact:
        return compact.replace(".", "").replace(",", ".")
    return compact.replace(".", "") if compact.count(".") > 1 else compact


def amount_unit(after: str) -> float | None:
    """Give the unit printed right after an amount."""
    for pattern, factor in UNITS:
        if (match := pattern.search(after)) and not re.search(r"\d", after[: match.start()]):
            return factor
    return None


def is_count(form: str, end: int) -> bool:
    """Tell whether the number counts something else: a year, per cent, a footnote mark."""
    return bool(re.match(r"\s*(?:г\.|год|%|шт|чел|ед\b|\*)", form[end:]))
