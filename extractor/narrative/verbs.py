"""Predicates of a sentence: verbs of doing with what their form says of the work's status.

In: a shaded sentence. Out: `Predicate`s in order. A short participle or a past verb is done, a present one is going on,
a future one, a verb of planning and an infinitive under "необходимо" or alone are planned.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.months import MONTH
from extractor.morphology import is_known_word
from extractor.narrative.words import Reading, has_reading, lexicon, readings
from extractor.records import ActivityStatus

Form = Literal["participle", "past", "present", "future", "infinitive"]

# Endings of short participles, finite forms and infinitives: only such words are looked up.
VERBAL = re.compile(r"(?:н|на|но|ны|т|та|то|ты|л|ла|ло|ли|шел|[еиую]т|[ая]т|[еи]м|[вждчшщ]у|[аяеу]ю|ся|сь|ть|ти|чь)$")
WORD = re.compile(r"[а-я]+(?:-[а-я]+)*")
WORD_OR_STOP = re.compile(r"[а-я]+(?:-[а-я]+)*|[,;:]")
SUBORDINATE = re.compile(
    r",? (?:(?:в|во|на|с|со|о|об|по|из|для|при|за|к|от|у|через|среди|между|под|над) )?(?:[а-я]+ )?котор[а-я]+"
    r"|, (?:что|чтобы|где|когда|если|так как|поскольку|потому что|хотя|куда|откуда|чей|чья|чьи|кто)\b"
)
# Rarer verb readings are those of nouns ("стали" of steel); "проводим" is rare for the dictionary, not for reports.
LIKELY = 0.3
ADDRESS = re.compile(r"([а-я]{4,})(?: ([а-я]+))?")
# Participles that the dictionary lacks are mostly of borrowed verbs: "провакцинировано".
BORROWED = re.compile(r"ован[аоы]$")
# "В 2024 году провести …", "До 1 мая завершить …": a time may stand before the infinitive that opens a task.
TIME_BEFORE = (
    r"(?:(?:в|во|до|к|на|за|не позднее) (?:[а-яiv\d.]+ ){0,4}?(?:год[ауе]?|квартал[ае]|полугоди[ия]|сезон[ау]|"
    + MONTH
    + r")(?: \d{4} год[ау])?,? )?"
)
BEGINNING = re.compile(
    r"^" + TIME_BEFORE + r"(?:(?:также|далее|кроме того|необходимо|в срок|ежегодно|ежемесячно|ежеквартально|регулярно|постоянно|"
    r"своевременно|обязательно),? )*$"
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb form: its infinitive, the infinitive without -ся, and the form; `deed` is a past perfective with an object ("завезли")."""

    lemma: str
    plain: str
    form: Form
    deed: bool = False


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb of doing in its sentence; `start` inclusive and `end` exclusive offsets in the sentence."""

    start: int
    end: int
    verb: Verb
    status: ActivityStatus


@lru_cache(maxsize=20_000)
def read_verb(word: str) -> Verb | None:
    """Read a word as a verb form; None where it is none, or hardly ever."""
    if len(word) < 3 or not VERBAL.search(word):
        return None
    for reading in sorted(readings(word), key=is_future):  # "проводим" is the present of one verb and the future of another
        if (form := form_of(reading)) and is_likely(word, form, reading):
            deed = form == "past" and reading.grammemes >= {"perf", "tran", "plur"} and is_known_word(word)
            return Verb(reading.lemma, re.sub("с[яь]$", "", reading.lemma), form, deed)
    return None


def is_future(reading: Reading) -> bool:
    """Tell whether the reading is a future form."""
    return "futr" in reading.grammemes


def is_likely(word: str, form: Form, reading: Reading) -> bool:
    """Tell whether the word is read so in reports."""
    if form == "participle":
        return is_known_word(word) or bool(BORROWED.search(word))
    return reading.score >= LIKELY or "1per" in reading.grammemes


def form_of(reading: Reading) -> Form | None:
    """Give the verb form of a dictionary reading; present passive participles are no predicates here."""
    tags = reading.grammemes
    if "PRTS" in tags:
        return "participle" if "past" in tags else None
    if "INFN" in tags:
        return "infinitive"
    if "VERB" not in tags or "impr" in tags or "2per" in tags or ({"1per", "sing"} <= tags and not is_own_work(reading)):
        return None
    if "past" in tags:
        return "past"
    return "present" if "pres" in tags or reading.lemma in lexicon().both_aspects else "future"


def is_own_work(reading: Reading) -> bool:
    """Tell whether a first person singular says what its author does: "ежемесячно провожу занятия", not "прошу", "отмечу"."""
    return "pres" in reading.grammemes and reading.lemma in lexicon().doing


def is_doing(verb: Verb) -> bool:
    """Tell whether the verb names work; of unknown verbs a short participle, an infinitive and "завезли" do."""
    known = lexicon()
    if verb.lemma in known.states or verb.lemma in known.speech:
        return False
    if verb.lemma in known.doing or verb.plain in known.doing or verb.lemma in known.planning:
        return True
    return verb.deed or verb.form in ("participle", "infinitive")


@dataclass(slots=True)
class Scan:
    """What the words read so far mean for the next verb."""

    pending: str | None = None
    negated: bool = False
    bare: bool = False
    addressed: bool = False


@lru_cache(maxsize=1_000)
def find_predicates(shaded: str) -> tuple[Predicate, ...]:
    """Give the main predicates that name work; a sentence whose first main verb is one of speech has none."""
    main, found = hide_subordinates(shaded), list[Predicate]()
    scan = Scan(addressed=is_addressed(shaded))
    for match in WORD.finditer(main):
        verb = read_verb(match.group())
        if verb and verb.lemma in lexicon().speech and not found:
            return ()
        if predicate := read_predicate(shaded, match, verb, scan):
            found.append(predicate)
    return tuple(found)


def hide_subordinates(shaded: str) -> str:
    """Replace subordinate clauses by shade: from the relative word to the stop after the clause's first verb."""
    place = 0
    while found := SUBORDINATE.search(shaded, place):
        place = clause_end(shaded, found.end())
        shaded = shaded[: found.start()] + "¤" * (place - found.start()) + shaded[place:]
    return shaded


