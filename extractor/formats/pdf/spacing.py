"""Letter-spaced words: `П Р И К А З` is one word.

In: the words of a line, from left to right. Out: the same with runs of single letters closed up where they make a word.
"""

from collections.abc import Sequence
from itertools import pairwise

from extractor.formats.pdf.characters import Word
from extractor.morphology import is_known_word

# Letters in a row that stand alone in a letter-spaced word; fewer are initials or classes (5 А, Б).
MIN_SPACED = 4
# Times the usual gap between the letters: a wider one parts two words.
WIDE_GAP = 1.7
# Letters from which a run is a word though the dictionary does not know it (a name).
LONG = 7


def close_spaced(row: Sequence[Word]) -> list[Word]:
    """Close up the letter-spaced words of a line; wider gaps part the words."""
    closed: list[Word] = []
    run: list[Word] = []
    for word in row:
        single = len(word.text) == 1 and word.text.isalpha()
        ends_run = bool(run) and len(word.text) == 2 and word.text[0].isalpha() and not word.text[1].isalnum()
        if single or ends_run:
            run.append(word)
        if not single:
            closed.extend(close_run(run))
            run = []
            closed.extend([] if ends_run else [word])
    return closed + close_run(run)


def close_run(run: list[Word]) -> list[Word]:
    """Close up single letters that make words the dictionary knows, or long ones."""
    if len(run) < MIN_SPACED:
        return run
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(run))
    wide = gaps[len(gaps) // 2] * WIDE_GAP
    words = [run[0]]
    for letter in run[1:]:
        above = words[-1]
        if letter.x0 - above.x1 <= wide:
            words[-1] = above._replace(text=above.text + letter.text, x1=letter.x1)
        else:
            words.append(letter)
    known = [word for word in words if len(word.text) >= LONG or is_known_word(word.text.strip(":.,;"))]
    return words if 2 * len(known) >= len(words) else run
