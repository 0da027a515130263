"""Who did the work: the body or position that a statement names.

In: a shaded sentence and its predicate. Out: the name in the nominative, or None. A passive verb has its actor in the
instrumental, an active one in the nominative, a duty in the dative. Heads of names are in `[actors]` of the lexicon.
"""

import re
from itertools import takewhile

from extractor.casing import place_words
from extractor.head_nouns import SUBSTANTIVES, head_forms, is_lemma_of
from extractor.morphology import nominative
from extractor.narrative.verbs import Predicate, read_verb
from extractor.narrative.words import Reading, has_reading, lexicon, readings
from extractor.text import matching_form

WORD = re.compile(r"[а-я]+(?:-[а-я]+)*|\"¤*\"|№ ?\d+|\d{1,2}(?: ?- ?\d{1,2})?(?:-?[хых]{1,2})? класс[а-я]+|[,;:()]|\S")
LONGEST_NAME = 14
INITIALS = re.compile(r"[а-я]\.[а-я]\.$")
CLAUSE = re.compile(r", [^,]*котор[^,]*,")
PAST = re.compile(r"л([аои]?)(?:с[ья])?$")
PRESENT_PLURAL = re.compile(r"[юуая]т(?:ся)?$")
AGREEMENT = {"": "masc", "а": "femn", "о": "neut", "и": "plur"}
GOVERNING = re.compile(r"(?:заведующ|управляющ|управлени)")  # "заведующая библиотекой", "орган управления образованием"
# Words of duty that agree with who has it: "отделы должны".
PERSONAL_DUTY = re.compile(r"\b(?:долж[а-я]+|обязан[аы]?|планиру[ею]т|намерен[аы]?|будут|будет|удалось)\b")


def read_actor(shaded: str, printed: str, start: int, end: int, predicate: Predicate) -> str | None:
    """Read the actor of `predicate` among the words of `shaded[start:end]`."""
    is_personal = bool(PERSONAL_DUTY.search(shaded, start, end))
    for case in cases_of(predicate, is_personal=is_personal):
        tokens = list(WORD.finditer(shaded, start, end))
        for place, token in enumerate(tokens):
            if is_actor(tokens, place, case) and works(token.group(), predicate) and is_near(shaded, token, predicate, case):
                first = first_of_name(tokens, place, case)
                last = last_of_name(tokens, place, printed)
                name = printed[tokens[first].start() : tokens[last].end()]
                return capitalised(nominative(name, case=None if case == "nomn" else case))
    return None


def cases_of(predicate: Predicate, *, is_personal: bool) -> tuple[str, ...]:
    """Give the case in which the verb has its actor."""
    verb = predicate.verb
    if verb.plain in lexicon().actorless and (verb.form == "participle" or verb.lemma != verb.plain):
        return ()
    if verb.form == "infinitive" or verb.lemma in lexicon().duties:
        return ("nomn", "datv") if is_personal else ("datv",)
    if verb.form == "participle" or (verb.lemma != verb.plain and verb.lemma not in lexicon().reflexive):
        return ("ablt",)
    return ("nomn",)


def works(noun: str, predicate: Predicate) -> bool:
    """Tell whether the subject does what the verb says: of "работать" or "продолжить" a person does, a club is the work itself."""
    return predicate.verb.plain not in lexicon().actorless or has_reading(noun, "anim")


def is_actor(tokens: list[re.Match[str]], place: int, case: str) -> bool:
    """Tell whether the word is the head of a body's or position's name in the case, not governed by a preposition."""
    word = tokens[place].group()
    if not word[0].isalpha() or read_head(word, case) is None:
        return False
    following = tokens[place + 1].group() if place + 1 < len(tokens) else ""
    is_adjective = is_modifier(word, case) and (case == "ablt" or "NOUN" not in readings(word)[0].grammemes)
    if is_adjective and following[:1].isalpha() and has_reading(following, "NOUN", case):
        return False
    before = list(takewhile(lambda token: is_modifier(token.group(), case), reversed(tokens[:place])))
    previous = tokens[place - len(before) - 1].group() if place > len(before) else ""
    if previous in lexicon().prepositions or (case == "ablt" and previous == ","):
        return False
    governable = is_unchanging(word) or (case != "ablt" and has_reading(word, "gent"))
    if governable and previous[:1].isalpha() and "NOUN" in readings(previous)[0].grammemes:
        return False
    return case != "nomn" or place == len(before) or is_unchanging(word) or "nomn" in readings(word)[0].grammemes


def read_head(word: str, case: str) -> str | None:
    """Give the lemma of an actor's head that stands in the case."""
    for reading in readings(word):
        if "UNKN" in reading.grammemes and reading.lemma in lexicon().actors:  # an abbreviation that the dictionary lacks
            return reading.lemma
        if "NOUN" in reading.grammemes and case in reading.grammemes and heads_actor(reading):
            return reading.lemma
    substantive = any(kind == "position" and form.case == case and form.lemma in SUBSTANTIVES for kind, form in head_forms(word))
    return word if substantive else None