def clause_end(shaded: str, start: int) -> int:
    """Give the offset of the stop that ends a clause begun at `start`, or the end of the text."""
    has_verb = False
    for match in WORD_OR_STOP.finditer(shaded, start):
        if has_verb and match.group() in ",;:":
            return match.start()
        has_verb = has_verb or read_verb(match.group()) is not None
    return len(shaded)


def is_addressed(shaded: str) -> bool:
    """Tell whether the sentence opens with whom it instructs: "Руководителям учреждений представить отчёт"."""
    opening = ADDRESS.match(shaded)
    if not opening or has_reading(opening.group(1), "nomn"):
        return False
    first, second = opening.group(1), opening.group(2) or ""
    return has_reading(first, "NOUN", "datv") or (has_reading(first, "ADJF", "datv") and has_reading(second, "NOUN", "datv"))


def read_predicate(shaded: str, match: re.Match[str], verb: Verb | None, scan: Scan) -> Predicate | None:
    """Read one word as a predicate and keep in `scan` what it means for the next ones."""
    word, known = match.group(), lexicon()
    negated, scan.negated = scan.negated, word == "не"
    if word == "бы":
        scan.pending = "possible"
    if word in known.possibility:
        scan.pending = "possible"
        return None
    if word in known.success:
        scan.pending = "done"
        return None
    if word in known.necessity:
        scan.pending = "possible" if negated else need(verb, scan)
    if verb is None or verb.lemma == "быть":
        scan.negated = scan.negated or (negated and verb is not None)
        return None
    status = status_of(verb, scan, at_start=bool(BEGINNING.match(shaded[: match.start()])))
    if verb.form not in ("infinitive", "participle") and word not in known.necessity:
        scan.pending = None
    if status is None or negated or not is_doing(verb) or not fits(verb, shaded, match):
        return None
    return Predicate(match.start(), match.end(), verb, status)


def need(verb: Verb | None, scan: Scan) -> str:
    """Give what a word of need means for the next verb: "предусмотрено" tells of an infinitive, "должны быть" of a participle too."""
    told = verb is not None and verb.form == "participle" and verb.lemma not in lexicon().duties
    return "intended" if told and scan.pending != "planned" else "planned"


def status_of(verb: Verb, scan: Scan, *, at_start: bool) -> ActivityStatus | None:
    """Give the status that the form tells, None where the form states no work."""
    if verb.form == "infinitive":
        scan.bare = scan.bare or at_start or scan.addressed
        if scan.pending == "possible" or (scan.pending is None and not scan.bare):
            return None
        return "done" if scan.pending == "done" else "planned"
    if scan.pending == "possible" and verb.form == "participle":
        return None
    if verb.lemma in lexicon().planning and verb.form == "past":
        return None
    if verb.lemma in lexicon().planning or (verb.form == "participle" and scan.pending == "planned"):
        return "planned"
    scan.bare = scan.addressed = False
    by_form: dict[Form, ActivityStatus] = {"participle": "done", "past": "done", "present": "ongoing", "future": "planned"}
    return by_form[verb.form]


def fits(verb: Verb, shaded: str, match: re.Match[str]) -> bool:
    """Tell whether the words around the verb leave it a verb of doing ("отмечены грамотами", not "отмечен рост")."""
    known = lexicon()
    if re.match(r" ?, что\b", shaded[match.end() : match.end() + 8]):
        return False
    around = shaded[max(0, match.start() - 80) : match.end() + 160]
    for name in {verb.lemma, verb.plain}:
        if name in known.needs and not known.needs[name].search(around):
            return False
        if name in known.refuses and known.refuses[name].search(around):
            return False
    return True
