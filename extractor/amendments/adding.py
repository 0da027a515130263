"""Words and units added: words after words, new points, rows, paragraphs, sections.

In: a `Phrase` whose verb adds. Out: edits; the place of a new unit is its own path. To read a further wording, add a rule with it as
its docstring to `RULES`.
"""

import re
from dataclasses import replace

from extractor.amendments.lexicon import QUOTE, object_word, unit_word
from extractor.amendments.nodes import Quotation
from extractor.amendments.phrases import Answer, Edit, Phrase, Rule, each_path
from extractor.amendments.places import RANKS, Path, with_number
from extractor.amendments.wordings import own_number, pieces_of, texts_of
from extractor.document import Passage
from extractor.parties import find_addressees
from extractor.records import Step

WORDS = rf"(?:нов[а-я]+ )?(?:{object_word()} )(?:следующего содержания ?:? ?)?(?P<new>{QUOTE})"
ANCHOR = rf"(?<![а-я])(?:после|за) (?:{object_word()} )?(?P<old>{QUOTE})"
INSTRUMENTAL_WORDS = re.compile(rf" ?(?:[а-я]+(?:ами|ями|ом|ем|ой)) (?P<new>{QUOTE})")
ANCHOR_BEFORE = re.compile(rf"{ANCHOR} ?$")
FURTHER_ANCHOR = re.compile(rf" ?{ANCHOR} ?(?:- ?)?(?:{object_word()} )?(?P<new>{QUOTE})")
BEFORE_ANCHOR = re.compile(rf"(?<![а-я])перед (?:{object_word()} )?(?P<old>{QUOTE}) ?$")
ANCHORED = re.compile(rf" ?(?P<place>[^:{QUOTE[1:-1]}]*? )?{ANCHOR} {WORDS}")
ADDED = re.compile(rf" ?(?P<place>(?:[^:;{QUOTE[1:-1]}]|{QUOTE}(?= (?!после)[а-я]))*?)(?<![а-я]){WORDS}")
LATE_ANCHOR = re.compile(rf" ?{WORDS} {ANCHOR}")
CONTENT = r"(?:след(?:\.|ующ[а-я]+) ?содержани[а-я]+|в следующей редакции|с текстом|такого содержания)"
CONTENTS = re.compile(rf"(?P<head>[^:;]*?) ?(?:{CONTENT} ?:? ?|: ?)(?P<new>{QUOTE}(?:[ ,;.и]*{QUOTE})*)")
DIRECT = re.compile(rf"(?P<head>[^:;{QUOTE[1:-1]}]*?) ?(?P<new>{QUOTE}(?:[ ,;.и]*{QUOTE})*)")
MEMBER = re.compile(rf" ?в состав (?:[^:;{QUOTE[1:-1]}]*?[ ,\0])?(?=[^ ])(?P<new>(?:[а-я]+(?:-[а-я]+)?) [а-я]\. ?[а-я]\.[^:;]*)")
WORDED = re.compile(rf"{object_word()} {QUOTE}")
APPENDED = re.compile(r"согласно приложени|прилага|\(приложени")
INSTRUMENTAL = re.compile(
    r"(?:нов(?:ым|ой|ыми|ого|ый|ую|ое|ые) |следующ(?:им|ей|ими|ий|ую|ие) |ещё |еще |дополнительн[а-я]+ )*"
    r"(?P<units>(?:(?:п|пп|подп|ч|ст|абз)\. ?(?=\d)|"
    r"разделом|разделами|подразделом|подразделами|приложением|приложениями|пункт(?:ом|ами)|подпункт(?:ом|ами)|абзац(?:ем|ами)|"
    r"строк(?:ой|ою|ами)|позици(?:ей|ями)|граф(?:ой|ами)|столбц(?:ом|ами)|колонк(?:ой|ами)|дефис(?:ом|ами)|таблиц(?:ей|ами)|"
    r"част(?:ью|ями)|стать(?:ей|ями)|глав(?:ой|ами)|сноск(?:ой|ами)|примечани(?:ем|ями)|мероприяти(?:ем|ями)|"
    r"(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят)[а-я]+ (?:абзац|пункт|строк|дефис)[а-я]+))(?![а-я])"
)
ACCUSATIVE = re.compile(
    r"(?:нов(?:ый|ую|ое|ые) |следующ(?:ий|ую|ие|ее) |дополнительн[а-я]+ )*"
    r"(?P<units>(?:раздел|подраздел|приложение|пункт|подпункт|абзац|строку|"
    r"позицию|графу|таблицу|мероприятие|пункты|подпункты|строки|абзацы|разделы|позиции|мероприятия))(?![а-я])"
)


