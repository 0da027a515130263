"""Sentences of a clause and where a name in them ends.

In: a clause's text. Out: `Sentence`s with their places; the border of a name that begins at a place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.clauses.points import INFINITIVE, is_infinitive
from extractor.clauses.words import cue
from extractor.months import MONTH_START
from extractor.morphology import forms
from extractor.text import matching_form

SENTENCE = re.compile(r"(?<=[а-яё)»\"\d])[.;] +(?=[-–—«\"]? ?[А-ЯЁ])|; +|(?<=:) +(?=[-–—•] ?)")
SHORTENED = re.compile(
    r"(?:(?:^|[ (.])(?:г|гг|ул|им|п|пп|ст|ч|руб|тыс|млн|млрд|т|д|др|пр|см|зам|зав|отв|гл|нач|пом|рук|с|н|обл|акад|проф|мун|респ|ген|"
    r"мл|вед|инж|адм|корп|стр|тел|р|[а-яё])|(?-i:[А-ЯЁ]))$",
    re.IGNORECASE,
)
OPENER = re.compile(r"(?:[-–—•*] ?|[\"«])")
ADVERB = re.compile(r"(?<![а-я-])[а-я-]{4,}о +$")
HIDDEN = re.compile(r"\([^()]*\)|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause: its text hidden parts aside (brackets and quotes as blanks), its place."""

    text: str
    form: str
    start: int
    end: int

    @property
    def visible(self) -> str:
        """The form with brackets and quotations blanked, the same length."""
        return HIDDEN.sub(lambda hidden: "\0" * len(hidden.group()), self.form)


def sentences(text: str) -> Iterator[Sentence]:
    """Split a clause's text into sentences and list lines; brackets and quotes stay whole."""
    form, start = matching_form(text), 0
    hidden = [found.span() for found in HIDDEN.finditer(form)]
    for mark in SENTENCE.finditer(text):
        if any(left < mark.start() < right for left, right in hidden) or (
            text[mark.start()] == "." and SHORTENED.search(text[: mark.start()])
        ):
            continue
        yield sentence_at(text, form, start, mark.start())
        start = mark.end()
    yield sentence_at(text, form, start, len(text))


def sentence_at(text: str, form: str, start: int, end: int) -> Sentence:
    """Give the sentence of a span without its dash."""
    dash = OPENER.match(text, start, end)
    start = dash.end() if dash and dash.group()[0] in "-–—•*" else start
    return Sentence(text[start:end], form[start:end], start, end)


def first_infinitive(sentence: Sentence, start: int = 0) -> re.Match[str] | None:
    """Give the first infinitive outside brackets and quotes."""
    return next((word for word in INFINITIVE.finditer(sentence.visible, start) if is_infinitive(word.group())), None)


def border(sentence: Sentence, start: int) -> int:
    """Give where a name that begins at `start` ends at the latest: a verb, a deadline, a purpose, a colon, the end."""
    verb = first_infinitive(sentence, start)
    marks = [before_adverbs(sentence.visible, start, verb.start()) if verb else len(sentence.form)]
    for word in cue("border", "words").finditer(sentence.visible, start + 1):
        if is_border(sentence.visible, word):
            marks.append(word.start())
            break
    colon = sentence.visible.find(":", start)
    return min(*marks, colon if colon >= 0 else len(sentence.form), len(sentence.form))


def before_adverbs(visible: str, start: int, verb: int) -> int:
    """Give where the adverbs right before a verb begin: `Поварам строго соблюдать` ends the name before "строго"."""
    while (adverb := ADVERB.search(visible, start, verb)) and is_adverb(adverb.group().strip()):
        verb = adverb.start()
    return verb


def is_adverb(word: str) -> bool:
    """Tell whether the word's likeliest reading is an adverb."""
    readings = forms(word)
    return bool(readings) and readings[0].part == "ADVB"


def is_border(visible: str, word: re.Match[str]) -> bool:
    """Tell whether a border word is one here: short prepositions only before a date or an event."""
    after = visible[word.end() : word.end() + 14]
    if word.group() in ("до", "к"):
        return re.match(rf" (?:\d|следующ|начал|конц|{MONTH_START}|[а-я]+ заседани)", after) is not None
    return not after[:1].isalpha() or len(word.group()) > 6
