from collections.abc import Sequence

import pytest

from extractor.document import Document, Paragraph, Table
from extractor.errors import DamagedFile, EncryptedFile, NoTextLayer
from extractor.formats.pdf import read
from extractor.formats.recognition import find_kind
from tests.formats.paper import HEIGHT, WIDTH, Paper, Spans, grid

XS = (60, 90, 290, 390, 540)
HEAD = ("№ п/п", "Мероприятие", "Срок исполнения", "Ответственный")
LOW = 780.0
"""The bottom of a page's text."""


def texts(document: Document) -> list[str]:
    return [block.text for block in document.paragraphs]


def rows(document: Document, table: int = 0) -> list[list[str]]:
    """The text that each place of a table shows, merged cells repeated."""
    return [[cell.text if cell else "" for cell in row] for row in document.tables[table].grid]


def spans(document: Document) -> dict[str, tuple[int, int]]:
    """Row and column span of each cell with text that spans."""
    return {
        cell.text: (cell.row_span, cell.column_span)
        for table in document.tables
        for cell in table.cells
        if cell.text and (cell.row_span, cell.column_span) != (1, 1)
    }


def one_page(paper: Paper) -> Document:
    return read(paper.content())


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


# Turned pages


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_rotated_page_is_read_and_its_boxes_lie_where_it_is_shown(degrees: int) -> None:
    """The text is drawn so that it stands upright once the page is turned; reportlab swaps the sides of a turned page."""
    paper = Paper().turn(degrees)
    paper.canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[degrees])
    paper.canvas.rotate(degrees)
    paper.text(60, 50, "План работы").table(XS, (100, 130, 160), grid(HEAD, ("1.", "Провести ярмарку", "май", "Отдел культуры")))
    document = one_page(paper)
    assert rows(document)[1] == ["1.", "Провести ярмарку", "май", "Отдел культуры"]
    box = document.paragraphs[0].lines[0].box
    assert box == pytest.approx((60, 42.2, 60 + paper.width_of("План работы"), 52.2), abs=1)


def test_a_page_whose_text_runs_upwards_is_read_and_its_boxes_lie_sideways() -> None:
    paper = Paper()
    paper.canvas.translate(WIDTH, 0)
    paper.canvas.rotate(90)
    paper.size = (HEIGHT, WIDTH)
    paper.table(XS, (100, 130, 160), grid(HEAD, ("1.", "Провести ярмарку", "май", "Отдел культуры")))
    document = one_page(paper)
    assert rows(document)[1] == ["1.", "Провести ярмарку", "май", "Отдел культуры"]
    cell = document.tables[0].grid[0][0]
    assert cell is not None
    assert cell.lines[0].box is not None
    x0, y0, x1, y1 = cell.lines[0].box
    assert (x1 - x0) < (y1 - y0)
    assert y0 > HEIGHT / 2


# Open text


def test_two_stamps_side_by_side_are_read_one_by_one() -> None:
    left = ["СОГЛАСОВАНО", "Председатель профсоюза", "В.П. Орлова", "10.01.2022"]
    right = ["УТВЕРЖДАЮ", "Директор школы", "И.С. Мельник", "12.01.2022"]
    paper = Paper().lines(60, 60, left).lines(360, 60, right).text(200, 140, "План работы школы")
    assert " ".join(texts(one_page(paper))) == " ".join([*left, *right, "План работы школы"])


def test_three_stamps_side_by_side_are_read_one_by_one() -> None:
    stamps = [["Рассмотрено", "на заседании совета", "протокол № 1"], ["Согласовано", "заместитель директора", "В.П. Орлова"],
              ["Утверждено", "приказ № 15", "от 30.08.2021"]]  # fmt: skip
    paper = Paper()
    for index, stamp in enumerate(stamps):
        paper.lines(60 + 170 * index, 60, stamp)
    assert " ".join(texts(one_page(paper))) == " ".join(line for stamp in stamps for line in stamp)


def test_a_signature_line_is_one_paragraph() -> None:
    paper = Paper().text(60, 60, "Глава района").text(430, 60, "П.П. Зимин")
    assert texts(one_page(paper)) == ["Глава района П.П. Зимин"]


