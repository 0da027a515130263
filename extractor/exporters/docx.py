"""DOCX: plans as standard tables, one under the other (№ п/п, мероприятие, срок, ответственные), sections as wide rows.

In: documents' names with their records. Out: the file's bytes. The texts are those of the records, so that a plan that was
written can be read again.
"""

import io
from typing import Any

from extractor.exporters.rows import Named, party_text
from extractor.messages import message
from extractor.records import Measure, Plan

COLUMNS = ("docx_number", "column_measure", "docx_deadline", "docx_responsible")
# Shares of the width of an A4 page across, in centimetres: 25.7 between margins of 2.
WIDTHS = (1.5, 12.0, 5.0, 7.2)


def write_docx(documents: Named) -> bytes:
    """Write every plan of every document; a document without plans gives its name and nothing more."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    written = Document()
    page = written.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    for source, records in documents:
        for plan in records.plans:
            write_plan(written, plan, source)
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def write_plan(written: Any, plan: Plan, source: str) -> None:
    """Write one plan: its title, or the source's name where it has none, and its table."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    title = written.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(plan.title or source).bold = True
    table = written.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    fill(table.rows[0], [message(column) for column in COLUMNS])
    above: tuple[str, ...] = ()
    for measure in plan.measures:
        for heading in new_headings(above, measure.section):
            row = table.add_row().cells
            row[0].merge(row[-1]).text = heading
        above = measure.section
        fill(table.add_row(), measure_cells(measure))
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    written.add_paragraph()


def new_headings(above: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """Give the headings that begin: all from the first that differs."""
    same = next((place for place, heading in enumerate(below) if above[place : place + 1] != (heading,)), len(below))
    return below[same:]


def fill(row: Any, texts: list[str]) -> None:
    """Write texts into a row's cells; each line is a paragraph."""
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text


def measure_cells(measure: Measure) -> list[str]:
    """Give the texts of a measure's cells."""
    deadlines = "\n".join(deadline.text for deadline in measure.deadlines)
    return [measure.number or "", measure.text, deadlines, "\n".join(map(party_text, measure.responsible))]
