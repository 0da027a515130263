"""Ruled tables of PDF: their cells, the lines of a cell, parts on several pages."""

from collections.abc import Sequence

import pytest

from extractor.document import Document
from tests.formats.paper import HEAD, HEIGHT, WIDTH, XS, Paper, Spans, grid, one_page
from tests.formats.shown import rows, texts

LOW = 780.0
"""The bottom of a page's text."""


def spans(document: Document) -> dict[str, tuple[int, int]]:
    """Row and column span of each cell with text that spans."""
    return {
        cell.text: (cell.row_span, cell.column_span)
        for table in document.tables
        for cell in table.cells
        if cell.text and (cell.row_span, cell.column_span) != (1, 1)
    }


# Tables on a page


def test_a_ruled_table_gives_its_cells() -> None:
    paper = Paper().table(XS, (100, 130, 160), grid(HEAD, ("1.", "Провести ярмарку", "до 1 июля 2021 г.", "Отдел культуры")))
    assert rows(one_page(paper)) == [list(HEAD), ["1.", "Провести ярмарку", "до 1 июля 2021 г.", "Отдел культуры"]]


def test_a_missing_rule_makes_a_merged_cell() -> None:
    paper = Paper().table(
        XS,
        (100, 130, 160, 190),
        grid(HEAD, ("1.", "Провести ярмарку", "май", "Отдел культуры"), ("2.", "Провести смотр", "июнь", None)),
        {(1, 3): (2, 1)},
    )
    document = one_page(paper)
    assert spans(document) == {"Отдел культуры": (2, 1)}
    assert rows(document)[2] == ["2.", "Провести смотр", "июнь", "Отдел культуры"]


def test_a_full_width_row_spans_all_columns() -> None:
    paper = Paper().table(
        XS,
        (100, 130, 160, 190),
        grid(HEAD, ("Раздел I. Праздники", None, None, None), ("1.", "Провести ярмарку", "май", "Отдел культуры")),
        {(1, 0): (1, 4)},
    )
    assert spans(one_page(paper)) == {"Раздел I. Праздники": (1, 4)}


def two_rows(draw: str) -> Document:
    paper = Paper()
    ways = {
        "dashes": lambda *ends: paper.rule(*ends, dash=(3, 2)),
        "bars": lambda x0, y0, x1, y1: paper.bar(x0, y0, x1 + 0.6, y1 + 0.6),
        "pieces": lambda *ends: pieces(paper, *ends),
        "dots": lambda *ends: dots(paper, *ends),
    }
    cells = grid(HEAD, ("1.", "Провести ярмарку", "май", "Отдел культуры"))
    return one_page(paper.table(XS, (100, 130, 160), cells, draw=ways[draw]))


def pieces(paper: Paper, *ends: float) -> None:
    """Draw a line as short strokes that touch."""
    x0, y0, x1, y1 = ends
    for step in range(12):
        low, high = step / 12, (step + 1) / 12
        paper.rule(x0 + (x1 - x0) * low, y0 + (y1 - y0) * low, x0 + (x1 - x0) * high, y0 + (y1 - y0) * high)


