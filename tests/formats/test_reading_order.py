"""Reading order: columns, landscape pages, running lines, footnotes, stamps and handwriting don't leak into text or cells."""

import math
import shutil
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageDraw

from extractor.document import Document, Paragraph
from extractor.formats import read_document
from tests.formats.paper import Paper, grid
from tests.formats.test_scan import bound, pictures, rows_of

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed (make installs it)")

ROWS = (
    ("№", "Мероприятие", "Срок", "Ответственный"),
    ("1", "Проверка состояния детских площадок", "до 1 июля 2021 г.", "Отдел благоустройства"),
    ("2", "Обучение дежурных мерам безопасности", "ежегодно, сентябрь", "Директор школы"),
    ("3", "Ремонт наружного освещения", "постоянно", "МУП «Родник»"),
)
LEFT = (
    "1. Провести осмотр зданий и сооружений, составить ведомость",
    "недостатков и представить её в отдел строительства.",
    "2. Подготовить помещения к зимнему периоду, проверить",
    "отопление и запасы топлива во всех учреждениях района.",
    "3. Создать запас песка для посыпки дорог и тротуаров,",
    "обеспечить готовность уборочной техники и водителей,",
    "проверить снегозащитные щиты на дорогах района и в случае",
    "необходимости изготовить новые в мастерских предприятия.",
)
RIGHT = (
    "4. Организовать дежурство ответственных работников в",
    "выходные и праздничные дни согласно графику.",
    "5. Разместить настоящее распоряжение на официальном сайте",
    "администрации поселения в десятидневный срок.",
    "6. Контроль за исполнением настоящего распоряжения",
    "возложить на заместителя главы администрации поселения",
    "по вопросам жилищно-коммунального хозяйства, транспорта",
    "и связи, который докладывает о нём ежемесячно.",
)


def texts(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def two_columns() -> Paper:
    paper = Paper().text(200, 60, "РАСПОРЯЖЕНИЕ", size=13, bold=True)
    return paper.lines(50, 100, LEFT, size=8, pitch=11).lines(315, 100, RIGHT, size=8, pitch=11)


def landscape() -> Paper:
    paper = Paper(842, 595).text(330, 60, "План работы на 2021 год", size=14, bold=True)
    return paper.table((60, 100, 400, 560, 780), (100, 130, 170, 210, 250), grid(*ROWS))


def running_lines() -> Paper:
    paper = Paper()
    for page in range(1, 4):
        paper.text(60, 25, "Постановление администрации посёлка Липовый", size=8).text(290, 820, f"{page}", size=9)
        rows = [ROWS[0], *[(str(3 * page + n - 3), *row[1:]) for n, row in enumerate(ROWS[1:], 1)]]
        paper.table((50, 80, 280, 400, 540), (60, 90, 130, 170, 210), grid(*rows)).next_page()
    return paper


def footnote() -> Paper:
    paper = Paper().text(180, 60, "План мероприятий на 2021 год", size=13, bold=True)
    paper.table((50, 80, 280, 400, 540), (100, 130, 170, 210, 250), grid(*ROWS))
    return paper.rule(50, 760, 200, 760).text(50, 772, "* Сроки уточняются при утверждении бюджета.", size=7)


FORMS: dict[str, Callable[[Paper], bytes]] = {
    "text": lambda paper: paper.content(),
    "scan": lambda paper: bound(pictures(paper.content(), 300), 300),
}
BOTH = pytest.mark.parametrize("form", ["text", pytest.param("scan", marks=needs_tesseract)])


@BOTH
def test_two_columns_are_read_one_after_the_other(form: str) -> None:
    read = texts(read_document(FORMS[form](two_columns()))).replace("\n", " ")
    places = [read.find(f"{number}. ") for number in range(1, 7)]
    assert places == sorted(places)
    assert -1 not in places
    assert "недостатков и представить её в отдел строительства" in read


@BOTH
def test_a_landscape_page_gives_its_table(form: str) -> None:
    document = read_document(FORMS[form](landscape()))
    assert rows_of(document) == list(ROWS)
    assert texts(document) == "План работы на 2021 год"


@BOTH
def test_running_lines_and_page_numbers_are_no_text_and_no_cells(form: str) -> None:
    document = read_document(FORMS[form](running_lines()))
    (table,) = document.tables
    assert [row[0].text for row in table.grid if row[0]] == ["№", *map(str, range(1, 10))]
    assert {row[2].text for row in table.grid[1:] if row[2]} == {row[2] for row in ROWS[1:]}
    assert texts(document).count("Постановление администрации") <= 1


@BOTH
def test_a_footnote_stands_after_the_table_and_not_in_it(form: str) -> None:
    document = read_document(FORMS[form](footnote()))
    assert rows_of(document) == list(ROWS)
    assert "Сроки уточняются" in document.paragraphs[-1].text


def stamped(page: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """Print a round stamp over the table's lower right corner."""
    ink = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(ink)
    scale = page.width / 595
    x, y = 470 * scale, 225 * scale
    for radius in (55, 52, 34):
        pen.ellipse([x - radius * scale, y - radius * scale, x + radius * scale, y + radius * scale], outline=colour, width=round(scale))
    return ImageChops.multiply(page.convert("RGB"), ink)


def signed(page: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """Write a flourish by hand over the table's cells."""
    ink = Image.new("RGB", page.size, "white")
    scale = page.width / 595
    line = [((285 + t / 2) * scale, (190 + 18 * math.sin(t / 9) + 8 * math.sin(t / 4)) * scale) for t in range(230)]
    ImageDraw.Draw(ink).line(line, fill=colour, width=round(1.2 * scale))
    return ImageChops.multiply(page.convert("RGB"), ink)


BLUE, VIOLET = (40, 60, 190), (110, 40, 160)


@needs_tesseract
@pytest.mark.parametrize("mark", [stamped, signed])
@pytest.mark.parametrize("colour", [BLUE, VIOLET], ids=["blue", "violet"])
def test_ink_over_a_scanned_table_leaves_its_cells_as_they_are(mark: Callable[..., Image.Image], colour: tuple[int, int, int]) -> None:
    (page,) = pictures(footnote().content(), 200)
    assert rows_of(read_document(bound([mark(page, colour)]))) == list(ROWS)


@needs_tesseract
@pytest.mark.parametrize("mark", [stamped, signed])
def test_black_ink_over_a_scanned_table_makes_no_rows_or_columns(mark: Callable[..., Image.Image]) -> None:
    (page,) = pictures(footnote().content(), 200)
    rows = rows_of(read_document(bound([mark(page, (30, 30, 30))])))
    assert [row[0] for row in rows] == [row[0] for row in ROWS]
    assert [row[1] for row in rows] == [row[1] for row in ROWS]
