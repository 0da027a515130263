import pytest

from extractor.document import Document
from extractor.errors import EmptyFile, TooLarge
from extractor.formats.html import read
from extractor.formats.recognition import find_kind
from tests.formats.shown import texts

FILLER = "<p>" + "Провести проверку состояния дорог района. " * 20 + "</p>"


def page(body: str, *, head: str = "") -> Document:
    return read(f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode())


def cells(document: Document, table: int = 0) -> list[tuple[str, int, int, int, int]]:
    """Text, row, column, row span, column span of a table's cells."""
    return [(c.text, c.row or 0, c.column or 0, c.row_span, c.column_span) for c in document.tables[table].cells]


def row(*items: str) -> str:
    return "<tr>" + "".join(item if item.startswith("<t") else f"<td>{item}</td>" for item in items) + "</tr>"


def grid(*rows: str) -> str:
    return f"<table>{''.join(rows)}</table>"


PLAN = grid(row("№", "Мероприятие", "Срок"), row("1", "Провести проверку", "июнь"), row("2", "Создать комиссию", "июль"))


# Text


def test_white_space_of_the_source_is_one_space() -> None:
    assert texts(page("<p>Об   утверждении\n   плана&nbsp;работы</p>")) == ["Об утверждении плана работы"]


def test_inline_elements_do_not_part_words() -> None:
    assert texts(page("<p>Дирек<b>т</b><span>ор</span></p>")) == ["Директор"]


def test_blocks_part_paragraphs_with_or_without_closing_tags() -> None:
    assert texts(page("<div>Первый<p>Второй<p>Третий</div>Четвёртый")) == ["Первый", "Второй", "Третий", "Четвёртый"]


def test_a_line_break_is_a_hard_line() -> None:
    paragraph = page("<p>Об утверждении<br>плана работы</p>").paragraphs[0]
    assert [paragraph.text[line.start : line.end] for line in paragraph.lines] == ["Об утверждении", "плана работы"]


def test_two_line_breaks_end_a_paragraph() -> None:
    assert texts(page("<div>Первый<br><br>Второй</div>")) == ["Первый", "Второй"]


def test_a_numbered_point_after_a_line_break_is_a_paragraph() -> None:
    assert texts(page("<div>ПОСТАНОВЛЯЕТ:<br>1. Утвердить план.<br>1.1. Создать<br>комиссию.</div>")) == [
        "ПОСТАНОВЛЯЕТ:", "1. Утвердить план.", "1.1. Создать комиссию.",
    ]  # fmt: skip


def test_kept_lines_are_hard_lines() -> None:
    assert len(page("<pre>первая\nвторая</pre>").paragraphs[0].lines) == 2


def test_a_signature_set_apart_by_spaces_is_two_lines() -> None:
    paragraph = page("<p>Глава района&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;И.И. Иванов</p>").paragraphs[0]
    assert [paragraph.text[line.start : line.end] for line in paragraph.lines] == ["Глава района", "И.И. Иванов"]


@pytest.mark.parametrize(
    "markup",
    ["<p align=center>ПЛАН</p>", "<center>ПЛАН</center>", "<p style='text-align: center'>ПЛАН</p>", "<div align=center><p>ПЛАН</p></div>",
     "<p class=mid>ПЛАН</p>"],
)  # fmt: skip
def test_centred_text_is_known_however_it_is_said(markup: str) -> None:
    assert page(markup, head="<style>p.mid { text-align: center }</style>").paragraphs[0].centred


@pytest.mark.parametrize("markup", ["<p align=right>УТВЕРЖДАЮ</p>", "<p style='margin-left:9cm'>УТВЕРЖДАЮ</p>"])
def test_text_on_the_right_is_known(markup: str) -> None:
    assert page(markup).paragraphs[0].right


def test_headings_have_levels_and_are_bold() -> None:
    heading, text = page("<h2>Раздел</h2><p>Текст</p>").paragraphs
    assert (heading.level, heading.bold, text.level, text.bold) == (2, True, None, False)


def test_a_paragraph_is_bold_only_when_all_of_it_is() -> None:
    whole, part = page("<p><b>Раздел</b></p><p><b>Срок:</b> июнь</p>").paragraphs
    assert (whole.bold, part.bold) == (True, False)


def test_a_page_of_typed_text_is_read_like_plain_text() -> None:
    typed = "\n".join([
        "                 ПЛАН", "", "┌───┬───────────────────┬──────┐", "│ № │ Мероприятие       │ Срок │",
        "├───┼───────────────────┼──────┤", "│ 1 │ Провести проверку │ июнь │", "└───┴───────────────────┴──────┘",
    ])  # fmt: skip
    document = page(f"<pre>{typed}</pre>")
    assert document.format == "html"
    assert [cell[0] for cell in cells(document)] == ["№", "Мероприятие", "Срок", "1", "Провести проверку", "июнь"]


