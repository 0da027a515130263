"""Tagged PDFs: the structure tree settles what the page leaves open, and is left aside where it does not fit the page."""

from extractor.document import Document
from extractor.formats.pdf import read
from tests.formats.shown import texts
from tests.formats.tagged import HEIGHT, Line, Node, tagged_pdf

FULL = "Совет района решает утвердить план мероприятий на следующий год и опубликовать его в газете"
"""A line that fills the text's width."""
SHORT = "нашего района."


def paragraphs(*numbers: tuple[int, ...]) -> Node:
    """A document whose paragraphs hold the lines of the first page with these numbers."""
    nodes: list[Node] = [("P", [(0, number) for number in lines]) for lines in numbers]
    return ("Document", nodes)


def page(*lines: str, x: float = 60) -> list[Line]:
    return [(x, 60 + 12 * index, line) for index, line in enumerate(lines)]


def test_lines_of_two_paragraphs_are_two_though_the_first_fills_its_width() -> None:
    lines = page(FULL, SHORT, FULL, FULL, SHORT)
    assert texts(read(tagged_pdf([lines], paragraphs((0, 1), (2,), (3, 4))))) == [f"{FULL} {SHORT}", FULL, f"{FULL} {SHORT}"]


def test_a_list_item_is_one_paragraph_with_its_mark() -> None:
    lines = [(60.0, 60.0, "1."), (80.0, 60.0, FULL), (80.0, 72.0, SHORT), (60.0, 90.0, FULL)]
    item: Node = ("L", [("LI", [("Lbl", [(0, 0)]), ("LBody", [("P", [(0, 1), (0, 2)])])])])
    assert texts(read(tagged_pdf([lines], ("Document", [item, ("P", [(0, 3)])])))) == [f"1. {FULL} {SHORT}", FULL]


def test_a_paragraph_for_every_line_is_not_the_authors() -> None:
    lines = page(*[FULL] * 6, SHORT)
    assert texts(read(tagged_pdf([lines], paragraphs(*((number,) for number in range(7)))))) == [" ".join([*[FULL] * 6, SHORT])]


def test_one_paragraph_for_a_whole_page_is_not_the_authors() -> None:
    lines = page(*["1. Утвердить план.", "2. Издать памятку.", "3. Доложить.", "4. Закрыть.", "5. Отдохнуть.", "6. Подписать."])
    assert texts(read(tagged_pdf([lines], paragraphs(tuple(range(6)))))) == [text for _, _, text in lines]


XS = (60.0, 200.0, 300.0)


def cells_on(y: float, bottom: float, *rows: tuple[str, str]) -> tuple[list[Line], list[tuple[float, float, float, float]]]:
    """The lines and the rules of a table of two columns between two heights; its rows are equally high."""
    height = (bottom - y) / len(rows)
    lines = [(XS[column] + 5, y + height * row + 12, text) for row, pair in enumerate(rows) for column, text in enumerate(pair) if text]
    rules = [(XS[0], y + height * row, XS[-1], y + height * row) for row in range(len(rows) + 1)]
    return lines, [*rules, *((x, y, x, bottom) for x in XS)]


def two_parts(last_row: int) -> Document:
    """A table over a page end; the row under the seam is row 2 or 3 of the tags."""
    upper, rules_above = cells_on(HEIGHT - 100, HEIGHT - 40, ("Мероприятие", "Срок"), ("Провести ярмарку", "май"), ("Собрать сход", "июнь"))
    lower, rules_below = cells_on(40, 80, ("Позвать всех", "полдень"), ("Доложить", "июль"))
    tree: Node = ("Table", [
        ("TR", [("TH", [(0, 0)]), ("TH", [(0, 1)])]),
        ("TR", [("TD", [(0, 2)]), ("TD", [(0, 3)])]),
        ("TR", [("TD", [("P", [(0, 4)]), ("P", [(1, 0)])]), ("TD", [("P", [(0, 5)]), ("P", [(1, 1)])])]),
        ("TR", [("TD", [(1, 2)]), ("TD", [(1, 3)])]),
    ])  # fmt: skip
    if last_row == 3:
        kind, rows = tree
        cut: list[Node] = [("TR", [("TD", [(0, 4)]), ("TD", [(0, 5)])]), ("TR", [("TD", [(1, 0)]), ("TD", [(1, 1)])])]
        tree = (kind, [*rows[:2], *cut, *rows[3:]])
    return read(tagged_pdf([upper, lower], tree, [rules_above, rules_below]))


def test_the_tags_tell_that_a_page_end_cut_a_row() -> None:
    table = two_parts(2).tables[0]
    assert table.row_count == 4
    assert [cell.text for cell in table.cells if cell.row == 3] == ["Собрать сход Позвать всех", "июнь полдень"]


def test_the_tags_tell_that_a_row_begins_on_the_next_page() -> None:
    table = two_parts(3).tables[0]
    assert table.row_count == 5
    assert [cell.text for cell in table.cells if cell.row == 4] == ["Позвать всех", "полдень"]
