"""Recognition: Tesseract reads pieces of a page, all of them in one run of the program.

In: crops of a page. Out: for each crop the words that the program saw, with boxes, baselines and confidences. The program
runs in a process of its own with a time limit; the same pieces give the same words.
"""

import os
import re
import subprocess
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import NamedTuple

import cv2

from extractor.errors import MissingProgram, TookTooLong
from extractor.formats.scan.picture import Pixels

# A page of dense print takes two seconds; noise that looks like print has taken twenty.
SECONDS_PER_PAGE = 60.0
# Tesseract's ways of looking at a piece (--psm): a page whose layout is to be found, one block of text, one line.
# Outside tables 3 found more than 4, 6 and 11, which mix up side-by-side lines of a stamp.
LAID_OUT, ONE_BLOCK, ONE_LINE = 3, 6, 7
# Pixels of white paper about a piece: Tesseract misses letters that touch the edge.
MARGIN = 12

PAGE = re.compile(r"class='ocr_page'")
LINE = re.compile(
    r"class='ocr_(?:line|header|caption|textfloat)'[^>]*title=\"bbox (\d+) (\d+) (\d+) (\d+); baseline (\S+) (\S+?)[;\"]"
    r"|class='ocrx_word'[^>]*title='bbox (\d+) (\d+) (\d+) (\d+); x_wconf (\d+)'[^>]*>(.*?)</span>"
)
TAG = re.compile(r"<[^>]+>")


class Crop(NamedTuple):
    """A piece of the page: its grey pixels and the place of its top left corner in pixels.

    `turned` is how far its letters run against the page, in degrees counter-clockwise; the pixels are turned upright.
    """

    pixels: Pixels
    x: int
    y: int
    turned: int = 0


class Seen(NamedTuple):
    """A word that the program saw: its box and baseline in pixels of the crop; `line` numbers the crop's lines.

    `confidence` is from 0 to 100; `before` is what was seen where the text was repaired after that.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    confidence: float
    line: int
    before: str | None = None


RUSSIAN = ("-l", "rus")
NUMERALS = ("-l", "eng", "-c", "tessedit_char_whitelist=IVX-,.)")
# The English model sees Roman numerals where the Russian one sees П, Ш and ГУ (measured: 30 of 31 right).
NUMBERS = ("-l", "eng", "-c", "tessedit_char_whitelist=IVX0123456789-,.)")


def recognise(crops: Sequence[Crop], mode: int, language: Sequence[str] = RUSSIAN) -> list[list[Seen]]:
    """Recognise pieces of a page; raises MissingProgram or TookTooLong."""
    if not crops:
        return []
    with TemporaryDirectory(prefix="planovik-") as folder:
        names = [f"{folder}/{index}.pgm" for index in range(len(crops))]
        for name, crop in zip(names, crops, strict=True):
            padded = cv2.copyMakeBorder(crop.pixels, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=(255,))
            cv2.imwrite(name, padded)
        pieces = Path(folder, "pieces.txt")
        pieces.write_text("\n".join(names) + "\n", encoding="utf-8")
        found = read_pieces(run_tesseract(pieces, [*language, "--psm", str(mode)]))
    return [found[index] if index < len(found) else [] for index in range(len(crops))]


def run_tesseract(pieces: Path, chosen: Sequence[str]) -> str:
    """Run the program over the pictures that a file lists; a run beyond the time limit is killed."""
    program = which("tesseract")
    if program is None:
        raise MissingProgram("Tesseract")
    options = [*chosen, "--oem", "1", "--dpi", "300", "-c", "tessedit_create_hocr=1"]
    try:
        done = subprocess.run(  # noqa: S603 - the program's own path, no words of the user
            [program, str(pieces), "-", *options],
            capture_output=True,
            timeout=SECONDS_PER_PAGE,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise TookTooLong("recognition_too_long", limit=round(SECONDS_PER_PAGE)) from error
    if done.returncode and b"rus" in done.stderr and b"load" in done.stderr:
        raise MissingProgram("Tesseract")
    return done.stdout.decode("utf-8", "replace")


def read_pieces(answer: str) -> list[list[Seen]]:
    """Read the program's answer (hOCR): the words of each piece."""
    return [read_words(piece) for piece in PAGE.split(answer)[1:]]


def read_words(piece: str) -> list[Seen]:
    """Read the words of one piece with the baselines of their lines."""
    words: list[Seen] = []
    left, bottom, slope, offset = 0.0, 0.0, 0.0, 0.0
    number = 0
    for found in LINE.finditer(piece):
        if found.group(1):
            left, bottom, slope, offset = (float(found.group(index)) for index in (1, 4, 5, 6))
            number += 1
            continue
        x0, y0, x1, y1, confidence = (float(found.group(index)) for index in range(7, 12))
        text = unescape(TAG.sub("", found.group(12))).strip()
        baseline = bottom + offset + slope * ((x0 + x1) / 2 - left)
        if text:
            words.append(Seen(text, x0 - MARGIN, y0 - MARGIN, x1 - MARGIN, y1 - MARGIN, baseline - MARGIN, confidence, number))
    return words
