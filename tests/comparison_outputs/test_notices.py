"""What a reader must know first."""

from dataclasses import replace

import pytest

from extractor.exporters.comparison import COMPARISON_EXPORTERS
from extractor.exporters.comparison.notices import notices
from extractor.exporters.comparison.versions import Compared
from extractor.exporters.exporter import Exporter
from extractor.records import Issue, Records
from tests.comparison_outputs.pairs import BENCHES, BRIDGE, LIGHTS, LIMES, clause, compared, records

REPORT = records(kind="report")
ORDER = records(kind="order", clauses=[clause("1", "Назначить дежурных.")])
PAIRS = {
    "план и отчёт": (records(BRIDGE), REPORT),
    "пустой план": (records(BRIDGE), records()),
    "два пустых плана": (records(), records()),
    "приказы без планов": (ORDER, ORDER),
    "ничего общего": (records(BRIDGE, LIMES), records(LIGHTS)),
    "одно и то же": (records(BRIDGE), records(BRIDGE)),
    "без заголовка и номера": (records(replace(BRIDGE, number=None), title=""), records(replace(BENCHES, number=None), title="")),
}


def lines(name: str) -> list[str]:
    return list(notices(compared(*PAIRS[name])))


def test_documents_of_different_kinds_are_named() -> None:
    assert lines("план и отчёт")[0] == "Документы разного вида: план и отчёт."


def test_a_document_without_measures_is_named() -> None:
    assert lines("пустой план") == [
        "В документе новый.docx мероприятий не найдено: все мероприятия другого документа показаны как добавленные или исключённые."
    ]


def test_no_measures_at_all_says_what_was_compared() -> None:
    assert lines("два пустых плана") == ["Ни мероприятий, ни пунктов нет ни в одном документе: сравнены только реквизиты."]
    assert lines("приказы без планов") == ["Мероприятий нет ни в одном документе: сравнены реквизиты и пункты."]


def test_plans_that_share_nothing_are_said_to() -> None:
    assert lines("ничего общего") == ["Общих мероприятий не найдено. Возможно, это разные планы."]


def test_plans_that_are_alike_need_no_notice() -> None:
    assert lines("одно и то же") == []


def test_equal_files_are_said_to_be_equal() -> None:
    pair = compared(records(BRIDGE), records(BRIDGE))
    assert list(notices(replace(pair, new=pair.old))) == ["Файлы совпадают полностью, до последнего знака."]


def test_issues_of_reading_are_counted_without_mere_notices() -> None:
    found = [Issue(code="x", severity=severity, message="") for severity in ("warning", "notice")]
    doubtful: Records = replace(records(BRIDGE), issues=tuple(found))
    assert "замечания: 1" in next(notices(compared(records(BRIDGE), doubtful)))


@pytest.mark.parametrize("exporter", COMPARISON_EXPORTERS, ids=lambda exporter: exporter.name)
@pytest.mark.parametrize("name", PAIRS)
def test_every_output_is_written_for_every_pair(exporter: Exporter[Compared], name: str) -> None:
    assert exporter.write(compared(*PAIRS[name]))
    assert exporter.write(compared(*reversed(PAIRS[name])))
