"""New wordings: which part of a quotation is the text of which unit.

In: the quotations after an announcement, and the paths of the units. Out: a text for each unit: by its printed number, by its order, or
the whole. A table's row is its cells joined by " | "; header rows and the row that counts the columns are none of it.
"""

import re
from collections.abc import Iterator, Sequence

from extractor.amendments.nodes import Quotation, row_texts
from extractor.amendments.places import Path
from extractor.amendments.quotes import is_whole
from extractor.document import Table
from extractor.tables import is_counter_row, read_layout
from extractor.text import matching_form

OWN_NUMBER = re.compile(r"[\"«]? ?(?:№ ?)?(?P<number>\d{1,3}(?:\.\d{1,3})*(?:\(\d+\))?|[IVXL]{1,6}|[а-я](?=\)))(?:[.)]| \||\s)")
HEADED = re.compile(r"[\"«]?(?:раздел|глава|приложение|подраздел|статья) №? ?(?P<number>\d+(?:\.\d+)*|[ivxl]+)", re.IGNORECASE)


def data_rows(table: Table) -> list[str]:
    """Give a table's rows of content as cells joined by " | "."""
    layout = read_layout(table)
    rows = row_texts(table)
    filled = [index for index, row in enumerate(table.grid) if any(cell is not None and cell.text for cell in row)]
    first = layout.first_row - 1 if layout else 0
    kept = [text for index, text in zip(filled, rows, strict=True) if index >= first and not is_counter_row(table.grid[index])]
    return kept or rows


def own_number(text: str) -> str | None:
    """Give the number that a new wording opens with: `7.1` of `7.1. Провести …`."""
    found = OWN_NUMBER.match(text) or HEADED.match(text)
    return found.group("number") if found else None


def pieces_of(quotations: Sequence[Quotation]) -> Iterator[str]:
    """Yield the paragraphs and rows of the quotations in order."""
    for quotation in quotations:
        for part in quotation.parts:
            yield from data_rows(part) if isinstance(part, Table) else ([part.strip()] if part.strip() else [])


def whole_text(quotations: Sequence[Quotation]) -> str | None:
    """Give everything that is quoted as one text."""
    return " ".join(pieces_of(quotations)) or None


def texts_of(quotations: Sequence[Quotation], paths: Sequence[Path]) -> tuple[str | None, ...]:
    """Give a text for each unit; None for each where nothing is quoted or the parts can't be told apart."""
    if not all(is_whole(quotation.text) for quotation in quotations):
        return (None,) * len(paths)
    if len(paths) == 1:
        return (whole_text(quotations),)
    if len(quotations) == len(paths):
        return tuple(whole_text([quotation]) for quotation in quotations)
    pieces, numbers = list(pieces_of(quotations)), [path[-1].number for path in paths]
    numbered = by_number(pieces, numbers) or by_number(list(run_in(" ".join(pieces), numbers)), numbers)
    if numbered:
        return numbered
    return tuple(pieces) if len(pieces) == len(paths) else (None,) * len(paths)


def by_number(pieces: Sequence[str], numbers: Sequence[str | None]) -> tuple[str, ...] | None:
    """Part the pieces before each wanted number; None unless each is found once, in order."""
    starts = list[int]()
    for number in numbers:
        places = [place for place, piece in enumerate(pieces) if number and same_number(own_number(piece), number)]
        if len(places) != 1 or (starts and places[0] <= starts[-1]):
            return None
        starts += places
    if starts[0] != 0:
        return None
    ends = [*starts[1:], len(pieces)]
    return tuple(" ".join(pieces[start:end]) for start, end in zip(starts, ends, strict=True))


def run_in(text: str, numbers: Sequence[str | None]) -> Iterator[str]:
    """Yield the points that stand in one paragraph, parted before each wanted number: `7.1. … 7.2. …`."""
    start = 0
    for number in numbers[1:]:
        found = re.compile(rf"(?<=[.;»\"]) (?={re.escape(number or '')}[.)] )").search(text, start)
        if found:
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def same_number(one: str | None, other: str) -> bool:
    """Tell whether two printed numbers are the same."""
    return one is not None and matching_form(one).strip(".") == matching_form(other).strip(".")
