"""Roman numerals: where a repair made one, the piece is recognised once more with the model that knows them.

In: the crops of a page and the words seen in them, repaired. Out: the same words with surer numerals. «ТГ квартал» can
be I or II: what is printed decides, not the table of look-alikes.
"""

import re
from collections.abc import Sequence

from extractor.formats.scan.recognition import NUMBERS, NUMERALS, ONE_LINE, Crop, Seen, recognise
from extractor.formats.scan.repair.roman import opens_heading

NUMERAL = re.compile(r"(?:[IVX]{1,4}|[IVX]{1,4}-[IVX]{1,4})[.,)]?")
PRINTED = re.compile(r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})")
HEAD = re.compile(r"(?:II|III|IV|V|VI|VII|VIII|IX|X)\.")
ONE = re.compile(r"[1ТГт|!\[\]І]\.")
# What may be seen for several numerals; П, Ш and ГУ leave no doubt (the English model took a bold III for I).
UNCLEAR = re.compile(r"(?:ТГ|ГТ|ТТ|ГГ|ПТ|ТП|ИТ|1Т|Т1|И|Н|Ц|Щ)[.,)]?")
# Pixels of paper about a numeral that are looked at with it.
ASIDE = 5


def settle_numerals(crops: Sequence[Crop], seen: Sequence[list[Seen]]) -> None:
    """Look at unclear repaired numerals once more and put what is printed in their places."""
    places = [
        (piece, index)
        for piece, words in enumerate(seen)
        for index, word in enumerate(words)
        if word.before and UNCLEAR.fullmatch(word.before) and NUMERAL.fullmatch(word.text)
    ]
    pieces = [cut_word(crops[piece], seen[piece][index]) for piece, index in places]
    for (piece, index), words in zip(places, recognise(pieces, ONE_LINE, NUMERALS), strict=True):
        word = seen[piece][index]
        printed = "".join(found.text for found in words).rstrip(".,)")
        if printed and all(PRINTED.fullmatch(part) for part in printed.split("-")) and printed.count("-") == word.text.count("-"):
            seen[piece][index] = word._replace(text=printed + word.text[len(word.text.rstrip(".,)")) :])


def settle_heads(crops: Sequence[Crop], seen: Sequence[list[Seen]]) -> None:
    """Look at the numbers of headings once more where others on the page are Roman: «1. Кадры» beside «II. Контроль» is I."""
    if not any(words and HEAD.fullmatch(words[0].text) for words in seen):
        return
    places = [piece for piece, words in enumerate(seen) if len(words) > 1 and ONE.fullmatch(words[0].text) and opens_heading(words[1].text)]
    pieces = [cut_word(crops[piece], seen[piece][0]) for piece in places]
    for piece, words in zip(places, recognise(pieces, ONE_LINE, NUMBERS), strict=True):
        if "".join(found.text for found in words).rstrip(".,)") == "I":
            word = seen[piece][0]
            seen[piece][0] = word._replace(text="I.", before=word.text)


def cut_word(crop: Crop, word: Seen) -> Crop:
    """Cut a word out of its piece."""
    x0, y0 = max(0, int(word.x0) - ASIDE), max(0, int(word.y0) - ASIDE)
    return Crop(crop.pixels[y0 : int(word.y1) + ASIDE, x0 : int(word.x1) + ASIDE], x0, y0)
