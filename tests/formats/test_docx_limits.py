"""Packages of Word: told by their content, refused where they are cut, locked or made to exhaust the reader."""

import struct
import sys
from collections.abc import Callable

import pytest

from extractor.document import Table
from extractor.errors import DamagedFile, DangerousFile, EmptyFile, EncryptedFile, TooLarge
from extractor.formats.docx import read
from extractor.formats.recognition import find_kind
from tests.formats.shown import cells, texts
from tests.formats.word import NAMESPACES, body, p, package, relations, table, tc, tr, zipped


def test_a_word_package_is_told_by_its_content() -> None:
    assert find_kind(package(p("Текст"))) == "docx"
    assert find_kind(zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""})) == "xlsx"


def test_the_main_part_may_have_another_name() -> None:
    content = zipped({
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="a" Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>',
        "word/document2.xml": f"<w:document {NAMESPACES}><w:body>{p('Текст')}</w:body></w:document>".encode(),
    })  # fmt: skip
    assert texts(read(content)) == ["Текст"]


def test_a_page_of_html_wrapped_into_a_package_is_read() -> None:
    chunk = "<html><body><p>Утвердить план</p></body></html>".encode()
    links = relations(aFChunk="chunk.html")
    assert texts(
        read(package('<w:altChunk r:id="aFChunk"/>', extra={"word/chunk.html": chunk, "word/_rels/document.xml.rels": links}))
    ) == ["Утвердить план"]


def test_strict_packages_are_read() -> None:
    strict = NAMESPACES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    document = f"<w:document {strict}><w:body>{p('Текст')}</w:body></w:document>".encode()
    assert texts(read(package("", extra={"word/document.xml": document}))) == ["Текст"]


def test_a_cut_file_is_damaged() -> None:
    content = package("".join(p(f"Пункт {n * 7919}") for n in range(2000)))
    with pytest.raises(DamagedFile):
        read(content[: len(content) // 2])


def test_a_part_with_changed_bytes_is_damaged() -> None:
    content = bytearray(package(p("Текст" * 1000)))
    place = content.find(b"word/document.xml") + 40
    content[place : place + 30] = bytes(30)
    with pytest.raises(DamagedFile):
        read(bytes(content))


def test_a_package_without_text_is_empty() -> None:
    with pytest.raises(EmptyFile):
        body(p(""), table(tr("", "")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_entities_is_refused(encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY a "хаха">]>'
    bomb = f"{declaration}<w:document {NAMESPACES}><w:body>{p('Х')}</w:body></w:document>"
    with pytest.raises(DangerousFile):
        read(package("", extra={"word/document.xml": bomb.encode(encoding)}))


def test_a_zip_bomb_is_refused_without_unpacking_it() -> None:
    content = package("", extra={"word/document.xml": b" " * (80 * 1024 * 1024)})
    with pytest.raises(TooLarge):
        read(content)


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked_whole() -> None:
    content = package("", extra={"word/document.xml": b" " * (20 * 1024 * 1024)})
    entry = content.rfind(b"word/document.xml") - 46
    lying = bytearray(content)
    struct.pack_into("<I", lying, entry + 24, 1000)
    with pytest.raises((DamagedFile, TooLarge)):
        read(bytes(lying))


def test_a_zip_with_a_password_is_encrypted() -> None:
    content = bytearray(package(p("Текст")))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 1)
    with pytest.raises(EncryptedFile):
        read(bytes(content))


def test_a_package_of_very_many_parts_is_refused() -> None:
    with pytest.raises(TooLarge):
        read(b"PK\x03\x04" + b"PK\x01\x02" * 30_000)


def test_a_table_of_ten_thousand_columns_is_refused() -> None:
    with pytest.raises(TooLarge):
        body(table(tr(*(str(n) for n in range(10_000)))))


def test_a_huge_span_is_one_column_when_no_cell_begins_inside_it() -> None:
    document = body(table(tr(tc("Раздел", '<w:gridSpan w:val="2000000000"/>'), "б"), tr("1", "2")))
    assert document.tables[0].column_count <= 3


def test_a_grid_of_very_many_columns_costs_nothing() -> None:
    wide = '<w:tcW w:w="900" w:type="dxa"/>'
    rows = [tr(tc("а", wide), tc("б", wide)) for _ in range(500)]
    # A tenth of what it takes to look at each column for each row.
    assert lines_run(lambda: body(table(*rows, widths=(10,) * 50_000))) < 500 * 50_000 / 10


def test_deep_nesting_is_refused() -> None:
    depth = 5_000
    with pytest.raises(TooLarge):
        body("<w:sdt><w:sdtContent>" * depth + p("Текст") + "</w:sdtContent></w:sdt>" * depth)


def test_many_rows_take_time_in_proportion() -> None:
    def lines(rows: int) -> int:
        content = package(table(*(tr(str(n), "Провести проверку", "июнь") for n in range(rows))))
        return lines_run(lambda: read(content))

    assert lines(800) < 10 * lines(100)


def lines_run(work: Callable[[], object]) -> int:
    """Count the lines of Python that some work runs: what it takes, on any machine the same."""
    count = 0

    def trace(_: object, event: str, __: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_a_document_made_by_python_docx_is_read() -> None:
    import io

    import docx

    source = docx.Document()
    source.add_heading("План работы", 1)
    grid = source.add_table(rows=2, cols=3)
    grid.cell(0, 0).merge(grid.cell(1, 0)).text = "Отдел"
    grid.cell(0, 1).merge(grid.cell(0, 2)).text = "Срок"
    buffer = io.BytesIO()
    source.save(buffer)
    document = read(buffer.getvalue())
    assert document.paragraphs[0].level == 1
    assert isinstance(document.blocks[1], Table)
    assert cells(document)[:2] == [("Отдел", 1, 1, 2, 1), ("Срок", 1, 2, 1, 2)]