# Encodings


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "utf-8", "utf-16"])
@pytest.mark.parametrize("declared", [True, False])
def test_encodings_are_found_with_and_without_a_declaration(encoding: str, declared: bool) -> None:
    names = {"cp1251": "windows-1251", "cp866": "ibm866"}
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={names.get(encoding, encoding)}">' if declared else ""
    text = "Утвердить план мероприятий по благоустройству территории района на предстоящий год"
    assert texts(read(f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(encoding))) == [text]


def test_a_wrong_declaration_does_not_win_over_the_bytes() -> None:
    content = '<html><head><meta charset="windows-1251"></head><body><p>Утвердить план</p></body></html>'.encode()
    assert texts(read(content)) == ["Утвердить план"]


def test_a_web_archive_is_read() -> None:
    import quopri

    markup = quopri.encodestring("<html><body><p>Утвердить план</p></body></html>".encode("cp1251")).decode()
    content = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="xx"\n\n--xx\nContent-Type: text/html; charset="windows-1251"\n'
        f"Content-Transfer-Encoding: quoted-printable\n\n{markup}\n--xx--\n"
    ).encode()
    assert find_kind(content) == "mht"
    assert texts(read(content)) == ["Утвердить план"]


# Lists


@pytest.mark.parametrize(
    ("markup", "expected"),
    [("<ol><li>а</li><li>б</li></ol>", ["1. а", "2. б"]),
     ("<ol start=5><li>а</li><li>б</li></ol>", ["5. а", "6. б"]),
     ("<ol><li>а</li><li value=7>б</li><li>в</li></ol>", ["1. а", "7. б", "8. в"]),
     ("<ol type=I><li>а</li><li>б</li></ol>", ["I. а", "II. б"]),
     ("<ol type=a><li>а</li><li>б</li></ol>", ["a. а", "b. б"]),
     ("<ol reversed><li>а</li><li>б</li></ol>", ["2. а", "1. б"]),
     ("<ol style='list-style-type: upper-roman'><li>а</li></ol>", ["I. а"]),
     ("<ul><li>а</li></ul>", ["- а"]),
     ("<ul style='list-style: none'><li>а</li></ul>", ["а"]),
     ("<ol><li>а<ol><li>б</li></ol></li><li>в</li></ol>", ["1. а", "1. б", "2. в"]),
     ("<ol><li><p>а</p><p>ещё</p></li></ol>", ["1. а", "ещё"]),
     ("<ul><li>1) а</li></ul>", ["1) а"])],
)  # fmt: skip
def test_list_numbers_are_part_of_the_text(markup: str, expected: list[str]) -> None:
    assert texts(page(markup)) == expected


def test_an_empty_list_item_numbers_its_row() -> None:
    document = page(grid(row("<td><ol start=3><li><p></p></ol></td>", "Провести"), row("4", "Создать")))
    assert cells(document)[0][0] == "3."


def test_list_markers_that_word_writes_are_read_once() -> None:
    ignored = "<![if !supportLists]><span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>"
    document = page(f"<p>{ignored.format('2.')}Провести</p><p>{ignored.format('·')}Создать</p>")
    assert texts(document) == ["2. Провести", "- Создать"]


# Tables


def test_spans_are_kept_and_columns_stay_aligned() -> None:
    document = page(grid(row("<td rowspan=2>Отдел</td>", "а", "б"), row("<td colspan=2>в</td>")))
    assert cells(document) == [("Отдел", 1, 1, 2, 1), ("а", 1, 2, 1, 1), ("б", 1, 3, 1, 1), ("в", 2, 2, 1, 2)]


def test_a_row_span_of_zero_reaches_to_the_end_of_its_group() -> None:
    head = f"<thead>{row('<td rowspan=0>А</td>', 'б')}{row('в')}</thead>"
    document = page(f"<table>{head}<tbody>{row('г', 'д')}</tbody></table>")
    assert cells(document)[0] == ("А", 1, 1, 2, 1)
    assert ("г", 3, 1, 1, 1) in cells(document)


def test_overlong_spans_are_clipped() -> None:
    document = page(grid(row("<td rowspan=99>А</td>", "<td colspan=99>б</td>"), row("в", "г")))
    assert document.tables[0].row_count == 2
    assert cells(document)[0] == ("А", 1, 1, 2, 1)
    assert document.tables[0].column_count == 3


def test_header_cells_are_bold() -> None:
    first, second = page(grid(row("<th>Срок</th>", "а"), row("б", "в"))).tables[0].cells[:2]
    assert (first.bold, second.bold) == (True, False)


