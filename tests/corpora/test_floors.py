"""Accuracy: what the extractor reads from the project's own documents must not get worse."""

from typing import Any

import pytest

from corpora import evaluate
from corpora.evaluate import FLOORS, own_sources, result_of, score_sources
from corpora.floors import find_drops, fingerprint, read_floors
from corpora.source import DOCUMENTS
from extractor.exporters.json import to_json
from tests.corpora.papers import read


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluate, "extract_json", lambda content: to_json(read(content)[1]))
        return result_of(score_sources(own_sources()))


def test_no_field_is_below_its_floor(result: dict[str, Any]) -> None:
    assert find_drops(result, read_floors(FLOORS)) == []


def test_no_document_breaks_the_extractor(result: dict[str, Any]) -> None:
    assert [miss for miss in result["misses"] if "document.CRASH" in miss] == []


def test_the_floors_are_pinned_for_this_corpus() -> None:
    assert read_floors(FLOORS)["fingerprint"] == fingerprint(DOCUMENTS), (
        "the corpus has changed: run python -m corpora.evaluate --raise-floors"
    )