def after_words(phrase: Phrase) -> Answer | None:
    """В пункте 3 после слов «отдел культуры» дополнить словами «и спорта»"""
    old, new = ANCHOR_BEFORE.search(phrase.before), re.match(rf" ?{WORDS}", phrase.after)
    return added(phrase, phrase.left[: old.start()], old.group("old"), new) if old and new else None


def before_words(phrase: Phrase) -> Answer | None:
    """В пункте 3 перед словами «отдел культуры» дополнить словами «управление образования,»"""
    old, new = BEFORE_ANCHOR.search(phrase.before), re.match(rf" ?{WORDS}", phrase.after)
    return added(phrase, phrase.left[: old.start()], old.group("old"), new) if old and new else None


def verb_then_anchor(phrase: Phrase) -> Answer | None:
    """Пункт 3 дополнить после слов «отдел культуры» словами «и спорта»"""
    found = ANCHORED.match(phrase.after)
    return added(phrase, f"{phrase.left} {found.group('place') or ''}", found.group("old"), found) if found else None


def verb_words_then_anchor(phrase: Phrase) -> Answer | None:
    """Пункт 3 дополнить словами «и спорта» после слов «отдел культуры»"""
    found = LATE_ANCHOR.match(phrase.after)
    return added(phrase, phrase.left, found.group("old"), found) if found else None


def words_at_end(phrase: Phrase) -> Answer | None:
    """Пункт 3 дополнить словами «и спорта»"""
    found = ADDED.match(phrase.after)
    return added(phrase, f"{phrase.left} {phrase.right[: found.end('place')]}", "", found) if found else None


def further_anchor(phrase: Phrase) -> Answer | None:
    """после слов «1 мая» – словами «2022 года»"""
    found = FURTHER_ANCHOR.match(phrase.after)
    return added(phrase, "", found.group("old"), found) if found else None


def further_words(phrase: Phrase) -> Answer | None:
    """словами «и спорта»"""
    found = INSTRUMENTAL_WORDS.match(phrase.after)
    return added(phrase, "", "", found) if found else None


def added(phrase: Phrase, named: str, old: str, new: re.Match[str]) -> Answer:
    """Give the edits of words added after an anchor, or at the end where there is none."""
    anchor, text = phrase.texts(old), phrase.texts(new.group("new"))[0]
    edits = [Edit("add_words", path, anchor[0] if anchor else None, text) for path in each_path(phrase.paths(named))]
    return Answer(tuple(edits), new.end(), named)


def new_units(phrase: Phrase) -> Answer | None:
    """Раздел II дополнить пунктами 7.1 и 7.2 следующего содержания: «7.1. Провести ярмарку. 7.2. Провести сход.»"""
    return inserted(phrase, INSTRUMENTAL)


def units_put_in(phrase: Phrase) -> Answer | None:
    """Включить в раздел II пункт 7.1 следующего содержания: «7.1. Провести ярмарку.»"""
    return inserted(phrase, ACCUSATIVE) if re.search(CONTENT, phrase.after) or re.search(rf": ?(?:$|{QUOTE})", phrase.after) else None


def inserted(phrase: Phrase, opening: re.Pattern[str]) -> Answer | None:
    """Give the edits of new units: their words open at the pattern, their texts are quoted after the announcement."""
    form = phrase.after
    opened = next((found for found in opening.finditer(form) if form[: found.start()][-1:] in ("", " ", "\0")), None)
    if not opened or WORDED.search(form, 0, opened.start()):
        return None
    content = CONTENTS.match(form, opened.end()) or DIRECT.match(form, opened.end())
    head_end = content.end("head") if content else len(form)
    units = phrase.right[opened.start("units") : head_end]
    outer_text = f"{phrase.left} {phrase.right[: opened.start()]}"
    late = re.search(rf" (?:после|перед) (?:{unit_word()}).*$", units.lower())
    if late:
        units, outer_text = units[: late.start()], f"{outer_text} {units[late.start() :]}"
    news = tuple(new_paths(phrase, units))
    quotations = phrase.quoted(content.group("new")) if content else ()
    appended = not content and APPENDED.search(form)
    if not news or (not quotations and not appended):
        return None
    edits = tuple(insertions(phrase, outer_text, news, quotations))
    return Answer(edits, content.end() if content else len(form), outer_text, whole=True)


