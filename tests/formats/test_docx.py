import gc
import struct
import time

import pytest

from extractor.document import Document, Table
from extractor.errors import DamagedFile, DangerousFile, EmptyFile, EncryptedFile, TooLarge
from extractor.formats.docx import read
from extractor.formats.recognition import find_kind
from tests.formats.word import NAMESPACES, level, numbered, numbering, p, package, r, relations, table, tc, tr, zipped

MERGE, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
DECIMAL = level("decimal", "%1.")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.paragraphs]


def cells(document: Document) -> list[tuple[str, int, int, int, int]]:
    """Text, row, column, row span, column span of the first table's cells."""
    return [(c.text, c.row or 0, c.column or 0, c.row_span, c.column_span) for c in document.tables[0].cells]


def body(*elements: str, **parts: str) -> Document:
    return read(package("".join(elements), **parts))


# Paragraphs


def test_paragraphs_and_tables_come_in_reading_order() -> None:
    document = body(p("Первый"), table(tr("а", "б")), p("Второй"))
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table", "Paragraph"]
    assert [block.block for block in document.blocks] == [1, 2, 3]


def test_runs_of_a_word_are_one_word() -> None:
    assert texts(body(f"<w:p>{r('Дирек')}{r('тор')}</w:p>")) == ["Директор"]


def test_alignment_is_read_from_the_paragraph_and_its_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    first, second, third = body(
        p("ПЛАН", '<w:pStyle w:val="b"/>'), p("вправо", '<w:jc w:val="right"/>'), p("стоит справа", '<w:ind w:left="5400"/>'), styles=styles
    ).paragraphs
    assert (first.centred, first.right) == (True, False)
    assert (second.centred, second.right) == (False, True)
    assert third.right


def test_a_paragraph_is_bold_only_when_all_of_its_words_are() -> None:
    whole, part = body(p("Раздел", run="<w:b/>"), f"<w:p>{r('Срок: ', '<w:b/>')}{r('июнь')}</w:p>").paragraphs
    assert (whole.bold, part.bold) == (True, False)


def test_bold_may_come_from_the_style_and_be_switched_off() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:b/></w:rPr></w:style>'
    mark = '<w:pStyle w:val="a"/>'
    bold, plain = body(p("Да", mark), p("Нет", mark, '<w:b w:val="0"/>'), styles=styles).paragraphs
    assert (bold.bold, plain.bold) == (True, False)


def test_heading_levels_come_from_style_names_and_outline_levels() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="heading 2"/></w:style>'
    named, outlined, plain = body(p("А", '<w:pStyle w:val="x"/>'), p("Б", '<w:outlineLvl w:val="0"/>'), p("В"), styles=styles).paragraphs
    assert (named.level, outlined.level, plain.level) == (2, 1, None)


def test_a_circle_of_styles_is_cut() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
        for a, b in ("ab", "ba")
    )
    assert body(p("ПЛАН", '<w:pStyle w:val="a"/>'), styles=styles).paragraphs[0].centred


def test_forced_line_ends_are_hard_lines() -> None:
    paragraph = body("<w:p><w:r><w:t>Об утверждении</w:t><w:br/><w:t>плана работы</w:t></w:r></w:p>").paragraphs[0]
    assert paragraph.text == "Об утверждении плана работы"
    assert [paragraph.text[line.start : line.end] for line in paragraph.lines] == ["Об утверждении", "плана работы"]


def test_a_page_break_parts_paragraphs() -> None:
    assert texts(body('<w:p><w:r><w:t>Глава</w:t><w:br w:type="page"/><w:t>Приложение</w:t></w:r></w:p>')) == ["Глава", "Приложение"]


@pytest.mark.parametrize("gap", ["<w:tab/>", "<w:t xml:space='preserve'>            </w:t>"])
def test_a_signature_set_apart_by_a_gap_is_two_lines(gap: str) -> None:
    paragraph = body(f"<w:p><w:r><w:t>Глава района</w:t>{gap}<w:t>И.И. Иванов</w:t></w:r></w:p>").paragraphs[0]
    assert [paragraph.text[line.start : line.end] for line in paragraph.lines] == ["Глава района", "И.И. Иванов"]


