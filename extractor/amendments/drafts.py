"""Drafts: a node while its paragraphs are read, character by character.

In: runs of text and the borders of quotations. Out: a `Node`. A letter or a number in quotation marks after a unit's word is part of a
place («подпункт «а»») and stays in the skeleton.
"""

import re
from dataclasses import dataclass, field

from extractor.amendments.lexicon import FIRST_QUOTE, LAST_QUOTE, unit_word
from extractor.amendments.nodes import Node, Quotation
from extractor.amendments.numbering import Level
from extractor.amendments.quotes import ends_quoted
from extractor.document import Table
from extractor.outline import Stretch
from extractor.text import matching_form

CYRILLIC = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
CYRILLIC_LETTER = re.compile(r"[а-яё]", re.IGNORECASE)
WORD = re.compile(r"[A-Za-zА-Яа-яЁё]{2,}")
# A preposition of one letter: "B пункте 3".
LONE_LATIN = re.compile(r"(?<![^\s])[BCKO](?= [а-яё])")
LETTER_FOR_DIGIT = re.compile(r"(?<=(?:пункте|строке|пункта|строки) )З(?=[ ,;])")
# A letter or a number in quotation marks is part of a place: подпункт «а», раздел «II».
SHORT = re.compile(r"[а-яa-z]\)?|\d+(?:\.\d+)*[.)]?|[ivx]{1,5}", re.IGNORECASE)
LONGEST_QUOTES = int(LAST_QUOTE.encode("utf-16-be").hex(), 16) - int(FIRST_QUOTE.encode("utf-16-be").hex(), 16)


@dataclass
class Draft:
    """A node while it is read: `open` is the quotation that has not ended yet, `depth` how many are open within each other."""

    levels: tuple[Level, ...] = ()
    skeleton: list[str] = field(default_factory=list)
    origins: list[tuple[Stretch, int, int]] = field(default_factory=list)
    quotations: list[list[str | Table]] = field(default_factory=list)
    depth: int = 0
    bare: bool = False
    last: str = ""

    @property
    def form(self) -> str:
        """The skeleton in the matching form."""
        return matching_form("".join(self.skeleton))

    def put(self, character: str, stretch: Stretch, start: int, end: int) -> None:
        """Add a character of the source to the skeleton."""
        if character.isalpha() and self.skeleton and FIRST_QUOTE <= self.skeleton[-1] <= LAST_QUOTE and not self.depth:
            self.skeleton.append(" ")
            self.origins.append((stretch, start, start))
        self.skeleton.append(character)
        self.origins.append((stretch, start, end))

    def begin_quote(self, stretch: Stretch, start: int) -> None:
        """Begin a quotation; words stand apart from it however they are printed."""
        if self.skeleton and self.skeleton[-1].isalpha():
            self.put(" ", stretch, start, start)
        self.put(chr(ord(FIRST_QUOTE) + min(len(self.quotations), LONGEST_QUOTES)), stretch, start, start + 1)
        self.quotations.append([""])

    def extend_quote(self, text: str, stretch: Stretch, end: int) -> None:
        """Add text to the quotation that is open."""
        last = self.quotations[-1][-1]
        if isinstance(last, str):
            self.quotations[-1][-1] = last + text
        else:
            self.quotations[-1].append(text)
        place = max(index for index, letter in enumerate(self.skeleton) if FIRST_QUOTE <= letter <= LAST_QUOTE)
        origin, start, until = self.origins[place]
        if origin is stretch:
            self.origins[place] = (origin, start, max(until, end))

    def end_quote(self) -> None:
        """End the quotation; a letter or a number of a unit is put back into the skeleton."""
        self.depth = 0
        quoted = self.quotations[-1]
        before = "".join(self.skeleton[:-1])
        if len(quoted) == 1 and isinstance(quoted[0], str) and SHORT.fullmatch(quoted[0].strip()) and names_unit(before):
            origin = self.origins.pop()
            self.skeleton.pop()
            self.quotations.pop()
            plain = quoted[0].strip().rstrip(").")
            for letter in plain + (")" if plain.isalpha() and len(plain) == 1 else ""):
                self.put(letter, *origin)

    def cut_quote(self) -> None:
        """End a quotation that has no last mark."""
        last = self.quotations[-1][-1]
        if isinstance(last, str) and not self.bare and ends_quoted(last):
            self.quotations[-1][-1] = last.rstrip(" .;,")
        self.end_quote()

    def finished(self) -> Node:
        """Give the node; in a quotation without its last mark the inner one has closed both, and a stop after it is outside."""
        if self.depth:
            self.cut_quote()
        quotations = tuple(Quotation(tuple(part.strip() if isinstance(part, str) else part for part in q if part)) for q in self.quotations)
        return Node(self.levels, repaired("".join(self.skeleton)), quotations, tuple(self.origins))


def repaired(skeleton: str) -> str:
    """Put the letters that a scan or a keyboard confuses right where no quotation is concerned: «cлова» with a Latin c, «пункт З» for 3."""
    text = WORD.sub(lambda word: word.group().translate(CYRILLIC) if CYRILLIC_LETTER.search(word.group()) else word.group(), skeleton)
    text = LONE_LATIN.sub(lambda letter: letter.group().translate(CYRILLIC), text)
    return LETTER_FOR_DIGIT.sub("3", text).replace("следуюш", "следующ")


def names_unit(before: str) -> bool:
    """Tell whether a text ends in a unit's word, or in one with numbers that a further one goes on with."""
    return bool(re.search(rf"{unit_word()}(?: ?№)?(?: [\da-zа-я.]{{1,5}}\)?(?: ?,| и| ?-))* ?$", matching_form(before)[-60:]))
