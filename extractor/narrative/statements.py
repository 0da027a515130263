"""Statements of a sentence: where the words of one activity begin and end.

In: a sentence's shaded form. Out: `Statement`s, one for the sentence and a further one for each part that has its own
quantity, actor or status. Opening words ("Кроме того", "В рамках …") and what follows a relative pronoun are cut off.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.narrative.actors import read_actor, read_head
from extractor.narrative.quantities import find_quantities
from extractor.narrative.sentences import SHADE, enclosed, shade
from extractor.narrative.verbs import Predicate, find_predicates, hide_subordinates, read_verb
from extractor.narrative.words import has_reading, lexicon, readings
from extractor.records import Quantity

MARKER = re.compile(r"\s*(?:[-•·*▪■●✓✔➢]+|\d{1,2}(?:\.\d{1,2})*[.)](?=\s)|[а-я]\))\s*")
YEARS = r"(?:19|20)\d\d(?:\s?[-/]\s?(?:20)?\d\d)?\s?(?:год[а-я]*|гг?\.)"
TIME = re.compile(
    r"(?:(?:в|за|на|с|к|по итогам|в течение|на протяжении|в период|начиная с)\s(?:[а-яiv-]+\s){0,4}?"
    rf"(?:{YEARS}|год[ау]?|период[а-я]*|времени)|ежегодно|ежемесячно|ежеквартально|систематически|регулярно|постоянно)(?:\s[а-я]+\sгода)?,?\s"
)
SEPARATOR = re.compile(r"; |: |, а также |, |\. | и | - ")
WORD = re.compile(r"[а-я]+(?:-[а-я]+)*|\d+(?:[.,]\d+)?|\"|,")
ADVERB = re.compile(r"([а-я]+) ")
SHARE = re.compile(r"\s*(?:из них|из которых|в том числе)\b")
CASES = frozenset({"nomn", "gent", "datv", "ablt", "loct", "accs"})
LOOSE = " ,;:-–—.…"


@dataclass(frozen=True, slots=True)
class Statement:
    """One activity in a sentence: offsets in the sentence, its predicate, its quantities."""

    start: int
    end: int
    predicate: Predicate
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence three times at the same length: shaded, as printed, and with brackets open for counting."""

    shaded: str
    printed: str
    countable: str

    def quantities(self, start: int, end: int) -> tuple[Quantity, ...]:
        """Give the quantities of a stretch; what "из них" counts has its unit from the words before."""
        if SHARE.match(self.shaded, start):
            return find_quantities(self.countable[:end], self.printed[:end])[len(self.quantities(0, start)) :]
        return find_quantities(self.countable[start:end], self.printed[start:end])


def read_source(shaded: str, printed: str) -> Source:
    """Open the brackets that state no work of their own: "(539 участников)"."""
    countable = shaded
    for start, end in enclosed(printed):
        inner = shade(printed[start:end])
        if printed[start - 1] == "(" and not find_predicates(inner):
            countable = countable[:start] + inner + countable[end:]
    return Source(shaded, printed, countable)


def find_statements(shaded: str, printed: str) -> tuple[Statement, ...]:
    """Give the statements of a sentence, in order; none where it is a judgement, an address or a question."""
    if shaded.rstrip().endswith("?"):
        return ()
    offset = opening_end(shaded)
    predicates = tuple(shifted(found, offset) for found in find_predicates(shaded[offset:]))
    if not predicates or lexicon().evaluation.search(shaded):
        return ()
    source = read_source(shaded, printed)
    parts = split_parts(source, clause_start(shaded, offset, predicates[0]), predicates)
    statements = (cut_statement(source, part) for part in parts)
    is_lead_in = shaded.rstrip().endswith(":")
    return tuple(statement for statement in statements if is_lead_in or has_object(shaded, statement))


def clause_start(shaded: str, start: int, predicate: Predicate) -> int:
    """Give the offset of the first predicate's clause: "Увеличилось число кружков, открыта студия" opens with no work."""
    main = hide_subordinates(shaded)
    others = [found for found in WORD.finditer(main, start, predicate.start) if is_finite(found.group())]
    border = border_before(shaded, others[-1].end(), predicate.start) if others else None
    return border[1] if border else start


