"""Units restated: a point, a row, a cell, an appendix put into a new wording, quoted or appended.

In: a `Phrase` whose verb restates. Out: edits. To read a further wording, add a rule with it as its docstring to `RULES`.
"""

import re

from extractor.amendments.lexicon import QUOTE, document_word, object_word
from extractor.amendments.phrases import Answer, Edit, Phrase, Rule, each_path
from extractor.amendments.places import Path, with_number
from extractor.amendments.replacing import BEFORE, read_instead
from extractor.amendments.wordings import own_number, texts_of, whole_text
from extractor.text import matching_form

EDITION = r"в (?:(?:след\.|(?:следующ|нов|прилагаем|ин)[а-я]+)(?: [а-я]+)? ?)?редакции"
APPENDED = (
    r"[ ,(]*(?:согласно|к настоящ|прилага|приложени|в соответствии)[^:;]*?"
    r"(?:(?<=прилагается)|(?<=прилагаются)|\)|(?=[.;,]? ?$|[.;]|, [а-я]+ив ))"
)
NUMBERED = frozenset({"row", "point", "position"})  # of these the new wording prints the number
WHOLE_DOCUMENT = re.compile(rf"[\0 ,:.-]*(?:и )?(?:(?:его|ее|их|(?:в |во )?{document_word()}[^:;]*)[\0 ,]*)?")
PARTIAL = re.compile(r"(?<![а-я])в части (?!\d|[а-я]+(?:ой|ей) (?:пункт|раздел|стать))")
LONE = re.compile(rf"(?<!после )(?<!перед )(?:слов|цифр|числ|фраз|словосочетани)[а-я]* {QUOTE}")
AFTER = re.compile(rf" ?(?P<place>[^:;]*?) ?{EDITION}(?P<rest>[^:;{QUOTE[1:-1]}]{{0,80}}?) ?:? ?(?P<new>{QUOTE}(?:[ ,;.]*{QUOTE})*)")
PLAIN = re.compile(rf" ?(?P<place>[^:;]*?) ?{EDITION} ?: ?(?P<new>[^{QUOTE[1:-1]}]+)$")
WHOLE = re.compile(rf" ?(?P<place>[^:;]*?) ?{EDITION}(?P<rest>{APPENDED}|[ .,;]*$)")


def words_read_anew(phrase: Phrase) -> Answer | None:
    """В пункте 3 слова «до 1 июля» изложить в следующей редакции: «до 15 июля»"""
    old = BEFORE.search(phrase.before)
    new = re.match(rf" ?(?:{EDITION} ?:? ?|как ?:? ?|{object_word()} )(?P<new>{QUOTE})", phrase.after)
    if not old or not new or not re.match(rf"{object_word()} ", phrase.before[old.start() :]):
        return None
    named = phrase.left[: old.start()]
    texts = phrase.texts(old.group("old"))
    if len(texts) != 1:
        return None
    edits = [Edit("replace_words", path, texts[0], phrase.texts(new.group("new"))[0]) for path in each_path(phrase.paths(named))]
    return Answer(tuple(edits), new.end(), named)


def quoted_edition(phrase: Phrase) -> Answer | None:
    """Пункт 5 изложить в следующей редакции: «5. Провести конкурс на лучшую усадьбу.»"""
    new = AFTER.match(phrase.after)
    named = f"{phrase.left} {phrase.right[: new.end('place')]}" if new else ""
    if not new or LONE.search(phrase.before) or not names_place(phrase, named):
        return None
    paths = each_path(phrase.paths(named))
    quotations = phrase.quoted(new.group("new"))
    alike = len(quotations) == 1 and all(path and path[-1].unit == "column" for path in paths)
    texts = (whole_text(quotations),) * len(paths) if alike else texts_of(quotations, paths)
    if None in texts:
        return None
    edits = (Edit("restate", numbered(path, text), None, text) for path, text in zip(paths, texts, strict=True))
    return Answer(tuple(edits), new.end(), named, whole=True)


def names_place(phrase: Phrase, named: str) -> bool:
    """Tell whether a text names units, the document as a whole, or nothing at all, so that the lead's place holds: `изложив его …`.

    A part of a unit that is no unit, `пункт 5 в части финансирования`, is no place.
    """
    form, paths = matching_form(named), phrase.paths(named)
    if PARTIAL.search(form) and not any(step.unit == "column" for path in paths for step in path):
        return False
    return bool(paths) or bool(WHOLE_DOCUMENT.fullmatch(form))


def numbered(path: Path, text: str | None) -> Path:
    """Give a row's or a point's path with the number that only the new wording prints."""
    return with_number(path, own_number(text or "")) if path and path[-1].unit in NUMBERED else path


def plain_edition(phrase: Phrase) -> Answer | None:
    """Пункт 5 изложить в следующей редакции: Провести конкурс на лучшую усадьбу."""
    new = PLAIN.match(phrase.after)
    paths = phrase.paths(f"{phrase.left} {phrase.right[: new.end('place')]}") if new else ()
    if not new or len(paths) != 1:
        return None
    text = phrase.right[new.start("new") : new.end("new")].strip()
    return Answer((Edit("restate", paths[0], None, text),), new.end(), phrase.left, whole=True) if text else None


def appended_edition(phrase: Phrase) -> Answer | None:
    """Приложение 1 изложить в новой редакции согласно приложению к настоящему постановлению"""
    new = WHOLE.match(phrase.after)
    if not new or not (re.search(r"приложени|прилага", new.group("rest")) or re.search(r"в (?:нов|прилага)", new.group())):
        return None
    named = f"{phrase.left} {phrase.right[: new.end('place')]}"
    if not names_place(phrase, named):
        return None
    edits = [Edit("restate", path) for path in each_path(phrase.paths(named))]
    return Answer(tuple(edits), new.end(), named, whole=True)


RULES: tuple[Rule, ...] = (read_instead, words_read_anew, quoted_edition, plain_edition, appended_edition)
