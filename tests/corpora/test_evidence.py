"""The law of evidence on every document of the corpus in every format: each value stands where it says."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from extractor.document import Document, Passage, Table
from extractor.evidence import Evidence
from tests.corpora.papers import EVERY_FILE, read, rendered

every_file = pytest.mark.parametrize(("name", "extension"), EVERY_FILE, ids=[".".join(file) for file in EVERY_FILE])


def evidences(value: Any) -> Iterator[Evidence]:
    """Yield every evidence inside a record."""
    if isinstance(value, Evidence):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from evidences(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from evidences(tuple(value.values()))
    elif isinstance(value, tuple):
        for part in value:
            yield from evidences(part)


def passage_at(document: Document, evidence: Evidence) -> Passage:
    block = document.blocks[evidence.block - 1]
    if isinstance(block, Table):
        return next(cell for cell in block.cells if (cell.row, cell.column) == (evidence.row, evidence.column))
    assert (evidence.row, evidence.column) == (None, None)
    return block


@every_file
def test_every_value_stands_where_its_evidence_says(name: str, extension: str) -> None:
    document, records = read(rendered(name, extension))
    found = list(evidences(records))
    assert found
    for evidence in found:
        text = passage_at(document, evidence).text
        assert text[evidence.start : evidence.end] == evidence.text
        assert evidence.rule
        if extension == "pdf":
            assert evidence.page is not None
            assert document.pages is not None
            assert 1 <= evidence.page <= document.pages
            assert evidence.box is not None
            assert evidence.box[0] < evidence.box[2]
            assert evidence.box[1] < evidence.box[3]


@every_file
def test_every_filled_field_of_a_measure_can_be_shown(name: str, extension: str) -> None:
    _, records = read(rendered(name, extension))
    own = {"text", "evidence", "deadlines", "responsible", "funding", "sources", "confidence"}
    for plan in records.plans:
        for measure in plan.measures:
            filled = {field.name for field in fields(measure) if getattr(measure, field.name)} - own
            assert filled == set(measure.sources), measure.text
            assert set(measure.confidence) >= filled | {"text"}


@every_file
def test_every_filled_requisite_can_be_shown(name: str, extension: str) -> None:
    requisites = read(rendered(name, extension))[1].document
    filled = {field.name for field in fields(requisites) if getattr(requisites, field.name)} - {"kind", "sources"}
    assert filled <= set(requisites.sources)
