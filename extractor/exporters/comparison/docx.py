"""DOCX: the comparison table in its standard form (№ п/п, структурная единица, действующая редакция, новая редакция, примечание).

In: `Compared`. Out: the file's bytes. Words that only one version has are struck through in the old one, underlined and bold in the
new one.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count, groupby
from typing import Any

from extractor.comparison.changes import Piece
from extractor.exporters.comparison.entries import Entry, entries_of
from extractor.exporters.comparison.lines import Line
from extractor.exporters.comparison.markup import BOLD, PLAIN, cell, paragraph, row, run, table
from extractor.exporters.comparison.notices import notices
from extractor.exporters.comparison.pieces import around
from extractor.exporters.comparison.sheets import LINE_STYLE, TITLE_STYLE, WIDTH, append, new_sheet, written
from extractor.exporters.comparison.titles import document_name
from extractor.exporters.comparison.versions import Compared
from extractor.messages import message

COLUMNS = ("docx_number", "column_unit", "column_old_edition", "column_new_edition", "column_note")
WIDTHS = (1.2, 3.8, 8.3, 8.3, WIDTH - 21.6)
MARKS: Mapping[str, Mapping[str, str]] = {"same": {}, "removed": {"strike": "1"}, "added": {"b": "1", "u": "single"}}
HEAD_SHADE, GROUP_SHADE = "D9D9D9", "F2F2F2"


def write_docx(compared: Compared) -> bytes:
    """Write the comparison table."""
    document = new_sheet()
    append(document, *opening(compared))
    entries = entries_of(compared)
    if entries:
        append(document, table(table_rows(entries), WIDTHS), paragraph(style=LINE_STYLE))
    append(document, *closing(compared, is_equal=not entries))
    return written(document)


def opening(compared: Compared) -> Iterator[Any]:
    """Yield the title, the names of both versions, and what is to be known first."""
    yield paragraph(run(message("comparison_title")), style=TITLE_STYLE, align="center")
    for code, version in (("column_old_edition", compared.old), ("column_new_edition", compared.new)):
        yield paragraph(run(f"{message(code)}: ", BOLD), run(f"{document_name(version)} ({version.name})"), style=LINE_STYLE)
    for notice in notices(compared):
        yield paragraph(run(notice), style=LINE_STYLE)
    yield paragraph(style=LINE_STYLE)


def closing(compared: Compared, *, is_equal: bool) -> Iterator[Any]:
    """Yield what stands under the table."""
    yield paragraph(run(message("compare_equal" if is_equal and not compared.hidden else "comparison_legend")), style=LINE_STYLE)
    if compared.hidden:
        yield paragraph(run(message("compare_hidden", count=compared.hidden)), style=LINE_STYLE)


def table_rows(entries: Iterable[Entry]) -> Iterator[Any]:
    """Yield the header, then the rows under their groups."""
    yield header(COLUMNS, WIDTHS)
    numbers = count(1)
    for group, members in groupby(entries, key=lambda entry: entry.group):
        yield group_row(group, WIDTHS)
        for entry in members:
            yield entry_row(next(numbers), entry)


def header(columns: Iterable[str], widths: Iterable[float]) -> Any:
    """Make the header row, which is repeated on every page."""
    pairs = zip(columns, widths, strict=True)
    heads = (cell([paragraph(run(message(code), BOLD), align="center")], width, shade=HEAD_SHADE) for code, width in pairs)
    return row(*heads, header=True)


def group_row(name: str, widths: tuple[float, ...]) -> Any:
    """Make the row that names a group, held on the page of the row after it."""
    named = paragraph(run(name, BOLD), align="center", keep=True)
    return row(cell([named], sum(widths), span=len(widths), shade=GROUP_SHADE))


def entry_row(number: int, entry: Entry) -> Any:
    """Make the row of one difference."""
    absent = [paragraph(run(message("comparison_absent")), align="center")]
    old, new = ([line_paragraph(line) for line in side] or absent for side in (entry.old, entry.new))
    parts = (
        [paragraph(run(f"{number}"), align="center")],
        [paragraph(run(entry.unit))],
        old,
        new,
        [paragraph(run(note)) for note in entry.remarks],
    )
    return row(*(cell(part, width) for part, width in zip(parts, WIDTHS, strict=True)))


def line_paragraph(line: Line) -> Any:
    """Make the paragraph of one value, marked word by word."""
    label = [run(f"{line.label}: ")] if line.label else []
    return paragraph(*label, *chain.from_iterable(map(marked_runs, line.pieces)))


def marked_runs(piece: Piece) -> Iterator[Any]:
    """Yield the runs of a piece, the white space around its words unmarked."""
    opening, words, closing = around(piece.text)
    yield from (run(text, marks) for text, marks in ((opening, PLAIN), (words, MARKS[piece.kind]), (closing, PLAIN)) if text)
