"""Reading a scanned page: its picture becomes words, edges and a frame, as the PDF reader takes them from a text layer.

In: a `PagePicture`. Out: `Scan`. The page is cleaned, turned upright and made level, its ruled lines are taken off, each
cell of a grid is recognised on its own and then what stands outside the grids.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from extractor.evidence import Box
from extractor.formats.pdf.characters import word_box
from extractor.formats.pdf.frame import Frame
from extractor.formats.pdf.lattice import find_cells
from extractor.formats.pdf.printed import Mark
from extractor.formats.pdf.ruling import Edge
from extractor.formats.scan.blocks import drop_drawings, find_blocks
from extractor.formats.scan.ink import clear_paper, is_ink, read_ink
from extractor.formats.scan.junk import drop_junk
from extractor.formats.scan.numerals import settle_heads, settle_numerals
from extractor.formats.scan.orientation import find_skew, reduce_ink, runs_across, straighten, turn_upright
from extractor.formats.scan.picture import PagePicture, Pixels
from extractor.formats.scan.recognition import ONE_BLOCK, ONE_LINE, Crop, Seen, recognise
from extractor.formats.scan.repair import repair_numbers, repair_words
from extractor.formats.scan.ruling import erase, find_scanned_edges, find_strokes
from extractor.formats.scan.words import INK, ScannedWord, place_words
from extractor.morphology import is_known_word

# Points inside a cell's edges that are left out.
BORDER = 1.0
# Square points: less ink than a hundredth of this in a cell is a speck.
LEAST_INK = 6
# Confidence under which a word is marked: of those above it fewer than 1 in 100 were wrong, of those below it every third.
SURE = 0.5
# Points: a piece of this height has one line, or two of the smallest print.
ONE_LINE_HIGH = 20.0
# Times its width: a cell this high may have letters that run upwards.
UPWARDS = 1.5
# Confidence of a piece, by letters, from which it was read the right way.
SURE_PIECE = 0.6
# Pixels by which the edges of the cells of a column or a row may differ.
SAME_COLUMN = 25.0
# Share of a page's area under ink from which it is a photo; the densest print has 0.15.
MOST_INK = 0.3
# Cells of a page's grids; a calendar plan of 31 days and 60 rows has them, noise has more.
MAX_CELLS = 2_000
# Readability under which a page is also tried standing on its head; upside down it has 0.1 to 0.3, upright 0.6 to 0.9.
OTHER_WAY = 0.5
# Readability under which a page is a picture or a blank and has no text.
NOT_TEXT = 0.15
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Scan:
    """What was recognised on a page: words with their confidences, edges of grids and the frame of layout space."""

    words: list[ScannedWord]
    edges: list[Edge]
    frame: Frame
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LevelPage:
    """A page upright and level: its grey pixels without ruled lines, the edges, and the frame."""

    grey: Pixels
    edges: list[Edge]
    frame: Frame
    scale: float


def read_scan(picture: PagePicture) -> Scan:
    """Recognise a page; raises MissingProgram or TookTooLong."""
    cv2.setNumThreads(1)
    ink = read_ink(picture.pixels)
    small = reduce_ink(is_ink(ink), picture.scale)
    turns = (0, 180) if runs_across(small) else (270, 90)
    if small.mean() > 255 * MOST_INK:
        return Scan([], [], Frame(1, 0, 0, 0, 1, 0, *picture.size))
    first = recognise_page(level_page(ink, small, turns[0], picture))
    if first.words and readability(first.words) >= OTHER_WAY:
        return first
    second = recognise_page(level_page(ink, small, turns[1], picture))
    best = max(first, second, key=lambda scan: readability(scan.words))
    return best if is_text(best.words) else Scan([], [], best.frame)


def is_text(words: Sequence[ScannedWord]) -> bool:
    """Tell whether what was recognised is text at all: a word or many sure numbers, and not mostly noise."""
    share = readability(words)
    has_word = any(len(part) > 3 and is_known_word(part) for found in words for part in WORD.findall(found.word.text))
    return bool(words) and share >= (NOT_TEXT if has_word else OTHER_WAY)


def readability(words: Sequence[ScannedWord]) -> float:
    """Give the share of letters that a reader gets: in words that are known, or numbers, by their confidence."""
    letters = sum(len(found.word.text) for found in words)
    known = sum(found.confidence * len(found.word.text) for found in words if is_readable(found.word.text))
    return known / letters if letters else 1.0


def is_readable(text: str) -> bool:
    """Tell whether a word is a number or in the dictionary."""
    found = WORD.findall(text)
    return any(len(part) > 2 and is_known_word(part) for part in found) if found else any(mark.isdigit() for mark in text)


def level_page(ink: Pixels, small: Pixels, turn: int, picture: PagePicture) -> LevelPage:
    """Turn a page upright, make it level and take its ruled lines off."""
    scale = picture.scale
    skew = find_skew(turn_upright(small, turn))
    grey = straighten(turn_upright(ink, turn), skew)
    masks = find_strokes(is_ink(grey), scale)
    height, width = grey.shape
    frame = Frame(1, 0, 0, 0, 1, 0, width / scale, height / scale, turn, skew, picture.zoom)
    return LevelPage(clear_paper(erase(grey, masks, scale), scale), find_scanned_edges(*masks, scale), frame, scale)


def recognise_page(page: LevelPage) -> Scan:
    """Recognise the cells of a page's grids, and the blocks of text outside them."""
    boxes = [box for table in find_cells(page.edges) for box in table]
    if len(boxes) > MAX_CELLS:
        page, boxes = replace(page, edges=[]), []
    cells = [crop for box in boxes if (crop := crop_cell(page, box)) is not None]
    crops = cells + crop_blocks(page, boxes)
    crops, found = turn_pieces(crops, recognise_pieces(crops, page.scale))
    seen = [repair_words(words) for words in found]
    settle_numerals(crops, seen)
    settle_heads(crops, seen)
    for across in (True, False):
        repair_numbers(group_cells(cells, seen, across=across))
    words = place_words(crops, [drop_junk(words) for words in seen], page.scale)
    return Scan(words, page.edges, page.frame, [mark_word(found, page.frame) for found in words if is_doubtful(found)])


