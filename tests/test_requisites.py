"""Requisites: the case file of heads, the law of evidence, hostile input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document import Document
from extractor.outline import read_outline
from extractor.records import Requisites
from extractor.requisites import read_requisites
from extractor.requisites.registration import read_date, read_number
from tests.case_files import Case, marked, read_cases
from tests.drawings import draw, stands_in

HEADS = read_cases("requisites.txt")


def read(document: Document) -> Requisites:
    return read_requisites(document, read_outline(document)).value


def shown(requisites: Requisites, field: str) -> str:
    value = getattr(requisites, field)
    if value is None or value == ():
        return "-"
    if field == "signatory":
        return f"{value.position or '-'} / {value.person}"
    if field == "approval":
        return " / ".join(part or "-" for part in (value.kind, value.issuer, value.date, value.number))
    return " ;; ".join(value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("case", marked(HEADS))
def test_a_head_gives_its_requisites(case: Case) -> None:
    requisites = read(draw(case.printed))
    expected = dict(line.split(": ", 1) for line in case.after("= "))
    assert {field: shown(requisites, field) for field in expected} == expected


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case.title)
def test_every_source_is_the_text_at_its_place(case: Case) -> None:
    document = draw(case.printed)
    sources = read(document).sources
    assert all(stands_in(document, evidence) for places in sources.values() for evidence in places)


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case.title)
def test_every_filled_field_has_a_source(case: Case) -> None:
    requisites = read(draw(case.printed))
    fields = ("issuer", "date", "number", "title", "place", "period", "signatory", "basis", "amended_by", "approval")
    assert {field for field in fields if getattr(requisites, field)} <= set(requisites.sources)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("17.03.2005", "2005-03-17"),
        ("«17» марта 2005 г.", "2005-03-17"),
        ("« 7 » мая 2019г", "2019-05-07"),
        ("от 8 августа 2013 года", "2013-08-08"),
        ("«08»____08_______2013 г.", "2013-08-08"),
        ("« _15_ » __января__ 2016 г.", "2016-01-15"),
        ("«29 » 08. 2012г", "2012-08-29"),
        ("17.02.09 г.", "2009-02-17"),
        ("01/02/2021", "2021-02-01"),
        ("«___» _________ 2020 г.", None),
        ("«_____» __________ 20_____ г.", None),
        ("31.02.2021", None),
        ("п. 1.2.3 положения", None),
        ("март 2017", None),
    ],
)
def test_a_printed_date_is_read_only_when_it_is_whole(printed: str, value: str | None) -> None:
    found = read_date(printed)
    assert (found[0] if found else None) == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("№ 121", "121"),
        ("N 121", "121"),
        ("№ 451-р", "451-р"),
        ("№ 50-од/12", "50-од/12"),
        ("№ 01-05/217", "01-05/217"),
        ("№ А-12", "А-12"),
        ("№803-па", "803-па"),
        ("№ 12 - р", "12-р"),
        ("№ 5.", "5"),
        ("№ ______", None),
        ("№ б/н", None),
        ("без номера", None),
    ],
)
def test_a_number_is_read_as_printed(printed: str, value: str | None) -> None:
    found = read_number(printed)
    assert (found[0] if found else None) == value


PIECES = st.sampled_from(
    [
        "ПОСТАНОВЛЕНИЕ",
        "УТВЕРЖДАЮ",
        "Приложение 1",
        "№ ___",
        "от 12.03.2021",
        "О мерах",
        "ПРОТОКОЛ № 3",
        "РЕШИЛИ:",
        "«",
        "1. Утвердить",
        "И.И. Клён",
        "",
        "а)",
        "ПЛАН",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=4).map(" ".join), max_size=12))
def test_any_run_of_lines_is_read_without_error_and_with_true_places(lines: list[str]) -> None:
    document = draw(line for line in lines if line.strip())
    sources = read(document).sources
    assert all(stands_in(document, evidence) for places in sources.values() for evidence in places)


def test_a_long_line_of_blanks_and_capitals_is_read_at_once() -> None:
    document = draw(["ПРИКАЗ", "А " * 20_000, "_" * 50_000, "от " * 20_000])
    assert read(document).kind == "order"
