"""Who did the work: the body or position that a statement names.

In: a shaded sentence and its predicate. Out: the name in the nominative, or None. A passive verb has its actor in the
instrumental, an active one in the nominative, a duty in the dative. Heads of names are in `[actors]` of the lexicon.
"""

import re
from itertools import takewhile

from extractor.morphology import nominative
from extractor.narrative.verbs import Predicate, read_verb
from extractor.narrative.words import has_reading, lexicon, readings

WORD = re.compile(r"[а-я]+(?:-[а-я]+)*|\"¤*\"|№ ?\d+|[,;:()]|\S")
LONGEST_NAME = 14
INITIALS = re.compile(r"[а-я]\.[а-я]\.$")
CLAUSE = re.compile(r", [^,]*котор[^,]*,")
# Verbs whose subject is the work itself: "действует Совет отцов".
ACTORLESS = frozenset(
    {
        "действовать",
        "функционировать",
        "работать",
        "идти",
        "пройти",
        "проходить",
        "состояться",
        "начать",
        "завершить",
        "продолжить",
        "продолжать",
    }
)
PAST = re.compile(r"л([аои]?)(?:с[ья])?$")
AGREEMENT = {"": "masc", "а": "femn", "о": "neut", "и": "plur"}
# Words of duty that agree with who has it: "отделы должны".
PERSONAL_DUTY = re.compile(r"\b(?:долж[а-я]+|обязан[аы]?|планиру[ею]т|намерен[аы]?|будут|будет|удалось)\b")


def read_actor(shaded: str, printed: str, start: int, end: int, predicate: Predicate) -> str | None:
    """Read the actor of `predicate` among the words of `shaded[start:end]`."""
    is_personal = bool(PERSONAL_DUTY.search(shaded, start, end))
    for case in cases_of(predicate, is_personal=is_personal):
        tokens = list(WORD.finditer(shaded, start, end))
        for place, token in enumerate(tokens):
            if is_actor(tokens, place, case) and is_near(shaded, token, predicate, case):
                first = first_of_name(tokens, place, case)
                last = last_of_name(tokens, place)
                name = printed[tokens[first].start() : tokens[last].end()]
                return capitalised(nominative(name, case=None if case == "nomn" else case))
    return None


def cases_of(predicate: Predicate, *, is_personal: bool) -> tuple[str, ...]:
    """Give the case in which the verb has its actor."""
    verb = predicate.verb
    if verb.base in ACTORLESS:
        return ()
    if verb.form == "infinitive":
        return ("nomn", "datv") if is_personal else ("datv",)
    if verb.form == "participle" or verb.lemma != verb.base:
        return ("ablt",)
    return ("nomn",)


def is_actor(tokens: list[re.Match[str]], place: int, case: str) -> bool:
    """Tell whether the word is the head of a body's or position's name in the case, not governed by a preposition."""
    word = tokens[place].group()
    if not word[0].isalpha() or read_head(word, case) is None:
        return False
    before = list(takewhile(lambda token: is_modifier(token.group(), case), reversed(tokens[:place])))
    previous = tokens[place - len(before) - 1].group() if place > len(before) else ""
    if previous in lexicon().prepositions or (case == "ablt" and previous == ","):
        return False
    is_fixed = case == "ablt" and has_reading(word, "Fixd")
    if (is_fixed or case != "ablt") and has_reading(word, "gent") and previous[:1].isalpha() and "NOUN" in readings(previous)[0].grammemes:
        return False
    return case != "nomn" or place == 0 or "nomn" in readings(word)[0].grammemes


def read_head(word: str, case: str) -> str | None:
    """Give the lemma of an actor's head that stands in the case."""
    for reading in readings(word):
        if reading.lemma in lexicon().actors and "NOUN" in reading.grammemes and case in reading.grammemes:
            return reading.lemma
    return None


def is_modifier(word: str, case: str) -> bool:
    """Tell whether the word is an adjective in the case."""
    return word[0].isalpha() and (has_reading(word, "ADJF", case) or has_reading(word, "PRTF", case))


def is_near(shaded: str, token: re.Match[str], predicate: Predicate, case: str) -> bool:
    """Tell whether no other clause stands between the actor and the verb; a subject stands close by.

    After an infinitive the dative is a recipient: "направить отчёт комитету".
    """
    between = (
        CLAUSE.sub("", shaded[token.end() : predicate.start]) if token.end() <= predicate.start else shaded[predicate.end : token.start()]
    )
    if case == "datv" and token.start() > predicate.start:
        return False
    if case == "nomn" and token.start() > predicate.start and not agrees(token.group(), shaded[predicate.start : predicate.end]):
        return False
    if case == "nomn":
        return "," not in between and len(between) < 140
    return ";" not in between and len(between) < 220


def agrees(noun: str, verb: str) -> bool:
    """Tell whether a noun after a past verb can be its subject: "выполнило ООО", not "представила район"."""
    ending = PAST.search(verb)
    if ending is None or has_reading(noun, "Fixd"):
        return True
    return has_reading(noun, "nomn", AGREEMENT[ending.group(1)])


def first_of_name(tokens: list[re.Match[str]], place: int, case: str) -> int:
    """Give the place of the name's first word: the adjectives before the head belong to it."""
    while place and is_modifier(tokens[place - 1].group(), case) and read_verb(tokens[place - 1].group()) is None:
        place -= 1
    return place


def last_of_name(tokens: list[re.Match[str]], place: int) -> int:
    """Give the place of the name's last word: what stands in the genitive, quotation marks, and "по …" after the head."""
    last, in_dative = place, False
    for place_after in range(place + 1, min(place + LONGEST_NAME, len(tokens))):
        word = tokens[place_after].group()
        if word == "по":
            in_dative = True
            continue
        if word == "и" and in_dative:
            continue
        if word[0] in '"№':
            last = place_after
            continue
        if INITIALS.match("".join(token.group() for token in tokens[place_after + 1 : place_after + 5])):
            break
        if len(word) < 2 or word in lexicon().prepositions or not has_reading(word, "datv" if in_dative else "gent"):
            break
        if read_verb(word) and not has_reading(word, "NOUN"):
            break
        if in_dative and not has_reading(word, "datv"):
            break
        last = place_after
    return last


def capitalised(name: str) -> str:
    """Give the name with a capital first letter."""
    return name[:1].upper() + name[1:]