BODY = (
    "В соответствии с Федеральным законом об общих принципах организации местного самоуправления, в целях повышения эффективности "
    "работы с обращениями граждан и развития общественного участия администрация района решает утвердить прилагаемый план мероприятий."
)


def test_wrapped_lines_are_one_paragraph_and_an_indent_starts_the_next() -> None:
    paper = Paper()
    y = 60.0
    for _ in range(3):
        first, *rest = paper.wrap(BODY, 445)
        paper.text(95, y, first).lines(60, y + 12, paper.wrap(" ".join(rest), 480))
        y += 12 * (1 + len(paper.wrap(" ".join(rest), 480)))
    assert texts(one_page(paper)) == [BODY, BODY, BODY]


def test_a_title_wrapped_to_half_the_page_is_one_paragraph() -> None:
    title = "О создании общественного совета при администрации района по вопросам благоустройства дворовых территорий и парков"
    paper = Paper().lines(60, 60, Paper().wrap(title, 200)).lines(60, 140, Paper().wrap(BODY, 480))
    assert texts(one_page(paper)) == [title, BODY]


def test_short_lines_that_left_room_are_paragraphs_of_their_own() -> None:
    lines = ["Приложение 1", "к приказу директора", "от 12 мая 2021 г. № 17"]
    assert texts(one_page(Paper().lines(350, 60, lines).lines(60, 140, Paper().wrap(BODY, 480)))) == [*lines, BODY]


def test_list_items_are_paragraphs() -> None:
    items = ["1. Утвердить план мероприятий.", "2. Отделу культуры обеспечить исполнение плана.", "3. Контроль оставляю за собой."]
    paper = Paper().lines(60, 60, [*Paper().wrap(BODY, 480), *items])
    assert texts(one_page(paper)) == [BODY, *items]


def test_centred_and_right_paragraphs_are_told() -> None:
    paper = Paper()
    heading = "План мероприятий"
    paper.lines(60, 60, paper.wrap(BODY, 480)).text(300 - paper.width_of(heading) / 2, 150, heading, bold=True).text(
        400, 190, "Приложение 1"
    )
    body, title, appendix = one_page(paper).paragraphs
    assert (body.centred, body.right, body.bold) == (False, False, False)
    assert (title.centred, title.bold) == (True, True)
    assert appendix.right


def test_a_letter_spaced_word_is_closed_up() -> None:
    assert texts(one_page(Paper().text(60, 60, "П О С Т А Н О В Л Е Н И Е"))) == ["ПОСТАНОВЛЕНИЕ"]
    assert texts(one_page(Paper().text(60, 60, "РЕШЕНИЕ", spacing=6))) == ["РЕШЕНИЕ"]


def test_a_page_set_in_two_columns_is_read_column_by_column() -> None:
    paper = Paper()
    left, right = paper.wrap(BODY, 220), paper.wrap(BODY.replace("района", "города"), 220)
    count = min(len(left), len(right))
    paper.lines(60, 60, left[:count] + left[:count]).lines(310, 60, right[:count] + right[:count])
    text = " ".join(texts(one_page(paper)))
    assert text.index("города решает") > text.rindex("района решает")


# What a reader of the page does not see


def pages_with(number: str, count: int = 4, header: str = "") -> Document:
    paper = Paper()
    for page in range(1, count + 1):
        paper.text(60, 30, header.format(page)).text(290, 815, number.format(page))
        paper.lines(60, 80, paper.wrap(f"{BODY} Страница о деле {page}.", 480)).next_page()
    return one_page(paper)


@pytest.mark.parametrize("number", ["{}", "- {} -", "Страница {} из 4", "стр. {}"])
def test_page_numbers_are_dropped(number: str) -> None:
    assert not [text for text in texts(pages_with(number)) if text.startswith((number.format(1)[0:2], "Страница 1"))]
    assert len(texts(pages_with(number))) == 4


def test_running_headers_are_dropped() -> None:
    assert not any("Вестник" in text for text in texts(pages_with("{}", header="Вестник района № 7, лист {}")))


def test_an_e_signature_stamp_is_dropped() -> None:
    stamp = ["ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ", "Сертификат: 00A1B2C3D4E5F60718293A4B5C6D7E8F", "Владелец: Зимин Пётр Петрович",
             "Действителен: с 01.02.2021 по 01.05.2022"]  # fmt: skip
    paper = Paper().lines(60, 60, Paper().wrap(BODY, 480)).lines(200, 400, stamp, size=8)
    assert texts(one_page(paper)) == [BODY]


