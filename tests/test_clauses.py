"""Clauses: the case file of points, minutes, the law of evidence, hostile input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.clauses import find_clauses
from extractor.document import Document
from extractor.outline import read_outline
from extractor.records import Clause
from tests.case_files import Case, marked, read_cases
from tests.drawings import draw, stands_in

POINTS = read_cases("clauses.txt")


def find(document: Document) -> tuple[Clause, ...]:
    return find_clauses(read_outline(document)).value


def an_order(printed: tuple[str, ...]) -> Document:
    return draw(["ПРИКАЗЫВАЮ:", *printed])


def shown(clause: Clause) -> list[str]:
    lines = [f"= {clause.number or '-'} {clause.kind}"]
    for party in clause.responsible:
        parts = [party.name or "-", party.person or "-", party.role]
        while parts[-1] in ("-", "executor") and len(parts) > 1:
            parts.pop()
        lines.append(f"@ {' | '.join(parts)}")
    return lines + [f"% {deadline.text} | {deadline.edtf or deadline.rrule or '-'}" for deadline in clause.deadlines]


@pytest.mark.parametrize("case", marked(POINTS))
def test_a_point_is_read(case: Case) -> None:
    assert [line for clause in find(an_order(case.printed)) for line in shown(clause)] == list(case.without("> "))


@pytest.mark.parametrize("case", POINTS, ids=lambda case: case.title)
def test_every_evidence_is_the_text_at_its_place(case: Case) -> None:
    document = an_order(case.printed)
    for clause in find(document):
        places = [clause.evidence, *(p.evidence for p in clause.responsible), *(d.evidence for d in clause.deadlines)]
        assert all(stands_in(document, place) for place in places)


MINUTES = (
    "^ПРОТОКОЛ № 2",
    "^заседания комиссии по благоустройству",
    "12.05.2021",
    "Присутствовали: 5 человек",
    "Повестка дня:",
    "1. О подготовке к субботнику.",
    "2. Разное.",
    "1. СЛУШАЛИ: Галкина Т.Р. о подготовке к субботнику.",
    "РЕШИЛИ:",
    "1.1. Принять информацию к сведению.",
    "1.2. Отделу благоустройства (Галкин Т.Р.) закупить инвентарь до 20.05.2021.",
    "Голосовали: «за» - единогласно.",
    "2. СЛУШАЛИ: Котову А.А.",
    "РЕШИЛИ: Утвердить график дежурства.",
    "Председатель комиссии С.С. Ясенев",
)


def test_the_decisions_of_minutes_are_clauses() -> None:
    found = [(clause.number, clause.kind) for clause in find(draw(MINUTES))]
    assert found == [("1.1", "other"), ("1.2", "assignment"), (None, "approval")]


def test_the_items_of_an_agenda_are_no_clauses() -> None:
    assert not any("подготовке к субботнику" in clause.text for clause in find(draw(MINUTES)))


def test_a_vote_is_no_part_of_a_decision() -> None:
    assert not any("единогласно" in clause.text for clause in find(draw(MINUTES)))


def test_a_signature_is_no_part_of_a_decision() -> None:
    assert not any("Ясенев" in clause.text for clause in find(draw(MINUTES)))


def test_minutes_without_the_word_resolved_have_their_decisions() -> None:
    lines = (
        "^ПРОТОКОЛ № 1",
        "^заседания комиссии",
        "I. О ситуации в районе",
        "(Клён И.И., Дубов П.П.)",
        "1. Принять к сведению доклады.",
        "2. Отделу культуры провести акцию.",
        "Срок: до 01.06.2022.",
        "II. О плане работы",
        "1. Утвердить план работы.",
        "Председатель комиссии С.С. Ясенев",
    )
    found = [(clause.number, clause.kind, len(clause.deadlines)) for clause in find(draw(lines))]
    assert found == [("1", "other", 0), ("2", "assignment", 1), ("1", "approval", 0)]


def test_minutes_without_the_word_resolved_keep_dash_lines_and_control() -> None:
    lines = (
        "^ПРОТОКОЛ",
        "^совещания при главе района",
        "от 17 марта 2023 года № 9",
        "1. Принять к сведению доклад.",
        "2. Отделу культуры:",
        "- завершить ремонт клуба.⏎Срок – 10 апреля 2023 г.",
        "- вести ежедневный учёт.⏎Срок – до 20 мая 2023 г.",
        "3. Контроль возложить на Клёна И.И.",
        "Глава района С.С. Ясенев",
    )
    found = [(clause.number, clause.kind, [d.edtf for d in clause.deadlines]) for clause in find(draw(lines))]
    assert found == [("1", "other", []), ("2", "assignment", ["2023-04-10", "../2023-05-20"]), ("3", "control", [])]


def test_the_points_of_an_appended_regulation_are_no_clauses() -> None:
    document = draw(
        [
            "ПРИКАЗЫВАЮ:",
            "1. Утвердить Положение (приложение 1).",
            "Директор Р.С. Лебедев",
            "→Приложение 1",
            "→к приказу от 12.03.2021 № 5",
            "^Положение о совете",
            "1. Совет создаётся на год.",
            "2. Отделу кадров вести протоколы.",
        ]
    )
    assert [clause.number for clause in find(document)] == ["1"]


def test_the_evidence_of_a_point_over_two_paragraphs_stands_in_the_first() -> None:
    (clause,) = find(an_order(("1. Отделу культуры провести смотр", "художественной самодеятельности.")))
    assert (clause.text, clause.evidence.text) == (
        "Отделу культуры провести смотр художественной самодеятельности.",
        "Отделу культуры провести смотр",
    )


def test_a_deadline_in_the_second_paragraph_has_its_place_there() -> None:
    document = an_order(("1. Отделу культуры провести смотр", "до 01.04.2021."))
    assert find(document)[0].deadlines[0].evidence.block == 3


def test_a_plan_has_no_clauses() -> None:
    assert find(draw(["^План работы на 2021 год", "1. Отделу культуры провести смотр."])) == ()


WORDS = st.sampled_from(
    [
        "1.",
        "2.1.",
        "а)",
        "1)",
        "-",
        "Отделу",
        "культуры",
        "провести",
        "«",
        "»",
        "(",
        "до 1 мая",
        "возложить на",
        "контроль",
        ":",
        "Срок:",
        "И.И.",
    ]
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), max_size=8))
def test_any_points_are_read_without_error_and_with_true_places(points: list[str]) -> None:
    document = an_order(tuple(points))
    assert all(stands_in(document, clause.evidence) for clause in find(document))


def test_the_numbered_requests_of_a_letter_are_recommendations() -> None:
    letter = draw(
        ["Руководителям учреждений", "Уважаемые коллеги!", "Управление образования просит:", "1. Провести учения.", "2. Сдать отчет."]
    )
    assert [(clause.number, clause.kind) for clause in find(letter)] == [("1", "recommendation"), ("2", "recommendation")]


def test_numbered_aims_of_a_text_that_is_no_letter_are_no_clauses() -> None:
    text = draw(["^Пояснительная записка", "Для развития спорта необходимо:", "1. Построить зал.", "2. Обучить тренеров."])
    assert not find(text)


def test_a_decision_in_the_sentence_of_its_word_is_a_clause() -> None:
    first = ["По вопросу 1 повестки дня:", "Комиссия решила:", "1. Принять отчет."]
    second = ["По вопросу 2 повестки дня:", "Комиссия решила утвердить план работы на 2021 год."]
    minutes = draw(["^ПРОТОКОЛ № 4", "^заседания комиссии", *first, *second])
    assert [(clause.number, clause.kind) for clause in find(minutes)] == [("1", "other"), (None, "approval")]