def recognise_pieces(crops: Sequence[Crop], scale: float) -> list[list[Seen]]:
    """Recognise pieces as blocks of text; low ones in which nothing was seen once more as lines."""
    seen = recognise(crops, ONE_BLOCK)
    blank = [index for index, words in enumerate(seen) if not words]
    lines = [trim(crops[index]) for index in blank]
    again = [(index, line) for index, line in zip(blank, lines, strict=True) if line.pixels.shape[0] <= ONE_LINE_HIGH * scale]
    for (index, line), words in zip(again, recognise([line for _, line in again], ONE_LINE), strict=True):
        seen[index] = shift_words(words, line.x - crops[index].x, line.y - crops[index].y)
    return seen


def turn_pieces(crops: Sequence[Crop], seen: Sequence[list[Seen]]) -> tuple[list[Crop], list[list[Seen]]]:
    """Give narrow high pieces in which nothing readable was seen as pieces whose letters run upwards, where these are read."""
    turned, found = list(crops), list(seen)
    narrow = [
        index for index, crop in enumerate(crops) if crop.pixels.shape[0] > UPWARDS * crop.pixels.shape[1] and not is_sure(seen[index])
    ]
    pieces = [crops[index]._replace(pixels=turn_upright(crops[index].pixels, 90), turned=90) for index in narrow]
    for index, piece, words in zip(narrow, pieces, recognise(pieces, ONE_BLOCK), strict=True):
        if words and is_sure(words):
            turned[index], found[index] = piece, words
    return turned, found


def is_sure(words: Sequence[Seen]) -> bool:
    """Tell whether a piece was read with confidence."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) >= 100 * SURE_PIECE * letters > 0


def trim(crop: Crop) -> Crop:
    """Cut the white paper about a piece off."""
    rows, columns = np.nonzero(crop.pixels < INK)
    if not rows.size:
        return crop
    x0, y0, x1, y1 = (int(value) for value in (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
    return Crop(crop.pixels[y0:y1, x0:x1], crop.x + x0, crop.y + y0)


def shift_words(words: Sequence[Seen], x: float, y: float) -> list[Seen]:
    """Move words by a distance."""
    return [word._replace(x0=word.x0 + x, x1=word.x1 + x, y0=word.y0 + y, y1=word.y1 + y, baseline=word.baseline + y) for word in words]


def group_cells(cells: Sequence[Crop], seen: Sequence[list[Seen]], *, across: bool) -> list[list[list[Seen]]]:
    """Group the words of cells by the row or the column that these stand in."""
    groups: dict[tuple[int, int], list[list[Seen]]] = {}
    for crop, words in zip(cells, seen, strict=False):
        start, length = (crop.y, crop.pixels.shape[0]) if across else (crop.x, crop.pixels.shape[1])
        place = round(start / SAME_COLUMN), round((start + length) / SAME_COLUMN)
        groups.setdefault(place, []).append(words)
    return list(groups.values())


def is_doubtful(found: ScannedWord) -> bool:
    """Tell whether a word was repaired or read with little confidence."""
    return found.before is not None or (found.confidence < SURE and any(mark.isalnum() for mark in found.word.text))


def mark_word(found: ScannedWord, frame: Frame) -> Mark:
    """Give the mark of a doubtful word."""
    return Mark(found.word.text, frame.shown(word_box(found.word)), found.confidence, found.before)


def crop_blocks(page: LevelPage, boxes: Sequence[Box]) -> list[Crop]:
    """Cut the blocks of open text out of the page."""
    grey = clear_boxes(page, boxes)
    grey = drop_drawings(grey, is_ink(grey), page.scale)
    found = find_blocks(is_ink(grey), page.scale)
    return [Crop(grey[y0:y1, x0:x1], x0, y0) for x0, y0, x1, y1 in found if has_ink(grey[y0:y1, x0:x1], page.scale)]


def crop_cell(page: LevelPage, box: Box) -> Crop | None:
    """Cut a cell out of the page; None where it is blank."""
    x0, y0, x1, y1 = pixel_box(page, box, BORDER)
    pixels = page.grey[y0:y1, x0:x1]
    return Crop(pixels, x0, y0) if has_ink(pixels, page.scale) else None


def has_ink(pixels: Pixels, scale: float) -> bool:
    """Tell whether a piece has more on it than specks."""
    return bool(np.count_nonzero(pixels < 128) >= max(1.0, LEAST_INK * scale**2 / 100))


def pixel_box(page: LevelPage, box: Box, border: float) -> tuple[int, int, int, int]:
    """Give a layout box in pixels, smaller by a border in points on each side."""
    height, width = page.grey.shape
    x0, y0, x1, y1 = (round(value * page.scale) for value in (box[0] + border, box[1] + border, box[2] - border, box[3] - border))
    return max(0, x0), max(0, y0), min(width, x1), min(height, y1)


def clear_boxes(page: LevelPage, boxes: Sequence[Box]) -> Pixels:
    """Give the page with white paper in place of boxes."""
    grey = page.grey.copy()
    for box in boxes:
        x0, y0, x1, y1 = pixel_box(page, box, -BORDER)
        grey[y0:y1, x0:x1] = 255
    return grey
