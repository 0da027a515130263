"""Taught wordings: columns, names and divisions that the lexicons do not know, and rules that say so."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.pipeline import extract
from extractor.records import Measure
from extractor.wordings import NOTHING_TAUGHT, Wordings, WordingsRefused, make_wordings, read_wordings

PLAN = """План работы посёлка Рябиновый на 2023 год

№ | О чём речь | Контрольная точка | Кому отвечать |
1 | Починить мост через реку Луга | до 1 мая | Отдел дорог отдел парков |
2 | Вымостить тротуар у школы | июнь, август | КУИ |
"""
TAUGHT = """
[headers]
measure = ["О чём речь"]
deadline = ["контрольная точка:"]
responsible = ["Кому  отвечать"]
[names]
"КУИ" = "Комитет по управлению имуществом"
[splits]
"Отдел дорог отдел парков" = ["Отдел дорог", "отдел парков"]
"""


def measures(wordings: Wordings, plan: str = PLAN) -> tuple[Measure, ...]:
    return tuple(measure for found in extract(plan.encode(), wordings=wordings).plans for measure in found.measures)


def test_taught_headers_make_a_plan_of_a_table_that_was_none() -> None:
    assert "Починить мост через реку Луга" not in [measure.text for measure in measures(NOTHING_TAUGHT) if measure.responsible]
    first, second = measures(read_wordings(TAUGHT.encode()))
    assert (first.text, first.evidence.rule) == ("Починить мост через реку Луга", "column «о чем речь, taught»")
    assert [deadline.edtf for deadline in (*first.deadlines, *second.deadlines)] == ["../2023-05-01", "2023-06", "2023-08"]
    assert {deadline.evidence.rule.rpartition(",")[2] for deadline in first.deadlines} == {" taught"}


def test_a_taught_header_wins_over_the_lexicon() -> None:
    plan = PLAN.replace("О чём речь", "Мероприятие").replace("Контрольная точка", "Срок").replace("Кому отвечать", "Примечание")
    taught = make_wordings(headers={"responsible": ["примечание"]})
    assert [party.name for party in measures(taught, plan)[1].responsible] == ["КУИ"]
    assert measures(NOTHING_TAUGHT, plan)[1].note == "КУИ"


def test_a_taught_name_stands_for_its_abbreviation_and_the_rule_says_so() -> None:
    party = measures(read_wordings(TAUGHT.encode()))[1].responsible[0]
    assert (party.name, party.text, party.evidence.text) == ("Комитет по управлению имуществом", "КУИ", "КУИ")
    assert party.evidence.rule.endswith(", taught")


def test_a_taught_cell_is_divided_as_it_was_taught() -> None:
    parties = measures(read_wordings(TAUGHT.encode()))[0].responsible
    assert [(party.name, party.text) for party in parties] == [("Отдел дорог", "Отдел дорог"), ("отдел парков", "отдел парков")]


def test_evidence_of_what_was_taught_is_the_sources_text() -> None:
    for measure in measures(read_wordings(TAUGHT.encode())):
        for value in (*measure.deadlines, *measure.responsible):
            assert value.evidence.text == value.text


def test_two_names_that_turn_out_to_be_one_are_listed_once() -> None:
    plan = PLAN.replace("КУИ |", "КУИ; Комитет по управлению имуществом |")
    assert len(measures(read_wordings(TAUGHT.encode()), plan)[1].responsible) == 1


def test_a_file_that_makes_no_sense_is_refused() -> None:
    for content in ("headers = 1", "[headers]\ncolour = ['x']", "[headers]\ndeadline = 'x'", "[names]\nx = 1", "[other]\nx = 'y'", "["):
        with pytest.raises(WordingsRefused):
            read_wordings(content.encode())
    with pytest.raises(WordingsRefused):
        read_wordings(b"\xff")


def test_the_command_line_reads_a_file_of_wordings(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "taught.toml").write_text(TAUGHT, encoding="utf-8")
    for command in (["extract", str(tmp_path / "plan.txt"), "--format", "json"], ["explain", str(tmp_path / "plan.txt")]):
        told = CliRunner().invoke(app, [*command, "--wordings", str(tmp_path / "taught.toml")])
        assert (told.exit_code, "taught" in told.stdout) == (0, True)
    refused = CliRunner().invoke(app, ["extract", str(tmp_path / "plan.txt"), "--wordings", str(tmp_path / "plan.txt")])
    assert refused.exit_code == 2
