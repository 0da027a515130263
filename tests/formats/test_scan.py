"""Scans: pages drawn here, made crooked, grainy, turned, and recognised with the real Tesseract."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from extractor.document import Document, Table
from extractor.errors import MissingProgram, NoTextLayer
from extractor.formats import read_document
from extractor.formats.pdf import read
from extractor.pipeline import extract
from tests.formats.paper import Paper, grid

XS, YS = (50, 80, 280, 400, 540), (120, 140, 175, 210, 245)
ROWS = (
    ("№", "Мероприятия", "Срок", "Ответственный"),
    ("1", "Проверка состояния пожарных гидрантов", "I квартал 2021 г.", "Отдел благоустройства"),
    ("2", "Обучение работников мерам безопасности", "ежегодно, до 1 июля", "Директор школы Лесная А.А."),
    ("3", "Ремонт наружного освещения", "постоянно", "МУП «Родник»"),
)


def plan() -> Paper:
    """Draw a page with a title and a ruled table."""
    paper = Paper().text(150, 70, "План мероприятий на 2021 год", size=14, bold=True)
    return paper.lines(60, 95, ["Принят на собрании работников"], size=11).table(XS, YS, grid(*ROWS))


def pictures(content: bytes, resolution: int = 200) -> list[Image.Image]:
    """Give the pages of a PDF as grey pictures."""
    import pypdfium2

    return [page.render(scale=resolution / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(content)]


def bound(pages: list[Image.Image], resolution: int = 200) -> bytes:
    """Bind pictures as a PDF, as a scanner does."""
    target = BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=resolution, quality=75)
    return target.getvalue()


def skewed(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)


def grainy(page: Image.Image) -> Image.Image:
    """Make a page grey and grainy."""
    noise = np.random.default_rng(1).normal(0, 10, (page.height, page.width))
    return Image.fromarray(np.clip(np.asarray(page.filter(ImageFilter.GaussianBlur(0.6))) * 0.85 + noise, 0, 255).astype(np.uint8))


def table_of(document: Document) -> Table:
    (table,) = document.tables
    return table


def rows_of(document: Document) -> list[tuple[str, ...]]:
    return [tuple(cell.text if cell else "" for cell in row) for row in table_of(document).grid]


SPOILED = {
    "as it is": lambda page: page,
    "askew": lambda page: skewed(page, 1.3),
    "askew the other way": lambda page: skewed(page, -2.0),
    "grey and grainy": grainy,
    "on its left side": lambda page: page.transpose(Image.Transpose.ROTATE_90),
    "on its head": lambda page: page.transpose(Image.Transpose.ROTATE_180),
    "on its right side": lambda page: skewed(page, 0.6).transpose(Image.Transpose.ROTATE_270),
}


# The others differ by the way in which they are turned; boxes of one on its left side are tested below.
FURTHER = ("as it is", "askew the other way", "on its left side")


@pytest.mark.parametrize(
    "spoil", [pytest.param(spoil, id=name, marks=pytest.mark.slow if name in FURTHER else ()) for name, spoil in SPOILED.items()]
)
def test_a_scanned_table_is_read_whole(spoil) -> None:
    document = read(bound([spoil(page) for page in pictures(plan().content())]))
    assert rows_of(document) == list(ROWS)
    assert [block.text for block in document.paragraphs] == ["План мероприятий на 2021 год", "Принят на собрании работников"]
    assert document.sources == ("ocr",)


def test_a_coarse_scan_is_read() -> None:
    assert rows_of(read(bound(pictures(plan().content(), 150), 150))) == list(ROWS)


def test_the_boxes_of_a_turned_page_lie_on_the_page_as_it_is_shown() -> None:
    upright = pictures(plan().content())[0]
    document = read(bound([upright.transpose(Image.Transpose.ROTATE_90)]))
    line = document.paragraphs[0].lines[0]
    assert line.box == pytest.approx((58, 233, 74, 445), abs=5)  # the title stands upwards at the left


def test_a_table_goes_on_over_scanned_pages() -> None:
    paper = Paper().table(XS, (700, 720, 755, 790), grid(*ROWS[:3])).next_page()
    paper.table(XS, (60, 80, 115), grid(ROWS[0], ROWS[3]))
    assert rows_of(read(bound(pictures(paper.content())))) == list(ROWS)


def test_a_merged_cell_of_a_scan_covers_its_rows() -> None:
    texts = {**grid(*ROWS), (1, 2): "постоянно"}
    del texts[2, 2], texts[3, 2]
    document = read(bound(pictures(Paper().table(XS, YS, texts, {(1, 2): (3, 1)}).content())))
    cell = table_of(document).grid[3][2]
    assert cell is not None
    assert (cell.text, cell.row, cell.row_span) == ("постоянно", 2, 3)


def test_letters_that_run_upwards_in_a_cell_are_read() -> None:
    paper = Paper().table(
        (50, 80, 280, 400),
        (120, 220, 250),
        {(0, 1): "Мероприятия", (0, 2): "Срок", **grid((None, None), ("1", "Обход дворов", "ежемесячно"))} | {(0, 0): ""},
    )
    paper.text(70, 210, "Порядковый", angle=90)
    assert rows_of(read(bound(pictures(paper.content())))) == [("Порядковый", "Мероприятия", "Срок"), ("1", "Обход дворов", "ежемесячно")]


def test_a_broken_line_and_missing_outer_borders_are_mended() -> None:
    page = np.array(pictures(Paper().table(XS, YS, grid(*ROWS)).content())[0])
    scale = 200 / 72
    page[round(150 * scale) : round(165 * scale), round(279 * scale) : round(282 * scale)] = 255  # a gap within a row
    for x in (50, 540):
        page[:, round((x - 2) * scale) : round((x + 2) * scale)] = 255
    assert rows_of(read(bound([Image.fromarray(page)]))) == list(ROWS)


def test_a_blue_stamp_over_text_is_no_text() -> None:
    from PIL import ImageDraw

    page = pictures(plan().content())[0].convert("RGB")
    stamp = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(stamp)
    for inset in (0, 12, 40):
        draw.ellipse((500 + inset, 60 + inset, 860 - inset, 420 - inset), outline=(60, 70, 190), width=5)
    draw.line((400, 150, 900, 330), fill=(50, 60, 200), width=6)
    document = read(bound([Image.fromarray(np.minimum(np.asarray(page), np.asarray(stamp)))]))
    assert rows_of(document)[0] == ROWS[0]
    assert [block.text for block in document.paragraphs] == ["План мероприятий на 2021 год", "Принят на собрании работников"]


def test_mixed_pages_are_read_each_from_its_own_source() -> None:
    scan = pictures(plan().content())[0]
    paper = Paper().lines(60, 60, ["Утвердить прилагаемый план мероприятий."]).next_page()
    from reportlab.lib.utils import ImageReader

    paper.canvas.drawImage(ImageReader(scan), 0, 0, *paper.size)
    document = read(paper.content())
    assert document.sources == ("text", "ocr")
    assert document.paragraphs[0].text == "Утвердить прилагаемый план мероприятий."
    assert rows_of(document) == list(ROWS)


def test_a_layer_of_wrong_letters_gives_way_to_the_picture() -> None:
    scan = pictures(plan().content())[0]
    paper = Paper()
    from reportlab.lib.utils import ImageReader

    paper.canvas.drawImage(ImageReader(scan), 0, 0, *paper.size)
    paper.lines(60, 300, ["ъещжч кпрвтй щзцмд фвлъэ грнпо ыждлв ячсмт хъзщш нгкуц бюьти"] * 12, colour=(1, 1, 0.99))
    document = read(paper.content())
    assert document.sources == ("ocr",)
    assert rows_of(document) == list(ROWS)


def test_only_the_wanted_pages_are_read_and_progress_is_told() -> None:
    paper = Paper()
    for heading in ("Общие положения", "Цели и задачи", "Порядок работы"):
        paper.text(60, 200, heading, size=14).next_page()
    told: list[tuple[int, int]] = []
    document = read_document(bound(pictures(paper.content())), pages={2, 3}, progress=lambda done, total: told.append((done, total)))
    assert [block.text for block in document.paragraphs] == ["Цели и задачи", "Порядок работы"]
    assert [block.lines[0].page for block in document.paragraphs] == [2, 3]
    assert document.sources == (None, "ocr", "ocr")
    assert told == [(1, 2), (2, 2)]


def test_the_same_scan_gives_the_same_document() -> None:
    content = bound([grainy(skewed(page, 0.7)) for page in pictures(plan().content())])
    assert read(content) == read(content)


def test_a_scan_gives_the_measures_of_its_text() -> None:
    content = plan().content()
    text, scan = extract(content), extract(bound([skewed(page, 0.8) for page in pictures(content)]))
    assert len(text.plans[0].measures) == 3
    for one, other in zip(text.plans[0].measures, scan.plans[0].measures, strict=True):
        assert (one.text, one.number) == (other.text, other.number)
        assert [deadline.edtf or deadline.rrule for deadline in one.deadlines] == [
            deadline.edtf or deadline.rrule for deadline in other.deadlines
        ]
        assert [(party.name, party.person) for party in one.responsible] == [(party.name, party.person) for party in other.responsible]


def test_a_repaired_word_is_told_with_its_place() -> None:
    records = extract(bound(pictures(Paper().table(XS, YS, {**grid(*ROWS), (3, 2): "III квартал 2021 г."}).content())))
    repaired = [issue for issue in records.issues if issue.code == "ocr_repaired"]
    assert [issue.evidence.text for issue in repaired if issue.evidence] == ["I", "III"]
    assert [measure.deadlines[0].edtf for measure in records.plans[0].measures[::2]] == ["2021-33", "2021-35"]
    evidence = repaired[1].evidence
    assert evidence is not None
    assert evidence.page == 1
    assert evidence.box is not None
    assert evidence.box[0] == pytest.approx(285, abs=4)


def test_a_blank_page_has_nothing_to_read() -> None:
    with pytest.raises(NoTextLayer):
        read(bound([Image.new("L", (1654, 2339), 250)]))


def test_without_the_program_the_error_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgram, match="Tesseract"):
        read(bound(pictures(plan().content())))
    mixed = Paper().text(60, 60, "Утвердить план.").next_page()
    from reportlab.lib.utils import ImageReader

    mixed.canvas.drawImage(ImageReader(pictures(plan().content())[0]), 0, 0, *mixed.size)
    document = read(mixed.content())
    assert [block.text for block in document.paragraphs] == ["Утвердить план."]
    assert [(doubt.code, doubt.page) for doubt in document.doubts] == [("page_not_read", 2)]