@pytest.mark.parametrize(
    "options",
    [{"mode": 3}, {"colour": (1, 1, 1)}, {"size": 1}, {"angle": 45, "size": 40}],
    ids=["invisible", "white", "tiny", "watermark"],
)
def test_text_that_cannot_be_read_on_the_page_is_dropped(options: dict[str, object]) -> None:
    assert texts(one_page(Paper().text(60, 60, "Видимый текст").text(100, 500, "Скрыто", **options))) == ["Видимый текст"]


def test_text_outside_the_page_is_dropped() -> None:
    assert texts(one_page(Paper().text(60, 60, "Видимый текст").text(700, 60, "За краем"))) == ["Видимый текст"]


def test_text_under_a_filled_area_is_dropped() -> None:
    paper = Paper().text(60, 60, "Старый бланк").bar(50, 45, 200, 65, colour=(1, 1, 1)).text(60, 100, "Новый бланк")
    assert texts(one_page(paper)) == ["Новый бланк"]


def test_white_text_on_a_dark_head_row_is_read() -> None:
    paper = Paper().bar(60, 45, 300, 65).text(70, 60, "Мероприятие", colour=(1, 1, 1))
    assert texts(one_page(paper)) == ["Мероприятие"]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    assert texts(one_page(Paper().text(60, 60, "План работы").text(60.4, 60, "План работы"))) == ["План работы"]


# Files


def test_content_is_recognised_by_its_header() -> None:
    assert find_kind(b"\n%PDF-1.4") == "pdf"


def test_an_encrypted_file_says_so() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    with pytest.raises(EncryptedFile):
        read(Paper(encrypt=StandardEncryption("secret")).text(60, 60, "План").content())


def test_a_file_with_an_empty_user_password_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    assert texts(read(Paper(encrypt=StandardEncryption("", ownerPassword="secret")).text(60, 60, "План").content())) == ["План"]


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.4\n", b"%PDF-1.7 nothing follows", b"%PDF-1.4\n" + bytes(range(256)) * 20],
    ids=["header", "words", "noise"],
)
def test_a_damaged_file_says_so(content: bytes) -> None:
    with pytest.raises(DamagedFile):
        read(content)


def test_a_truncated_file_is_damaged_or_read_in_part() -> None:
    content = Paper().text(60, 60, "План работы").content()
    for share in (0.2, 0.5, 0.8, 0.95):
        try:
            document = read(content[: int(len(content) * share)])
        except (DamagedFile, NoTextLayer):
            continue
        assert document.blocks


def test_a_file_without_text_has_no_text_layer() -> None:
    with pytest.raises(NoTextLayer):
        read(Paper().bar(100, 100, 300, 300).content())


def image_page(paper: Paper) -> Paper:
    """Cover the page with a picture, as a scanner does."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    paper.canvas.drawImage(ImageReader(Image.new("L", (60, 85), 240)), 0, 0, paper.size[0], paper.size[1])
    return paper


def test_pages_that_are_images_are_recognised() -> None:
    content = image_page(Paper().text(60, 60, "План работы").next_page()).content()
    document = read(content)
    assert document.sources == ("text", "ocr")
    assert texts(document) == ["План работы"]


def test_recognised_text_under_the_image_of_a_scan_is_no_text_layer() -> None:
    content = image_page(Paper().lines(60, 60, Paper().wrap(BODY, 480))).content()
    with pytest.raises(NoTextLayer):
        read(content)


# Invariants


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


def test_blocks_are_numbered_in_reading_order() -> None:
    paper = Paper().text(60, 60, "План").table(XS, (100, 130, 160), grid(HEAD, ("1.", "Смотр", "май", "Отдел"))).text(60, 200, "Глава")
    document = one_page(paper)
    assert [block.block for block in document.blocks] == [1, 2, 3]
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    assert document.pages == 1


def test_the_same_bytes_give_the_same_document() -> None:
    content = Paper().table(XS, (100, 130, 160), grid(HEAD, ("1.", "Смотр", "май", "Отдел"))).content()
    assert read(content) == read(content)
