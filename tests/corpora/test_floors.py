"""Accuracy: what the extractor reads from the project's own documents must not get worse."""

from typing import Any

import pytest

from corpora.evaluate import FLOORS, own_sources, result_of, score_sources
from corpora.floors import find_drops, fingerprint, read_floors
from corpora.source import DOCUMENTS


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return result_of(score_sources(own_sources()))


def test_no_field_is_below_its_floor(result: dict[str, Any]) -> None:
    assert find_drops(result, read_floors(FLOORS)) == []


def test_no_document_breaks_the_extractor(result: dict[str, Any]) -> None:
    assert [miss for miss in result["misses"] if "document.CRASH" in miss] == []


def test_the_floors_are_pinned_for_this_corpus() -> None:
    assert read_floors(FLOORS)["fingerprint"] == fingerprint(DOCUMENTS), (
        "the corpus has changed: run python -m corpora.evaluate --raise-floors"
    )
