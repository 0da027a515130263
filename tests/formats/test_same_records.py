"""The law of formats: one source gives the same measures whatever the format; a scan gives them within its figures."""

import shutil
from collections.abc import Hashable
from functools import cache
from typing import Any

import pytest

from corpora.evaluate import extract_json
from corpora.pairing import normal
from corpora.render import FURTHER, RENDERERS
from corpora.scoring import Tally, deadline_key, party_key, score_document
from corpora.source import Layout, read_layouts
from extractor.formats.office.conversion import PROGRAMS

needs_office = pytest.mark.skipif(not any(map(shutil.which, PROGRAMS)), reason="LibreOffice is not installed (make installs it)")
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed (make installs it)")

LAYOUTS = {layout.name: layout for layout in read_layouts()}
FIRST, *OTHERS = "anticorruption_resolution", "roadmap", "kindergarten_plan", "scheme_persons"
"""Numbered points with a table of sections; a landscape table with joined cells over pages; several tables; joined cells without numbers."""
LIGHT = ["pdf", "html", "txt", "xlsx"]
OFFICE = ["odt", "rtf", "doc"]
GAPS = {"programme": {"txt"}, "scheme_persons": {"txt"}}
"""Tables that plain text shows otherwise: a word cut in a narrow frame; a cell joined over rows that looks blank."""
FIGURES = {"measure": 0.97, "measure.deadlines": 0.95, "measure.responsible": 0.90, "measure.text": 0.80}
"""F1 that a scan reaches against the DOCX."""
LEGACY = [
    pytest.param(name, kind, marks=() if (name, kind) == (FIRST, "doc") else pytest.mark.slow)
    for name in (FIRST, *OTHERS)
    for kind in OFFICE
]
SCANNED = ["kindergarten_plan", *(pytest.param(name, marks=pytest.mark.slow) for name in (FIRST, "roadmap", "scheme_persons"))]


def render(layout: Layout, kind: str) -> bytes:
    return (RENDERERS | FURTHER)[kind](layout)


@cache
def records(name: str, kind: str) -> dict[str, Any]:
    return extract_json(render(LAYOUTS[name], kind))


def measures(name: str, kind: str) -> list[Hashable]:
    found = [measure for plan in records(name, kind)["plans"] for measure in plan["measures"]]
    return [
        (
            normal(measure.get("number") or ""),
            tuple(normal(part) for part in measure.get("section") or ()),
            normal(measure["text"]),
            tuple(map(deadline_key, measure.get("deadlines", ()))),
            tuple(map(party_key, measure.get("responsible", ()))),
        )
        for measure in found
    ]


@pytest.mark.parametrize("name", [FIRST, *OTHERS])
def test_the_document_has_measures_with_deadlines_and_parties(name: str) -> None:
    assert len(measures(name, "docx")) >= 8
    assert all(deadlines and parties for _, _, _, deadlines, parties in measures(name, "docx"))


@pytest.mark.parametrize("name", [name for name, layout in LAYOUTS.items() if layout.grids])
def test_the_measures_are_those_of_the_docx_in_every_light_format(name: str) -> None:
    different = {kind for kind in LIGHT if measures(name, kind) != measures(name, "docx")}
    assert different == GAPS.get(name, set())


@needs_office
@pytest.mark.parametrize(("name", "kind"), LEGACY)
def test_the_measures_of_a_legacy_format_are_those_of_the_docx(name: str, kind: str) -> None:
    assert measures(name, kind) == measures(name, "docx")


@needs_tesseract
@pytest.mark.parametrize("name", SCANNED)
def test_the_measures_of_a_scan_are_those_of_the_docx_within_its_figures(name: str) -> None:
    tally: Tally = score_document(records(name, "docx"), records(name, "scan.pdf"), document=name, format="scan.pdf")
    reached = {field: f1 for field, _, _, f1 in tally.rows()}
    assert {field: reached[field] for field, figure in FIGURES.items() if reached[field] < figure} == {}, "\n".join(map(str, tally.misses))