def test_a_tab_after_a_list_mark_is_a_space() -> None:
    paragraph = body("<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>Провести проверку</w:t></w:r></w:p>").paragraphs[0]
    assert (paragraph.text, len(paragraph.lines)) == ("1. Провести проверку", 1)


def test_special_hyphens_and_symbols_are_characters() -> None:
    run = '<w:r><w:t>план</w:t><w:noBreakHyphen/><w:t>график</w:t><w:softHyphen/><w:sym w:font="Symbol" w:char="F0B0"/></w:r>'
    assert texts(body(f"<w:p>{run}</w:p>")) == ["план-график°"]


@pytest.mark.parametrize("wrapper", ["hyperlink", "smartTag", "customXml", "ins", "moveTo", "fldSimple", "sdt><w:sdtContent"])
def test_text_inside_a_wrapper_is_read(wrapper: str) -> None:
    closing = "sdtContent></w:sdt" if wrapper.startswith("sdt") else wrapper
    assert texts(body(f"<w:p>{r('до ')}<w:{wrapper}>{r('1 июля')}</w:{closing}></w:p>")) == ["до 1 июля"]


@pytest.mark.parametrize("wrapper", ["del", "moveFrom"])
def test_deleted_and_moved_away_text_is_dropped(wrapper: str) -> None:
    assert texts(body(f"<w:p>{r('до ')}<w:{wrapper}>{r('1 июля')}</w:{wrapper}>{r('2 мая')}</w:p>")) == ["до 2 мая"]


def test_a_paragraph_with_a_deleted_end_runs_on_into_the_next() -> None:
    document = body(p("Провести ", "<w:rPr><w:del/></w:rPr>"), p("проверку"))
    assert texts(document) == ["Провести проверку"]


def test_text_before_a_table_whose_end_is_deleted_stays_before_it() -> None:
    document = body(p("Перечень", "<w:rPr><w:del/></w:rPr>"), table(tr("а", "б")))
    assert texts(document) == ["Перечень"]
    assert cells(document)[0][0] == "а"


@pytest.mark.parametrize("push", ["<w:tab/>" * 7, f"<w:t xml:space='preserve'>{' ' * 70}</w:t>"])
def test_a_stamp_pushed_to_the_right_by_tabs_or_spaces_is_on_the_right(push: str) -> None:
    assert body(f"<w:p><w:r>{push}<w:t>УТВЕРЖДАЮ</w:t></w:r></w:p>").paragraphs[0].right


def test_a_field_without_an_end_does_not_swallow_the_next_paragraph() -> None:
    assert texts(body('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', p("Текст"))) == ["Текст"]


def test_only_the_result_of_a_field_is_read() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        f'{r("скрыто")}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("12.03.2021")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(body(f"<w:p>{r('от ')}{field}{r(' г.')}</w:p>")) == ["от 12.03.2021 г."]


def test_note_and_comment_marks_leave_no_trace() -> None:
    marks = '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    assert texts(body(f"<w:p>{r('План')}{marks}</w:p>")) == ["План"]


def test_hidden_text_is_dropped_also_by_style() -> None:
    styles = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    runs = r("Видно") + r("скрыто", "<w:vanish/>") + r("тоже", '<w:rStyle w:val="h"/>') + r(" снова", '<w:vanish w:val="0"/>')
    assert texts(body(f"<w:p>{runs}</w:p>", styles=styles)) == ["Видно снова"]


def test_a_table_of_contents_is_dropped() -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('1. Общие положения 3')}</w:sdtContent></w:sdt>"
    )
    assert texts(body(contents, p("Текст"))) == ["Текст"]


# Text boxes and headers


def box(text: str) -> str:
    return f"<w:txbxContent>{p(text)}</w:txbxContent>"


def test_a_text_box_is_read_once_and_stands_before_its_anchor() -> None:
    shape = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box('УТВЕРЖДАЮ')}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box('УТВЕРЖДАЮ')}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(body(f"<w:p><w:r>{shape}</w:r>{r('ПЛАН')}</w:p>")) == ["УТВЕРЖДАЮ", "ПЛАН"]


def test_an_old_text_box_without_alternatives_is_read() -> None:
    assert texts(body(f"<w:p><w:r><w:pict><v:shape>{box('УТВЕРЖДАЮ')}</v:shape></w:pict></w:r></w:p>")) == ["УТВЕРЖДАЮ"]


