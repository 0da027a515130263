"""Words and units removed: excluded, taken out, recognised as no longer in force.

In: a `Phrase` whose verb excludes or repeals. Out: edits. To read a further wording, add a rule with it as its docstring to its list.
"""

import re

from extractor.amendments.lexicon import QUOTE, object_word
from extractor.amendments.phrases import Answer, Edit, Phrase, Rule, each_path
from extractor.amendments.replacing import BETWEEN, named_before, objects
from extractor.document import Passage
from extractor.parties import find_addressees
from extractor.records import Step

WORDS = re.compile(rf"{objects('old')}{BETWEEN} ?$")
MEMBER = re.compile(r" ?из (?:его |ее |их )?состава ")
LONE = re.compile(rf"{object_word()} {QUOTE}")


def words_before_verb(phrase: Phrase) -> Answer | None:
    """В графе «Ответственный» строки 2 слова «отдел культуры» исключить"""
    old = WORDS.search(phrase.before)
    if not old or not LONE.match(phrase.before[old.start() :]):
        return None
    named = named_before(phrase, old)
    edits = [Edit("remove_words", path, text) for path in each_path(phrase.paths(named)) for text in phrase.texts(old.group("old"))]
    return Answer(tuple(edits), 0, named)


def words_after_verb(phrase: Phrase) -> Answer | None:
    """Исключить из пункта 3 слова «по согласованию»"""
    found = re.match(rf" ?(?P<place>(?:из|в|во|по) [^:]*? )?{objects('old')}(?P<late> (?:из|в|во|по) [^:,;.]*)?", phrase.after)
    if not found or not LONE.search(phrase.after[: found.end("old")]):
        return None
    named = phrase.left + (found.group("place") or "") + (found.group("late") or "")
    edits = [Edit("remove_words", path, text) for path in each_path(phrase.paths(named)) for text in phrase.texts(found.group("old"))]
    return Answer(tuple(edits), found.end(), named)


def units_before_verb(phrase: Phrase) -> Answer | None:
    """Пункты 9 и 10 исключить"""
    paths = () if LONE.search(phrase.before) else phrase.paths(phrase.left)
    return Answer(tuple(Edit("exclude", path) for path in paths), 0, phrase.left, whole=True) if paths else None


def units_after_verb(phrase: Phrase) -> Answer | None:
    """Исключить пункты 9 и 10"""
    if LONE.search(phrase.before):
        return None
    named = re.split(r"[;:]|, (?:а )?(?:слова|цифры)|\. (?=[А-ЯЁ])", phrase.right)[0]
    paths = phrase.paths(named)
    left = phrase.paths(phrase.left)
    outer = left[0] if len(left) == 1 else ()
    whole = phrase.left + named
    return Answer(tuple(Edit("exclude", (*outer, *path)) for path in paths), len(named), whole, whole=True) if paths else None


def member_taken_out(phrase: Phrase) -> Answer | None:
    """Исключить из состава комиссии Лисину П.А."""
    if not MEMBER.match(phrase.after):
        return None
    parties = find_addressees(Passage(text=phrase.right, block=1), 0, len(phrase.right), case="accs").value
    paths = [(Step(unit="position", name=party.person),) for party in parties if party.person]
    return Answer(tuple(Edit("exclude", path) for path in paths), len(phrase.right), phrase.left, whole=True) if paths else None


def repealed_before_verb(phrase: Phrase) -> Answer | None:
    """Пункт 4 признать утратившим силу"""
    paths = phrase.paths(phrase.left)
    return Answer(tuple(Edit("repeal", path) for path in paths), 0, phrase.left, whole=True) if paths else None


def repealed_inside_verb(phrase: Phrase) -> Answer | None:
    """Признать пункт 4 утратившим силу"""
    paths = phrase.paths(phrase.inner)
    return Answer(tuple(Edit("repeal", path) for path in paths), 0, phrase.inner, whole=True) if paths else None


def repealed_after_verb(phrase: Phrase) -> Answer | None:
    """Признать утратившим силу пункт 4"""
    named = re.split(r"[;:]", phrase.right)[0]
    paths = phrase.paths(named)
    return Answer(tuple(Edit("repeal", path) for path in paths), len(named), named, whole=True) if paths else None


EXCLUDING: tuple[Rule, ...] = (words_before_verb, words_after_verb, units_before_verb, units_after_verb, member_taken_out)
REPEALING: tuple[Rule, ...] = (repealed_inside_verb, repealed_after_verb, repealed_before_verb)
