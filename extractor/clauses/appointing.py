"""Who is appointed in a clause: to be responsible, or to a duty that has a name, alone or in a list.

In: a clause's sentence. Out: `Named` spans. The rules stand in the order of `addressees.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.clauses.kinds import EVENT
from extractor.clauses.named import Named
from extractor.clauses.sentences import Sentence
from extractor.head_nouns import POSITION, find_heads
from extractor.outline.foot import PERSON

ACCUSATIVE = re.compile(r"[а-яё]{2}(?:у|ю|ого)(?![а-яё])")  # of a surname: "Иванову", "Белого"
NEAR = 160  # characters between a position and its person
APPOINTED = re.compile(r"(?<![а-я])(?:назначить|определить|утвердить|считать|назначаю|закрепить)(?![а-я])")
# Who is named to a duty that has a name of its own: a tutor, a coordinator, a head of something.
NAMED_TO = re.compile(r"(?<![а-я])(?:назначить|назначаю|определить)(?![а-я])")
APPOSED = re.compile(r", [а-я-]+(?: [а-я\d№ .-]+)?(?=,|[.;]?$)")
ABSENT = re.compile(r",? ?\(?(?:а )?(?:на (?:время|период)|в (?:случае|период|отсутстви[ие])) [а-я ]{4,60}? - ")
RESPONSIBLE = re.compile(
    r"(?<![а-я])(?:лицом, |лиц[оа]м?[и]?, )?ответственн(?:ым|ыми|ой|ого|ую|ые|ый|ых)(?![а-я])(?: лиц(?:ом|"
    r"ами|о|а))?(?: исполнител(?:ем|ями))?"
)


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
        yield from with_deputy(
            sentence, Named(sentence.start + late, sentence.start + len(sentence.form), "accs", "executor", "by_appointing")
        )


def with_deputy(sentence: Sentence, named: Named) -> Iterator[Named]:
    """Part the one who is appointed and the one for the time of absence: `Иванову И.И., на время её отсутствия - Петрову П.П.`"""
    absent = ABSENT.search(sentence.visible, named.start - sentence.start, named.end - sentence.start)
    if not absent:
        yield named
        return
    yield replace(named, end=sentence.start + absent.start())
    yield replace(named, start=sentence.start + absent.end())


def by_appointed_role(sentence: Sentence) -> Iterator[Named]:
    """Наставником молодого специалиста назначить учителя физики Иванову И.И."""
    verb = NAMED_TO.search(sentence.visible)
    person = PERSON.search(sentence.text, verb.end()) if verb else None
    if not verb or not person or EVENT.search(sentence.form):
        return
    start = appointed_start(sentence, verb.end()) or person.start()
    apposed = APPOSED.match(sentence.visible, person.end())
    yield Named(sentence.start + start, sentence.start + (apposed or person).end(), "accs", "executor", "by_appointed_role")


def appointed_start(sentence: Sentence, after: int) -> int | None:
    """Give where the appointed person's name or position begins after `ответственным за …`; None where it is left blank."""
    dash = re.search(r" - |: ", sentence.visible[after:])
    person = PERSON.search(sentence.text, after)
    if dash and not (person and person.end() < after + dash.start()):
        return after + dash.end()
    before = len(sentence.form) if person is None else person.start()
    positions = [start for start, _ in find_heads(sentence.visible, "accs", after, kinds=POSITION) if start < before]
    if person:
        return next((start for start in positions if person.start() - start < NEAR), person.start())
    return positions[-1] if positions else None


def is_appointing(form: str) -> bool:
    """Tell whether words appoint those who are responsible, or persons to a duty with a name: `назначить классными руководителями`."""
    if APPOINTED.search(form) and RESPONSIBLE.search(form):
        return True
    return bool(NAMED_TO.search(form)) and next(find_heads(form, "ablt", kinds=POSITION), None) is not None


def inside_list(sentence: Sentence) -> Sentence | None:
    """Give the first line of a list of persons that goes on in the sentence of its lead-in: `Назначить ответственными: в школе – …`."""
    colon = re.search(r": (?=\S)", sentence.visible)
    lead = sentence.visible[: colon.start()] if colon else ""
    if not colon or not is_appointing(lead) or not PERSON.search(sentence.text, colon.end()):
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
    case = "accs" if ACCUSATIVE.search(person.group()) else "nomn"
    yield Named(sentence.start + start, sentence.end, case, "executor", "by_listed")
