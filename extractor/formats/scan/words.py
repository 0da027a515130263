"""Words of a scan: what Tesseract saw becomes the words that the PDF reader's later stages take.

In: the words seen in each crop, and the page's ink. Out: `ScannedWord`s: a `Word` in layout space with its letter size
(from the height of its letters), weight (from the thickness of its strokes) and confidence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from extractor.formats.pdf.characters import Word
from extractor.formats.scan.picture import Pixels
from extractor.formats.scan.recognition import Crop, Seen

# Height of capitals and of small letters as a share of the letter size (Times 0.66 and 0.45, Arial 0.72 and 0.52).
CAPITAL, SMALL = 0.67, 0.46
# Depth of the tails of р, у and ф as a share of the letter size.
TAIL = 0.2
# Share by which measured sizes of one print differ.
SAME_SIZE = 0.1
# Points: letter sizes outside these are specks and drawings.
SMALLEST, LARGEST = 4.0, 60.0
# Times the usual thickness of strokes for the letter size: bold print has 1.4 to 1.8.
BOLD = 1.28
# Share of the letter size: a longer run of ink is the bar of a П or a Т, which is no measure of thickness.
WIDEST_STROKE = 0.3

# Share of the letter size: the narrowest space.
SPACE = 0.12
# Letters of a line from which the thickness of its strokes says anything.
ENOUGH_LETTERS = 4
# Brightness under which a pixel belongs to a letter's stroke.
INK = 150

TALL = re.compile(r"[A-ZА-ЯЁйёбф0-9ldbfhkt]")
ROUND = re.compile(r"[^\W\d_]")
DEEP = re.compile(r"[руфцщд,;Qgjpqy()\[\]/]")
STRANGE = re.compile(r"[()\[\]/|«»\"№§%_]")


class ScannedWord(NamedTuple):
    """A word of a scan; `confidence` is from 0 to 1, `weight` the thickness of its line's strokes as a share of the letter size.

    `before` is what was seen where the text was repaired.
    """

    word: Word
    confidence: float
    weight: float
    before: str | None = None


def place_words(crops: Sequence[Crop], seen: Sequence[Sequence[Seen]], scale: float) -> list[ScannedWord]:
    """Give the words of all crops in layout space, in points."""
    placed: list[ScannedWord] = []
    for crop, words in zip(crops, seen, strict=True):
        lines = defaultdict[int, list[Seen]](list)
        for word in words:
            lines[word.line].append(word)
        for line in lines.values():
            placed.extend(place_line(line, crop, scale))
    return settle_weights(settle_sizes(placed))


def place_line(line: Sequence[Seen], crop: Crop, scale: float) -> list[ScannedWord]:
    """Place the words of one line, which share their baseline, size and weight."""
    sizes = [size for word in line if (size := size_of(word)) is not None]
    size = median(sizes) if sizes else max(word.y1 - word.y0 for word in line)
    if not SMALLEST <= size / scale <= LARGEST:
        return []
    baselines = [level for word in line if (level := baseline_of(word, size)) is not None]
    baseline = median(baselines) if baselines else line[0].baseline
    weight = weigh(line, crop.pixels, WIDEST_STROKE * size) / size
    return [
        ScannedWord(place_word(word, baseline, size, crop, scale), word.confidence / 100, weight, word.before) for word in part(line, size)
    ]


def part(line: Sequence[Seen], size: float) -> list[Seen]:
    """Part the boxes of neighbouring words, which may touch: there is a space between words that were seen as two."""
    parted = sorted(line, key=lambda word: word.x0)
    for index, (word, after) in enumerate(pairwise(parted)):
        if after.x0 - word.x1 < SPACE * size:
            parted[index] = word._replace(x1=max(word.x0 + 1, after.x0 - SPACE * size))
    return parted


def size_of(word: Seen) -> float | None:
    """Give the letter size in pixels that a word's height shows; None where its marks don't tell."""
    if not ROUND.search(word.text) and not word.text.isdigit():
        return None
    if STRANGE.search(word.text):
        return None
    share = (CAPITAL if TALL.search(word.text) else SMALL) + (TAIL if DEEP.search(word.text) else 0.0)
    return (word.y1 - word.y0) / share


def baseline_of(word: Seen, size: float) -> float | None:
    """Give the baseline that a word's foot shows; None where its marks don't tell."""
    if STRANGE.search(word.text) or not (ROUND.search(word.text) or word.text.isdigit()):
        return None
    return word.y1 - (TAIL * size if DEEP.search(word.text) else 0.0)


def place_word(word: Seen, baseline: float, size: float, crop: Crop, scale: float) -> Word:
    """Place a word in layout space, or in the turned layout where its letters are turned against it."""
    height, width = crop.pixels.shape
    match crop.turned:
        case 90:
            along, down = -(crop.y + width), crop.x
        case 270:
            along, down = crop.y, -(crop.x + height)
        case _:
            along, down = crop.x, crop.y
    x0, x1, y = (word.x0 + along) / scale, (word.x1 + along) / scale, (baseline + down) / scale
    return Word(word.text, x0, x1, y, size / scale, False, crop.turned, -1, 0)


def weigh(line: Sequence[Seen], pixels: Pixels, widest: float) -> float:
    """Give the mean thickness in pixels of the upright strokes of a line's letters."""
    total = count = 0.0
    for word in line:
        if sum(letter.isalpha() for letter in word.text) < ENOUGH_LETTERS:
            continue
        x0, x1, y0, y1 = (max(0, int(value)) for value in (word.x0, word.x1 + 1, word.y0, word.y1 + 1))
        ink = np.pad((pixels[y0:y1, x0:x1] < INK).astype(np.int8), ((0, 0), (1, 1)))
        steps = np.diff(ink.ravel())
        runs = np.flatnonzero(steps < 0) - np.flatnonzero(steps > 0)
        runs = runs[runs <= widest]
        total, count = total + float(runs.sum()), count + runs.size
    return total / count if count else 0.0


def settle_sizes(words: Sequence[ScannedWord]) -> list[ScannedWord]:
    """Give words of one print one size: measured sizes near to a frequent one are that one."""
    letters = defaultdict[float, int](int)
    for found in words:
        letters[found.word.size] += len(found.word.text)
    settled: dict[float, float] = {}
    for size in sorted(letters, key=lambda size: (-letters[size], size)):
        near = [other for other in set(settled.values()) if abs(other - size) <= SAME_SIZE * other]
        settled[size] = min(near, key=lambda other: (abs(other - size), other)) if near else usual_size(size, letters)
    return [found._replace(word=found.word._replace(size=settled[found.word.size])) for found in words]


def usual_size(size: float, letters: dict[float, int]) -> float:
    """Give the middle of the sizes about one, by letters, to half a point."""
    near = [(other, letters[other]) for other in letters if abs(other - size) <= SAME_SIZE * size]
    return round(2 * middle(near)) / 2


def middle(counted: Iterable[tuple[float, int]]) -> float:
    """Give the median of values that are counted."""
    ordered = sorted(counted)
    half, total = sum(count for _, count in ordered) / 2, 0
    for value, count in ordered:
        total += count
        if total >= half:
            return value
    return 0.0


def settle_weights(words: Sequence[ScannedWord]) -> list[ScannedWord]:
    """Tell which words are bold: their strokes are thicker than the page's usual ones."""
    weights = [(found.weight, len(found.word.text)) for found in words if found.weight > 0]
    if not weights:
        return list(words)
    usual = middle(weights)
    return [found._replace(word=found.word._replace(bold=found.weight > BOLD * usual)) for found in words]
