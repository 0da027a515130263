"""Printed lines: words on one baseline become a line, and the lines of one passage become its text.

In: the `Word`s of a cell or of the open page. Out: `TextLine`s, and `PrintedLine`s that tell where the author ended a
line. A line is ended by its author where the next line's first word would have fitted into what is left of the width,
where a list mark opens the next line or where extra space stands between. To add a sign, add a rule to `RULES`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise

from extractor.formats.pdf.characters import ASCENT, DESCENT, Word, turned_box
from extractor.formats.pdf.cut_words import mend_word
from extractor.formats.pdf.frame import Frame
from extractor.formats.pdf.printed import Measure, TextLine
from extractor.formats.pdf.spacing import MIN_SPACED, close_spaced
from extractor.text import PrintedLine

# Share of the letter size by which baselines of one line may differ (raised and lowered letters).
SAME_LINE = 0.5
# Share of the letter size: a smaller gap between runs is no space; the narrowest justified spaces are 0.12.
NO_SPACE = 0.08
# Width of a space as a share of the letter size (Times 0.25, Arial 0.28).
SPACE = 0.26
# Points that a word must have to spare before it counts as fitting: rounding and side bearings.
SLACK = 1.5
# Share of the width beyond which a line's start is no first-line indent.
FAR = 0.25
# Times the usual line pitch: more space between two lines ends a paragraph.
EXTRA_GAP = 1.45
# Times the letter size: no text is set so wide (double spacing is 2.3).
WIDE_PITCH = 2.5
# Share of the line's letter size under which a raised number is a footnote mark.
RAISED = 0.8

LIST_MARK = re.compile(r"(?:[-–—•·▪●◦*]\s|(?:\d{1,2}(?:\.\d{1,2})*[.)]|[а-яёa-z]\))(?:\s|$|(?=[А-ЯЁ])))")
DASH = re.compile(r"[-–—•·▪●◦*]\s")
ENDED = re.compile(r"[.;:!?]$")
BREAKABLE = re.compile(r".+?[-–—/](?=\w)")
# What clerks tie to the next word with a no-break space.
TIED = re.compile(r"№|N|гг?\.|пп?\.|ст\.|им\.|ул\.|[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?|[-–—]")
FOOTNOTE = re.compile(r"\d{1,2}|\*{1,3}")


def find_lines(words: Iterable[Word], frame: Frame, page: int) -> list[TextLine]:
    """Find the lines of words, from the top down; turned words make lines of their own."""
    lines: list[TextLine] = []
    by_turn = sorted(words, key=lambda word: (word.turned, word.y))
    for turned, group in groupby(by_turn, key=lambda word: word.turned):
        lines.extend(make_line(row, turned, frame, page) for row in find_rows(group))
    return lines


def find_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Group words, sorted by baseline, into lines from left to right."""
    rows: list[list[Word]] = []
    level = size = 0.0
    for word in words:
        if rows and word.y - level <= SAME_LINE * max(size, word.size):
            rows[-1].append(word)
            if word.size > size:
                level, size = word.y, word.size
        else:
            rows.append([word])
            level, size = word.y, word.size
    for row in rows:
        row.sort(key=lambda word: word.x0)
    return rows


def make_line(row: Sequence[Word], turned: int, frame: Frame, page: int) -> TextLine:
    """Make a line of words that are sorted from left to right."""
    first = row[0]
    size, level = first.size, first.y
    if any(word.size != size for word in row):
        largest = max(row, key=lambda word: word.size)
        size, level = largest.size, largest.y
        row = [word for word in row if not is_footnote_mark(word, size, level)] or list(row)
        first = row[0]
    end = max([word.x1 for word in row])
    box = turned_box((first.x0, level - size * ASCENT, end, level + size * DESCENT), turned)
    text = join_words(row)
    return TextLine(text, first.x0, end, level, size, is_bold(row), page, frame.shown(box), lead_of(row), len(row), first.tag, turned)


def is_bold(row: Sequence[Word]) -> bool:
    """Tell whether most letters of a line are bold."""
    bold = sum([len(word.text) for word in row if word.bold])
    return bold > 0 and 2 * bold > sum([len(word.text) for word in row])


def is_footnote_mark(word: Word, size: float, level: float) -> bool:
    """Tell whether a word is a raised number of a footnote."""
    return word.size < RAISED * size and level - word.y > 0.15 * size and FOOTNOTE.fullmatch(word.text) is not None


