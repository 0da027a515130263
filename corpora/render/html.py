"""HTML: what an official site or a word processor's export gives.

In: a `Layout`. Out: UTF-8 (or the layout's `encoding`) bytes with real `colspan` and `rowspan`. The option `html: word` writes the
paragraphs as Word does, `@menu` blocks become page furniture.
"""

from html import escape

from corpora.source import Block, Cell, Grid, Layout, Prose, printed_lines

ALIGNED = {"centre": "center", "heading": "center", "right": "right"}
WORD = ' class="MsoNormal" style="margin-bottom:.0001pt"'


def render(layout: Layout) -> bytes:
    """Give the page."""
    encoding = layout.options.get("encoding", "utf-8")
    attributes = WORD if layout.options.get("html") == "word" else ""
    body = "\n".join(block_html(block, attributes) for block in layout.blocks)
    head = f'<!DOCTYPE html>\n<html lang="ru">\n<head><meta charset="{encoding}"><title>{escape(layout.name)}</title></head>\n'
    return f"{head}<body>\n{body}\n</body>\n</html>\n".encode(encoding, "xmlcharrefreplace")


def block_html(block: Block, attributes: str) -> str:
    """Give one block."""
    if isinstance(block, Grid):
        return grid_html(block, attributes)
    if block.kind == "menu":
        items = "".join(f'<li><a href="/{place}">{escape(line)}</a></li>' for place, line in enumerate(block.lines))
        return f'<nav class="menu"><ul>{items}</ul></nav>'
    if block.kind == "break":
        return "<br clear=all style='page-break-before:always'>"
    if block.kind in ("columns", "signature"):
        return "\n".join(side_by_side(line) for line in block.lines)
    return "\n".join(paragraph_html(line, block, attributes) for line in block.lines)


def side_by_side(line: str) -> str:
    """Give a borderless table row, as word processors export a signature line."""
    cells = "".join(f"<td>{'<br>'.join(escape(part) for part in printed_lines(cell))}</td>" for cell in line.split("|"))
    return f'<table border="0" width="100%"><tr>{cells}</tr></table>'


def paragraph_html(line: str, block: Prose, attributes: str) -> str:
    """Give one paragraph."""
    text = "<br>".join(escape(part) for part in printed_lines(line))
    if "bold" in block.options or block.kind == "heading":
        text = f"<b>{text}</b>"
    align = f' align="{ALIGNED[block.kind]}"' if block.kind in ALIGNED else ""
    return f"<p{attributes}{align}>{text}</p>"


def grid_html(grid: Grid, attributes: str) -> str:
    """Give a table."""
    rows = []
    for place in range(len(grid.rows)):
        tag = "th" if place < grid.header_rows and not attributes else "td"
        cells = "".join(cell_html(cell, tag, attributes) for cell in grid.cells if cell.row == place)
        rows.append(f"<tr>{cells}</tr>")
    return '<table border="1" cellspacing="0">\n' + "\n".join(rows) + "\n</table>"


def cell_html(cell: Cell, tag: str, attributes: str) -> str:
    """Give one cell; its lines are paragraphs of their own in Word's manner, otherwise parted by `br`."""
    lines = [escape(line) for line in cell.printed]
    text = "".join(f"<p{attributes}>{line}</p>" for line in lines) if attributes else "<br>".join(lines)
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return f"<{tag}{spans}>{text}</{tag}>"
