"""Tracked changes: the plan as a standard table in DOCX, with every difference as a change that can be accepted or rejected.

In: `Compared`. Out: the file's bytes. All changes accepted, it is the plan of the new version; all rejected, the plan of the old one.
Columns besides the four standard ones are those that either version fills (ECMA-376, part 1, 17.13.5: w:ins, w:del).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from extractor.comparison.changes import Piece
from extractor.exporters.comparison.alignment import BothRow, PlanRows, aligned_plans
from extractor.exporters.comparison.markup import BOLD, CELL_STYLE, PLAIN, cell, element, paragraph, row, run, table
from extractor.exporters.comparison.pieces import readable_pieces, whole_pieces
from extractor.exporters.comparison.sheets import LINE_STYLE, TITLE_STYLE, WIDTH, append, new_sheet, written
from extractor.exporters.comparison.versions import Compared
from extractor.messages import message

# Field, heading, share of the width.
STANDARD = (
    ("number", "docx_number", 1.5),
    ("text", "column_measure", 11),
    ("deadlines", "docx_deadline", 4),
    ("responsible", "docx_responsible", 5),
)
FURTHER = (
    ("mechanism", "column_mechanism", 4), ("audience", "column_audience", 3), ("result", "column_result", 4),
    ("indicators", "column_indicators", 4), ("funding", "column_funding", 4), ("basis", "column_basis", 4), ("place", "column_venue", 3),
    ("note", "column_note", 3.6), ("status", "column_status", 3.4),
)  # fmt: skip
Column = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes the changes, and when (ISO 8601), if that is to be said; changes are numbered."""

    name: str
    date: str | None
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def mark(self, kind: str, *content: Any) -> Any:
        """Make a change of a kind: "ins" or "del"."""
        date = {"date": self.date} if self.date else {}
        return element(kind, *content, id=next(self.numbers), author=self.name, **date)


def write_tracked(compared: Compared, *, date: str | None = None) -> bytes:
    """Write the plans; `date` is the time that the changes are said to be made at, such as 2024-05-01T00:00:00Z."""
    document = new_sheet()
    author = Author(message("tracked_author"), date)
    columns = columns_of(compared)
    plans = list(aligned_plans(compared, [name for name, _, _ in columns]))
    for plan in plans:
        append(document, *plan_parts(plan, columns, author))
    if not plans:
        append(document, paragraph(run(message("tracked_nothing")), style=LINE_STYLE))
    return written(document)


def columns_of(compared: Compared) -> tuple[Column, ...]:
    """Give the standard columns and those that a measure of either version fills."""
    measures = [measure for version in (compared.old, compared.new) for plan in version.records.plans for measure in plan.measures]
    return (*STANDARD, *(column for column in FURTHER if any(getattr(measure, column[0]) for measure in measures)))


def plan_parts(plan: PlanRows, columns: Sequence[Column], author: Author) -> Iterator[Any]:
    """Yield the title of a plan, its table, and the line after it; all of it is a change where only one version has the plan."""
    kind = change_kind(plan.old_title, plan.new_title)
    pieces = readable_pieces(plan.old_title or "", plan.new_title or "")
    yield text_paragraph(pieces, author, kind, heading=True, style=TITLE_STYLE)
    shares = sum(share for _, _, share in columns)
    widths = [share * WIDTH / shares for _, _, share in columns]
    heads = tuple(message(code) for _, code, _ in columns)
    header = BothRow(None if plan.old_title is None else heads, None if plan.new_title is None else heads)
    rows = (table_row(both, widths, author, header=both is header) for both in (header, *plan.rows))
    yield table(rows, widths)
    yield text_paragraph((), author, kind, style=LINE_STYLE)


def change_kind(old: object, new: object) -> str | None:
    """Tell whether something is put in or taken out as a whole, None where both versions have it."""
    return "ins" if old is None else "del" if new is None else None


def table_row(both: BothRow, widths: Sequence[float], author: Author, *, header: bool = False) -> Any:
    """Make a row: cells of both versions with their changes, or a whole row that is put in or taken out."""
    kind = change_kind(both.old, both.new)
    blank = ("",) * len(both.old or both.new or ())
    pairs = list(zip(both.old or blank, both.new or blank, strict=True))
    if len(pairs) == 1 or header:
        made = [text_paragraph(readable_pieces(*pair), author, kind, heading=True) for pair in pairs]
    else:
        made = [text_paragraph(whole_pieces(*pairs[0]), author, kind)]
        made += [text_paragraph(readable_pieces(*pair), author, kind) for pair in pairs[1:]]
    wide = [cell(made, sum(widths), span=len(widths))] if len(made) == 1 else None
    cells = wide or [cell([part], width) for part, width in zip(made, widths, strict=True)]
    return row(*cells, header=header, mark=author.mark(kind) if kind else None)


def text_paragraph(pieces: Sequence[Piece], author: Author, kind: str | None, *, heading: bool = False, style: str = CELL_STYLE) -> Any:
    """Make a paragraph of a text with its changes; `kind` is the change of the paragraph as a whole, a `heading` is bold and centred."""
    runs = [piece_part(piece, author, bold=heading) for piece in pieces]
    return paragraph(*runs, mark=author.mark(kind) if kind else None, style=style, align="center" if heading else None)


def piece_part(piece: Piece, author: Author, *, bold: bool) -> Any:
    """Make the run of a piece, in its change where only one version has it."""
    marks = BOLD if bold else PLAIN
    if piece.kind == "same":
        return run(piece.text, marks)
    if piece.kind == "removed":
        return author.mark("del", run(piece.text, marks, deleted=True))
    return author.mark("ins", run(piece.text, marks))
