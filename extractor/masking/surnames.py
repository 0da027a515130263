"""Surnames in all their forms: what a surname may be printed as, in Russian cases and in Latin letters.

In: a surname in any case. Out: the set of its forms, lower case, ё as е; those of a double one by halves. More forms than the language has
do no harm: a form counts only as a capitalised word of a text that names the person.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from extractor.morphology import analyzer
from extractor.persons import surname_nominative

CASES = (None, "datv", "accs", "gent", "ablt", "loct")
# Endings by the ending of the nominative, the first that fits: what is cut off, and what is put in its place; fleeting vowels are the
# dictionary's.
HARD = ("", "а", "у", "ым", "ом", "е", "ы", "ой", "ою", "ых", "ыми")
ADJECTIVE = ("ого", "ому", "им", "ым", "ом", "ая", "ой", "ую", "ою", "ие", "ые", "их", "ых", "ими", "ыми", "ий", "ый")
NOUN = ("", "а", "у", "ом", "ем", "е", "ы", "и", "ов", "ей", "ам", "ами", "ах")
SOFT_NOUN = ("я", "ю", "ем", "ём", "е", "и", "ев", "ей", "ям", "ями", "ях")
FIRST = ("а", "ы", "и", "е", "у", "ой", "ою", "ей", "ам", "ами", "ах")
SOFT_FIRST = ("я", "и", "е", "ю", "ей", "ею", "ой", "ям", "ями", "ях")
PARADIGMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?<=[оеё]в|[иы]н)а?$", HARD),
    (r"(?<=[сцз]к)(?:ий|ой|ая)$", ADJECTIVE),
    (r"(?:ый|ой|ая)$", (*ADJECTIVE, "ой")),
    (r"(?<=[шщчжнхкг])ий$", (*ADJECTIVE, "его", "ему", "ем", "яя", "ей", "юю", "ия", "ию", "ием", "ии")),
    (r"(?:[ыи]х|[ая]го|ко|[оеиуюэы])$", ()),
    (r"ец$", tuple(stem + ending for stem in ("ц", "йц", "ьц") for ending in NOUN[1:])),
    (r"ей$", tuple(stem + ending for stem in ("е", "ь") for ending in SOFT_NOUN)),
    (r"[йь]$", SOFT_NOUN),
    (r"а$", FIRST),
    (r"я$", SOFT_FIRST),
    (r"$", NOUN),
)
# Ways of writing a letter in Latin, the commonest first.
LATIN = {
    "а": ("a",), "б": ("b",), "в": ("v", "w"), "г": ("g",), "д": ("d",), "е": ("e", "ye"), "ж": ("zh", "j"), "з": ("z",),
    "и": ("i",), "й": ("y", "i", "j"), "к": ("k",), "л": ("l",), "м": ("m",), "н": ("n",),
    "о": ("o",), "п": ("p",), "р": ("r",), "с": ("s",), "т": ("t",),
    "у": ("u",), "ф": ("f",), "х": ("kh", "h"), "ц": ("ts", "c"), "ч": ("ch",), "ш": ("sh",), "щ": ("shch", "sch"), "ъ": ("",),
    "ы": ("y", "i"), "ь": ("",), "э": ("e",), "ю": ("yu", "iu", "ju"), "я": ("ya", "ia", "ja"),
}  # fmt: skip
# Spellings of one surname in Latin letters that are looked for; no surname has more that people use.
MOST_LATIN = 96
# Shorter Latin words are parts of too many others.
SHORTEST_LATIN = 4


def key(word: str) -> str:
    """Give the form in which words are compared."""
    return word.lower().replace("ё", "е")


def lemmas(surname: str) -> set[str]:
    """Give the nominatives that a surname in any case may have, of either gender, lower case."""
    capital = surname.capitalize()
    return {surname_nominative(capital, case, gender).lower() for case in CASES for gender in ("masc", "femn", None)}


@lru_cache(maxsize=20_000)
def surname_forms(surname: str) -> frozenset[str]:
    """Give all forms of a surname without a hyphen."""
    found = {key(surname)}
    for lemma in lemmas(surname):
        found |= {key(form) for form in (*declined(lemma), *in_dictionary(lemma))}
    return frozenset(found)


def declined(lemma: str) -> Iterator[str]:
    """Yield the forms of a nominative by its ending."""
    yield lemma
    for ending, endings in PARADIGMS:
        if re.search(ending, lemma):
            stem = re.sub(ending, "", lemma, count=1)
            yield from (stem + one for one in endings)
            return


def in_dictionary(lemma: str) -> Iterator[str]:
    """Yield the forms that the dictionary gives to a nominative of one person."""
    for parse in analyzer().parse(lemma):
        tag = parse.tag
        if tag.POS in {"NOUN", "ADJF"} and (tag.case == "nomn" or "Fixd" in tag) and tag.number == "sing" and "Geox" not in tag:
            yield from (form.word for form in parse.lexeme if "neut" not in form.tag and form.tag.POS == tag.POS)


@lru_cache(maxsize=20_000)
def latin_forms(surname: str) -> frozenset[str]:
    """Give the spellings of a surname's nominatives in Latin letters that are long enough to be told from other words."""
    found: set[str] = set()
    for lemma in lemmas(surname):
        ways = [LATIN.get(letter, (letter,)) for letter in key(lemma)]
        found |= {"".join(letters) for letters in islice(product(*ways), MOST_LATIN)}
        if re.search(r"[иы]й$", lemma):
            found.add("".join(letters[0] for letters in ways[:-2]) + "y")
    return frozenset(word for word in found if len(word) >= SHORTEST_LATIN)
