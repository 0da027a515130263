"""DOCX: what a clerk's word processor writes, with real merged cells, page breaks and, on request, automatic numbers.

In: a `Layout`. Out: bytes, the same for the same layout. The option `numbering: word` makes the points of `@clauses` automatic list
numbers, so that they stand in numbering.xml and not in the text. Tables are written as XML: `table.cell()` is quadratic.
"""

import re
import zipfile
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from corpora.source import Block, Cell, Grid, Layout, Prose, printed_lines

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ALIGNED = {"centre": "center", "heading": "center", "right": "right"}
PAGE_WIDTH = 9600  # twentieths of a point, A4 with the usual margins
POINT = re.compile(r"(\d+(?:\.\d+)*)\. (.*)")
EPOCH = (1980, 1, 1, 0, 0, 0)


def render(layout: Layout) -> bytes:
    """Give the file."""
    import docx

    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    body = document.element.body
    numbered = layout.options.get("numbering") == "word"
    if numbered:
        add_numbering(document)
    pieces = "".join(block_xml(block, numbered) for block in layout.blocks)
    for element in parse(f"<w:body {NAMESPACE}>{pieces}</w:body>"):
        body.insert(len(body) - 1, element)
    stream = BytesIO()
    document.save(stream)
    return with_fixed_times(stream.getvalue())


def parse(xml: str) -> Any:
    """Parse XML into python-docx's elements."""
    from docx.oxml import parse_xml

    return parse_xml(xml)


def with_fixed_times(content: bytes) -> bytes:
    """Write the package anew with one time in all entries, so that the same layout gives the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, EPOCH), old.read(entry), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def add_numbering(document: Any) -> None:
    """Define list 77: "1.", "1.1.", "1.1.1."."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{"".join(f"%{n + 1}." for n in range(level + 1))}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level in range(3)
    )
    numbering = document.part.numbering_part.element
    kind = f'<w:multiLevelType w:val="multilevel"/>{levels}'
    numbering.insert(0, parse(f'<w:abstractNum {NAMESPACE} w:abstractNumId="77">{kind}</w:abstractNum>'))
    numbering.append(parse(f'<w:num {NAMESPACE} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def block_xml(block: Block, numbered: bool) -> str:
    """Give one block."""
    if isinstance(block, Grid):
        return grid_xml(block) + paragraph_xml([""], "")
    if block.kind == "menu":
        return ""
    if block.kind == "break":
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    if block.kind == "columns":
        return "".join(columns_xml(line) for line in block.lines)
    if block.kind == "signature":
        return "".join(signature_xml(line) for line in block.lines)
    return "".join(prose_xml(line, block, numbered) for line in block.lines)


def prose_xml(line: str, block: Prose, numbered: bool) -> str:
    """Give one paragraph; a point with an automatic number has its number as a list property."""
    bold = "bold" in block.options or block.kind == "heading"
    align = f'<w:jc w:val="{ALIGNED[block.kind]}"/>' if block.kind in ALIGNED else ""
    match = POINT.fullmatch(line) if numbered and block.kind == "clauses" else None
    if match:
        level = match[1].count(".")
        align = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>{align}'
        line = match[2]
    return paragraph_xml(list(printed_lines(line)), align, bold=bold)


def paragraph_xml(lines: list[str], properties: str, *, bold: bool = False) -> str:
    """Give a paragraph whose lines are parted by forced breaks."""
    face = "<w:rPr><w:b/></w:rPr>" if bold else ""
    runs = "<w:r><w:br/></w:r>".join(f'<w:r>{face}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in lines)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def signature_xml(line: str) -> str:
    """Give a signature: the position, a tab, the name."""
    left, _, right = line.partition("|")
    *above, last = printed_lines(left)
    text = f'<w:r><w:t xml:space="preserve">{escape(last)}</w:t></w:r><w:r><w:tab/><w:tab/><w:tab/></w:r>'
    name = f"<w:r><w:t>{escape(right.strip())}</w:t></w:r>"
    return "".join(paragraph_xml([part], "") for part in above) + f"<w:p>{text}{name}</w:p>"


def columns_xml(line: str) -> str:
    """Give blocks side by side as a table without rules."""
    columns = line.split("|")
    width = PAGE_WIDTH // len(columns)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{''.join(paragraph_xml([part], '') for part in printed_lines(column))}</w:tc>"
        for column in columns
    )
    grid = f'<w:gridCol w:w="{width}"/>' * len(columns)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>" + paragraph_xml([""], "")


def grid_xml(grid: Grid) -> str:
    """Give a ruled table."""
    total = sum(grid.widths)
    widths = [round(PAGE_WIDTH * width / total) for width in grid.widths]
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(row_xml(grid, place, cells, widths) for place, cells in enumerate(grid.places()))
    properties = f'<w:tblW w:w="{PAGE_WIDTH}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def row_xml(grid: Grid, place: int, cells: list[Cell], widths: list[int]) -> str:
    """Give a row; each cell stands once with its span, cells joined from above go on empty."""
    properties = "<w:tblHeader/>" if "repeat" in grid.options and place < grid.header_rows else ""
    pieces, column = "", 0
    while column < len(cells):
        cell = cells[column]
        first = column == 0 and grid.rows[place].break_before
        pieces += cell_xml(cell, sum(widths[column : column + cell.column_span]), place, break_before=first)
        column += cell.column_span
    return f"<w:tr><w:trPr>{properties}</w:trPr>{pieces}</w:tr>"


def cell_xml(cell: Cell, width: int, place: int, *, break_before: bool) -> str:
    """Give one cell, or its empty continuation on a row below its first."""
    spans = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
    if cell.row_span > 1:
        spans += '<w:vMerge w:val="restart"/>' if cell.row == place else "<w:vMerge/>"
    lines = cell.printed if cell.row == place else ("",)
    breaking = "<w:pageBreakBefore/>" if break_before else ""
    paragraphs = "".join(paragraph_xml([line], breaking if n == 0 else "") for n, line in enumerate(lines))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}</w:tcPr>{paragraphs}</w:tc>'
