"""`planovik amend` as its users meet it."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from corpora.amending.scoring import Case, read_cases
from corpora.render import RENDERERS
from corpora.source import parse_layout
from extractor.cli import app

CASES = {case.name: case for case in read_cases()}


def planovik(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["amend", *map(str, arguments)])


def written(case: Case, folder: Path) -> list[Path]:
    paths = list[Path]()
    for name, text in (("base", case.base), *((f"act{index}", act) for index, act in enumerate(case.acts)), ("edition", case.edition)):
        paths.append(folder / f"{name}.html")
        paths[-1].write_bytes(RENDERERS["html"](parse_layout(case.name, text)))
    return paths


def test_all_applied_ends_with_0_and_gives_records_links_and_refusals(tmp_path: Path) -> None:
    base, first, second, edition = written(CASES["chain_of_acts"], tmp_path)
    answer = planovik(base, second, first, "--against", edition)
    found = json.loads(answer.stdout)
    assert (answer.exit_code, list(found)) == (0, ["records", "links", "refused", "notices", "against"])
    assert {link["point"] for link in found["links"]} == {"1", "1.1", "1.2"}


def test_a_refusal_ends_with_1_and_is_told_in_words(tmp_path: Path) -> None:
    base, act, _ = written(CASES["refused"], tmp_path)
    answer = planovik(base, act)
    assert answer.exit_code == 1
    assert "act0.html: Пункт 1.2: слова «12 июля» в указанном месте не найдены" in answer.stderr


@pytest.mark.parametrize(("arguments", "text"), [(["--as-of", "вчера"], "Дата не читается"), (["-o", "plan.odt"], "plan.odt")])
def test_what_makes_no_sense_ends_with_2(tmp_path: Path, arguments: list[str], text: str) -> None:
    base, act, _ = written(CASES["refused"], tmp_path)
    answer = planovik(base, act, *arguments)
    assert (answer.exit_code, text in answer.stderr) == (2, True)


def test_the_consolidated_plan_is_written_as_a_file(tmp_path: Path) -> None:
    base, act, _ = written(CASES["one_sentence"], tmp_path)
    answer = planovik(base, act, "-o", tmp_path / "plan.csv")
    assert answer.exit_code == 0
    assert "18 июня 2022" in (tmp_path / "plan.csv").read_text(encoding="utf-8-sig")


def test_a_person_is_shown_what_changed_in_words(tmp_path: Path) -> None:
    base, act, _ = written(CASES["one_sentence"], tmp_path)
    shown = planovik(base, act, "--format", "table").stdout
    assert re.search(r"мероприятие \d+: срок", " ".join(shown.replace("│", " ").split()))
    assert "deadlines" not in shown