def section(kind: str, *, own: bool) -> str:
    title = "<w:titlePg/>" if own else ""
    return f'<w:sectPr><w:headerReference w:type="{kind}" r:id="header"/>{title}</w:sectPr>'


def test_a_letterhead_in_the_first_page_header_comes_first() -> None:
    document = body(p("Текст"), section("first", own=True), header=p("АДМИНИСТРАЦИЯ ЛУГОВОГО РАЙОНА"))
    assert texts(document) == ["АДМИНИСТРАЦИЯ ЛУГОВОГО РАЙОНА", "Текст"]


@pytest.mark.parametrize("text", ["2", "Страница 1 из 5", "Администрация района. План на год"])
def test_a_running_header_is_dropped(text: str) -> None:
    assert texts(body(p("Текст"), section("default", own=False), header=p(text))) == ["Текст"]


# Numbering


def test_automatic_numbers_are_part_of_the_text() -> None:
    document = body(numbered("Создать"), numbered("Провести"), numbering=numbering(DECIMAL))
    assert texts(document) == ["1. Создать", "2. Провести"]


def test_deeper_levels_show_the_higher_ones_and_restart_after_them() -> None:
    levels = numbering(DECIMAL, level("decimal", "%1.%2."))
    items = [numbered("а"), numbered("б", 1), numbered("в", 1), numbered("г"), numbered("д", 1)]
    assert texts(body(*items, numbering=levels)) == ["1. а", "1.1. б", "1.2. в", "2. г", "2.1. д"]


