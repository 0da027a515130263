"""Rules and lexicon entries: each reads the real wording that stands beside it."""

import re
from importlib.resources import files

import pytest

from extractor.deadlines.periods import read_context
from extractor.deadlines.points import POINTS
from extractor.deadlines.scanning import RULES, Rule, prepare
from extractor.deadlines.tokens import NUMERIC, SHAPES, deadline_form, lexicon, read_tokens
from extractor.deadlines.wordings import compile_pattern, find_phrase

HEADINGS = {
    "by_clock": "12 марта 2021 года", "in_month_of_heading": "МАРТ", "in_part_of_heading": "МАРТ", "on_numbers_of_month": "МАРТ",
    "on_day_of_planned_week": "3 - 9 мая 2021 года", "in_day_of_heading": "12 марта 2021 года",
}  # fmt: skip
ENTRY = re.compile(r'^    "(?P<pattern>.+)", # (?P<phrase>[^,\n]+)', re.MULTILINE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_reads_the_wording_of_its_docstring(rule: Rule) -> None:
    wording = rule.__doc__ or ""
    heading = HEADINGS.get(rule.__name__)
    ready = prepare(wording, (), read_context("2021", (heading,) if heading else ()))
    atom = rule(ready, 0)
    assert atom is not None
    assert atom.rule.startswith((rule.__name__, "wording "))


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.__name__)
def test_a_point_reads_the_wording_of_its_docstring(point) -> None:
    tokens = read_tokens(deadline_form(point.__doc__ or ""))
    found = point(tokens, 0)
    assert found is not None
    assert found[1] == len(tokens)


@pytest.mark.parametrize("shape", NUMERIC, ids=str)
def test_a_shape_of_figures_reads_the_wording_of_its_docstring(shape: str) -> None:
    text = (NUMERIC[shape].__doc__ or "") + (" кв." if shape == "roman" else "")
    found = SHAPES.match(text)
    assert found is not None
    assert found.lastgroup == shape


def entries() -> list[tuple[str, str]]:
    text = files("extractor.lexicons").joinpath("deadlines.toml").read_text(encoding="utf8")
    return [(found["pattern"], found["phrase"]) for found in ENTRY.finditer(text)]


@pytest.mark.parametrize(("pattern", "phrase"), entries(), ids=[phrase for _, phrase in entries()])
def test_a_lexicon_entry_reads_the_phrase_beside_it(pattern: str, phrase: str) -> None:
    found = find_phrase(deadline_form(phrase), 0)
    assert found is not None
    assert re.match(compile_pattern(pattern), deadline_form(phrase))
    assert found.name == pattern


def test_every_lexicon_entry_has_a_phrase_beside_it() -> None:
    patterns = [pattern for section in lexicon()["wordings"] for pattern in section["patterns"]]
    assert patterns == [pattern for pattern, _ in entries()]
