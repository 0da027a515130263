"""The command line as its users meet it."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from extractor.cli import app

ROWS = [
    ("№", "Мероприятие", "Срок", "Исполнитель"),
    ("1", "Починить мост", "до 1 мая 2023 г.", "Отдел дорог"),
    ("2", "Посадить липы", "май 2023", "Отдел парков"),
]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    document = Document()
    document.add_paragraph("ПЛАН МЕРОПРИЯТИЙ")
    document.add_paragraph("по благоустройству посёлка Рябиновый на 2023 год")
    table = document.add_table(rows=len(ROWS), cols=4)
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    path = tmp_path / "план.docx"
    document.save(str(path))
    return path


def planovik(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_pipe_gets_json(plan: Path) -> None:
    command = [sys.executable, "-m", "extractor.cli", "extract", str(plan)]
    records = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert [measure["text"] for measure in records["plans"][0]["measures"]] == ["Починить мост", "Посадить липы"]


def test_a_folder_gets_a_file_named_as_the_source(plan: Path, tmp_path: Path) -> None:
    finished = planovik("extract", plan, "-o", tmp_path / "out" / "deep")
    assert finished.exit_code == 0
    assert json.loads((tmp_path / "out" / "deep" / "план.json").read_text(encoding="utf-8"))["document"]["kind"] == "plan"
    assert [path.name for path in (tmp_path / "out" / "deep").iterdir()] == ["план.json"]


def test_csv_of_several_files_is_one_table(plan: Path, tmp_path: Path) -> None:
    second = tmp_path / "другой.docx"
    second.write_bytes(plan.read_bytes())
    rows = list(csv.reader(io.StringIO(planovik("extract", plan, second, "--format", "csv").stdout)))
    assert [row[0].lstrip("\ufeff") for row in rows] == ["Файл", "план.docx", "план.docx", "другой.docx", "другой.docx"]


def test_table_shows_the_measures_to_a_person(plan: Path) -> None:
    shown = planovik("extract", plan, "--format", "table").stdout
    assert "Починить мост" in shown
    assert "Отдел парков" in shown


def test_a_bad_file_is_one_line_while_the_others_go_on(plan: Path, tmp_path: Path) -> None:
    empty, missing = tmp_path / "пустой.docx", tmp_path / "нет.docx"
    empty.write_bytes(b"")
    finished = planovik("extract", empty, plan, missing, "-o", tmp_path / "out")
    assert finished.exit_code == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["план.json"]
    lines = finished.stderr.strip().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(str(empty))
    assert lines[1] == f"{missing}: файл не найден. Проверьте путь."
    assert "Traceback" not in finished.stderr


def test_several_jobs_give_the_same_answers_in_the_same_order(plan: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.docx" for number in range(5)]
    for path in paths:
        path.write_bytes(plan.read_bytes())
    paths[2].write_bytes(b"\x00\x01")
    one, several = (planovik("extract", *paths, "--format", "ndjson", "--jobs", jobs) for jobs in ("1", "3"))
    assert one.stdout == several.stdout
    assert one.stderr == several.stderr
    assert one.exit_code == several.exit_code == 1


def test_two_sources_of_one_name_do_not_overwrite_each_other(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "sub" / "план.docx"
    other.parent.mkdir()
    other.write_bytes(plan.read_bytes())
    finished = planovik("extract", plan, other, "-o", tmp_path / "out")
    assert finished.exit_code == 1
    assert "план.json" in finished.stderr


def test_explain_shows_columns_rules_and_values(plan: Path) -> None:
    shown = planovik("explain", plan).stdout
    assert "measure" in shown
    assert "мероприяти" in shown
    assert "../2023-05-01" in shown


def test_a_folder_instead_of_a_file_is_explained(tmp_path: Path) -> None:
    finished = planovik("extract", tmp_path)
    assert finished.exit_code == 1
    assert "это папка" in finished.stderr


def test_version_and_help() -> None:
    assert planovik("--version").stdout.startswith("planovik ")
    assert "extract" in planovik("--help").stdout
