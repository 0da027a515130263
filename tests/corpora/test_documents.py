"""The annotated documents: gold is valid, every format can be rendered, and the renderers do what they promise."""

import re
import zipfile
from io import BytesIO

import pytest

from corpora.gold import read_gold
from corpora.render import RENDERERS
from corpora.render.txt import LONGEST_WORD
from corpora.source import Grid, Layout, parse_layout, read_layouts
from corpora.validate import find_problems, folded, joined, layout_text

LAYOUTS = {layout.name: layout for layout in read_layouts()}
EVERY_DOCUMENT = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))

SMALL = """@table repeat
columns: number=1 text=5 deadline=3
header: 1
№ | Мероприятие | Срок
=1 {1. }Дела
1 | Посадить липы | май
^ | Полить липы | ^
"""


def small_layout() -> Layout:
    return parse_layout("small", SMALL)


def test_there_are_documents_enough() -> None:
    assert len(LAYOUTS) >= 16


@EVERY_DOCUMENT
def test_gold_is_valid(layout: Layout) -> None:
    assert find_problems(layout, read_gold(layout)) == []


@EVERY_DOCUMENT
def test_every_table_place_is_covered_once(layout: Layout) -> None:
    for grid in layout.grids:
        assert {len(row) for row in grid.places()} == {len(grid.roles)}


@EVERY_DOCUMENT
@pytest.mark.parametrize("extension", RENDERERS)
def test_a_document_renders_to_the_same_bytes_twice(layout: Layout, extension: str) -> None:
    assert RENDERERS[extension](layout) == RENDERERS[extension](layout)


@EVERY_DOCUMENT
def test_plain_text_has_every_printed_word_that_fits_a_column(layout: Layout) -> None:
    shown = Layout(layout.name, tuple(block for block in layout.blocks if isinstance(block, Grid) or block.kind != "menu"))
    text = joined(folded(RENDERERS["txt"](layout).decode(layout.options.get("encoding", "utf-8"))))
    words = {word for word in re.findall("[а-я]+", layout_text(shown)) if len(word) <= LONGEST_WORD}
    assert words - set(re.findall("[а-я]+", text)) == set()


def test_a_wrong_date_is_found() -> None:
    layout = LAYOUTS["anticorruption_resolution"]
    gold = read_gold(layout)
    gold["document"]["date"] = "14.01.2021"
    assert find_problems(layout, gold) == ["date 14.01.2021 is not ISO 8601"]


def test_a_party_that_is_not_printed_is_found() -> None:
    layout = LAYOUTS["anticorruption_resolution"]
    gold = read_gold(layout)
    gold["plans"][0]["measures"][0]["responsible"] = [{"name": "Гидрометцентр", "person": None, "role": "executor"}]
    assert find_problems(layout, gold) == ["party is not printed: Гидрометцентр"]


def test_a_recurring_deadline_without_a_rule_is_found() -> None:
    layout = LAYOUTS["anticorruption_resolution"]
    gold = read_gold(layout)
    gold["plans"][0]["measures"][1]["deadlines"][0]["rrule"] = None
    assert find_problems(layout, gold) == ["rrule None does not go with recurring: ежеквартально"]


def test_a_deadline_wording_without_a_value_is_refused() -> None:
    layout = LAYOUTS["clubs_plan"]
    marked = parse_layout("clubs_plan", SMALL)
    with pytest.raises(ValueError, match="no deadline is written for «май»"):
        read_gold(marked)
    assert layout.grids


def test_a_row_of_the_wrong_width_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells instead of 3"):
        parse_layout("short", SMALL + "3 | Два столбца\n")


def test_a_merged_cell_spans_its_rows() -> None:
    (grid,) = small_layout().blocks
    assert isinstance(grid, Grid)
    spans = {cell.marked: (cell.row_span, cell.column_span) for cell in grid.cells}
    assert (spans["1"], spans["май"], spans["{1. }Дела"]) == ((2, 1), (2, 1), (1, 3))


def test_docx_has_real_merged_cells() -> None:
    with zipfile.ZipFile(BytesIO(RENDERERS["docx"](small_layout()))) as package:
        xml = package.read("word/document.xml").decode()
    assert (xml.count('<w:vMerge w:val="restart"/>'), xml.count('<w:gridSpan w:val="3"/>'), xml.count("<w:tblHeader/>")) == (2, 1, 1)


def test_html_has_real_merged_cells() -> None:
    page = RENDERERS["html"](small_layout()).decode()
    assert (page.count('rowspan="2"'), page.count('colspan="3"')) == (2, 1)


def test_automatic_numbers_are_not_in_the_text_of_docx() -> None:
    layout = LAYOUTS["clauses_directive"]
    with zipfile.ZipFile(BytesIO(RENDERERS["docx"](layout))) as package:
        xml = package.read("word/document.xml").decode()
    assert "3.1. " not in xml
    assert xml.count("<w:numPr>") == len(layout.clauses)


def test_a_pdf_table_goes_over_a_page_end_with_its_header() -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(RENDERERS["pdf"](LAYOUTS["anticorruption_resolution"])) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    assert [page.count("Наименование мероприятия") for page in pages] == [0, 1, 1]


def test_a_frame_has_no_rule_inside_a_merged_cell() -> None:
    lines = RENDERERS["txt"](parse_layout("framed", "@options\ntxt: frame\n" + SMALL)).decode().splitlines()
    assert [line for line in lines if line.startswith("│ ") and "├" in line]
