import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text import PrintedLine, clean, flow, flow_hard, matching_form, rejoin


@given(st.text())
def test_the_matching_form_has_the_length_of_the_text(text: str) -> None:
    assert len(matching_form(text)) == len(text)


@given(st.text())
def test_the_matching_form_of_a_matching_form_is_itself(text: str) -> None:
    assert matching_form(matching_form(text)) == matching_form(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ещё «План»", 'еще "план"'),
        ("2021 – 2023", "2021 - 2023"),
        ("до\u00a01\u202fиюля", "до 1 июля"),
        ("„А“ — ‘б’", '"а" - "б"'),
        ("İ", "İ"),
    ],
)
def test_the_matching_form_has_one_kind_of_each_mark(text: str, expected: str) -> None:
    assert matching_form(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  а   б \n в ", "а б в"),
        ("градо\u00adстроительство", "градостроительство"),
        ("\ufeffПлан\u200b", "План"),
        ("1\u00a0июля", "1 июля"),
        ("\t \n", ""),
        ("а\x00б\x1fв", "абв"),
        ("просто текст", "просто текст"),
    ],
)
def test_white_space_is_single_and_invisible_marks_are_gone(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("П Р И К А З", "ПРИКАЗ"),
        ("П Л А Н   Р А Б О Т Ы", "ПЛАН РАБОТЫ"),
        ("П Л А Н Р А Б О Т Ы", "ПЛАН РАБОТЫ"),
        ("администрация района п о с т а н о в л я е т:", "администрация района постановляет:"),
        ("классы 5 а б в г", "классы 5 а б в г"),
        ("А Б В Г Д", "А Б В Г Д"),
        ("и в том числе", "и в том числе"),
        ("и в г. Н", "и в г. Н"),
    ],
)
def test_words_in_spaced_letters_are_closed_up(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_spaced_word_at_the_end_of_a_long_preamble_is_closed_up() -> None:
    preamble = "В соответствии с Федеральным законом об общих принципах организации местного самоуправления, "
    assert clean(f"{preamble}п о с т а н о в л я ю:") == f"{preamble}постановляю:"


@given(st.text(alphabet="аб \t\n\u00a0\u00ad\u200b-"))
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "  " not in clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("градо- строительству", "градостроительству"),
        ("учебно- методический", "учебно-методический"),
        ("одно- и двухэтажных", "одно- и двухэтажных"),
        ("Тренинг- центра", "Тренинг-центра"),
        ("2021- 2023", "2021- 2023"),
        ("работа - отдых", "работа - отдых"),
        ("культурно- массовых меро- приятий", "культурно-массовых мероприятий"),
    ],
)
def test_words_cut_by_a_line_end_are_whole_again(text: str, expected: str) -> None:
    assert rejoin(text) == expected


def test_a_word_cut_at_a_line_end_belongs_to_the_line_where_it_begins() -> None:
    text, lines = flow([PrintedLine("Отдел градо-", hard=False), PrintedLine("строительства района")])
    assert text == "Отдел градостроительства района"
    assert [text[line.start : line.end] for line in lines] == ["Отдел градостроительства", "района"]


def test_a_line_that_only_ends_a_cut_word_gives_its_end_to_the_line_above() -> None:
    text, lines = flow([PrintedLine("градо-", hard=False), PrintedLine("строительство", hard=True), PrintedLine("спорт")])
    assert text == "градостроительство спорт"
    assert [(text[line.start : line.end], line.hard) for line in lines] == [("градостроительство", True), ("спорт", True)]


def test_empty_lines_vanish_and_the_last_line_is_hard() -> None:
    text, lines = flow([PrintedLine(""), PrintedLine("а", hard=False), PrintedLine(" "), PrintedLine("б", hard=False)])
    assert text == "а б"
    assert [line.hard for line in lines] == [False, True]


PRINTED = st.text(alphabet="абвг -,.12\u00ad\u00a0", max_size=12)


@given(st.lists(st.tuples(PRINTED, st.booleans()), max_size=6))
def test_lines_lie_in_order_inside_the_text_and_cover_its_words(printed: list[tuple[str, bool]]) -> None:
    text, lines = flow([PrintedLine(line, hard) for line, hard in printed])
    # Not `clean(text)`: a word in spaced letters is closed up within its line, and lone letters of several lines are none.
    assert text == " ".join(text.split())
    places = [(line.start, line.end) for line in lines]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert "".join(text[start:end] for start, end in places).replace(" ", "") == text.replace(" ", "")


@given(st.lists(PRINTED, max_size=5))
def test_hard_lines_flow_like_printed_ones(lines: list[str]) -> None:
    assert flow_hard(lines) == flow([PrintedLine(line) for line in lines])
