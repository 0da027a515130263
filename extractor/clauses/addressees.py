"""Where a clause names its parties, and in which case they stand.

In: a clause's text. Out: `Named` spans for the reader of parties. A rule takes one sentence and yields spans; `RULES` is
ordered, the first that yields anything stands; partners (совместно с …) and labels (Ответственный: …) come besides.
To add a shape, write a rule whose docstring is a real wording.
"""

import re
from collections.abc import Callable, Iterator

from extractor.clauses.agents import by_agent, by_controlling, by_passive, by_subject
from extractor.clauses.appointing import by_appointed_role, by_appointing, by_listed, inside_list, is_appointing
from extractor.clauses.named import Named
from extractor.clauses.points import FINITE, SHORT_POSITION
from extractor.clauses.sentences import Sentence, border, first_infinitive, sentences
from extractor.clauses.words import cue, lexicon
from extractor.head_nouns import HeadKind, find_heads
from extractor.morphology import find_group, is_abbreviation
from extractor.outline.foot import PERSON
from extractor.outline.words import opening

# A sentence may open with a purpose, a ground or a time before its party.
ASIDE = re.compile(
    r"(?:в целях|с целью|в соответствии|во исполнение|в связи|в рамках|на основании|в срок|"
    r"до|не позднее|ежегодно|ежемесячно|ежеквартально|еженедельно|для|при|в течение|по итогам|"
    r"по результатам|к|с|в)(?![а-я])"
)
IMPOSED = re.compile(r"(?<![а-я])(?:возложить|возлагаю|возлагается|возложена|возложено|возложить персональную)(?![а-я])")
HELD = re.compile(
    r"(?<![а-я])(?:ответственность|контроль|обязанност[иь]|функци[июя]|исполнение|организаци[юи]|"
    r"полномочия|руководство|персональную|выполнение|общее|координацию|проведение|обеспечение)(?![а-я])"
)
ENTRUSTED = re.compile(r"(?<![а-я])(?:закрепить|закрепляю|оставить|оставляю|сохранить)(?![а-я])")
BODY_OR_POSITION: frozenset[HeadKind] = frozenset({"unit", "position"})
WITH_WHOM = re.compile(r"(?<![а-я])за (?!соб)")
TIMED = re.compile(r" (?:с|до|по) \d| на (?:период|время|срок)(?![а-я])| в срок")  # when something imposed begins or ends
BARE_LABEL = re.compile(r"(?:^|[.;] )(?:Ответственн(?:ый|ая|ые)|Исполнител[ьи]) (?!за |исполнител|лиц|секретар|дежурн)(?=[а-яёА-ЯЁ])")


# "по организации досуга", "согласно решению совета": the dative is the preposition's.
GOVERNED = re.compile(r"(?<![а-я])(?:по|ко?|согласно)(?: [а-я-]+(?:ому|ему|ой|ей|ым|им))* $")


Rule = Callable[[Sentence], Iterator[Named]]


def find_named(text: str) -> tuple[Named, ...]:
    """Find the spans that name parties in a clause's text, in printed order."""
    spans, listing = list[Named](), False
    for sentence in sentences(text):
        spans += by_listed(sentence) if listing else ()
        listing = listing or (is_appointing(sentence.form) and text[sentence.end - 1] == ":")
        listed = inside_list(sentence)
        first = tuple(by_listed(listed)) if listed else next((named for rule in RULES if (named := tuple(rule(sentence)))), ())
        listing = listing or listed is not None
        besides = [named for rule in BESIDES for named in rule(sentence) if not any(n.start <= named.start < n.end for n in first)]
        spans += [*first, *besides]
    return tuple(sorted(spans, key=lambda named: named.start))


def by_dative_first(sentence: Sentence) -> Iterator[Named]:
    """Отделу культуры (Иванова И.И.) провести конкурс"""
    verb = first_infinitive(sentence)
    colon = sentence.visible.rstrip().endswith(":")
    dashed = re.search(r"\S+[а-я)\0] - [а-я]", sentence.visible)
    if not verb and not colon and not dashed:
        return
    limit = verb.start() if verb else len(sentence.form)
    for start in party_starts(sentence, limit):
        if find_group(sentence.text[start:limit], 0, "datv") or is_without_case(sentence, start):
            dash = sentence.visible.find(" - ", start)
            end = min(border(sentence, start), limit, dash if dashed and not verb else limit)
            if sentence.text[start:end].strip(" ,-–—"):
                yield Named(sentence.start + start, sentence.start + end, "datv", "executor", "by_dative_first")
                return
    late = next(find_addressed(sentence.visible[:limit]), None) if ASIDE.match(sentence.form) else None
    if late:
        yield Named(sentence.start + late[0], sentence.start + border(sentence, late[0]), "datv", "executor", "by_dative_first")


