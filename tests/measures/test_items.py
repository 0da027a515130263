"""Enumerated parts of a wording."""

import pytest

from extractor.measures.items import find_items
from tests.builders import paragraph

CASES = [
    ("Подготовить: а) смету; б) график.", ["смету", "график"]),
    ("Подготовить 1) смету; 2) график; 3) договор", ["смету", "график", "договор"]),
    ("Подготовить: - смету; - график.", ["смету", "график"]),
    ("Подготовить:\nсмету;\nграфик.", ["смету", "график"]),
    ("Подготовить:\n– смету,\n– график", ["смету", "график"]),
    ("Работы: 1. Вырыть котлован. 2. Залить бетон.", ["Вырыть котлован", "Залить бетон"]),
    ("Подготовить смету, график и договор", []),
    ("Встреча с ветеранами (а) и школьниками", []),
    ("Турнир по мини-футболу - Кубок района", []),
    ("Провести занятия: теория;", []),
    ("Провести беседы:\n- «Мы вместе»;\n- «Я и закон».", ["«Мы вместе»", "«Я и закон»"]),
    ("Заезд 1) один", []),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_parts_without_marker_and_end_mark(text: str, parts: list[str]) -> None:
    source = paragraph(text)
    assert [source.text[start:end] for start, end in find_items(source, 0, len(source.text))] == parts


def test_parts_outside_the_span_are_left_alone() -> None:
    source = paragraph("а) первое; б) второе. Ответственный: в) третье")
    assert len(find_items(source, 0, source.text.index("Ответственный"))) == 2
