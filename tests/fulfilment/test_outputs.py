"""Outputs of a check, and the command that makes them."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from corpora.render import RENDERERS
from corpora.source import read_layout
from extractor.cli import app
from extractor.exporters.fulfilment import FULFILMENT_EXPORTERS
from extractor.exporters.fulfilment.checked import Checked
from extractor.fulfilment import check_fulfilment
from tests.fulfilment.papers import TOWN, report, told

CHECKED = Checked(
    "план.docx",
    ("отчёт.docx",),
    check_fulfilment(
        TOWN,
        [report(told("В парке Победы высажено 100 саженцев", "done", (100, "саженцев")), told("=СУММ(A1) показана на выставке"))],
    ),
)
CASE = Path("corpora/fulfilment/marked_plan")


def write(name: str) -> bytes:
    return next(exporter for exporter in FULFILMENT_EXPORTERS if exporter.name == name).write(CHECKED)


def test_json_has_links_with_places() -> None:
    found = json.loads(write("json"))
    (link,) = found["links"]
    assert (found["plan"], found["reports"]) == ("план.docx", ["отчёт.docx"])
    assert found["outcomes"][link["measure"]]["state"] == "ongoing"
    assert found["statements"][link["statement"]]["evidence"]["text"] == "В парке Победы высажено 100 саженцев"
    assert link["counts"] == [{"planned": {"value": 150.0, "unit": "деревьев"}, "reached": {"value": 100.0, "unit": "саженцев"}}]


def test_the_table_says_what_is_told_and_counted() -> None:
    text = write("table").decode()
    assert "100 из 150 деревьев" in text
    assert "Мероприятий 5: выполнено 0, выполняется 1, не выполнено 0, сведений нет 4." in text
    assert "Сказано сверх плана" in text


def test_csv_has_a_row_for_each_measure() -> None:
    rows = list(csv.reader(io.StringIO(write("csv").decode("utf-8-sig"))))
    assert (len(rows), rows[2][2], rows[2][4]) == (6, "выполняется", "100 из 150 деревьев")


def test_the_workbook_has_a_sheet_for_each_view_and_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write("xlsx")))
    assert book.sheetnames == ["Мероприятия", "По исполнителям", "По разделам", "По месяцам срока", "Сказано сверх плана"]
    assert book["Мероприятия"]["C3"].value == "выполняется"
    assert {cell.data_type for row in book["Сказано сверх плана"].iter_rows() for cell in row} == {"s"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("check")
    found = {side: folder / f"{side}.docx" for side in ("plan", "report")}
    for side, path in found.items():
        path.write_bytes(RENDERERS["docx"](read_layout(CASE / f"{side}.txt")))
    return found


class TestCommand:
    def test_a_plan_is_checked_against_a_report(self, files: dict[str, Path]) -> None:
        done = CliRunner().invoke(app, ["check", str(files["plan"]), str(files["report"])])
        states = [outcome["state"] for outcome in json.loads(done.stdout)["outcomes"]]
        assert (done.exit_code, states.count("done"), states.count("none")) == (1, 4, 2)

    def test_the_ending_of_the_output_decides_what_it_is(self, files: dict[str, Path]) -> None:
        output = files["plan"].with_name("сверка.xlsx")
        done = CliRunner().invoke(app, ["check", str(files["report"]), "-o", str(output)])
        assert (done.exit_code, output.read_bytes()[:2]) == (1, b"PK")

    def test_a_file_without_measures_is_no_plan(self, tmp_path: Path) -> None:
        letter = tmp_path / "письмо.txt"
        letter.write_text("Уважаемые коллеги! Благодарим за помощь.", encoding="utf-8")
        done = CliRunner().invoke(app, ["check", str(letter)])
        assert (done.exit_code, "письмо.txt" in done.stderr) == (2, True)

    def test_a_report_that_is_not_there_is_named(self, files: dict[str, Path]) -> None:
        done = CliRunner().invoke(app, ["check", str(files["plan"]), "нет.docx"])
        assert (done.exit_code, "нет.docx" in done.stderr) == (2, True)
