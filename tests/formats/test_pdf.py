import pytest

from extractor.document import Document, Paragraph, Table
from extractor.errors import DamagedFile, EncryptedFile, NoTextLayer
from extractor.formats.pdf import read
from extractor.formats.recognition import find_kind
from tests.formats.paper import HEAD, HEIGHT, WIDTH, XS, Paper, grid, one_page
from tests.formats.shown import rows, texts

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


def test_blocks_are_numbered_in_reading_order() -> None:
    paper = Paper().text(60, 60, "План").table(XS, (100, 130, 160), grid(HEAD, ("1.", "Смотр", "май", "Отдел"))).text(60, 200, "Глава")
    document = one_page(paper)
    assert [block.block for block in document.blocks] == [1, 2, 3]
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    assert document.pages == 1


def test_the_same_bytes_give_the_same_document() -> None:
    content = Paper().table(XS, (100, 130, 160), grid(HEAD, ("1.", "Смотр", "май", "Отдел"))).content()
    assert read(content) == read(content)
