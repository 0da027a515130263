"""TXT: what is left of a document when somebody saves it as plain text.

In: a `Layout`. Out: bytes in the layout's `encoding`. The option `txt` names the form of tables: `tabs` (a row a line), `pipes`
(`a | b |`), `cells` (a cell a line, rows parted by an empty line), `frame` (┌─┬) or `bars` (+---+ and ¦).
"""

import textwrap
from collections.abc import Callable
from typing import NamedTuple

from corpora.source import Block, Cell, Grid, Layout, Prose, printed_lines

PAGE = 78
RIGHT = 42
# A column of a drawn table is at least as wide as its longest word up to this length; longer words are cut.
LONGEST_WORD = 14
OLD_ENCODINGS = frozenset({"cp866", "koi8-r"})
# What a clerk types where the encoding has no such sign.
OLD_SIGNS = str.maketrans({"«": '"', "»": '"', "–": "-", "—": "-", "¦": "|", "№": "N"})


class Signs(NamedTuple):
    """The characters of a drawn table: rules, borders, and the left, middle and right crossings of each kind of rule."""

    dash: str
    bar: str
    top: str
    middle: str
    bottom: str


def render(layout: Layout) -> bytes:
    """Give the file."""
    encoding = layout.options.get("encoding", "utf-8")
    grid_text = GRIDS[layout.options.get("txt", "tabs")]
    text = "\n\n".join(block_text(block, grid_text) for block in layout.blocks if block_text(block, grid_text))
    return (text + "\n").translate(OLD_SIGNS if encoding in OLD_ENCODINGS else {}).encode(encoding)


def block_text(block: Block, grid_text: Callable[[Grid], str]) -> str:
    """Give one block; a page break leaves no trace."""
    if isinstance(block, Grid):
        return grid_text(block)
    if block.kind in ("menu", "break"):
        return ""
    if block.kind == "signature":
        return "\n".join(signature_text(line) for line in block.lines)
    if block.kind == "columns":
        return "\n".join(part for line in block.lines for column in line.split("|") for part in printed_lines(column))
    return "\n".join(part for line in block.lines for part in prose_text(line, block))


def prose_text(line: str, block: Prose) -> list[str]:
    """Give a paragraph's lines: centred and right-hand ones with leading spaces, others a line each."""
    if block.kind == "right":
        return [" " * RIGHT + part for part in printed_lines(line)]
    if block.kind in ("centre", "heading"):
        return [f"{part:^{PAGE}}".rstrip() for part in printed_lines(line)]
    return list(printed_lines(line))


def signature_text(line: str) -> str:
    """Give a signature with the name far at the right."""
    left, _, name = line.partition("|")
    *above, last = printed_lines(left)
    return "\n".join([*above, f"{last:<58}{name.strip()}"])


def first_place(cell: Cell, row: int, column: int) -> bool:
    """Tell whether the cell begins at this place."""
    return (cell.row, cell.column) == (row, column)


def row_texts(row: int, cells: list[Cell]) -> list[str]:
    """Give a row's texts: a cell joined from above is empty, one joined from the left is left out."""
    texts = []
    for column, cell in enumerate(cells):
        if cell.column == column:
            texts.append(" ".join(cell.printed) if first_place(cell, row, column) else "")
    return texts


def tabs_text(grid: Grid) -> str:
    """Give a row a line, cells parted by tabs; a page break parts the rows by an empty line."""
    lines = []
    for row, cells in enumerate(grid.places()):
        lines += [""] if grid.rows[row].break_before else []
        lines.append("\t".join(row_texts(row, cells)))
    return "\n".join(lines)


def pipes_text(grid: Grid) -> str:
    """Give a row a line, a bar after each cell."""
    return "\n".join("".join(f"{text} | " for text in row_texts(row, cells)).rstrip() for row, cells in enumerate(grid.places()))


def cells_text(grid: Grid) -> str:
    """Give a cell a line after a tab, rows parted by an empty line; a cell's own lines are parted by empty ones."""
    rows = []
    for row, cells in enumerate(grid.places()):
        texts = []
        for column, cell in enumerate(cells):
            if cell.column == column:
                texts.append("\t" + ("\n\n".join(cell.printed) if cell.row == row else ""))
        rows.append("\n".join(texts))
    return "\n\n".join(rows)


def frame_text(grid: Grid) -> str:
    """Give the table drawn with box characters."""
    return drawn_text(grid, Signs("─", "│", "┌┬┐", "├┼┤", "└┴┘"))


def bars_text(grid: Grid) -> str:
    """Give the table drawn with dashes and broken bars."""
    return drawn_text(grid, Signs("-", "¦", "+++", "+++", "+++"))


def drawn_text(grid: Grid, signs: Signs) -> str:
    """Draw a table: rows of text between rules; under a cell that goes on below there is no rule."""
    places = grid.places()
    widths = column_widths(grid)
    lines = [rule_text(None, places[0], widths, signs)]
    for row, cells in enumerate(places):
        lines += content_lines(row, cells, widths, signs.bar)
        lines.append(rule_text(cells, places[row + 1] if row + 1 < len(places) else None, widths, signs))
    return "\n".join(lines)


def column_widths(grid: Grid) -> list[int]:
    """Give each column's width in characters."""
    total = sum(grid.widths)
    widths = [max(5, round((PAGE + 20) * width / total)) for width in grid.widths]
    for cell in grid.cells:
        if cell.column_span == 1:
            longest = max(len(word) for word in [*" ".join(cell.printed).split(), ""])
            widths[cell.column] = max(widths[cell.column], min(longest, LONGEST_WORD))
    return widths


def content_lines(row: int, cells: list[Cell], widths: list[int], bar: str) -> list[str]:
    """Give the printed lines of a row; a merged cell's text stands in its first row."""
    columns: list[tuple[int, list[str]]] = []
    for column, cell in enumerate(cells):
        if cell.column == column:
            width = sum(widths[column : column + cell.column_span]) + cell.column_span - 1
            own = cell.printed if cell.row == row else ()
            columns.append((width, [line for part in own for line in textwrap.wrap(part, width) or [""]]))
    height = max(1, *(len(lines) for _, lines in columns))
    padded = [(width, lines + [""] * (height - len(lines))) for width, lines in columns]
    return [bar + bar.join(f"{lines[n]:<{width}}" for width, lines in padded) + bar for n in range(height)]


def rule_text(above: list[Cell] | None, below: list[Cell] | None, widths: list[int], signs: Signs) -> str:
    """Give the rule between two rows; it is left out where one cell stands on both."""
    left, cross, right = list(signs.top if above is None else signs.bottom if below is None else signs.middle)
    joined = [above is not None and below is not None and above[column] is below[column] for column in range(len(widths))]
    line = signs.bar if joined[0] else left
    for column, width in enumerate(widths):
        line += (" " if joined[column] else signs.dash) * width
        if column == len(widths) - 1:
            return line + (signs.bar if joined[column] else right)
        if joined[column] and joined[column + 1]:
            line += signs.bar if has_border([above], column) else " "
        elif joined[column] or joined[column + 1]:
            line += left if joined[column] else right
        else:
            line += cross if has_border([above, below], column) else signs.dash
    return line


def has_border(rows: list[list[Cell] | None], column: int) -> bool:
    """Tell whether in any of the rows two cells meet right of the column."""
    return any(cells is not None and cells[column] is not cells[column + 1] for cells in rows)


# Form of tables → the function that writes it.
GRIDS: dict[str, Callable[[Grid], str]] = {
    "tabs": tabs_text,
    "pipes": pipes_text,
    "cells": cells_text,
    "frame": frame_text,
    "bars": bars_text,
}