def is_unchanging(word: str) -> bool:
    """Tell whether the word has one form for all cases: "ООО", "МУП"."""
    return has_reading(word, "Fixd") or has_reading(word, "UNKN")


def heads_actor(reading: Reading) -> bool:
    """Tell whether a noun heads the name of one who works: a body, a position, one half of "педагог-психолог"."""
    if reading.lemma in lexicon().actors:
        return True
    return "anim" in reading.grammemes and (
        is_lemma_of(reading.lemma, "position") or any(half in lexicon().actors for half in reading.lemma.split("-"))
    )


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
    if case == "nomn" and not agrees(token.group(), shaded[predicate.start : predicate.end], is_alone=is_alone(between)):
        return False
    if case == "nomn":
        return "," not in between and len(between) < 140
    return ";" not in between and len(between) < 220


def is_alone(between: str) -> bool:
    """Tell whether no further subject stands between the noun and the verb: "глава и депутаты провели"."""
    return not re.search(r",| и | с | со ", between)


def agrees(noun: str, verb: str, *, is_alone: bool) -> bool:
    """Tell whether a noun can be the subject of a verb: "выполнило ООО", not "представила район", "центр посетили"."""
    if not is_alone or is_unchanging(noun):
        return True
    ending = PAST.search(verb)
    if ending is None:
        return not PRESENT_PLURAL.search(verb) or has_reading(noun, "nomn", "plur")
    wanted = AGREEMENT[ending.group(1)]
    if has_reading(noun, "anim") and wanted != "plur":  # a position agrees with the person: "глава провёл"
        return has_reading(noun, "nomn", "sing")
    return has_reading(noun, "nomn", wanted)


def first_of_name(tokens: list[re.Match[str]], place: int, case: str) -> int:
    """Give the place of the name's first word: the adjectives before the head belong to it."""
    while place and is_modifier(tokens[place - 1].group(), case) and read_verb(tokens[place - 1].group()) is None:
        place -= 1
    return place


def last_of_name(tokens: list[re.Match[str]], place: int, printed: str) -> int:
    """Give the place of the name's last word: what stands in the genitive, quotation marks, and "по …" after the head."""
    last, in_dative = place, False
    for place_after in range(place + 1, min(place + LONGEST_NAME, len(tokens))):
        word = tokens[place_after].group()
        if word == "по":
            in_dative = True
        elif GOVERNING.match(tokens[place_after - 1].group()) and has_reading(word, "NOUN", "ablt") and not has_reading(word, "gent"):
            last = place_after
        elif in_dative and word == "с" and place_after + 1 < len(tokens) and has_reading(tokens[place_after + 1].group(), "NOUN", "ablt"):
            return place_after + 1
        elif is_proper(tokens, place_after, printed) or word[0] in '"№' or word.endswith("классов"):
            last = place_after
        elif word == "и" and in_dative:
            continue
        elif ends_name(tokens, place_after, in_dative=in_dative):
            break
        else:
            last = place_after
    return last


def ends_name(tokens: list[re.Match[str]], place: int, *, in_dative: bool) -> bool:
    """Tell whether the word can't belong to the name before it: a person's, a verb, a word in another case."""
    word = tokens[place].group()
    if INITIALS.match("".join(token.group() for token in tokens[place + 1 : place + 5])):
        return True
    if len(word) < 2 or word in lexicon().prepositions or (read_verb(word) and not has_reading(word, "NOUN")):
        return True
    return not (has_reading(word, "gent") or (in_dative and has_reading(word, "datv")))


def is_proper(tokens: list[re.Match[str]], place: int, printed: str) -> bool:
    """Tell whether the word is a place's own name ("жители села Покровка") or goes on with an abbreviation ("ГО и ЧС")."""
    before, after = printed_word(tokens, place - 1, printed), printed_word(tokens, place + 1, printed)
    word = printed_word(tokens, place, printed)
    if word == "и":
        return is_abbreviation(before) and is_abbreviation(after)
    if printed_word(tokens, place - 2, printed) and before == "и" and is_abbreviation(word):
        return is_abbreviation(printed_word(tokens, place - 2, printed))
    return word[:1].isupper() and place_words("settlements", ends=True).search(matching_form(before)) is not None


def printed_word(tokens: list[re.Match[str]], place: int, printed: str) -> str:
    """Give a token as printed; empty outside the sentence."""
    return printed[tokens[place].start() : tokens[place].end()] if 0 <= place < len(tokens) else ""


def is_abbreviation(word: str) -> bool:
    """Tell whether the word is printed in capitals."""
    return len(word) > 1 and word.isupper()


def capitalised(name: str) -> str:
    """Give the name with a capital first letter."""
    return name[:1].upper() + name[1:]