def test_blocks_and_breaks_in_a_cell_are_hard_lines() -> None:
    cell = page(grid(row("<td><p>Отдел культуры</p><p>Отдел<br>спорта</p></td>", "б"))).tables[0].cells[0]
    assert [cell.text[line.start : line.end] for line in cell.lines] == ["Отдел культуры", "Отдел", "спорта"]


def test_a_caption_stands_before_its_table() -> None:
    document = page(f"<table><caption>План</caption>{row('а', 'б')}{row('в', 'г')}</table>")
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table"]


def test_unclosed_rows_and_cells_are_read() -> None:
    assert cells(page("<table><tr><td>а<td>б<tr><td>в<td>г</table>"))[3] == ("г", 2, 2, 1, 1)


def test_a_plan_inside_layout_tables_is_a_table_of_its_own() -> None:
    site = grid(row("<td colspan=2>Сайт школы</td>"), row("Слева", f"<td><p>ПЛАН</p>{PLAN}<p>Директор</p></td>"))
    document = page(grid(row(f"<td>{site}</td>")))
    assert texts(document) == ["Сайт школы", "Слева", "ПЛАН", "Директор"]
    assert len(cells(document)) == 9


def test_a_small_table_inside_a_plan_is_text_of_its_cell() -> None:
    inner = grid(row("2021", "10"), row("2022", "12"))
    document = page(grid(row("1", f"<td>Объёмы: {inner}</td>", "май"), row("2", "Создать", "июнь")))
    assert cells(document)[1][0] == "Объёмы: 2021 10 2022 12"


def test_text_typed_into_a_form_is_ignored() -> None:
    assert texts(page("<p>Срок <input value='скрыто'> июнь</p>")) == ["Срок июнь"]


# Hidden text and notes


@pytest.mark.parametrize(
    "markup",
    ["<p style='display:none'>нет</p>", "<p hidden>нет</p>", "<span style='mso-hide:all'>нет</span>", "<script>нет</script>",
     "<style>нет {}</style>", "<template><p>нет</p></template>", "<noscript>нет</noscript>", "<p class=unseen>нет</p>", "<del>нет</del>",
     "<!-- нет -->", "<!--[if gte mso 9]><xml>нет</xml><![endif]-->", "<a href='#_ftn1'>[1]</a>", "<p style='visibility: hidden'>нет</p>",
     "<div style='mso-element:footnote'>нет</div>", "<div id='sdfootnote1'>нет</div>", "<?php $this->title = 'нет'; ?>",
     "<span class='sr-only'>нет</span>"],
)  # fmt: skip
def test_what_the_page_does_not_show_is_dropped(markup: str) -> None:
    assert texts(page(f"<p>Да</p>{markup}", head="<style>.unseen { display: none }</style>")) == ["Да"]


def test_a_hidden_row_is_dropped() -> None:
    document = page(grid(row("а", "б"), "<tr style='display:none'><td>нет</td><td>нет</td></tr>", row("в", "г")))
    assert [cell[0] for cell in cells(document)] == ["а", "б", "в", "г"]


def test_a_rule_for_printing_hides_nothing_on_the_page() -> None:
    assert texts(page("<p class=a>Да</p>", head="<style>@media print { .a { display: none } }</style>")) == ["Да"]


# Page furniture

LINKS = "".join(f'<li><a href="/{n}">Раздел сайта {n}</a></li>' for n in range(6))


@pytest.mark.parametrize(
    "markup",
    ["<nav><a href='/'>Главная</a></nav>", f"<ul>{LINKS}</ul>", "<footer>г. Луговой, ул. Садовая, 1</footer>",
     "<div class='breadcrumbs'><a href='/'>Главная</a> / План</div>", "<p>Главная » Документы » Планы</p>", "<p>Версия для печати</p>",
     "<p>Поделиться:</p>", "<div>Просмотров: 120</div>", "<p>© 2021 Администрация района. Все права защищены.</p>",
     "<div role='navigation'>Меню сайта</div>", "<header><a href='/'>Сайт школы</a></header>", "<aside>Погода +5</aside>",
     "<table><tr><td><a href='/1'>Новости</a></td></tr><tr><td><a href='/2'>Фото</a></td></tr><tr><td><a href='/3'>Видео</a></td></tr>"
     "<tr><td><a href='/4'>Архив</a></td></tr></table>",
     "<div title='header'><p>8</p></div>", "<p>Создано: 12 марта 2021 г.</p>", "<p>Опубликовано: 12.03.2021 14:30</p>",
     "<p>12.03.2021 14:30</p>", "<p><a href='/p.docx'>План работы (docx, 25 Кб)</a></p>", "<p><a href='/p.pdf'>plan_2021.pdf</a></p>",
     "<p>Категория: Документы</p>", "<p>Информация об изменениях: см. прежнюю редакцию</p>"],
)  # fmt: skip
def test_page_furniture_is_dropped(markup: str) -> None:
    document = page(f"{markup}{FILLER}{PLAN}")
    assert len(document.blocks) == 2


