"""Hostile scans and pictures: each gives an error of its own within the time limit of a test; types by content on the command line."""

import json
import os
import shutil
import stat
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from corpora.render import RENDERERS
from corpora.source import parse_layout
from extractor.errors import DamagedFile, NoTextLayer, TookTooLong, TooLarge
from extractor.formats import read_document
from extractor.formats.office.conversion import PROGRAMS
from extractor.formats.scan import recognition
from tests.formats.paper import Paper
from tests.formats.test_image import saved
from tests.formats.test_scan import bound, pictures, plan, rows_of
from tests.test_cli import planovik

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed (make installs it)")
needs_office = pytest.mark.skipif(not any(map(shutil.which, PROGRAMS)), reason="LibreOffice is not installed (make installs it)")


def png(width: int, height: int, rows: int) -> bytes:
    """Give a white PNG whose head promises more than its packed rows hold."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packed = zlib.compress((b"\0" + b"\xff" * (width // 8)) * rows, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def page_of(width: float, height: float) -> bytes:
    """Give a PDF with a picture of a plan on a page of any size."""
    from reportlab.lib.utils import ImageReader

    paper = Paper(width, height)
    paper.canvas.drawImage(ImageReader(pictures(plan().content(), 100)[0]), 0, 0, width, height)
    return paper.content()


def noise(spread: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(256 - spread, 256, (1600, 1200), dtype=np.uint8))


METRES_100 = 283_465
REFUSED = {
    "a bomb of pixels": (lambda: png(60_000, 60_000, 10), TooLarge),
    "a long strip": (lambda: png(20_000, 4_000, 4_000), NoTextLayer),
    "an icon": (lambda: saved([Image.new("L", (32, 32))], "PNG"), NoTextLayer),
    "a page that is a line": (lambda: page_of(595, METRES_100), NoTextLayer),
    "a point of a page": (lambda: page_of(1, 1), NoTextLayer),
    "a blank fax": (lambda: saved([Image.new("1", (1728, 2292), 1)], "TIFF", compression="group4", dpi=(204, 196)), NoTextLayer),
    "a black fax": (lambda: saved([Image.new("1", (1728, 2292), 0)], "TIFF", compression="group4", dpi=(204, 196)), NoTextLayer),
    "snow": (lambda: saved([noise(256)], "PNG"), NoTextLayer),
    "grey paper": (lambda: saved([noise(60)], "JPEG"), NoTextLayer),
    "a gradient": (lambda: saved([Image.linear_gradient("L").resize((1654, 2339))], "JPEG"), NoTextLayer),
    "a cut PNG": (lambda: cut(saved([noise(200)], "PNG")), DamagedFile),
    "a cut JPEG": (lambda: cut(saved([noise(200)], "JPEG")), DamagedFile),
    "a cut TIFF": (lambda: cut(saved([noise(200)], "TIFF")), DamagedFile),
    "a cut TIFF of pages": (lambda: cut(saved([noise(200)] * 3, "TIFF")), DamagedFile),
}


def cut(content: bytes) -> bytes:
    return content[: len(content) // 4]


# Others of what has nothing to read, which take as long as the rest together.
ALIKE = ("a black fax", "grey paper", "a gradient")


@needs_tesseract
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow) if name in ALIKE else name for name in REFUSED])
def test_it_is_refused_with_an_error_of_its_own(name: str) -> None:
    make, error = REFUSED[name]
    with pytest.raises(error):
        read_document(make())


@needs_tesseract
def test_a_page_of_a_hundred_metres_is_read_as_a_sheet_of_paper() -> None:
    document = read_document(page_of(METRES_100, METRES_100 * 2**0.5))
    assert rows_of(document)[0] == ("№", "Мероприятия", "Срок", "Ответственный")
    (box,) = {line.box for line in document.paragraphs[0].lines}
    assert box is not None
    assert METRES_100 / 5 < box[0] < box[2] < METRES_100


@needs_tesseract
def test_a_scan_saved_as_one_point_a_pixel_is_read() -> None:
    assert rows_of(read_document(bound(pictures(plan().content(), 300), 72)))[3][2:] == ("постоянно", "МУП «Родник»")


def test_a_hung_recognition_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexec sleep 300\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(recognition, "SECONDS_PER_PAGE", 0.5)
    with pytest.raises(TookTooLong):
        read_document(bound(pictures(plan().content(), 100)))


TABLE = "<table><tr><th>Мероприятие</th><th>Срок</th></tr><tr><td>Сбор макулатуры</td><td>до 1 мая 2023 г.</td></tr></table>"
PAGE = f"<html><body><p>План на 2023 год</p>{TABLE}</body></html>"
ARCHIVE = f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n{PAGE}\r\n--x--\r\n'


def rich_text() -> bytes:
    def spelled(text: str) -> str:
        return "".join(f"\\u{ord(letter)}?" for letter in text)

    rows = (("Мероприятие", "Срок"), ("Сбор макулатуры", "до 1 мая 2023 г."))
    cells = "".join(r"\trowd\cellx4000\cellx8000 " + "".join(rf"\intbl {spelled(text)}\cell " for text in row) + r"\row" for row in rows)
    return rf"{{\rtf1 {spelled('План на 2023 год')}\par {cells}\pard\par}}".encode()


def word_file() -> bytes:
    lines = (
        "@text\nПлан на 2023 год\n@table\ncolumns: text=1 deadline=1\nheader: 1\nМероприятие | Срок\nСбор макулатуры | до 1 мая 2023 г.\n"
    )
    return RENDERERS["docx"](parse_layout("plan", lines))


LYING = {
    "plan.xls": PAGE.encode,
    "plan.rtf": ARCHIVE.encode,
    "plan.pdf": word_file,
    "plan.doc": rich_text,
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=needs_office) if name == "plan.doc" else name for name in LYING])
def test_the_command_line_reads_a_file_by_its_content(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(LYING[name]())
    (measure,) = json.loads(planovik("extract", tmp_path / name).stdout)["plans"][0]["measures"]
    assert (measure["text"], measure["deadlines"][0]["edtf"]) == ("Сбор макулатуры", "../2023-05-01")
