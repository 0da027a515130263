"""Plans and reports: the gold is well formed, and the links reach what is asked for."""

import pytest

from corpora.fulfilment.scoring import Case, measure, read_cases, records_of
from corpora.source import Prose, printed_text, read_layout
from extractor.comparison.likeness import plain
from extractor.comparison.rows import measures_of

CASES = tuple(read_cases())
# Issue 8 asks for 0.90 at 0.75; what is measured may only rise.
LEAST_PRECISION, LEAST_RECALL, LEAST_STATES = 0.98, 0.92, 0.93
LEAST_UNSEEN_PRECISION, LEAST_UNSEEN_RECALL = 0.98, 0.86


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
def test_every_gold_link_names_a_measure_and_words_that_stand_once(case: Case) -> None:
    layout = read_layout(case.folder / "report.txt")
    lines = [line for block in layout.blocks if isinstance(block, Prose) for line in block.lines]
    text = plain(" ".join([*lines, *(printed_text(cell.marked) for grid in layout.grids for cell in grid.cells)]))
    numbers = {measure.number for _, measure in measures_of(records_of(case, "plan", "docx"))}
    for link in (*case.links, *case.also):
        assert link.number in numbers, link
        assert text.count(plain(link.words)) == 1, link
    assert case.ongoing | case.not_done <= {link.number for link in case.links}


def test_links_and_states_of_the_pairs_are_right() -> None:
    score = measure("docx")["ALL"]
    assert score.precision >= LEAST_PRECISION, score.misses
    assert score.recall >= LEAST_RECALL, score.misses
    assert score.accuracy >= LEAST_STATES, score.misses


def test_links_of_the_pairs_held_back_are_right() -> None:
    score = measure("docx", blind=True)["ALL"]
    assert score.precision >= LEAST_UNSEEN_PRECISION, score.misses
    assert score.recall >= LEAST_UNSEEN_RECALL, score.misses