def test_a_level_that_never_restarts_counts_on() -> None:
    levels = numbering(level("upperRoman", "%1."), level("decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    items = [numbered("а"), numbered("б", 1), numbered("в"), numbered("г", 1)]
    assert texts(body(*items, numbering=levels)) == ["I. а", "1. б", "II. в", "2. г"]


def test_lists_of_one_definition_count_on_and_an_override_starts_anew() -> None:
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{more}</w:num>' for n, more in (
        (1, ""), (2, ""), (3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')))  # fmt: skip
    items = [numbered("а"), numbered("б", 0, 2), numbered("в", 0, 3), numbered("г", 0, 3)]
    assert texts(body(*items, numbering=numbering(DECIMAL, number=nums))) == ["1. а", "2. б", "5. в", "6. г"]


@pytest.mark.parametrize(
    ("form", "third"),
    [("upperRoman", "III"), ("lowerRoman", "iii"), ("russianLower", "в"), ("russianUpper", "В"), ("lowerLetter", "c"),
     ("upperLetter", "C"), ("decimalZero", "03"), ("unheardOf", "3")],
)  # fmt: skip
def test_number_formats(form: str, third: str) -> None:
    document = body(*(numbered("пункт") for _ in range(3)), numbering=numbering(level(form, "%1)")))
    assert texts(document)[2] == f"{third}) пункт"


def test_russian_letters_leave_out_those_that_word_does() -> None:
    document = body(*(numbered("пункт") for _ in range(10)), numbering=numbering(level("russianLower", "%1)")))
    assert texts(document)[9] == "к) пункт"


def test_legal_numbering_prints_decimals() -> None:
    levels = numbering(level("upperRoman", "%1."), level("decimal", "%1.%2.", "<w:isLgl/>"))
    assert texts(body(numbered("а"), numbered("б", 1), numbering=levels)) == ["I. а", "1.1. б"]


def test_a_bullet_is_a_dash() -> None:
    assert texts(body(numbered("пункт"), numbering=numbering(level("bullet", "\uf0b7")))) == ["- пункт"]


def test_nothing_stands_between_number_and_text_where_the_list_says_so() -> None:
    assert texts(body(numbered("пункт"), numbering=numbering(level("decimal", "%1)", '<w:suff w:val="nothing"/>')))) == ["1)пункт"]


def test_a_style_may_number_its_paragraphs_and_a_paragraph_may_refuse() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    refused = '<w:pStyle w:val="a"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    document = body(
        p("раз", '<w:pStyle w:val="b"/>'), p("нет", refused), p("два", '<w:pStyle w:val="a"/>'), styles=styles, numbering=numbering(DECIMAL)
    )
    assert texts(document) == ["1. раз", "нет", "2. два"]


def test_a_list_level_tied_to_a_style_numbers_at_that_level() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    levels = numbering(DECIMAL, level("decimal", "%1.%2.", '<w:pStyle w:val="s"/>'))
    assert texts(body(numbered("а"), p("б", '<w:pStyle w:val="s"/>'), styles=styles, numbering=levels)) == ["1. а", "1.1. б"]


def test_an_empty_numbered_paragraph_numbers_its_row() -> None:
    document = body(table(tr(tc(numbered("")), "Создать"), tr(tc(numbered("")), "Провести")), numbering=numbering(DECIMAL))
    assert [cell[0] for cell in cells(document)] == ["1.", "Создать", "2.", "Провести"]


def test_a_deleted_paragraph_is_not_counted() -> None:
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>старое</w:delText></w:r></w:del></w:p>"
    )
    assert texts(body(numbered("а"), deleted, numbered("б"), numbering=numbering(DECIMAL))) == ["1. а", "2. б"]


# Tables


def test_a_cell_merged_downwards_is_there_once() -> None:
    document = body(table(tr(tc("Отдел", MERGE), "а"), tr(tc("", GO_ON), "б"), tr(tc("", GO_ON), "в")))
    assert cells(document)[0] == ("Отдел", 1, 1, 3, 1)
    assert document.tables[0].grid[2][0].text == "Отдел"  # type: ignore[union-attr]


def test_a_new_merge_ends_the_one_above() -> None:
    document = body(table(tr(tc("А", MERGE), "1"), tr(tc("Б", MERGE), "2"), tr(tc("", GO_ON), "3")))
    assert [cell for cell in cells(document) if cell[2] == 1] == [("А", 1, 1, 1, 1), ("Б", 2, 1, 2, 1)]


def test_spans_and_skipped_columns_keep_columns_aligned() -> None:
    rows = (
        tr("№", "Мероприятие", "Срок"),
        tr(tc("Раздел", '<w:gridSpan w:val="3"/>')),
        tr("Провести", "июнь", marks='<w:gridBefore w:val="1"/>'),
    )
    document = body(table(*rows, widths=(500, 4000, 1500)))
    assert cells(document)[3:] == [("Раздел", 2, 1, 1, 3), ("Провести", 3, 2, 1, 1), ("июнь", 3, 3, 1, 1)]
    assert document.tables[0].grid[2][0] is None


def test_old_style_horizontal_merges_are_spans() -> None:
    row = tr(tc("Раздел", '<w:hMerge w:val="restart"/>'), tc("", '<w:hMerge w:val="continue"/>'), "в")
    assert cells(body(table(row, tr("1", "2", "3"))))[:2] == [("Раздел", 1, 1, 1, 2), ("в", 1, 3, 1, 1)]


def test_columns_that_no_cell_begins_in_vanish() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    document = body(table(tr(tc("а", wide), "б"), tr(tc("в", wide), "г"), widths=(1000, 1000, 1000)))
    assert document.tables[0].column_count == 2
    assert cells(document)[0] == ("а", 1, 1, 1, 1)


def test_borders_drawn_a_hair_apart_are_one_column_edge() -> None:
    first = tr(tc("№", ""), tc("Мероприятие", '<w:gridSpan w:val="2"/>'))
    second = tr(tc("1", '<w:gridSpan w:val="2"/>'), tc("Провести", ""))
    document = body(table(first, second, widths=(500, 40, 4000)))
    assert [cell[2:] for cell in cells(document)] == [(1, 1, 1), (2, 1, 1), (1, 1, 1), (2, 1, 1)]


def test_rows_whose_spans_do_not_fill_the_grid_are_placed_by_their_widths() -> None:
    def wide(width: int) -> str:
        return f'<w:tcW w:w="{width}" w:type="dxa"/>'

    rows = (tr(tc("№", wide(500)), tc("Срок", wide(1500)), tc("Кто", wide(2000))), tr(tc("Раздел", wide(2000)), tc("Иванов", wide(2000))))
    assert cells(body(table(*rows, widths=(500, 1500, 2000))))[3:] == [("Раздел", 2, 1, 1, 2), ("Иванов", 2, 3, 1, 1)]


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:hidden/>"])
def test_deleted_and_hidden_rows_are_dropped(mark: str) -> None:
    document = body(table(tr("а", "б"), tr("в", "г", marks=mark), tr("д", "е")))
    assert [cell[0] for cell in cells(document)] == ["а", "б", "д", "е"]
    assert document.tables[0].row_count == 2


def test_rows_and_cells_inside_content_controls_are_read() -> None:
    row = f"<w:sdt><w:sdtContent>{tr('а', 'б')}</w:sdtContent></w:sdt>"
    inner = f"<w:tr><w:sdt><w:sdtContent>{tc('в')}</w:sdtContent></w:sdt>{tc('г')}</w:tr>"
    assert [cell[0] for cell in cells(body(table(row, inner)))] == ["а", "б", "в", "г"]


def test_the_paragraphs_of_a_cell_are_its_hard_lines() -> None:
    cell = body(table(tr(tc(p("Отдел культуры") + p("Отдел спорта")), "б"))).tables[0].cells[0]
    assert [cell.text[line.start : line.end] for line in cell.lines] == ["Отдел культуры", "Отдел спорта"]
    assert all(line.hard for line in cell.lines)


def test_a_plan_inside_a_layout_frame_is_a_table_of_its_own() -> None:
    plan = table(tr("№", "Мероприятие"), tr("1", "Провести"))
    document = body(table(tr(tc(p("ПЛАН") + plan + p("")))))
    assert texts(document) == ["ПЛАН"]
    assert [cell[0] for cell in cells(document)] == ["№", "Мероприятие", "1", "Провести"]


def test_a_small_table_inside_a_cell_is_text_of_the_cell() -> None:
    inner = table(tr("2021", "10"), tr("2022", "12"))
    rows = [tr(str(n), "Провести", "июнь") for n in range(4)]
    document = body(table(tr("5", tc(p("Объёмы:") + inner + p("")), "май"), *rows))
    assert len(document.tables) == 1
    assert cells(document)[1][0] == "Объёмы: 2021 10 2022 12"


def test_a_plan_with_a_large_table_in_one_cell_stays_a_plan() -> None:
    schedule = table(*(tr("группа", "день", "час", "зал") for _ in range(8)))
    rows = [tr(str(n), "Провести", "июнь", tc(p("Занятия") + schedule) if n == 2 else "Иванов") for n in range(4)]
    document = body(table(*rows))
    assert len(document.tables) == 1
    assert document.tables[0].column_count == 4


def test_a_stamp_in_a_table_of_one_cell_is_paragraphs() -> None:
    assert texts(body(table(tr(tc(p("УТВЕРЖДАЮ") + p("Директор")))))) == ["УТВЕРЖДАЮ", "Директор"]


def test_side_by_side_stamps_stay_a_table() -> None:
    assert [cell[0] for cell in cells(body(table(tr("СОГЛАСОВАНО", "УТВЕРЖДАЮ"))))] == ["СОГЛАСОВАНО", "УТВЕРЖДАЮ"]


def test_a_text_box_in_a_cell_is_text_of_the_cell() -> None:
    anchor = f"<w:p><w:r><w:drawing>{box('в рамке')}</w:drawing></w:r>{r('текст')}</w:p>"
    assert cells(body(table(tr(tc(anchor), "б"))))[0][0] == "в рамке текст"


# Packages


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
    began = time.process_time()
    with pytest.raises(TooLarge):
        read(content)
    assert time.process_time() - began < 1


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
    began = time.process_time()
    body(table(*(tr(tc("а", wide), tc("б", wide)) for _ in range(500)), widths=(10,) * 50_000))
    assert time.process_time() - began < 5


def test_deep_nesting_is_refused() -> None:
    depth = 5_000
    with pytest.raises(TooLarge):
        body("<w:sdt><w:sdtContent>" * depth + p("Текст") + "</w:sdtContent></w:sdt>" * depth)


def test_many_rows_take_time_in_proportion() -> None:
    def seconds(rows: int) -> float:
        content = package(table(*(tr(str(n), "Провести проверку", "июнь") for n in range(rows))))
        return min(cpu_seconds(content) for _ in range(3))

    def cpu_seconds(content: bytes) -> float:
        # What other tests left in memory is not to be walked through meanwhile.
        gc.collect()
        gc.disable()
        began = time.process_time()
        try:
            read(content)
            return time.process_time() - began
        finally:
            gc.enable()

    assert seconds(4_000) < 20 * max(seconds(500), 0.005)


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
