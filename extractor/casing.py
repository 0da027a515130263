"""Sentence case for a line printed in capitals, by the document's own casing and the dictionary.

In: the document, then texts. Out: the text in sentence case where it is in capitals throughout; other texts stay as they
are. Proper names, abbreviations and words that the document itself prints with a capital keep it. Words are in
`lexicons/casing.toml`; another way in which a place is named is a function in `PLACE_RULES`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from extractor.document import Document, Paragraph
from extractor.lexicons import read_lexicon
from extractor.morphology import analyzer, forms, is_known_word

WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
SENTENCE_START = re.compile(r"(?:^|[.!?:;»\"]\s+|^\W*\d+[.)]\s*|[«\"“„(-]\s*)$")
CAPITALS_SHARE = 0.85  # of a text's letters; "МБУ" in an ordinary title stays under it, "г." in capitals does not spoil it
PROPER_TAGS = ("Geox", "Surn", "Name", "Patr", "Orgn")
ADJECTIVE_OF_PLACE = re.compile(r".{3,}[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")
MASCULINE_ADJECTIVE = re.compile(r".+(?:ый|ий|ого|его|ому|ему|ым|им|ом|ем)$")
QUOTED_START = re.compile(r"[«\"“„]\s*$")
AFTER = 40  # characters after a word that tell whether it names a place


@dataclass(frozen=True)
class Casing:
    """How the document prints its words outside capitals: lower-case word → printed forms seen, most frequent first."""

    printed: Mapping[str, str]
    capitalised: frozenset[str] = frozenset()

    def sentence(self, text: str) -> str:
        """Give the text in sentence case where it is in capitals throughout; otherwise unchanged."""
        capitals = capital_runs(text)
        if not capitals:
            return self.names(text)
        pieces, last = list[str](), 0
        for word in WORD.finditer(text):
            pieces.append(text[last : word.start()])
            inside = any(start <= word.start() < end for start, end in capitals)
            pieces.append(self.word(text, word) if inside else word.group())
            last = word.end()
        return "".join((*pieces, text[last:]))

    def names(self, text: str) -> str:
        """Give an ordinary text with a capital on the names that the document prints so elsewhere: `города красноярска`."""
        return WORD.sub(lambda word: self.name(word.group()), text)

    def name(self, word: str) -> str:
        """Give a word in small letters as the document prints it where it is a name."""
        return (
            capitalised(word)
            if word.islower() and capitalised(word) in self.capitalised and (is_proper(word) or ADJECTIVE_OF_PLACE.match(word))
            else word
        )

    def word(self, text: str, word: re.Match[str]) -> str:
        """Give one word in its own case."""
        upper, lower = word.group(), word.group().lower()
        first = not re.search(r"\w", text[: word.start()])
        if upper != upper.upper() or is_abbreviation(lower):
            return upper
        known = self.printed.get(lower, "")
        if known[1:] != known[1:].lower():
            return known
        fixed = proper_name(text, word)
        if fixed:
            return fixed
        proper = names_place(text, word) or (
            is_proper(lower) if not known else known[:1].isupper() and (is_proper(lower) or not is_known_word(lower))
        )
        if proper:
            return "-".join(map(capitalised, lower.split("-")))
        return capitalised(lower) if first or opens_quotation(text, word) else lower


def opens_quotation(text: str, word: re.Match[str]) -> bool:
    """Tell whether a word is the first inside quotation marks; «дорожная карта» is no name."""
    return bool(QUOTED_START.search(text[: word.start()])) and not word.group().lower().startswith("дорожн")


def capitalised(word: str) -> str:
    """Give the word with a capital first letter."""
    return word[:1].upper() + word[1:]


def capital_runs(text: str) -> tuple[tuple[int, int], ...]:
    """Give the (start, end) of what is printed in capitals: the whole text, or a heading word before the rest (ПЛАН работы)."""
    letters = [c for c in text if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) >= CAPITALS_SHARE * len(letters) and len(letters) > 3:
        return ((0, len(text)),)
    leading = re.match(
        r"\W*(?:[А-ЯЁ-]{3,}|[А-ЯЁ](?=\s[А-ЯЁ-]{3,}))(?:\s+(?:[А-ЯЁ-]{2,}|[А-ЯЁ](?=\s)|,|\(?«?[А-ЯЁ -]+»?\)?)(?![а-яё]))*", text
    )
    if not leading or is_abbreviation(re.sub(r"\W", "", leading.group()).lower()):
        return ()
    return ((0, leading.end()),)


def is_abbreviation(lower: str) -> bool:
    """Tell whether a word stays in capitals: listed, without vowels, or an abbreviation of the dictionary."""
    if lower in read_lexicon("casing")["abbreviations"]:
        return True
    if len(lower) < 2 or lower in read_lexicon("casing")["shortenings"]:
        return False
    if not re.search(r"[аеёиоуыэюя]", lower):
        return True
    return (
        len(lower) <= 5
        and any("Abbr" in parse.tag for parse in analyzer().parse(lower) if parse.is_known)
        and all("Abbr" in parse.tag for parse in analyzer().parse(lower)[:1])
    )


@cache
def is_proper(lower: str) -> bool:
    """Tell whether the dictionary's likeliest reading of a word is a name of a place or a person."""
    parse = analyzer().parse(lower)[0]
    if not parse.is_known:
        return False
    return any(tag in parse.tag for tag in PROPER_TAGS)


