"""Extraction: what a worker's child does with a document.

In: a file's bytes. Out: its records, its text and what is known of it, as JSON. Everything that the store keeps of a document's content
goes through here, so here is what PostgreSQL can't hold taken out of it.
"""

import re
from collections.abc import Callable
from importlib import import_module
from itertools import islice
from typing import Any

from extractor.document import Block, Cell, Document, Paragraph, Passage
from extractor.evidence import TAUGHT
from extractor.explain import TableNote, table_notes
from extractor.exporters.json import to_json
from extractor.formats import FORMATS, read_document
from extractor.pipeline import extract, extract_records
from extractor.tables import HEADER_LENGTH_LIMIT
from extractor.wordings import NOTHING_TAUGHT, Wordings
from service.jobs.child import page_progress

# NUL is none of PostgreSQL's text, and half of a surrogate pair is none of UTF-8's. One character for one: no offset moves.
UNKEPT = re.compile("[\0\ud800-\udfff]")
REPLACEMENT = "\ufffd"
# Tables of a document and columns of a table whose headers can be explained: more than any real one has.
MOST_TABLES, MOST_COLUMNS = 500, 60

# Read once before the first document: the dictionaries load, and every child has them.
SPECIMEN = """
<p>АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА</p><p>ПОСТАНОВЛЕНИЕ</p><p>от 12.03.2021 № 45</p><p>Об утверждении плана мероприятий</p>
<p>В соответствии с Уставом района ПОСТАНОВЛЯЕТ:</p><p>1. Утвердить план мероприятий на 2021 год.</p>
<p>2. Контроль за исполнением возложить на заместителя главы Орлову М.П.</p><p>Глава района И.И. Лесной</p>
<p>План мероприятий на 2021 год</p><table>
<tr><td>№ п/п</td><td>Мероприятие</td><td>Срок исполнения</td><td>Ответственный</td></tr>
<tr><td>1</td><td>Провести совещание с главами поселений</td><td>до 1 июня</td><td>Отдел экономики, Лесной И.И.</td></tr>
<tr><td>2</td><td>Обновить схему оповещения</td><td>II квартал, ежемесячно</td><td>Сектор по делам ГО и ЧС</td></tr></table>
"""


def warm_up() -> None:
    """Load what extraction needs into this process."""
    for name in (file_format.name for file_format in FORMATS):
        import_module(f"extractor.formats.{name}")
    extract(SPECIMEN.encode())


def extract_content(content: bytes, wordings: Wordings = NOTHING_TAUGHT, *, progress: Callable[..., None]) -> dict[str, Any]:
    """Read a file and extract its records, also by what was taught for it; raises `ExtractionError`.

    Gives `format`, `pages` (None where the format has none), `records` (RECORDS.md), `blocks` (`plain_block`) and `tables`
    (`plain_table`).
    """
    progress("reading")
    document = read_document(content, progress=page_progress("reading", progress))
    progress("extracting", document.pages, document.pages)
    answer = {
        "format": document.format,
        "pages": document.pages,
        "records": to_json(extract_records(document, wordings=wordings)),
        "blocks": plain_blocks(document),
        "tables": [plain_table(note) for note in islice(table_notes(document, wordings), MOST_TABLES) if len(note.columns) > 1],
    }
    kept: dict[str, Any] = keepable(answer)
    return kept


def plain_table(note: TableNote) -> dict[str, Any]:
    """Give what a table's columns were taken for; a header that is too long for one is left out."""
    columns = [
        {
            "column": column.index,
            "header": column.header if len(column.header) <= HEADER_LENGTH_LIMIT else "",
            "role": column.role,
            "rule": column.rule,
            "taught": column.rule.endswith(TAUGHT),
        }
        for column in note.columns[:MOST_COLUMNS]
    ]
    return {"block": note.block, "is_plan": note.is_plan, "columns": columns}


def plain_blocks(document: Document) -> list[dict[str, Any]]:
    """Give the document's text: paragraphs and tables in reading order."""
    return [plain_block(block) for block in document.blocks]


def plain_block(block: Block) -> dict[str, Any]:
    """Give a block as JSON holds it; a paragraph has `text` and its looks, a table its size and `cells`."""
    if isinstance(block, Paragraph):
        looks = {"centred": block.centred, "right": block.right, "bold": block.bold, "level": block.level}
        return {"kind": "paragraph", "block": block.block, "page": first_page(block), "text": block.text, **looks}
    cells = [plain_cell(cell) for cell in block.cells]
    return {"kind": "table", "block": block.block, "rows": block.row_count, "columns": block.column_count, "cells": cells}


def plain_cell(cell: Cell) -> dict[str, Any]:
    """Give a cell as JSON holds it."""
    place = {"row": cell.row, "column": cell.column, "row_span": cell.row_span, "column_span": cell.column_span}
    return {**place, "page": first_page(cell), "text": cell.text, "bold": cell.bold}


def first_page(passage: Passage) -> int | None:
    """Give the page that a passage begins on, None where the format has no pages."""
    return passage.lines[0].page if passage.lines else None


def keepable(value: Any) -> Any:
    """Replace in all strings the characters that the store can't hold."""
    if isinstance(value, str):
        return UNKEPT.sub(REPLACEMENT, value)
    if isinstance(value, dict):
        return {key: keepable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [keepable(part) for part in value]
    return value
