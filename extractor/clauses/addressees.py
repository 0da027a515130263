"""Where a clause names its parties, and in which case they stand.

In: a clause's text. Out: `Named` spans for the reader of parties. A rule takes one sentence and yields spans; `RULES` is
ordered, the first that yields anything stands; partners (совместно с …) and labels (Ответственный: …) come besides.
To add a shape, write a rule whose docstring is a real wording.
"""

import re
from collections.abc import Callable, Iterator

from extractor.clauses.agents import by_agent, by_controlling, by_passive, by_subject
from extractor.clauses.named import Named
from extractor.clauses.points import FINITE, SHORT_POSITION
from extractor.clauses.sentences import Sentence, border, first_infinitive, sentences
from extractor.clauses.words import cue, lexicon
from extractor.head_nouns import POSITION, find_heads
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
TIMED = re.compile(r" (?:с|до|по) \d| на (?:период|время|срок)(?![а-я])| в срок")  # when something imposed begins or ends
BARE_LABEL = re.compile(r"(?:^|[.;] )(?:Ответственн(?:ый|ая|ые)|Исполнител[ьи]) (?!за |исполнител|лиц|секретар|дежурн)(?=[а-яёА-ЯЁ])")
NEAR = 160  # characters between a position and its person
APPOINTED = re.compile(r"(?<![а-я])(?:назначить|определить|утвердить|считать|назначаю|закрепить)(?![а-я])")
RESPONSIBLE = re.compile(
    r"(?<![а-я])(?:лицом, |лиц[оа]м?[и]?, )?ответственн(?:ым|ыми|ой|ого|ую|ые|ый|ых)(?![а-я])(?: лиц(?:ом|"
    r"ами|о|а))?(?: исполнител(?:ем|ями))?"
)


# "по организации досуга", "согласно решению совета": the dative is the preposition's.
GOVERNED = re.compile(r"(?<![а-я])(?:по|ко?|согласно)(?: [а-я-]+(?:ому|ему|ой|ей|ым|им))* $")


Rule = Callable[[Sentence], Iterator[Named]]


def find_named(text: str) -> tuple[Named, ...]:
    """Find the spans that name parties in a clause's text, in printed order."""
    spans, listing = list[Named](), False
    for sentence in sentences(text):
        spans += by_listed(sentence) if listing else ()
        listing = listing or bool(APPOINTED.search(sentence.form) and RESPONSIBLE.search(sentence.form) and text[sentence.end - 1] == ":")
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
        end = held.start() if held and after[0] <= 3 else len(sentence.form)
        timed = TIMED.search(sentence.visible, start, end)
        end = timed.start() if timed else end
        yield Named(sentence.start + start, sentence.start + end, "accs", "executor", "by_imposing")
        return
    before = list(re.finditer(r"(?<![а-я])на ", sentence.visible[: verb.start()]))
    if before:
        yield Named(sentence.start + before[-1].end(), sentence.start + verb.start(), "accs", "executor", "by_imposing")


def by_appointing(sentence: Sentence) -> Iterator[Named]:
    """Назначить ответственным за проведение заместителя директора Иванову И.И."""
    verb = APPOINTED.search(sentence.visible)
    responsible = RESPONSIBLE.search(sentence.visible, verb.end()) if verb else None
    if verb and not responsible and RESPONSIBLE.match(sentence.visible):
        yield Named(sentence.start + verb.end() + 1, sentence.start + len(sentence.form), "accs", "executor", "by_appointing")
        return
    if not verb or not responsible:
        return
    between = sentence.text[verb.end() : responsible.start()].strip(" ,")
    if len(between) > 3:
        start = verb.end() + 1
        yield Named(sentence.start + start, sentence.start + responsible.start(), "accs", "executor", "by_appointing")
        return
    named = PERSON.search(sentence.text, 0, verb.start())
    if named:
        yield Named(sentence.start, sentence.start + verb.start(), "accs", "executor", "by_appointing")
        return
    late = appointed_start(sentence, responsible.end())
    if late is not None:
        yield Named(sentence.start + late, sentence.start + len(sentence.form), "accs", "executor", "by_appointing")


def appointed_start(sentence: Sentence, after: int) -> int | None:
    """Give where the appointed person's name or position begins after `ответственным за …`; None where it is left blank."""
    dash = re.search(r" - |: ", sentence.visible[after:])
    if dash:
        return after + dash.end()
    person = PERSON.search(sentence.text, after)
    before = len(sentence.form) if person is None else person.start()
    positions = [start for start, _ in find_heads(sentence.visible, "accs", after, kinds=POSITION) if start < before]
    if person:
        return next((start for start in positions if person.start() - start < NEAR), person.start())
    return positions[-1] if positions else None


def inside_list(sentence: Sentence) -> Sentence | None:
    """Give the first line of a list of persons that goes on in the sentence of its lead-in: `Назначить ответственными: в школе – …`."""
    colon = re.search(r": (?=\S)", sentence.visible)
    lead = sentence.visible[: colon.start()] if colon else ""
    if not colon or not (APPOINTED.search(lead) and RESPONSIBLE.search(lead)) or not PERSON.search(sentence.text, colon.end()):
        return None
    start = colon.end()
    return Sentence(sentence.text[start:], sentence.form[start:], sentence.start + start, sentence.end)


def by_listed(sentence: Sentence) -> Iterator[Named]:
    """Назначить ответственными: - кабинет химии – учитель Иванова И.И.;"""
    person = PERSON.search(sentence.text)
    if not person:
        return
    dashed = [found.end() for found in re.finditer(r" - ", sentence.form[: person.start()])]
    late = appointed_start(sentence, 0)
    start = dashed[-1] if dashed else person.start() if late is None else late
    yield Named(sentence.start + start, sentence.end, "nomn", "executor", "by_listed")


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
    by_appointing,
    by_dative_first,
    by_agent,
    by_passive,
    by_controlling,
    by_subject,
)
BESIDES: tuple[Rule, ...] = (by_partner, by_label, by_bare_label, by_bracket)
