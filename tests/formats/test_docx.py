import pytest

from tests.formats.shown import cells, texts
from tests.formats.word import body, p, r, table, tc, tr

MERGE, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


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