def find_addressed(visible: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the span of each head in the dative that no preposition governs."""
    return ((begin, end) for begin, end in find_heads(visible, "datv", start) if not GOVERNED.search(visible[:begin]))


def party_starts(sentence: Sentence, limit: int) -> Iterator[int]:
    """Yield where a party can begin before `limit`: at the start, or after an opening aside that ends in a comma or a date."""
    if limit <= 2:
        return
    aside = ASIDE.match(sentence.form)
    if not aside:
        yield 0
        return
    for mark in re.finditer(r", |(?:года?|г\.|\d{4}) |(?:ежегодно|ежемесячно|ежеквартально|еженедельно|срок) ", sentence.visible[:limit]):
        yield mark.end()


def is_without_case(sentence: Sentence, start: int) -> bool:
    """Tell whether a party that shows no case stands there: an abbreviation, or a shortened position (`Зам. директора Лугову`)."""
    return is_bare_abbreviation(sentence, start) or bool(SHORT_POSITION.match(sentence.form, start))


def is_bare_abbreviation(sentence: Sentence, start: int) -> bool:
    """Tell whether a party without case stands there: `МКУ «Центр» (Иванов) подготовить`."""
    first = re.match(r"[А-ЯЁ][А-Яа-яЁё]*[А-ЯЁ](?![а-яё])|[А-ЯЁ]{2,}", sentence.text[start:])
    return bool(first and is_abbreviation(first.group()))


def by_dative_governor(sentence: Sentence) -> Iterator[Named]:
    """Рекомендовать главам поселений организовать работу"""
    verb = cue("governors", "dative").search(sentence.visible)
    if not verb or re.search(r"[а-я]+(?:ть|ти)(?![а-я-])", sentence.visible[: verb.start()]):
        return
    verb_end = verb.end()
    end = border(sentence, verb_end + 1)
    start = next(
        (
            place
            for place in word_starts(sentence, verb_end, end)
            if find_group(sentence.text[place:end], 0, "datv") or is_bare_abbreviation(sentence, place)
        ),
        None,
    )
    late = next(find_addressed(sentence.visible, verb_end), None)
    if start is None or (start - verb_end > 3 and late and late[0] <= start):
        start = late[0] if late else None
    if start is not None:
        yield Named(sentence.start + start, sentence.start + border(sentence, start), "datv", "executor", "by_dative_governor")


def word_starts(sentence: Sentence, start: int, end: int) -> Iterator[int]:
    """Yield where a governed name can begin: right after the governor, or after a comma or a date."""
    first = re.compile(r"\s*").match(sentence.form, start)
    if first and first.end() < end:
        yield first.end()
    for mark in re.finditer(r", |(?:года?|г\.|\d{4}) ", sentence.visible[start:]):
        yield start + mark.end()


def by_accusative_governor(sentence: Sentence) -> Iterator[Named]:
    """Просить дирекцию учреждения дать поручение"""
    verb = cue("governors", "accusative").search(sentence.visible)
    if not verb or re.search(r"[а-я]+(?:ть|ти)(?![а-я-])", sentence.visible[: verb.start()]):
        return
    start = verb.end() + (sentence.form[verb.end() : verb.end() + 1] == " ")
    case = "datv" if verb.group().endswith(" к") else "ablt" if verb.group().endswith("перед") else "accs"
    end = border(sentence, start)
    if end > start and (first_infinitive(sentence, start) or sentence.form.rstrip().endswith(":")):
        yield Named(sentence.start + start, sentence.start + end, case, "executor", "by_accusative_governor")


def by_imposing(sentence: Sentence) -> Iterator[Named]:
    """Контроль возложить на заместителя главы И.И. Иванову"""
    verb = IMPOSED.search(sentence.visible)
    if not verb:
        return
    after = [place.end() for place in re.finditer(r"(?<![а-я])на ", sentence.visible[verb.end() :])]
    if after:
        start = verb.end() + after[0]
        held = HELD.search(sentence.visible, start)
        end = held.start() if held and after[0] <= len(" на ") else len(sentence.form)
        timed = TIMED.search(sentence.visible, start, end)
        end = timed.start() if timed else end
        yield Named(sentence.start + start, sentence.start + end, "accs", "executor", "by_imposing")
        return
    before = list(re.finditer(r"(?<![а-я])на ", sentence.visible[: verb.start()]))
    if before:
        yield Named(sentence.start + before[-1].end(), sentence.start + verb.start(), "accs", "executor", "by_imposing")


def by_entrusting(sentence: Sentence) -> Iterator[Named]:
    """Контроль оставить за заместителем главы И.И. Ивановой"""
    verb = ENTRUSTED.search(sentence.visible)
    places = [place.end() for place in WITH_WHOM.finditer(sentence.visible, verb.end())] if verb else []
    heads = {start for start, _ in find_heads(sentence.visible, "ablt", kinds=BODY_OR_POSITION)}
    start = next((place for place in places if place in heads or is_bare_abbreviation(sentence, place)), None)
    if start is None:
        return
    held = HELD.search(sentence.visible, start)
    hidden = re.compile("\0(?= (?!\0)|$)").search(sentence.visible, start)
    person = PERSON.search(sentence.text, start)
    ends = [held.start() if held else 0, hidden.end() if hidden else 0, person.end() if person else 0]
    end = min((end for end in ends if end > start), default=len(sentence.form))
    yield Named(sentence.start + start, sentence.start + end, "ablt", "executor", "by_entrusting")


def by_partner(sentence: Sentence) -> Iterator[Named]:
    """совместно с управлением образования"""
    for case in ("ablt", "gent"):
        for found in cue("partners", case).finditer(sentence.visible):
            start = found.end() + (sentence.form[found.end() : found.end() + 1] == " ")
            end = border(sentence, start)
            if end > start:
                yield Named(sentence.start + start, sentence.start + end, case, "co_executor", "by_partner")


def by_label(sentence: Sentence) -> Iterator[Named]:
    """Ответственный: начальник отдела культуры Иванова И.И."""
    labels = "|".join(re.escape(label) for label in sorted(lexicon()["labels"], key=len, reverse=True))
    found = re.search(rf"(?:^|[.(,;] ?)(?:(?:{labels})(?: лицо| лица)? ?[:–—-]|отв\. (?=[а-яё])) ?", sentence.form)
    late = re.search(rf"(?<= )(?:{labels})(?: лицо| лица)? ?: ?", sentence.form)
    found = found or (late if late and sentence.text[late.start()].isupper() else None)
    if found:
        stop = re.search(r"\)$|[.,;]? ?срок(?:и)?(?: [а-я]+)? ?[:–—-]", sentence.form[found.end() :])
        end = found.end() + stop.start() if stop else len(sentence.form)
        yield Named(sentence.start + found.end(), sentence.start + end, "nomn", "executor", "by_label")


def by_bare_label(sentence: Sentence) -> Iterator[Named]:
    """Ответственные воспитатели групп."""
    label = BARE_LABEL.search(sentence.text)
    if label and not first_infinitive(sentence, label.start()) and not FINITE.search(sentence.visible, label.start()):
        yield Named(sentence.start + label.end(), sentence.end, "nomn", "executor", "by_label")


def by_bracket(sentence: Sentence) -> Iterator[Named]:
    """Разработать план (старший воспитатель Иванова И.И., до 20.08.2021)"""
    bracket = re.search(r"\(([^()]*)\)[.; ]*$", sentence.text)
    patterns = (opening("positions"), SHORT_POSITION)
    opened = bracket and any(pattern.match(sentence.form, bracket.start(1)) for pattern in patterns)
    verb = first_infinitive(sentence)
    if not bracket or not opened or not PERSON.search(bracket.group(1)) or not verb or verb.start() > 0:
        return
    timed = re.search(r"[,;] (?:до|срок|в течение|к) ", bracket.group(1))
    end = bracket.start(1) + timed.start() if timed else bracket.end(1)
    yield Named(sentence.start + bracket.start(1), sentence.start + end, "nomn", "executor", "by_bracket")


RULES: tuple[Rule, ...] = (
    by_dative_governor,
    by_accusative_governor,
    by_imposing,
    by_entrusting,
    by_appointing,
    by_appointed_role,
    by_dative_first,
    by_agent,
    by_passive,
    by_controlling,
    by_subject,
)
BESIDES: tuple[Rule, ...] = (by_partner, by_label, by_bare_label, by_bracket)
