"""Tables whose rules are missing, in part or altogether, and places where text stands side by side."""

from collections.abc import Sequence

import pytest

from extractor.formats.pdf import read
from tests.formats.paper import Paper, grid
from tests.formats.shown import rows, texts

XS = (60, 90, 290, 390, 540)
HEAD = ("№ п/п", "Мероприятие", "Срок", "Ответственный")
ROWS = [
    ("1.", "Провести ярмарку мастеров и смотр самодеятельных коллективов поселений", "май", "Отдел культуры"),
    ("2.", "Издать памятки", "до 1 июля 2021 г.", "Отдел информационной политики и связи"),
    ("3.", "Собрать предложения жителей о благоустройстве дворовых территорий", "июнь", "Главы поселений"),
    ("4.", "Отремонтировать площадку у школы", "август", "Отдел строительства"),
]
PADDING = 5


def set_rows(paper: Paper, y: float, cells: Sequence[Sequence[str]], xs: Sequence[float] = XS, *, gap: float = 0) -> list[float]:
    """Print rows under each other as a table without rules would stand; gives the y of the borders between them."""
    borders = [y]
    for row in cells:
        columns = [paper.wrap(text, xs[index + 1] - xs[index] - 2 * PADDING) for index, text in enumerate(row)]
        for index, lines in enumerate(columns):
            paper.lines(xs[index] + PADDING, y + 10, lines)
        y += 12 * max(map(len, columns)) + gap
        borders.append(y)
    return borders


# Tables without rules


def test_columns_under_a_header_are_a_table_without_any_rule() -> None:
    paper = Paper()
    set_rows(paper, 100, [HEAD, *ROWS])
    assert rows(read(paper.content())) == [list(HEAD), *map(list, ROWS)]


def test_level_rules_part_the_rows_of_a_table_without_numbers() -> None:
    paper = Paper()
    cells = [HEAD[1:], *(row[1:] for row in ROWS)]
    for y in set_rows(paper, 100, cells, XS[1:], gap=4):
        paper.rule(XS[1], y, XS[-1], y)
    assert rows(read(paper.content())) == list(map(list, cells))


def test_upright_rules_without_level_ones_leave_the_numbers_to_part_the_rows() -> None:
    paper = Paper()
    bottom = set_rows(paper, 100, [HEAD, *ROWS])[-1]
    for x in XS:
        paper.rule(x, 99, x, bottom)
    for y in (99, bottom):
        paper.rule(XS[0], y, XS[-1], y)
    assert rows(read(paper.content())) == [list(HEAD), *map(list, ROWS)]


def test_a_key_column_parts_the_rows_of_a_table_without_rules_and_numbers() -> None:
    cells = [("Дата", "Мероприятие", "Ответственный")]
    cells += [(f"{day}.09.2021", row[1], row[3]) for day, row in zip((11, 14, 20, 28), ROWS, strict=True)]
    paper = Paper()
    set_rows(paper, 100, cells, (60, 140, 380, 540))
    assert rows(read(paper.content())) == list(map(list, cells))


def test_a_heading_across_the_columns_is_a_row_of_its_own() -> None:
    paper = Paper()
    y = set_rows(paper, 100, [HEAD, *ROWS[:2]])[-1]
    paper.text(150, y + 10, "Раздел II. Благоустройство территорий поселений района")
    set_rows(paper, y + 12, ROWS[2:])
    table = read(paper.content()).tables[0]
    spans = {cell.text: cell.column_span for cell in table.cells if cell.column_span > 1}
    assert spans == {"Раздел II. Благоустройство территорий поселений района": 4}
    assert table.row_count == 6


def test_a_table_without_rules_goes_on_over_the_page_end() -> None:
    paper = Paper()
    set_rows(paper, 640, [HEAD, *ROWS])
    paper.next_page().text(290, 30, "2")
    more = [(f"{number}.", text, time, party) for number, (_, text, time, party) in enumerate(ROWS, 5)]
    set_rows(paper, 60, more)
    assert rows(read(paper.content())) == [list(HEAD), *map(list, ROWS), *map(list, more)]


def test_a_row_without_rules_that_a_page_end_cut_is_whole() -> None:
    paper = Paper()
    cut = ("5.", "Провести встречи с жителями улиц, которые были затоплены паводком, и составить", "май", "Главы поселений")
    set_rows(paper, 640, [HEAD, *ROWS, cut])
    paper.next_page()
    set_rows(paper, 60, [("", "протоколы встреч", "", ""), ("6.", *ROWS[0][1:]), ("7.", *ROWS[1][1:])])
    found = rows(read(paper.content()))
    assert found[5] == ["5.", f"{cut[1]} протоколы встреч", "май", "Главы поселений"]
    assert [row[0] for row in found[1:]] == [f"{number}." for number in range(1, 8)]


def test_a_signature_under_a_table_without_rules_is_no_row() -> None:
    paper = Paper()
    y = set_rows(paper, 100, [HEAD, *ROWS])[-1]
    paper.text(65, y + 36, "Глава района").text(430, y + 36, "П.П. Зимин")
    document = read(paper.content())
    assert document.tables[0].row_count == 5
    assert texts(document) == ["Глава района П.П. Зимин"]


RUNNING_TEXT = (
    "Срок исполнения мероприятий и ответственный исполнитель указаны в приложении. Мероприятия проводятся в течение года силами отдела. "
    "Наименование работ уточняется по итогам конкурса, а срок их окончания зависит от погоды и от поставки материалов подрядчиком."
)


