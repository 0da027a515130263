"""The plain text reader: cases of `tests/cases/txt.txt`, and laws that hold for every text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Paragraph, Table
from extractor.errors import EmptyFile, TooLarge
from extractor.formats import read_document
from extractor.formats.txt import MAX_LINES

CASES = (Path(__file__).parents[1] / "cases" / "txt.txt").read_text(encoding="utf-8").split("\n=== ")[1:]


def parameter(case):
    title, _, rest = case.partition("\n")
    source, _, blocks = rest.partition("\n---\n")
    text = source.replace("→", "\t").replace("¶", "").replace("⇟", "\f")
    marks = [pytest.mark.xfail(reason="a known gap")] if title.startswith("! ") else []
    return pytest.param(text, blocks.strip().split("\n"), id=title.removeprefix("! "), marks=marks)


def shown(document):
    lines = []
    for block in document.blocks:
        lines += [shown_paragraph(block)] if isinstance(block, Paragraph) else shown_rows(block)
    return lines


def shown_paragraph(block):
    style = "c" * block.centred + "r" * block.right + "b" * block.bold + str(block.level or "")
    return f"P{style} {block.text}"


def shown_rows(table):
    for number, row in enumerate(table.grid, 1):
        shown_cells = []
        for column, cell in enumerate(row, 1):
            if cell.row < number:
                shown_cells.append("^")
            else:
                shown_cells.append("<" if cell.column < column else " / ".join(cell.text[start:end] for start, end in cell.hard_spans()))
        yield f"| {' | '.join(shown_cells)} |"


@pytest.mark.parametrize(("text", "blocks"), [parameter(case) for case in CASES])
def test_a_text_is_read_into_these_blocks(text, blocks):
    assert shown(read_document(text.encode())) == blocks


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r"])
def test_a_drawn_table_in_an_old_encoding_is_a_table(encoding):
    text = "┌───┬───────────────┬───────┐\n│ N │ Мероприятие   │ Срок  │\n├───┼───────────────┼───────┤\n│ 1 │ Посадить липы │ май   │\n└───┴───────────────┴───────┘\n"
    (table,) = read_document(text.encode(encoding)).tables
    assert [cell.text for cell in table.cells] == ["N", "Мероприятие", "Срок", "1", "Посадить липы", "май"]


def test_pages_are_counted_by_form_feeds():
    document = read_document("Первый.\n\fВторой.".encode())
    assert document.pages == 2
    assert [block.lines[0].page for block in document.blocks] == [1, 2]


def test_a_text_without_form_feeds_has_no_pages():
    document = read_document("Первый.".encode())
    assert document.pages is None
    assert document.blocks[0].lines[0].page is None


def test_a_text_of_invisible_characters_is_empty():
    with pytest.raises(EmptyFile):
        read_document("\u200b\u00ad \u200b".encode())


def test_more_lines_than_any_plan_has_are_refused():
    with pytest.raises(TooLarge):
        read_document(b"a\n" * (MAX_LINES + 1))


SHAPES = st.text(alphabet="аБ1. \t\n\n|-+│─┼┌┐└┘¦T*\f(;", max_size=400)


@settings(max_examples=300)
@given(SHAPES)
def test_every_text_gives_blocks_in_order_with_true_offsets(text):
    try:
        document = read_document("План ".encode() + text.encode())
    except TooLarge:
        return
    assert [block.block for block in document.blocks] == list(range(1, len(document.blocks) + 1))
    for block in document.blocks:
        passages = block.cells if isinstance(block, Table) else (block,)
        for passage in passages:
            assert all(passage.text[line.start : line.end].strip() == passage.text[line.start : line.end] != "" for line in passage.lines)


@settings(max_examples=300)
@given(SHAPES)
def test_no_letter_of_a_text_is_lost_or_read_twice(text):
    document = read_document(f"План {text}".encode())
    read = "".join(cell.text for block in document.blocks for cell in (block.cells if isinstance(block, Table) else (block,)))
    assert sorted(letter for letter in read if letter.isalpha() and letter != "T") == sorted(
        letter for letter in f"План {text}" if letter.isalpha() and letter != "T"
    )


@settings(max_examples=200)
@given(SHAPES)
def test_the_cells_of_a_table_cover_each_place_once(text):
    for table in read_document(f"План\n{text}".encode()).tables:
        places = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert sorted(places) == [(row, column) for row in range(1, table.row_count + 1) for column in range(1, table.column_count + 1)]