def lead_of(row: Sequence[Word]) -> float:
    """Give the width of a line's first word, up to its first hyphen, where a line may be broken; `№ 225` is one word."""
    word = row[0]
    if len(row) > 1 and TIED.fullmatch(word.text):
        return row[1].x1 - word.x0
    width = word.x1 - word.x0
    if "-" not in word.text:
        return width
    cut = BREAKABLE.match(word.text)
    return width * len(cut.group()) / len(word.text) if cut else width


def join_words(row: Sequence[Word]) -> str:
    """Join a line's words with spaces; runs that touch are one word, letter-spaced words are closed up."""
    if len(row) >= MIN_SPACED and [len(word.text) for word in row].count(1) >= MIN_SPACED:
        row = close_spaced(row)
    text, end = row[0].text, row[0].x1
    for word in row[1:]:
        text += word.text if word.x0 - end < NO_SPACE * word.size else f" {word.text}"
        end = max(end, word.x1)
    return text


def write_printed(lines: Sequence[TextLine], measures: Sequence[Measure]) -> list[PrintedLine]:
    """Give the lines of one passage as `text.flow` takes them; `measures` has the width that each line could fill."""
    pitch = usual_pitch(lines)
    texts = [line.text for line in lines]
    marks = item_marks(lines)
    printed: list[PrintedLine] = []
    for index, line in enumerate(lines):
        last = index + 1 == len(lines)
        ends = not last and is_other_paragraph(line, lines[index + 1])
        hard = last or ends or any(rule(line, lines[index + 1], measures[index], pitch) for rule in RULES)
        hard = hard or (line.place is None and lines[index + 1].text[:2] in marks)
        if not (last or ends) and texts[index] and (not hard or line.runs == 1) and mend_word(index, texts, lines, measures):
            hard = False
        printed.append(PrintedLine(texts[index], hard, line.page, line.box))
    return printed


def is_other_paragraph(line: TextLine, below: TextLine) -> bool:
    """Tell whether the tags put two lines into two paragraphs."""
    return line.place is not None and below.place is not None and line.place.paragraph != below.place.paragraph


def item_marks(lines: Sequence[TextLine]) -> set[str]:
    """Give the dashes that surely open an item of the passage, so that the list's first one does as well."""
    return {below.text[:2] for above, below in pairwise(lines) if DASH.match(below.text) and ENDED.search(above.text)}


def usual_pitch(lines: Sequence[TextLine]) -> float:
    """Give the usual distance of baselines in a passage; 0 where it has no two lines on a page."""
    steps = sorted(below.y - above.y for above, below in pairwise(lines) if above.page == below.page)
    return steps[len(steps) // 3] if steps else 0.0


def room_for_next(line: TextLine, below: TextLine, measure: Measure, pitch: float) -> bool:
    """Главы сельских поселений ⏎ Отдел культуры: the next line's first word would have fitted."""
    return below.lead + SPACE * line.size + SLACK <= room_left(line, below, measure)


def room_left(line: TextLine, below: TextLine, measure: Measure) -> float:
    """Give the width that a line leaves unused: on both sides where it is centred, at the left where it is right-aligned."""
    before, after = line.x0 - measure.left, measure.right - line.x1
    centred = before > SLACK and abs(before - after) <= max(3.0, 0.1 * (before + after))
    if centred:
        return before + after
    return before if is_right_aligned(line, below, measure) else after


def is_right_aligned(line: TextLine, below: TextLine, measure: Measure) -> bool:
    """Tell whether two lines end at the right edge and begin far from the left one, each at its own place."""
    far = measure.left + FAR * (measure.right - measure.left)
    return (
        min(line.x0, below.x0) > far
        and abs(line.x0 - below.x0) > SLACK
        and max(measure.right - line.x1, measure.right - below.x1) <= 2 * SLACK
    )


def mark_below(line: TextLine, below: TextLine, measure: Measure, pitch: float) -> bool:
    """провести семинары; ⏎ - издать памятки: a list mark opens the next line after an end mark."""
    return LIST_MARK.match(below.text) is not None and ENDED.search(line.text) is not None


def gap_below(line: TextLine, below: TextLine, measure: Measure, pitch: float) -> bool:
    """Two lines with more space between them than the passage's lines have."""
    step = below.y - line.y
    return line.page == below.page and pitch > 0 and (step > EXTRA_GAP * max(pitch, line.size) or step > WIDE_PITCH * line.size)


Rule = Callable[[TextLine, TextLine, Measure, float], bool]
RULES: tuple[Rule, ...] = (room_for_next, mark_below, gap_below)
