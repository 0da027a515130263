"""Sentence case for a line printed in capitals, by the document's own casing and the dictionary.

In: the document, then texts. Out: the text in sentence case where it is in capitals throughout; other texts stay as they
are. Proper names, abbreviations and words that the document itself prints with a capital keep it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from extractor.document import Document, Paragraph
from extractor.lexicons import read_lexicon
from extractor.morphology import analyzer, forms, is_known_word

WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
SENTENCE_START = re.compile(r"(?:^|[.!?:;»\"]\s+|^\W*\d+[.)]\s*|[«\"“„(-]\s*)$")
CAPITALS_SHARE = 0.85  # of a text's letters; "МБУ" in an ordinary title stays under it, "г." in capitals does not spoil it
PROPER_TAGS = ("Geox", "Surn", "Name", "Patr", "Orgn")
OF_PLACE = re.compile(
    r"(?:област|кра[йяеюю]|район|округ|поселени|сельсовет|муниципальн|городск|сельск|автономн|республик|улус|наслег|стан[аеиу])",
    re.IGNORECASE,
)
ADJECTIVE_OF_PLACE = re.compile(r".{3,}[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")
COMMON_ADJECTIVES = re.compile(
    r"(?:городск|сельск|поселковск|юридическ|педагогическ|экономическ|логическ|политическ|ическ|детск|женск|мужск|российск|краевск|родительск|гражданск|совместительск|общественническ|антинаркотическ|человеческ|творческ|воинск|морск|заводск|университетск|студенческ|ученическ|подростков)"
)
NAMED_TERRITORY = re.compile(
    r"(?:(?:муниципальн|городск|сельск|административн)[а-я]+ )?(?:район|муниципальн[а-я]+ округ|городск[а-я]+ округ|поселени|сельсовет)",
    re.IGNORECASE,
)
COMMON_TERRITORY = re.compile(
    r"(?:муниципальн|городск|сельск|административн|эт|сво|наш|ваш|кажд|вс|данн|настоящ|соответствующ|друг|ин|отдаленн|внутригородск|федеральн|автономн|центральн|сем|одн|перв|втор|указанн|всег)(?:ый|ий|ого|его|ому|ему|ым|им|ом|ем)$"
)
SHORT_SETTLEMENT = re.compile(r"(?<![а-я])(?:г|гор|пос|пгт|с|д|х)\.$")
SETTLEMENT = re.compile(r"(?<![а-я])(?:город[а-я]{0,2}|села|село|поселк[а-я]+|станиц[а-я]+|деревн[а-я]+|хутор[а-я]*)$")
QUOTED_START = re.compile(r"[«\"“„]\s*$")


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
        proper = names_place(text, word) or (
            is_proper(lower) if not known else known[:1].isupper() and (is_proper(lower) or not is_known_word(lower))
        )
        return (
            "-".join(map(capitalised, lower.split("-")))
            if proper
            else capitalised(lower)
            if first or opens_quotation(text, word)
            else lower
        )


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
    if lower in read_lexicon("requisites")["abbreviations"]:
        return True
    if len(lower) < 2 or lower in read_lexicon("requisites")["lower_shortenings"]:
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
    if any(lower in phrase.split() for phrase in read_lexicon("requisites")["proper_names"][:3]) and lower.startswith("росс"):
        return True
    parse = analyzer().parse(lower)[0]
    if not parse.is_known:
        return False
    return any(tag in parse.tag for tag in PROPER_TAGS)


def names_place(text: str, word: re.Match[str]) -> bool:
    """Tell whether an adjective names a place: `СОСНОВСКОГО` before `РАЙОНА`, `ФЕДЕРАЦИИ` after `РОССИЙСКОЙ`."""
    lower = word.group().lower()
    before, after = text[: word.start()].lower().rstrip(), text[word.end() : word.end() + 40].strip()
    if lower.startswith("федераци") and before.endswith(("российской", "российская", "российскую")):
        return True
    following = WORD.match(after)
    if SHORT_SETTLEMENT.search(before) or (lower.startswith("республик") and following and is_proper(following.group().lower())):
        return True
    if SETTLEMENT.search(before) and (is_proper(lower) or not is_known_word(lower)):
        return True
    if re.search(
        r"(?:поселения|поселении|сельсовета|муниципального образования|городского округа|муниципального округа)$", before
    ) and is_nominative(lower):
        return True
    if NAMED_TERRITORY.match(after) and re.search(r"(?:ый|ий|ого|его|ому|ему|ым|им|ом|ем)$", lower) and not COMMON_TERRITORY.match(lower):
        return True
    return bool(ADJECTIVE_OF_PLACE.match(lower) and not COMMON_ADJECTIVES.match(lower) and OF_PLACE.match(after))


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