@pytest.mark.parametrize(
    "markup",
    ["<header><h1>План работы школы</h1></header>", "<div class='footer'>Глава района И.И. Иванов</div>",
     "<footer>Директор П.П. Петров</footer>",
     "<div class='breadcrumb-area'><h1>План работы</h1></div>", "<div class='elementor-widget'>План на год</div>",
     "<p>Печать плана работы возложить на канцелярию</p>",
     "<p>Создано 12 рабочих мест</p>", "<p>Обновлено 5 стендов</p>", "<p>Категория участников: дети 7-10 лет</p>",
     "<p>Разработка сайта школы</p>", "<p>12.03.2021 № 45</p>", "<p>Опубликовано на сайте 15 материалов</p>",
     "<p>Главная задача: провести проверку</p>",
     "<p>Категория участников определяется положением о конкурсе чтецов среди детей "
     "дошкольного возраста, проводимом ежегодно в районном доме культуры в последнюю неделю мая, по согласованию</p>",
     "<p>Во исполнение <a href='/1'>закона</a>, <a href='/2'>указа</a>, <a href='/3'>приказа</a> и <a href='/4'>плана</a> провести "
     "следующие мероприятия в районе</p>", "<div title='header'><p>УТВЕРЖДАЮ</p></div>",
     "<article><header><a href='/'>ПЛАН</a></header></article>"],
)  # fmt: skip
def test_the_document_is_not_taken_for_furniture(markup: str) -> None:
    document = page(f"{markup}{FILLER}{PLAN}")
    assert len(document.blocks) == 3


@pytest.mark.parametrize("wrapper", ["<div class='menu'>{}</div>", "<footer>{}</footer>", "<div id='sidebar'>{}</div>", "<nav>{}</nav>"])
def test_a_plan_is_never_furniture_whatever_holds_it(wrapper: str) -> None:
    assert len(cells(page(FILLER + wrapper.format(PLAN)))) == 9


def test_a_plan_whose_works_are_links_is_kept() -> None:
    rows = [row(str(n), f"<td><a href='/{n}'>Провести конкурс {n}</a></td>", "июнь") for n in range(8)]
    assert len(cells(page(FILLER + grid(*rows)))) == 24


def test_a_page_of_links_only_gives_its_links() -> None:
    assert len(texts(page(f"<ul>{LINKS}</ul>"))) == 6


def test_only_the_main_element_is_read_where_it_has_the_document() -> None:
    document = page(f"<div>Новости района</div><main>{FILLER}{PLAN}</main><div>Телефоны служб</div>")
    assert len(document.blocks) == 2


# Hostile input


def test_a_page_without_text_is_empty() -> None:
    with pytest.raises(EmptyFile):
        page("<p> </p><table><tr><td></td></tr></table>")


def test_a_table_of_ten_thousand_columns_is_refused() -> None:
    with pytest.raises(TooLarge):
        page(grid(row(*(str(n) for n in range(10_000))), row("а")))


def test_huge_spans_cost_nothing() -> None:
    rows = [row(*("<td rowspan=65534 colspan=1000>а</td>" for _ in range(1))) for _ in range(3)]
    with pytest.raises(TooLarge):
        page(grid(*(row(*("<td colspan=1000>а</td>" for _ in range(50))) for _ in range(50)), *rows))


def test_a_moderately_deep_page_is_read() -> None:
    assert texts(page("<font>" * 500 + "Текст" + "</font>" * 500)) == ["Текст"]


def test_very_deep_nesting_is_refused() -> None:
    with pytest.raises(TooLarge):
        page("<div>" * 5_000 + "Текст" + "</div>" * 5_000)


def test_tables_in_three_hundred_tables_are_read() -> None:
    assert page("<table><tr><td>" * 300 + "Текст" + "</table>" * 300).blocks


@pytest.mark.parametrize(
    "content",
    ["<style>" + "/*" * 100_000 + "</style><p>Текст", "<style>" + "a" * 400_000 + "</style><p>Текст", "<p style='" + "a" * 400_000 + "'>Текст",
     "<%" * 200_000 + "<p>Текст", "<p>" + "а-<br>" * 50_000, "<p>" + "слово<br>" * 100_000, "<p>" + "&nbsp;" * 300_000 + "Текст",
     "<table><tr><td>а<td>" + "слово<br>" * 100_000, "<div class='" + "Menu-" * 100_000 + "'>Текст</div>", "<p>" + "а " * 300_000],
    ids=["comments", "rule", "style", "server", "hyphens", "breaks", "spaces", "cell", "class", "letters"],
)  # fmt: skip
def test_no_text_makes_reading_hang(content: str) -> None:
    assert page(content).blocks
