"""Parties that do the work without being addressed: agents in the instrumental and subjects in the nominative.

In: a clause's sentence. Out: `Named` spans. The rules stand in the order of `addressees.py`.
"""

import re
from collections.abc import Iterator

from extractor.clauses.named import Named
from extractor.clauses.sentences import Sentence, first_infinitive
from extractor.head_nouns import find_heads
from extractor.morphology import forms
from extractor.outline.foot import PERSON
from extractor.outline.words import adjective_opening, opening

PASSIVE = re.compile(
    r"(?:нн(?:ый|ая|ое|ые|ого|ой|ым|ых|ую|ыми|ом)|н[аоы]|мый|мого|мой)(?: [а-я]+)? $|(?:с|"
    r"со|между|перед|над|за|под) (?:[а-я]+ )?$|(?:являться|считать|стать|быть|руководимы[а-я]+) (?:[а-я]+ ){0,3}$|"
    r"(?:назначить|избрать|утвердить) (?:[а-я]+ )?$|"
    r"(?:заведующ|управляющ|руководящ|командующ|руковод)[а-я]+ $"
)
PASSIVE_VERB = re.compile(
    r"(?<![а-я])(?:производ|осуществля|обеспечива|выполня|провод|рассматрива|организу|предоставля|возглавля|готов|вед)[а-я]{0,3}(?:тся) "
)
WITH = re.compile(r"(?<![а-я])со? $")
# What somebody does: "проведение приема", "с выездом".
ACTION = re.compile(r"(?:ем|ема|ие|ия|ию|ки|ку|ом|ения|ению|сам|ым)(?: [а-я]+){0,5} $")
AFTER_AGENT = re.compile(r" (?:в|на|по|с|до|за|для|согласно)(?![а-я])|[,:;.]")
NEAR = 80  # characters between a position and its person
CONTROL = re.compile(r"контроль")


def by_agent(sentence: Sentence) -> Iterator[Named]:
    """Провести приём граждан главой района и его заместителями"""
    if not first_infinitive(sentence):
        return
    for start, end in find_heads(sentence.visible, "ablt"):
        before = sentence.visible[:start]
        if not WITH.search(before) and not PERSON.search(sentence.text, 0, start) and not PASSIVE.search(before) and ACTION.search(before):
            yield Named(sentence.start + start, sentence.start + agent_end(sentence, end), "ablt", "executor", "by_agent")
            return


def agent_end(sentence: Sentence, after: int) -> int:
    """Give where the name of an agent ends: at a preposition that its head does not govern, at a mark, at the end."""
    stop = AFTER_AGENT.search(sentence.visible, after)
    return stop.start() if stop else len(sentence.visible)


def by_passive(sentence: Sentence) -> Iterator[Named]:
    """Запись на приём производится специалистом отдела Ивановой И.И."""
    verb = PASSIVE_VERB.search(sentence.visible)
    agent = next(find_heads(sentence.visible, "ablt", verb.end()), None) if verb else None
    if not verb or not agent or agent[0] != verb.end() or first_infinitive(sentence):
        return
    person = PERSON.search(sentence.text, agent[1])
    end = person.end() if person and person.start() - agent[1] < NEAR else agent_end(sentence, agent[1])
    yield Named(sentence.start + agent[0], sentence.start + end, "ablt", "executor", "by_passive")


def by_controlling(sentence: Sentence) -> Iterator[Named]:
    """Контроль за исполнением приказа осуществляет директор"""
    verb = re.match(r"контроль [^.;]*? (?:осуществляет|обеспечивает|ведет) ", sentence.visible)
    if verb:
        yield Named(sentence.start + verb.end(), sentence.end, "nomn", "executor", "by_controlling")


def by_subject(sentence: Sentence) -> Iterator[Named]:
    """Отдел культуры (Иванова И.И.) обеспечивает проведение конкурса"""
    if not (adjective_opening("bodies").match(sentence.form) or opening("positions").match(sentence.form)) or CONTROL.match(sentence.form):
        return
    if sentence.form.rstrip().endswith(":") and PERSON.search(sentence.text) and not first_infinitive(sentence):
        yield Named(sentence.start, sentence.start + sentence.form.rindex(":"), "nomn", "executor", "by_subject")
        return
    for word in re.finditer(r"(?<![а-я-])[а-я]+(?:ет|ют|ит|ят|ат|ет|ется|ются|ится|атся)(?![а-я-])", sentence.visible):
        readings = forms(word.group())
        if readings and readings[0].part == "VERB" and word.group() not in ("вступает", "подлежит", "утрачивает"):
            yield Named(sentence.start, sentence.start + word.start(), "nomn", "executor", "by_subject")
            return
