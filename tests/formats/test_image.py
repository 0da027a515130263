"""Pictures of pages: PNG, JPEG and TIFF are read as scans; what is no document says so."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from extractor.errors import DamagedFile, ExtractionError, NoTextLayer, TooLarge, UnsupportedFile
from extractor.formats import read_document, recognise
from tests.formats.test_scan import ROWS, pictures, plan, rows_of


def saved(pages: list[Image.Image], kind: str, **options: object) -> bytes:
    """Give pictures as a file of a kind."""
    target = BytesIO()
    if len(pages) > 1:
        options = {"save_all": True, "append_images": pages[1:], **options}
    pages[0].save(target, kind, **options)
    return target.getvalue()


KINDS = {
    "PNG": lambda page: saved([page], "PNG", dpi=(200, 200)),
    "PNG without its resolution": lambda page: saved([page], "PNG"),
    "PNG on clear paper": lambda page: saved(
        [Image.merge("LA", (Image.new("L", page.size, 0), Image.eval(page, lambda level: 255 - level)))], "PNG"
    ),
    "JPEG": lambda page: saved([page.convert("RGB")], "JPEG", quality=60, dpi=(72, 72)),
    "fax": lambda page: saved([page.point(lambda level: 255 * (level > 150), "1")], "TIFF", compression="group4", dpi=(200, 200)),
}


@pytest.mark.parametrize("save", KINDS.values(), ids=KINDS)
def test_a_picture_of_a_plan_is_read(save) -> None:
    content = save(pictures(plan().content())[0])
    document = read_document(content)
    assert recognise(content).name == "image"
    assert document.format == "image"
    assert rows_of(document) == list(ROWS)


def test_a_tiff_has_pages() -> None:
    page = pictures(plan().content(), 150)[0]
    content = saved([page, Image.new("L", page.size, 255), page], "TIFF", compression="tiff_lzw", dpi=(150, 150))
    document = read_document(content, pages={2, 3})
    assert document.pages == 3
    assert document.sources == (None, "ocr", "ocr")
    assert rows_of(document) == list(ROWS)


def test_boxes_are_in_points_of_the_page() -> None:
    document = read_document(saved(pictures(plan().content(), 150), "PNG", dpi=(150, 150)))
    box = document.paragraphs[0].lines[0].box
    assert box == pytest.approx((150, 58, 362, 74), abs=5)


def test_a_truncated_tiff_is_damaged() -> None:
    content = saved(pictures(plan().content(), 100), "TIFF")
    for share in (0.3, 0.7):
        with pytest.raises(DamagedFile):
            read_document(content[: int(len(content) * share)])


def test_a_picture_of_twenty_thousand_pixels_is_too_large() -> None:
    with pytest.raises(TooLarge):
        read_document(saved([Image.new("1", (20_000, 20_000), 1)], "PNG"))


@pytest.mark.slow  # as the snow and the blank pages of the hostile scans, for ten times as long
def test_a_photo_without_text_has_nothing_to_read() -> None:
    rows, columns = np.mgrid[0:1200, 0:900]
    waves = 127 + 60 * np.sin(rows / 37) + 60 * np.cos(columns / 23) + np.random.default_rng(2).normal(0, 9, rows.shape)
    with pytest.raises(NoTextLayer):
        read_document(saved([Image.fromarray(np.clip(waves, 0, 255).astype(np.uint8))], "JPEG"))


def test_a_photo_of_an_unknown_kind_says_what_to_do() -> None:
    with pytest.raises(UnsupportedFile) as error:
        read_document(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100))
    assert error.value.kind == "picture"


@pytest.mark.parametrize(
    "head",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"II*\x00\x08\x00\x00\x00", b"GIF89a"],
    ids=["PNG", "JPEG", "TIFF", "GIF"],
)
def test_the_head_of_a_picture_alone_is_an_error_of_its_own(head: bytes) -> None:
    with pytest.raises(ExtractionError):
        read_document(head + bytes(range(200)))
