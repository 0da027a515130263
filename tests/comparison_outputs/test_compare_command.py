"""`planovik compare` as its users meet it."""

import io
import json
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from extractor.cli import app

HEADER = ("№", "Мероприятие", "Срок", "Исполнитель")
OLD = [("1", "Починить мост", "до 1 мая 2023 г.", "Отдел дорог"), ("2", "Посадить липы", "май 2023", "Отдел парков")]
NEW = [("1", "Починить мост", "до 31 мая 2023 г.", "Отдел мостов"), ("2", "Посадить  липы.", "май 2023", "Отдел парков")]


def write_plan(path: Path, rows: list[tuple[str, ...]]) -> Path:
    document = Document()
    document.add_paragraph("ПЛАН МЕРОПРИЯТИЙ")
    document.add_paragraph("по благоустройству посёлка Рябиновый на 2023 год")
    table = document.add_table(rows=0, cols=4)
    for texts in (HEADER, *rows):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "старый.docx", OLD)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "новый.docx", NEW)


@pytest.fixture(autouse=True)
def russian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANOVIK_LANG", raising=False)


def planovik(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, arguments)])


def test_differences_end_with_status_1_and_a_pipe_gets_json(old: Path, new: Path) -> None:
    finished = planovik(old, new)
    assert finished.exit_code == 1
    found = json.loads(finished.stdout)
    assert set(found["changes"][0]["fields"]) == {"deadlines", "responsible"}
    assert len(found["files"]["new"]["sha256"]) == 64


def test_equal_files_end_with_status_0(old: Path) -> None:
    finished = planovik(old, old)
    assert (finished.exit_code, json.loads(finished.stdout)["changes"]) == (0, [])


def test_a_table_is_plain_where_there_is_no_terminal(old: Path, new: Path) -> None:
    shown = planovik(old, new, "--format", "table").stdout
    assert "\x1b" not in shown
    assert "Срок: до [-1-] {+31+} мая 2023 г." in shown
    assert "→ срок перенесён на 30 дн. позже" in shown


def test_what_is_left_out_does_not_count_for_the_status(old: Path, tmp_path: Path) -> None:
    respelt = write_plan(tmp_path / "написание.docx", [OLD[0], NEW[1]])
    assert planovik(old, respelt).exit_code == 1
    assert planovik(old, respelt, "--hide-wording").exit_code == 0
    assert planovik(old, respelt, "--classes", "added,removed").exit_code == 0


def test_fields_are_chosen(old: Path, new: Path) -> None:
    found = json.loads(planovik(old, new, "--fields", "responsible").stdout)
    assert [list(change["fields"]) for change in found["changes"]] == [["responsible"]]


@pytest.mark.parametrize("option", ["--fields", "--classes"])
def test_an_unknown_name_is_trouble_that_names_the_known_ones(old: Path, new: Path, option: str) -> None:
    finished = planovik(old, new, option, "срок")
    assert finished.exit_code == 2
    assert finished.stderr.startswith("Нет такого: срок. Есть: ")


@pytest.mark.parametrize(("name", "start"), [("d.json", "{"), ("d.DOCX", "PK"), ("d.xlsx", "PK"), ("d.txt", "Сравнение")])
def test_the_ending_of_the_output_decides_the_kind(old: Path, new: Path, tmp_path: Path, name: str, start: str) -> None:
    finished = planovik(old, new, "-o", tmp_path / name)
    assert (finished.exit_code, finished.stdout) == (1, "")
    assert (tmp_path / name).read_bytes().startswith(start.encode())


def test_a_named_kind_wins_over_the_ending(old: Path, new: Path, tmp_path: Path) -> None:
    planovik(old, new, "--format", "protocol", "-o", tmp_path / "d.docx")
    paragraphs = [part.text for part in Document(io.BytesIO((tmp_path / "d.docx").read_bytes())).paragraphs]
    assert paragraphs[0] == "ПРОТОКОЛ СВЕРКИ РЕДАКЦИЙ"


def test_an_ending_that_says_nothing_is_trouble(old: Path, new: Path, tmp_path: Path) -> None:
    finished = planovik(old, new, "-o", tmp_path / "d.odt")
    assert finished.exit_code == 2
    assert "Укажите --format" in finished.stderr


def test_a_file_that_cannot_be_read_is_trouble_with_a_line_each(old: Path, tmp_path: Path) -> None:
    empty, missing = tmp_path / "пустой.docx", tmp_path / "нет.docx"
    empty.write_bytes(b"")
    finished = planovik(empty, missing)
    assert finished.exit_code == 2
    lines = finished.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == [str(empty), str(missing)]


def test_an_output_that_cannot_be_written_is_trouble(old: Path, new: Path, tmp_path: Path) -> None:
    finished = planovik(old, new, "-o", tmp_path / "нет" / "d.json")
    assert finished.exit_code == 2
    assert "файл не записан" in finished.stderr


def test_an_act_without_a_plan_is_compared_by_what_it_has(old: Path, tmp_path: Path) -> None:
    report = tmp_path / "отчёт.txt"
    report.write_text("ОТЧЁТ\nо работе библиотеки за 2022 год\n\nПроведено 15 встреч с читателями. Закуплено 200 книг.\n", encoding="utf-8")
    shown = planovik(old, report, "--format", "table")
    assert shown.exit_code == 1
    assert "мероприятий не найдено" in shown.stdout