def is_finite(word: str) -> bool:
    """Tell whether the word is a finite verb other than an auxiliary or a word of duty."""
    verb = read_verb(word)
    return (
        verb is not None
        and verb.form in ("past", "present")
        and verb.lemma != "быть"
        and word not in lexicon().necessity | lexicon().success
    )


def has_object(shaded: str, statement: Statement) -> bool:
    """Tell whether a statement names what was done: "Создано: 12.03.2020" and "Исполнено" don't."""
    words = WORD.findall(shaded[statement.start : statement.end])
    return bool(statement.quantities) or any(word == '"' or (len(word) > 2 and is_object(word)) for word in words)


def is_object(word: str) -> bool:
    """Tell whether the word is a noun other than a month or a year, or a quoted name."""
    found = readings(word)
    if not word[0].isalpha() or not found:
        return False
    return bool(found[0].grammemes & {"NOUN", "NPRO", "UNKN", "LATN"}) and found[0].lemma not in lexicon().refused_units


def shifted(predicate: Predicate, offset: int) -> Predicate:
    """Give the predicate with its offsets moved."""
    return Predicate(predicate.start + offset, predicate.end + offset, predicate.verb, predicate.status)


def opening_end(shaded: str) -> int:
    """Give the offset after a list mark, connectives and sayings: "- Кроме того, следует отметить, что "."""
    position = 0
    if marker := MARKER.match(shaded):
        position = marker.end()
    for pattern in (lexicon().connectives, lexicon().sayings, lexicon().connectives):
        while found := pattern.match(shaded[position:]):
            position += found.end()
    return position


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence with its own predicates."""

    start: int
    end: int
    predicates: tuple[Predicate, ...]


def split_parts(source: Source, start: int, predicates: tuple[Predicate, ...]) -> Iterator[Part]:
    """Cut a sentence before each predicate whose words have an own quantity, actor or status."""
    shaded = source.shaded
    first, pending = start, [predicates[0]]
    for number, predicate in enumerate(predicates[1:], 1):
        border = border_before(shaded, pending[-1].end, predicate.start)
        if shaded[pending[-1].end : predicate.start] == " и ":
            border = None
        end = predicates[number + 1].start if number + 1 < len(predicates) else len(shaded)
        if border and is_own(source, (first, *border, end), (pending[0], predicate)):
            yield Part(first, border[0], tuple(pending))
            first, pending = border[1], [predicate]
        else:
            pending.append(predicate)
    yield Part(first, len(shaded), tuple(pending))


def border_before(shaded: str, start: int, end: int) -> tuple[int, int] | None:
    """Give the separator (start, end) that opens the predicate's own words; an "и" only right before it."""
    found = list(SEPARATOR.finditer(shaded, start, end))
    strong = [mark for mark in found if mark.group() != " и "] or [mark for mark in found if end - mark.end() < 25]
    return (strong[-1].start(), strong[-1].end()) if strong else None


def is_own(source: Source, borders: tuple[int, int, int, int], predicates: tuple[Predicate, Predicate]) -> bool:
    """Tell whether the second part has its own status, quantity or actor."""
    start, left_end, right_start, end = borders
    before, after = predicates
    if before.status != after.status:
        return True
    if SHARE.match(source.shaded, right_start):
        return False
    if source.quantities(right_start, end):
        return True
    actor = read_actor(source.shaded, source.printed, right_start, end, after)
    return actor is not None and actor != read_actor(source.shaded, source.printed, start, left_end, before)


def cut_statement(source: Source, part: Part) -> Statement:
    """Cut the introduction and the tail off a part."""
    shaded = source.shaded
    opening = part.start + opening_end(shaded[part.start : part.predicates[0].start])
    start = introduction_end(shaded, opening, part.predicates[0])
    end = tail_start(source, part.predicates[-1].end, part.end)
    while end > start and shaded[end - 1] in LOOSE:
        end -= 1
    while start < end and shaded[start] in LOOSE:
        start += 1
    return Statement(start, end, part.predicates[0], source.quantities(start, end))


