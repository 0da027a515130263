"""Pages that were scanned lying or upside down are shown as they are read."""

import io
from typing import Any

import pytest
from PIL import Image, ImageChops

from service.jobs.rendering import render_page
from service.page_turning import turn_of, turned_box, turned_size
from tests.service.documents.test_pages import pdf

SHEET = (600.0, 840.0)
# A heading, and rows of a table with two cells each, as they stand on an upright page.
UPRIGHT = [
    {"block": 1, "row": None, "text": "ПЛАН", "box": (250.0, 40.0, 350.0, 56.0)},
    *(
        {"block": 2, "row": row, "text": text, "box": (left, 60.0 + 30 * row, left + 90.0, 74.0 + 30 * row)}
        for row in (1, 2, 3)
        for left, text in ((40.0, "Заведующий"), (300.0, "ежемесячно"))
    ),
]


def scanned(turned_by: int) -> list[dict[str, Any]]:
    """The same page on a sheet that was put into the scanner turned clockwise."""
    return [found | {"box": turned_box(found["box"], SHEET, turned_by)} for found in UPRIGHT]


@pytest.mark.parametrize("turned_by", [0, 90, 180, 270])
def test_a_page_is_turned_back_however_it_was_scanned(turned_by: int) -> None:
    found = scanned(turned_by)
    turn = turn_of(found)
    assert (turn + turned_by) % 360 == 0
    size = turned_size(SHEET, turned_by)
    assert [turned_box(one["box"], size, turn) for one in found] == [one["box"] for one in UPRIGHT]
    assert turned_size(size, turn) == SHEET


def test_a_page_of_few_lines_stays_as_it_is() -> None:
    assert turn_of(scanned(180)[:2]) == turn_of([]) == 0


def test_boxes_and_pictures_turn_the_same_way() -> None:
    plain, turned = (Image.open(io.BytesIO(render_page(pdf(1), 1, 72, turn))).convert("L") for turn in (0, 90))
    ink = [ImageChops.invert(shown).getbbox() for shown in (plain, turned)]
    expected = turned_box(tuple(map(float, ink[0])), (400.0, 300.0), 90)
    assert ink[1] == pytest.approx(expected, abs=1)
