"""The whole flow on small documents."""

import json

import pytest

from extractor.exporters.json import to_json
from extractor.pipeline import extract

PLAN = """План мероприятий по благоустройству посёлка Рябиновый на 2023 год

№ | Мероприятие | Срок | Исполнитель |
1 | Починить мост | до 1 мая | Отдел дорог |
2 | Посадить липы | май | Отдел парков, Липов Л.Л. |
"""


def codes(text: str) -> list[str]:
    return [issue.code for issue in extract(text.encode()).issues]


def test_a_plan_gives_its_measures() -> None:
    records = extract(PLAN.encode())
    assert [(m.number, m.text, m.deadlines[0].edtf) for m in records.plans[0].measures] == [
        ("1", "Починить мост", "../2023-05-01"),
        ("2", "Посадить липы", "2023-05"),
    ]
    assert records.plans[0].period == records.document.period == "2023"


def test_the_same_bytes_give_the_same_records() -> None:
    assert json.dumps(to_json(extract(PLAN.encode()))) == json.dumps(to_json(extract(PLAN.encode())))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "cp866", "koi8-r", "utf-16"])
def test_every_encoding_gives_the_same_measures(encoding: str) -> None:
    measures = extract(PLAN.replace("№", "N").encode(encoding)).plans[0].measures
    assert [measure.text for measure in measures] == ["Починить мост", "Посадить липы"]


def test_a_plan_without_measures_says_so() -> None:
    assert "plan_without_measures" in codes("План работы библиотеки на 2023 год\n\nТекст плана будет утверждён позже.\n")


def test_a_text_without_anything_to_extract_says_so() -> None:
    records = extract("Однажды в студёную пору стоял сильный мороз.\n".encode())
    assert (records.clauses, records.plans, records.activities) == ((), (), ())
    assert [issue.code for issue in records.issues] == ["nothing_to_extract"]


def test_a_list_of_measures_without_a_table() -> None:
    text = """План работы клуба «Рябинка» на 2023 год

1. Провести конкурс рисунков. Срок: март. Ответственный: Дубов А.А.
2. Организовать поход в Звонкий лес. Срок: до 1 июня. Ответственный: педагог Елова Е.Е.
3. Подготовить выставку поделок. Срок: октябрь. Ответственный: Дубов А.А.
"""
    measures = extract(text.encode()).plans[0].measures
    assert [(m.number, m.text) for m in measures] == [
        ("1", "Провести конкурс рисунков."),
        ("2", "Организовать поход в Звонкий лес."),
        ("3", "Подготовить выставку поделок."),
    ]
    assert [m.deadlines[0].edtf for m in measures] == ["2023-03", "../2023-06-01", "2023-10"]
    assert [m.responsible[0].person for m in measures] == ["Дубов А.А.", "Елова Е.Е.", "Дубов А.А."]


def test_a_report_without_a_plan_gives_no_measures() -> None:
    text = """Отчёт о работе библиотеки за 2023 год

В 2023 году проведено 12 вечеров чтения. Создан клуб любителей книги.
"""
    records = extract(text.encode())
    assert records.plans == ()
    assert [activity.status for activity in records.activities] == ["done", "done"]