def tail_start(source: Source, start: int, end: int) -> int:
    """Give the offset where the tail of a statement begins; a tail with a quantity stays."""
    shaded = source.shaded
    for found in lexicon().endings.finditer(shaded, start, end):
        is_idle = len(source.quantities(start, end)) == len(source.quantities(start, found.start()))
        if shaded[start : found.start()].strip() and is_idle:
            end = found.start()
            break
    bracket = shaded.rfind("(", start, end)
    if bracket > start + 3 and not re.search(f"[^{SHADE}().,;: ]", shaded[bracket:end]) and not source.quantities(bracket, end):
        end = bracket
    return end


def introduction_end(shaded: str, start: int, predicate: Predicate) -> int:
    """Give the offset after an introduction of time, purpose or ground, where its end is clear."""
    verb = predicate.start
    time = TIME.match(shaded, start, verb)
    opening = time.end() if time else start
    if not lexicon().purposes.match(shaded, opening):
        return start
    begin = adverbs_start(shaded, verb)
    for candidate in subject_candidates(shaded, opening, begin, case="datv" if predicate.verb.form == "infinitive" else "ablt"):
        return candidate
    return begin if has_subject_after(shaded, verb) else start


def adverbs_start(shaded: str, verb: int) -> int:
    """Give the offset of the adverbs and auxiliaries right before the verb, or the verb's own."""
    helpers = lexicon().auxiliaries | lexicon().success | lexicon().necessity
    for found in reversed(list(ADVERB.finditer(shaded, 0, verb))):
        if found.end() != verb or not (found.group(1) in helpers or has_reading(found.group(1), "ADVB")):
            break
        verb = found.start()
    return verb


def subject_candidates(shaded: str, start: int, verb: int, *, case: str) -> Iterator[int]:
    """Yield offsets where the subject of the verb may begin after an introduction."""
    tokens = list(WORD.finditer(shaded, start, verb))
    for place in range(2, len(tokens)):
        word, previous = tokens[place].group(), tokens[place - 1].group()
        is_count = word[0].isdigit() and len(word) < 4 and (previous in ('"', ",") or is_counted_recipient(tokens, place))
        if is_count or (word[0].isalpha() and opens_subject(tokens, place, case)):
            yield tokens[place].start()


def is_counted_recipient(tokens: list[re.Match[str]], place: int) -> bool:
    """Tell whether a number counts those for whom the work is done: "12 студентам назначены стипендии"."""
    if place + 1 >= len(tokens) or is_governed(tokens, place):
        return False
    word = tokens[place + 1].group()
    return has_reading(word, "datv", "plur") and not has_reading(word, "gent")


def opens_subject(tokens: list[re.Match[str]], place: int, case: str) -> bool:
    """Tell whether the word can only begin the subject, or is an actor in `case`."""
    word = tokens[place].group()
    if is_governed(tokens, place):
        return False
    if read_head(word, case) and not has_reading(word, "nomn") and not (case == "datv" and has_reading(word, "gent")):
        return True
    found = readings(word)
    cases = {name for reading in found for name in reading.grammemes & CASES}
    if "nomn" not in cases or case == "datv":
        return False
    return cases <= {"nomn", "accs"} or (tokens[place - 1].group() == "," and "nomn" in found[0].grammemes)


def is_governed(tokens: list[re.Match[str]], place: int) -> bool:
    """Tell whether a preposition or an "и" governs the word through its adjectives."""
    while place and (tokens[place - 1].group()[0].isdigit() or has_reading(tokens[place - 1].group(), "ADJF")):
        place -= 1
    return place == 0 or tokens[place - 1].group() in lexicon().prepositions


def has_subject_after(shaded: str, verb: int) -> bool:
    """Tell whether a noun or a number that may be the subject follows the verb."""
    after = WORD.findall(shaded[verb : verb + 120])[1:4]
    return any(word[0].isdigit() or has_reading(word, "nomn") or has_reading(word, "NUMR") or word == '"' for word in after)