def dots(paper: Paper, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draw a line as small squares."""
    count = int(max(x1 - x0, y1 - y0) // 3)
    for step in range(count + 1):
        x, y = x0 + (x1 - x0) * step / count, y0 + (y1 - y0) * step / count
        paper.bar(x, y, x + 0.7, y + 0.7)


@pytest.mark.parametrize("draw", ["dashes", "bars", "pieces", "dots"])
def test_rules_are_found_however_they_are_drawn(draw: str) -> None:
    assert rows(two_rows(draw))[1] == ["1.", "Провести ярмарку", "май", "Отдел культуры"]


def test_a_table_without_outer_borders_is_whole() -> None:
    paper = Paper()
    for y in (100, 130, 160):
        paper.rule(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        paper.rule(x, 100, x, 160)
    for column, (head, text) in enumerate(zip(HEAD, ("1.", "Провести ярмарку", "май", "Отдел культуры"), strict=True)):
        paper.lines(XS[column] + 5, 112, paper.wrap(head, XS[column + 1] - XS[column] - 10)).text(XS[column] + 5, 142, text)
    assert rows(one_page(paper)) == [list(HEAD), ["1.", "Провести ярмарку", "май", "Отдел культуры"]]


def test_vertical_text_in_a_head_cell_is_read() -> None:
    paper = Paper().table(XS, (100, 180, 210), grid(("", *HEAD[1:]), ("1.", "Провести ярмарку", "май", "Отдел культуры")))
    paper.text(78, 170, "Номер по", angle=90).text(88, 170, "порядку", angle=90)
    assert rows(one_page(paper))[0][0] == "Номер по порядку"


def test_a_frame_about_text_is_no_table() -> None:
    paper = Paper().table((60, 540), (60, 120), grid(("Муниципальное учреждение «Луч»",))).text(60, 150, "Текст")
    document = one_page(paper)
    assert document.tables == ()
    assert texts(document) == ["Муниципальное учреждение «Луч»", "Текст"]


# Lines of a cell


def responsible(text: str) -> Document:
    """A table whose last cell holds a text, wrapped to its width."""
    return one_page(Paper().table(XS, (100, 130, 260), grid(HEAD, ("1.", "Провести ярмарку", "май", text))))


def hard_parts(document: Document) -> list[str]:
    cell = document.tables[0].grid[1][3]
    assert cell is not None
    return [cell.text[start:end] for start, end in cell.hard_spans()]


def test_a_line_that_left_room_was_ended_by_its_author() -> None:
    document = responsible("Главы поселений\nОтдел культуры")
    assert hard_parts(document) == ["Главы поселений", "Отдел культуры"]


def test_a_wrapped_line_is_not_hard() -> None:
    text = "Отдел информационных технологий и защиты персональных данных"
    assert hard_parts(responsible(text)) == [text]


def test_a_list_mark_after_an_end_mark_starts_a_line_of_its_own() -> None:
    assert hard_parts(responsible("провести семинары;\n- издать памятки")) == ["провести семинары;", "- издать памятки"]


def test_a_hyphened_word_is_rejoined() -> None:
    assert hard_parts(responsible("Комитет градо-\nстроительства")) == ["Комитет градостроительства"]


def test_a_word_cut_by_a_narrow_column_is_rejoined() -> None:
    paper = Paper().table((60, 90, 290, 340, 540), (100, 150, 200), grid(HEAD, ("1.", "Провести ярмарку", "ежеквартально", "Отдел")))
    assert rows(one_page(paper))[1][2] == "ежеквартально"


def test_a_footnote_mark_is_not_part_of_the_text() -> None:
    paper = Paper().table(XS, (100, 130, 160), grid(HEAD, ("1.", "Провести ярмарку", "май", "Отдел культуры")))
    paper.text(XS[1] + 5 + paper.width_of("Провести ярмарку"), 137, "1", size=6)
    assert rows(one_page(paper))[1][1] == "Провести ярмарку"


# Tables over pages

MEASURES = [(f"{n}.", f"Провести встречу с жителями улицы номер {n} и составить протокол", "май", "Отдел культуры") for n in range(1, 9)]


Rows = Sequence[Sequence[str | None]]
HEIGHT_OF_ROW = 38.0


def two_pages(first: Rows, second: Rows, *, spans_above: Spans | None = None, spans_below: Spans | None = None) -> Document:
    """A table whose first part ends at the page's foot and whose second part starts at the next page's top."""
    paper = Paper().table(XS, [LOW - HEIGHT_OF_ROW * (len(first) - n) for n in range(len(first) + 1)], grid(*first), spans_above)
    paper.next_page().table(XS, [60 + HEIGHT_OF_ROW * n for n in range(len(second) + 1)], grid(*second), spans_below)
    return one_page(paper)


def test_a_table_goes_on_over_the_page_end() -> None:
    document = two_pages([HEAD, *MEASURES[:3]], MEASURES[3:])
    assert len(document.tables) == 1
    assert rows(document) == [list(HEAD), *map(list, MEASURES)]


def test_a_repeated_head_is_dropped() -> None:
    document = two_pages([HEAD, *MEASURES[:3]], [HEAD, *MEASURES[3:]])
    assert rows(document) == [list(HEAD), *map(list, MEASURES)]


def test_a_repeated_row_of_column_numbers_is_dropped() -> None:
    numbers = ("1", "2", "3", "4")
    document = two_pages([HEAD, numbers, *MEASURES[:3]], [numbers, *MEASURES[3:]])
    assert rows(document) == [list(HEAD), list(numbers), *map(list, MEASURES)]


def test_a_row_cut_by_the_page_end_is_whole() -> None:
    upper = (
        "4.",
        "Провести встречу с жителями и составить протокол о всех замечаниях, которые были высказаны в ходе",
        "май",
        "Отдел культуры",
    )
    lower = ("", "обсуждения проекта", "", "")
    document = two_pages([HEAD, *MEASURES[:3], upper], [lower, *MEASURES[4:]])
    assert rows(document)[4] == ["4.", f"{upper[1]} обсуждения проекта", "май", "Отдел культуры"]
    assert len(rows(document)) == 1 + len(MEASURES)


def test_a_row_cut_in_several_columns_is_whole() -> None:
    upper = ("4.", "Провести встречу с жителями и составить протокол о всех замечаниях, которые были высказаны в ходе", "май",
             "Комитет по физической культуре и спорту, отдел")  # fmt: skip
    lower = ("", "обсуждения проекта", "", "информационных технологий")
    document = two_pages([HEAD, *MEASURES[:3], upper], [lower, *MEASURES[4:]])
    assert rows(document)[4][1].endswith("в ходе обсуждения проекта")
    assert rows(document)[4][3].endswith("отдел информационных технологий")


def test_a_new_row_at_a_page_start_is_not_joined() -> None:
    first = [HEAD, ("Праздники", "Провести ярмарку", "май", "Отдел культуры"), ("Сходы", "Провести сход", "июнь", "Главы поселений")]
    second = [("Опросы", "Провести опрос", "июль", "Отдел связи"), ("Отчёты", "Издать отчёт", "август", "Отдел культуры")]
    assert rows(two_pages(first, second)) == [*map(list, first), *map(list, second)]


def test_a_word_cut_by_the_page_end_is_whole() -> None:
    upper = (
        "4.",
        "Провести встречу с жителями и составить протокол о всех замечаниях, которые были высказаны о благо-",
        "май",
        "Отдел культуры",
    )
    document = two_pages([HEAD, *MEASURES[:3], upper], [("", "устройстве двора", "", ""), *MEASURES[4:]])
    assert rows(document)[4][1].endswith("высказаны о благоустройстве двора")


def test_a_merged_cell_goes_on_over_the_page_end() -> None:
    first = [HEAD, MEASURES[0], ("2.", "Провести смотр", "май", "Главы поселений"), ("3.", "Издать памятки", "май", None)]
    second = [("4.", "Провести опрос", "май", ""), ("5.", "Провести сход", "май", None), MEASURES[5]]
    document = two_pages(first, second, spans_above={(2, 3): (2, 1)}, spans_below={(0, 3): (2, 1)})
    assert [row[3] for row in rows(document)] == [HEAD[3], "Отдел культуры", *["Главы поселений"] * 4, "Отдел культуры"]
    assert spans(document) == {"Главы поселений": (4, 1)}


def test_a_blank_cell_stays_blank_where_its_column_often_is() -> None:
    notes = [(number, text, time, "" if int(number[0]) % 2 else "по графику") for number, text, time, _ in MEASURES]
    document = two_pages([HEAD, *notes[:4]], notes[4:])
    assert [row[3] for row in rows(document)] == [HEAD[3], *(note[3] for note in notes)]


def test_a_table_with_other_columns_on_the_next_page_is_another_table() -> None:
    paper = Paper().table(XS, (700, 740, 780), grid(HEAD, MEASURES[0])).next_page()
    paper.table((60, 200, 540), (60, 100, 140), grid(("Показатель", "Значение"), ("Число участников", "120")))
    assert len(one_page(paper).tables) == 2


def test_text_between_two_tables_parts_them() -> None:
    paper = Paper().table(XS, (700, 740, 780), grid(HEAD, MEASURES[0])).next_page().text(60, 60, "План мероприятий на второе полугодие")
    paper.table(XS, (80, 120, 160), grid(HEAD, MEASURES[1]))
    assert len(one_page(paper).tables) == 2


def test_a_caption_of_the_continuation_does_not_part_a_table() -> None:
    paper = Paper().table(XS, (700, 740, 780), grid(HEAD, MEASURES[0])).next_page().text(400, 55, "Продолжение таблицы 1")
    document = one_page(paper.table(XS, (70, 110, 150), grid(HEAD, MEASURES[1])))
    assert rows(document) == [list(HEAD), list(MEASURES[0]), list(MEASURES[1])]
    assert texts(document) == []


def test_a_footnote_under_a_part_does_not_part_a_table() -> None:
    paper = Paper().table(XS, (700, 740, 780), grid(HEAD, MEASURES[0])).text(60, 800, "1 Далее – мероприятия.", size=7).next_page()
    document = one_page(paper.table(XS, (60, 100), grid(MEASURES[1])))
    assert len(document.tables) == 1
    assert texts(document) == ["1 Далее – мероприятия."]


def test_every_line_lies_on_its_page_and_covers_its_text() -> None:
    document = two_pages([HEAD, *MEASURES[:3]], MEASURES[3:])
    passages = [*document.paragraphs, *(cell for table in document.tables for cell in table.cells)]
    lines = [(passage, line) for passage in passages for line in passage.lines]
    assert {line.page for _, line in lines} == {1, 2}
    for passage, line in lines:
        assert line.box is not None
        x0, y0, x1, y1 = line.box
        assert 0 <= x0 < x1 <= WIDTH
        assert 0 <= y0 < y1 <= HEIGHT
        assert passage.text[line.start : line.end].strip() == passage.text[line.start : line.end] != ""