@cache
def proper_names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Give the pattern of the lexicon's proper names in small letters, and each of them as it is written."""
    written = {name.lower(): name for name in read_lexicon("casing")["proper_names"]}
    return re.compile(rf"(?<![а-я])(?:{'|'.join(written)})(?![а-я])"), written


def proper_name(text: str, word: re.Match[str]) -> str | None:
    """Give a word as it is written inside a proper name of several words: `ПОБЕДЫ` in `ДНЯ ПОБЕДЫ`; None outside one."""
    pattern, written = proper_names()
    for found in pattern.finditer(text.lower()):
        if found.start() <= word.start() < found.end():
            return written[found.group()][word.start() - found.start() : word.end() - found.start()]
    return None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A word in small letters with the text before it (in small letters) and after it."""

    word: str
    before: str
    after: str


def names_place(text: str, word: re.Match[str]) -> bool:
    """Tell whether a word names a place: `ЛУГОВСКОГО` before `РАЙОНА`, `МАЛАХОВО` after `СЕЛА`."""
    before, after = text[: word.start()].lower().rstrip(), text[word.end() : word.end() + AFTER].strip().lower()
    place = Neighbours(word.group().lower(), before, after)
    return any(rule(place) for rule in PLACE_RULES)


@cache
def place_words(name: str, *, ends: bool = False) -> re.Pattern[str]:
    """Give the pattern of a list of the lexicon: at a text's beginning, or at its end where `ends` says so."""
    words = "|".join(read_lexicon("casing")[name])
    return re.compile(rf"(?<![а-я])(?:{words})$" if ends else rf"(?:{words})")


def after_settlement_mark(place: Neighbours) -> bool:
    """Г. БЕЛОГОРСК"""
    return place_words("settlement_marks", ends=True).search(place.before) is not None


def after_settlement(place: Neighbours) -> bool:
    """СЕЛА МАЛАХОВО"""
    named = place_words("settlements", ends=True).search(place.before) is not None
    return named and (is_proper(place.word) or not is_known_word(place.word))


def before_name_of_republic(place: Neighbours) -> bool:
    """РЕСПУБЛИКИ КОМИ"""
    following = WORD.match(place.after)
    return place.word.startswith("республик") and following is not None and is_proper(following.group())


def after_territory(place: Neighbours) -> bool:
    """СЕЛЬСКОГО ПОСЕЛЕНИЯ ЛУЖСКОЕ"""
    return place_words("named_after", ends=True).search(place.before) is not None and is_nominative(place.word)


def before_territory(place: Neighbours) -> bool:
    """ЛУЖНОГО РАЙОНА; not МУНИЦИПАЛЬНОГО РАЙОНА"""
    if not place_words("named_before").match(place.after) or not MASCULINE_ADJECTIVE.match(place.word):
        return False
    stem = place.word[:-3] if place.word.endswith(("ого", "его", "ому", "ему")) else place.word[:-2]
    return stem not in read_lexicon("casing")["common_stems"]


def adjective_of_place(place: Neighbours) -> bool:
    """ЛУГОВСКОЙ ОБЛАСТИ; not ГОРОДСКОЙ РАЙОН"""
    if not ADJECTIVE_OF_PLACE.match(place.word) or place_words("common_adjectives").match(place.word):
        return False
    return place_words("territories").match(place.after) is not None


PLACE_RULES: tuple[Callable[[Neighbours], bool], ...] = (
    after_settlement_mark,
    after_settlement,
    before_name_of_republic,
    after_territory,
    before_territory,
    adjective_of_place,
)


def is_nominative(lower: str) -> bool:
    """Tell whether a word after "сельского поселения" can be its name in the nominative."""
    return any(form.part in ("NOUN", "ADJF") and form.case == "nomn" for form in forms(lower)[:3]) or not is_known_word(lower)


def read_casing(document: Document) -> Casing:
    """Learn from the document's ordinary text how its words are printed."""
    seen = Counter[str]()
    for text in ordinary_texts(document):
        for word in WORD.finditer(text):
            upper_first = word.group()[0].isupper()
            if upper_first and SENTENCE_START.search(text[max(0, word.start() - 6) : word.start()] if word.start() else ""):
                continue
            seen[word.group()] += 1
    printed = dict[str, str]()
    for form, _ in seen.most_common():
        printed.setdefault(form.lower(), form)
    return Casing(printed, frozenset(form for form in seen if form.istitle()))


CASING_PARAGRAPHS = 400  # enough text to learn from; a long register adds nothing


def ordinary_texts(document: Document) -> Iterable[str]:
    """Yield the paragraphs and cells that are not in capitals."""
    for block in document.blocks[:CASING_PARAGRAPHS]:
        passages = (block,) if isinstance(block, Paragraph) else block.cells[:CASING_PARAGRAPHS]
        for passage in passages:
            if len(passage.text) > 20 and not capital_runs(passage.text):
                yield passage.text