def test_running_text_is_no_table() -> None:
    paper = Paper().lines(60, 60, Paper().wrap(RUNNING_TEXT, 480))
    document = read(paper.content())
    assert document.tables == ()
    assert texts(document) == [RUNNING_TEXT]


def test_a_numbered_list_is_no_table() -> None:
    items = [f"{number}. Провести проверку готовности школы номер {number} к новому году." for number in range(1, 6)]
    document = read(Paper().lines(60, 60, items).content())
    assert document.tables == ()
    assert texts(document) == items


def test_names_beside_posts_are_no_table() -> None:
    paper = Paper()
    for index, (name, post) in enumerate([("Зимин П.П.", "глава района"), ("Орлова В.П.", "секретарь"), ("Гусев Р.А.", "член комиссии")]):
        paper.text(60, 60 + 14 * index, name).text(260, 60 + 14 * index, post)
    assert read(paper.content()).tables == ()


# Seams


def test_a_year_at_a_page_start_belongs_to_the_month_above_it() -> None:
    upper, lower = ("Отремонтировать площадку по ул.", "март – май", "Комиссия по делам"), ("Полевой, д. 14", "2022 года", "подростков")
    paper = Paper()
    xs = [60.0]
    for text in upper:
        xs.append(xs[-1] + paper.width_of(text) + 2 * PADDING + 3)
    head = ("Мероприятие", "Срок", "Кто проводит")
    paper.table(xs, (650, 680, 710, 740, 764), grid(head, ("Смотр", "май", "Отдел связи"), ("Ярмарка", "июнь", "Отдел связи"), upper))
    paper.next_page().table(xs, (60, 84, 124), grid(lower, ("Собрать отчёты", "июль", "Отдел связи")))
    assert rows(read(paper.content()))[3] == [f"{above} {below}" for above, below in zip(upper, lower, strict=True)]


# Lines


@pytest.mark.parametrize(
    ("text", "whole"),
    [("01.01.\n2022", "01.01.2022"), ("10.00–\n12.00", "10.00–12.00"), ("п/\nп", "п/п")],
    ids=["date", "range", "stroke"],
)
def test_what_a_narrow_column_cut_is_whole(text: str, whole: str) -> None:
    first, _ = text.split("\n")
    paper = Paper()
    edge = 300 + 2 * PADDING + paper.width_of(first)
    paper.table((60, 300, edge, 540), (100, 130, 170), {(0, 0): "Мероприятие", (0, 1): "-", (0, 2): "Ответственный",
                (1, 0): "Провести ярмарку", (1, 1): text, (1, 2): "Отдел культуры"})  # fmt: skip
    assert rows(read(paper.content()))[1][1] == whole


def test_the_first_item_of_a_list_starts_a_line_of_its_own() -> None:
    paper = Paper()
    lead, items = "Отремонтировать площадки у школ по улице Полевой, дом 14", ["- высадить деревья;", "- посеять газон"]
    xs = (60, 60 + 2 * PADDING + paper.width_of(lead) + 20, 540)
    paper.table(xs, (100, 120, 170), {(0, 0): "Мероприятие", (0, 1): "Срок", (1, 0): "\n".join([lead, *items]), (1, 1): "май"})
    cell = read(paper.content()).tables[0].grid[1][0]
    assert cell is not None
    assert [cell.text[start:end] for start, end in cell.hard_spans()] == [lead, *items]


# Side by side


def test_a_letterhead_beside_the_addressee_is_read_first() -> None:
    left = ["АДМИНИСТРАЦИЯ", "ЗАРЕЧНОГО РАЙОНА", "ул. Садовая, д. 3, 612345", "тел. 2-11-45", "17.05.2022 № 845"]
    right = ["Министру природы", "О.П. Громову"]
    paper = Paper().lines(60, 60, left).lines(360, 60, right).lines(60, 160, Paper().wrap(RUNNING_TEXT, 480))
    assert texts(read(paper.content())) == [*left, *right, RUNNING_TEXT]


def test_lines_of_stamps_side_by_side_are_their_authors() -> None:
    left = ["СОГЛАСОВАНО", "Председатель профкома", "____________ Н.И. Зуева"]
    right = ["УТВЕРЖДАЮ", "Директор школы «Луч»", "____________ П.Р. Гусев"]
    paper = Paper().lines(60, 60, left).lines(330, 60, right).lines(60, 160, Paper().wrap(RUNNING_TEXT, 480))
    assert texts(read(paper.content())) == [*left, *right, RUNNING_TEXT]


def test_lines_of_a_stamp_are_their_authors() -> None:
    stamp = ["УТВЕРЖДЁН", "постановлением Думы", "Заречного муниципального округа", "от 12 мая 2021 г. № 17"]
    paper = Paper().lines(330, 60, stamp).lines(60, 160, Paper().wrap(RUNNING_TEXT, 480))
    assert texts(read(paper.content())) == [*stamp, RUNNING_TEXT]


def test_two_columns_of_a_table_are_no_page_set_in_columns() -> None:
    paper = Paper()
    for index in range(10):
        paper.text(60, 60 + 14 * index, f"{index + 1}.").text(100, 60 + 14 * index, f"Провести проверку школы номер {index + 1}")
    assert texts(read(paper.content()))[0] == "1. Провести проверку школы номер 1"
