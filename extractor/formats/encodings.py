"""Encodings: bytes of plain text become characters.

In: bytes without a declared encoding. Out: the text and the encoding's name. A byte order mark decides; then UTF-16
without a mark (zero bytes), strict UTF-8, UTF-8 with a few broken bytes; what is left is one of the one-byte Russian
encodings, and the one whose text looks most like Russian wins. To add an encoding, add its Python name and weight to `ONE_BYTE`.
"""

import codecs
import re
from functools import cache
from itertools import pairwise

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What speaks for each before its text is looked at: a text of two capitals can't tell, and offices write CP1251.
ONE_BYTE = {"cp1251": 2.0, "cp866": 1.0, "koi8-r": 0.0, "mac-cyrillic": -6.0, "iso8859-5": -6.0}
# Enough for any statistics; scoring more only costs time.
SAMPLE_BYTES = 40_000
# A file cut in the middle or glued from two sources has a few bad bytes; more than this share is another encoding.
BROKEN_SHARE = 0.02
# The first halves of UTF-16 characters are 00 (ASCII) or 04 (Cyrillic); the rest are quotation marks and dashes.
WIDE_SHARE = 0.9

# Letters of Russian office texts, most frequent first; the place in the list serves as the weight.
LETTERS = "оеиантсрвлкпмдузыябьгчйхжюшцщэфъё"
FREQUENT_PAIRS = (
    "ст но то на ен ов ни ра во ко ро пр ре ти по ор ан ос ом не ер ва ие ол ел ка ал ет от го ат ли ла та ас ог "
    "од ин ло ри ес те ве ия ит ле де до ны ль об да нн за ии ам ий ед из ск ой ым их ых ые ть ци ую ча ющ ок он "
    "мо ма ме ми ки ем ру су уп уж сл сп ся пл пи пе пу ук ус ут уч чт че чи бо бы бу ви вы вл вн зо зд зн зр тр "
    "тв ту ще ши шк шт эк юн юл яв ян ях ят жи жд же ев ек ез ир ис ик ил ид им нт нс нф кт кв кл ку кр ги гл гр "
    "гу га ге дн др ду ди дл ад аб ав аз ак ап ар ач ая"
)
COMMON_PAIRS = frozenset(FREQUENT_PAIRS.split())
NEVER_FIRST = frozenset("ъьы")
# Printed in Russian texts beside letters; the frames of pseudo-graphic tables are 2500-257F.
MARKS = frozenset("«»—–№“”„…§°•\u00a0·©®±")
# No word has a letter three times in a row: such bytes draw the frame of a table.
REPEATED = re.compile(rb"([\x80-\xff])\1{2,}")
# A frame's crossing inside a word; the upright may touch one.
CROSSED_WORD = re.compile("[А-Яа-яЁё][\u2500\u2502-\u2550\u2552-\u257f](?=[А-Яа-яЁё])")
RUSSIAN_WORD = re.compile("[А-Яа-яЁё]+")

LETTER_WEIGHT = {letter: 3.0 - place * 0.12 for place, letter in enumerate(LETTERS)}


def decode(content: bytes) -> tuple[str, str]:
    """Give the text of the bytes and the name of the encoding; bad bytes become U+FFFD, nothing is raised."""
    for mark, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(name, "replace"), name
    name = unmarked_encoding(content)
    return content.decode(name, "replace"), name


def unmarked_encoding(content: bytes) -> str:
    """Name the encoding of bytes that have no byte order mark."""
    wide = wide_encoding(content)
    if wide:
        return wide
    if is_utf8(content):
        return "utf-8"
    sample = non_ascii_sample(content)
    scores = {name: prior + russian_score(sample.decode(name, "replace")) for name, prior in ONE_BYTE.items()}
    return max(scores, key=scores.__getitem__)


def wide_encoding(content: bytes) -> str | None:
    """Tell UTF-16 without a byte order mark by its zero bytes, or by the 04 that opens every Cyrillic letter."""
    sample = content[: SAMPLE_BYTES // 2 * 2]
    if len(sample) < 4:
        return None
    even, odd = sample[::2], sample[1::2]
    for high, low, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if high.count(0) + high.count(4) > WIDE_SHARE * len(high) and low.count(0) == 0:
            return name
    return None


def is_utf8(content: bytes) -> bool:
    """Tell whether the bytes are UTF-8, allowing for a cut last character and a small share of broken bytes."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content[:SAMPLE_BYTES].decode("utf-8", "replace")
        wide = sum(character > "\x7f" for character in text)
        return wide > 0 and text.count("\ufffd") <= max(1, wide * BROKEN_SHARE) < wide
    return True


def non_ascii_sample(content: bytes) -> bytes:
    """Give the part of the bytes that tells encodings apart: a window that starts near the first non-ASCII byte."""
    first = re.search(rb"[\x80-\xff]", content)
    start = max(0, first.start() - 100) if first else 0
    return REPEATED.sub(b"", content[start : start + SAMPLE_BYTES])


def russian_score(text: str) -> float:
    """Score how Russian a text looks: frequent letters and pairs count for it, alien signs and odd capitals against it."""
    score = sum(word_score(word) for word in RUSSIAN_WORD.findall(text))
    for character in set(text):
        if character > "\x7f" and not RUSSIAN_WORD.match(character):
            score += sign_score(character) * text.count(character)
    return score - 4 * len(CROSSED_WORD.findall(text))


@cache
def sign_score(character: str) -> float:
    """Score a sign that is no Russian letter: usual marks and table frames are neutral, the rest is alien."""
    if character in MARKS or "\u2500" <= character <= "\u257f":
        return 0.0
    return -6.0


def word_score(word: str) -> float:
    """Score one word of Russian letters."""
    lower = word.lower()
    score = sum(LETTER_WEIGHT[letter] for letter in lower)
    score += sum(1.5 for pair in pairwise(lower) if pair[0] + pair[1] in COMMON_PAIRS)
    if lower[0] in NEVER_FIRST:
        score -= 4
    if not (word.islower() or word.isupper() or word[1:].islower()):
        score -= 4 * sum(above.islower() and below.isupper() for above, below in pairwise(word))
    return score if not word.isupper() else score - 0.3 * len(word)