def new_paths(phrase: Phrase, units: str) -> tuple[Path, ...]:
    """Read the new units: their words with numbers."""
    return phrase.paths(re.sub(CONTENT, " ", re.split(r" согласно | \(", units, maxsplit=1)[0]))


def insertions(phrase: Phrase, outer_text: str, news: tuple[Path, ...], quotations: tuple[Quotation, ...]) -> list[Edit]:
    """Give an edit for each new unit, inside the place that the rest of the phrase names."""
    news = several(news, quotations)
    texts = texts_of(quotations, news) if quotations else (None,) * len(news)
    outer = outer_path(phrase, outer_text, news[0])
    if quotations and None in texts:
        return []
    numbered = [with_number(path, own_number(text) if text else None) for path, text in zip(news, texts, strict=True)]
    return [Edit("insert", (*outer, *path), None, text) for path, text in zip(numbered, texts, strict=True)]


def is_successor(number: str, before: str) -> bool:
    """Tell whether a number is the one after another: `3.5` after `3.4`."""
    head, _, last = number.rpartition(".")
    above, _, previous = before.rpartition(".")
    return head == above and last.isdigit() and previous.isdigit() and int(last) == int(previous) + 1


def several(news: tuple[Path, ...], quotations: tuple[Quotation, ...]) -> tuple[Path, ...]:
    """Give a path for each row or point that is quoted with a number of its own where the units stand without numbers."""
    last = news[0][-1]
    if len(news) != 1 or last.number or not quotations or last.unit not in ("row", "point", "subpoint", "position"):
        return news
    found = [number for piece in pieces_of(quotations) if (number := own_number(piece)) and number[0].isdigit()]
    beside = found[:1]
    for number in found[1:]:
        beside += [number] if is_successor(number, beside[-1]) else []
    return tuple((*news[0][:-1], replace(last, number=number)) for number in beside) if len(beside) > 1 else news


def outer_path(phrase: Phrase, text: str, new: Path) -> Path:
    """Give the place that new units stand in: units that they only follow ("после пункта 5") are not part of it."""
    form = text.lower()
    followed = re.search(rf"(?<![а-я])(?:после|перед|вслед за) (?={unit_word()}|[а-я]+ (?:{unit_word()}))", form)
    head = phrase.paths(text[: followed.start()] if followed else text)
    anchor = phrase.paths(text[followed.end() :]) if followed else ()
    outer = head[0] if len(head) == 1 else ()
    beside = tuple(step for step in anchor[0][:-1]) if anchor else ()
    path = (*outer, *(step for step in beside if step not in outer))
    return tuple(step for step in path if step.unit != "text" and RANKS[step.unit] <= RANKS[new[0].unit] and not same_unit(step, new))


def same_unit(step: object, new: Path) -> bool:
    """Tell whether a step names the new unit itself."""
    return step == new[0] or step == replace(new[0], number=None)


def member_put_in(phrase: Phrase) -> Answer | None:
    """Включить в состав комиссии Котова А.А. – главного специалиста"""
    found = MEMBER.match(phrase.after)
    if not found:
        return None
    text = phrase.right[found.start("new") : found.end("new")].strip(" .,")
    parties = find_addressees(Passage(text=text, block=1), 0, len(text), case="accs").value
    persons = [party.person for party in parties if party.person]
    if not persons:
        return None
    path = (Step(unit="position", name=persons[0]),)
    return Answer((Edit("insert", path, None, text),), found.end(), phrase.left, whole=True)


RULES: tuple[Rule, ...] = (
    after_words,
    before_words,
    verb_then_anchor,
    verb_words_then_anchor,
    new_units,
    units_put_in,
    words_at_end,
    member_put_in,
)
FURTHER: tuple[Rule, ...] = (further_anchor, new_units, further_words)
