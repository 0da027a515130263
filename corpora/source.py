"""Annotated documents: the layout of a page, written by hand, from which every file format is rendered.

In: `documents/NAME.txt`. Out: `Layout`, blocks in reading order. The marks are described in `corpora/README.md`:
a line `@kind option…` opens a block; ` ¶ ` is a line break inside a cell; `{…}` is printed but is no part of the value
beside it; in tables ` | ` parts cells, `^` joins a cell with the one above, `<` with the one on its left,
`=1 …` is a full-width row, `+ ` a row that goes on with the measure above, `# ` a row that is no measure, `%` a page
break. To add a kind of block, add it to `KINDS` and to each renderer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, takewhile
from pathlib import Path

# Kinds of blocks: `columns` stands side by side without rules, `menu` is page furniture that only HTML shows.
KINDS = frozenset({"text", "left", "centre", "right", "heading", "clauses", "signature", "columns", "break", "table", "menu"})
DOCUMENTS = Path(__file__).parent / "documents"
BREAK = " ¶ "
BRACES = re.compile(r"[{}]")
UNVALUED = re.compile(r"\{[^{}]*\}")
FULL_ROW = re.compile(r"=(\d) (.*)")


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs of one kind; `options` are the words after the kind ("bold")."""

    kind: str
    lines: tuple[str, ...]
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its top left corner (`row`, `column` from 0), as marked up; `level` is set on full-width headings."""

    row: int
    column: int
    marked: str
    row_span: int = 1
    column_span: int = 1
    level: int | None = None

    @property
    def printed(self) -> tuple[str, ...]:
        """The lines as printed: markup removed."""
        return printed_lines(self.marked)


@dataclass(frozen=True, slots=True)
class Row:
    """What a table row is for: `mark` is "", "+" (goes on with the measure above), "#" (no measure) or "=" (heading)."""

    mark: str = ""
    break_before: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; `roles` names what each column means, `widths` are shares of the page's width."""

    roles: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]
    header_rows: int = 1
    options: frozenset[str] = frozenset()

    def places(self) -> list[list[Cell]]:
        """Every place of the grid with the cell that covers it."""
        grid: list[list[Cell | None]] = [[None] * len(self.roles) for _ in self.rows]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    grid[row][column] = cell
        return [[cell for cell in row if cell is not None] for row in grid]


Block = Prose | Grid


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's blocks and the ways in which it is rendered (`numbering`, `txt`, `encoding`, `pdf`)."""

    name: str
    blocks: tuple[Block, ...]
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def clauses(self) -> tuple[str, ...]:
        """The numbered points, each with the dash lines that belong to it joined by a space."""
        points: list[str] = []
        for block in self.blocks:
            if isinstance(block, Prose) and block.kind == "clauses":
                for line in block.lines:
                    if line.startswith(("- ", "– ")) and points:
                        points[-1] += f" {line}"
                    else:
                        points.append(line)
        return tuple(points)


def printed_lines(marked: str) -> tuple[str, ...]:
    """Give the printed lines of marked-up text."""
    return tuple(BRACES.sub("", line).strip() for line in marked.split(BREAK.strip()))


def printed_text(marked: str) -> str:
    """Give the printed text on one line."""
    return " ".join(line for line in printed_lines(marked) if line)


def value_text(marked: str) -> str:
    """Give the text that counts as the value: what stands in braces is left out."""
    return " ".join(UNVALUED.sub("", marked).replace("¶", " ").split())


def read_layout(path: Path) -> Layout:
    """Read an annotated document."""
    return parse_layout(path.stem, path.read_text(encoding="utf-8"))


def parse_layout(name: str, text: str) -> Layout:
    """Read a layout from its text; raises ValueError on a mark it does not know or a row of the wrong width."""
    options: dict[str, str] = {}
    blocks: list[Block] = []
    for head, lines in split_blocks(text):
        kind, *words = head.split()
        if kind == "options":
            options |= dict(pair(line) for line in lines)
        elif kind not in KINDS:
            raise ValueError(f"{name}: unknown block @{kind}")
        elif kind == "table":
            blocks.append(read_grid(lines, frozenset(words)))
        else:
            blocks.append(Prose(kind, tuple(lines), frozenset(words)))
    if options.get("lines") == "paragraphs":
        blocks = [paragraph_a_line(block) for block in blocks]
    return Layout(name, tuple(blocks), options)


def paragraph_a_line(block: Block) -> Block:
    """Make each line of a heading or a stamp a paragraph of its own, as most clerks type them."""
    if isinstance(block, Grid) or block.kind not in ("left", "centre", "right"):
        return block
    return Prose(block.kind, tuple(part for line in block.lines for part in line.split(BREAK)), block.options)


def split_blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each block's head line without "@" and its lines that are not empty."""
    head, lines = "", list[str]()
    for line in text.splitlines():
        if line.startswith("@"):
            if head:
                yield head, lines
            head, lines = line[1:].strip(), []
        elif line.strip():
            lines.append(line.strip())
    if head:
        yield head, lines


def pair(line: str) -> tuple[str, str]:
    """Split "key: value"."""
    key, _, value = line.partition(":")
    return key.strip(), value.strip()


def read_grid(lines: list[str], options: frozenset[str]) -> Grid:
    """Read a table: a line "columns: role=width …", a line "header: rows", then the rows."""
    columns = pair(lines[0])[1].split()
    roles = tuple(column.rpartition("=")[0] for column in columns)
    widths = tuple(float(column.rpartition("=")[2]) for column in columns)
    header_rows = int(pair(lines[1])[1])
    rows: list[Row] = []
    marked: list[list[str]] = []
    levels: dict[int, int] = {}
    break_before = False
    for line in lines[2:]:
        if line == "%":
            break_before = True
            continue
        mark, cells, level = read_row(line, len(roles))
        if level:
            levels[len(rows)] = level
        rows.append(Row(mark, break_before))
        marked.append(cells)
        break_before = False
    return Grid(roles, widths, tuple(rows), join_cells(marked, levels), header_rows, options)


def read_row(line: str, width: int) -> tuple[str, list[str], int | None]:
    """Give a row's mark, its marked-up cells and, for a full-width row, its level; raises ValueError on a wrong width."""
    if full := FULL_ROW.fullmatch(line):
        return "=", [full[2], *["<"] * (width - 1)], int(full[1])
    mark = line[0] if line[:2] in ("+ ", "# ") else ""
    cells = [cell.strip() for cell in (line[2:] if mark else line).split("|")]
    if len(cells) != width:
        raise ValueError(f"{len(cells)} cells instead of {width}: {line}")
    return mark, cells, None


def join_cells(marked: list[list[str]], levels: Mapping[int, int]) -> tuple[Cell, ...]:
    """Make cells with spans from rows in which "<" and "^" join a place with its left or upper neighbour."""
    cells: list[Cell] = []
    for row, texts in enumerate(marked):
        for column, text in enumerate(texts):
            if text in ("<", "^"):
                continue
            across = run_length(iter(texts[column + 1 :]), "<")
            below = run_length((line[column] for line in islice(marked, row + 1, None)), "^")
            cells.append(Cell(row, column, text, 1 + below, 1 + across, levels.get(row)))
    return tuple(cells)


def run_length(texts: Iterator[str], mark: str) -> int:
    """Count how many texts from the first on are the mark."""
    return sum(1 for _ in takewhile(lambda text: text == mark, texts))


def read_layouts(folder: Path = DOCUMENTS) -> tuple[Layout, ...]:
    """Read all annotated documents of a folder, by name."""
    return tuple(read_layout(path) for path in sorted(folder.glob("*.txt")))
