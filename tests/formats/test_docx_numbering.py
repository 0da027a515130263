"""Automatic numbers of Word: they are part of the text."""

import pytest

from tests.formats.shown import cells, texts
from tests.formats.word import body, level, numbered, numbering, p, table, tc, tr

DECIMAL = level("decimal", "%1.")


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
