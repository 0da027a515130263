"""Words replaced: «…» put in the place of «…», in either order of verb and object, several pairs in one sentence.

In: a `Phrase` whose verb replaces. Out: edits. To read a further wording, add a rule with it as its docstring to `RULES`.
"""

import re
from collections.abc import Iterator, Sequence

from extractor.amendments.lexicon import QUOTE, object_word, quote_list, unit_word
from extractor.amendments.phrases import Answer, Edit, Phrase, Rule, each_path
from extractor.amendments.places import with_number
from extractor.amendments.wordings import own_number, whole_text

CASE = (
    r"(?: ?\(?(?:в|во) (?:соответствующ|любо|тех же|том же|необходим|нужн|указанн)[а-я]*(?: (?:падеж|числ|склонени|род)[а-я]*"
    r"(?:,? (?:и )?(?:падеж|числ|склонени|род)[а-я]*)?)?\)?)?"
)


def objects(group: str) -> str:
    """Give the pattern of quoted words with the word that introduces them; the quotations are in the named group."""
    return rf"(?:{object_word()} )?(?P<{group}>{quote_list()}){CASE}"


BETWEEN = rf"(?P<between> (?:в|во|из|по) [^:;{QUOTE[1:-1]}]*?)?"  # a place behind the words: `слова «…» в пункте 3 заменить`
BEFORE = re.compile(rf"{objects('old')}{BETWEEN} ?(?:соответственно )?(?:,? ?(?:необходимо|следует) )?$")
AFTER = re.compile(rf" ?(?:соответственно )?(?:на )?(?:соответственно )?(?:на )?{objects('new')}")
LATE = re.compile(rf" ?(?:по (?:всему )?тексту|(?:в|во) (?:{unit_word()}|тексте))[^,;:{QUOTE[1:-1]}]*")
FIRST = re.compile(
    rf" ?(?P<place>(?:в|во|по) [^:]*? )?{objects('old')}(?P<late> (?:в|во|по) [^:]*?)? (?:соответственно )?(?:на )?{objects('new')}"
)
INSTEAD = re.compile(rf"вместо {objects('old')} ?$")
FURTHER_WORDS = re.compile(
    rf" ?,? ?(?:и |а )?(?P<place>(?:в|во) {unit_word()}[^:;,{QUOTE[1:-1]}]*(?:{QUOTE} )?)?"
    rf"(?:{object_word()} (?P<old>{QUOTE}) ?(?:-|на|соответственно)?|(?P<bare>{QUOTE}) ?(?:-|на)) ?(?:{object_word()} )?"
    rf"(?P<new>{QUOTE})(?! ?(?:исключ|замен))"
)
UNIT = re.compile(
    rf" ?(?:нов[а-я]+ )?(?:пункт|подпункт|строк|абзац|раздел|позици|приложени)[а-я]*[^:{QUOTE[1:-1]}]*? ?:? ?(?P<new>{QUOTE})"
)
BARE = re.compile(r"(?:цифр[а-я]*|числ[а-я]*|дат[а-я]*) (?P<old>\d[\d.,]*) ?$")
BARE_AFTER = re.compile(r" ?(?:на )?(?:цифр[а-я]*|числ[а-я]*|дат[а-я]*) (?P<new>\d[\d.,]*\d|\d)")


def pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair old and new words: one to one, or several with the same new ones; none where their numbers do not fit."""
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
    elif len(new) == 1:
        yield from ((one, new[0]) for one in old)


def replaced(phrase: Phrase, named: str, old: str, new: re.Match[str]) -> Answer | None:
    """Give the edits of quoted old and new words at the places that `named` tells; more new words than old ones are of the next verb."""
    before, marks = phrase.texts(old), list(re.finditer(QUOTE, new.group("new")))
    kept = marks[: len(before)]
    after = phrase.texts("".join(mark.group() for mark in kept))
    found = [Edit("replace_words", path, one, other) for path in each_path(phrase.paths(named)) for one, other in pairs(before, after)]
    used = new.end() if len(kept) == len(marks) else new.start("new") + kept[-1].end()
    return Answer(tuple(found), used, named) if found else None


def words_before_verb(phrase: Phrase) -> Answer | None:
    """В пункте 3 слова «до 1 июля» заменить словами «до 15 июля»"""
    old, new = BEFORE.search(phrase.before), AFTER.match(phrase.after)
    if not old or not new:
        return None
    late = LATE.match(phrase.after, new.end())
    return replaced(phrase, named_before(phrase, old) + (late.group() if late else ""), old.group("old"), new)


def named_before(phrase: Phrase, old: re.Match[str]) -> str:
    """Give what names the place around the words before a verb."""
    return phrase.left[: old.start()] + phrase.left[old.start("between") : old.end("between")] * bool(old.group("between"))


def words_after_verb(phrase: Phrase) -> Answer | None:
    """Заменить в пункте 3 слова «до 1 июля» словами «до 15 июля»"""
    found = FIRST.match(phrase.after)
    if not found:
        return None
    named = phrase.left + phrase.right[: found.start("old")] + (found.group("late") or "")
    return replaced(phrase, named, found.group("old"), found)


def digits_unquoted(phrase: Phrase) -> Answer | None:
    """В пункте 3 цифры 12 заменить цифрами 15"""
    old, new = BARE.search(phrase.before), BARE_AFTER.match(phrase.after)
    if not old or not new:
        return None
    named = phrase.left[: old.start()]
    edits = [Edit("replace_words", path, old.group("old"), new.group("new")) for path in each_path(phrase.paths(named))]
    return Answer(tuple(edits), new.end(), named)


def unit_by_unit(phrase: Phrase) -> Answer | None:
    """Пункт 4 заменить пунктом следующего содержания: «4. Провести субботник.»"""
    new = UNIT.match(phrase.after)
    paths = phrase.paths(phrase.left) if new else ()
    if not new or len(paths) != 1:
        return None
    text = whole_text(phrase.quoted(new.group("new")))
    edit = Edit("restate", with_number(paths[0], own_number(text or "")), None, text)
    return Answer((edit,), new.end(), phrase.left, whole=True)


def appendix_by_appendix(phrase: Phrase) -> Answer | None:
    """Приложение 1 заменить приложением к настоящему постановлению"""
    new = re.match(r" ?(?:на )?(?:нов[а-я]+ )?приложени[а-я]+ ?(?:№? ?\d+ )?к настоящ[а-я]+ [а-я]+|.{0,40}прилага[а-я]+", phrase.after)
    paths = phrase.paths(phrase.left) if new else ()
    return Answer(tuple(Edit("restate", path) for path in paths), new.end(), phrase.left, whole=True) if new and paths else None


def read_instead(phrase: Phrase) -> Answer | None:
    """В пункте 3 вместо слов «до 1 июля» читать «до 15 июля»"""
    old, new = INSTEAD.search(phrase.before), AFTER.match(phrase.after)
    return replaced(phrase, phrase.left[: old.start()], old.group("old"), new) if old and new else None


def further_words(phrase: Phrase) -> Answer | None:
    """, слова «2021» – словами «2022», «май» – «июнь»"""
    found = FURTHER_WORDS.match(phrase.after)
    if not found:
        return None
    texts = phrase.texts(found.group("old") or found.group("bare")), phrase.texts(found.group("new"))
    paths = each_path(phrase.paths(found.group("place") or ""))
    return Answer(tuple(Edit("replace_words", path, old, new) for path in paths for old, new in pairs(*texts)), found.end())


FURTHER: tuple[Rule, ...] = (further_words,)
RULES: tuple[Rule, ...] = (words_before_verb, words_after_verb, digits_unquoted, unit_by_unit, appendix_by_appendix)
