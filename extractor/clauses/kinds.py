"""The kind of a clause, by its cue words.

In: a clause's matching form, whether a party is named, and the kind of the lead-in above it. Out: the kind and the rule.
`RULES` is ordered: control wins over publication, both win over assignment. To add a cue, write a rule whose docstring is a
real wording.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from extractor.clauses.words import cue, this_act
from extractor.records import ClauseKind

ACT = this_act()
THIS = rf"(?:настоящ[а-я]+|данн[а-я]+|указанн[а-я]+)? ?{ACT}"
CONTROL_AT_START = re.compile(r"(?:общ[а-я]+ |персональн[а-я]+ |оперативн[а-я]+ |текущ[а-я]+ )*контрол[ья](?![а-я])")
CONTROL_OF_ACT = re.compile(
    r"контрол[а-я]* (?:за |над |по )?(?:ход[а-я]* )?(?:[а-я]*исполнени|выполнени|соблюдени|"
    rf"реализаци|организаци)[а-я]* (?:[а-я]+ ){{0,2}}?{THIS}|"
    r"(?:организаци[а-я]|обеспечени[а-я]|ответственност[а-я]* за) (?:и контрол[а-я] )?(?:[а-я]*исполнени|"
    rf"выполнени|реализаци)[а-я]* (?:[а-я]+ ){{0,2}}?{THIS}.*(?:возложить|возлага|оставля|"
    r"оставить)|"
    r"(?:возложить|возлагаю|оставляю|оставить|закрепить|поручить|осуществлять) (?:[а-я ,]{0,30}?)контроль за (?:исполнением|"
    r"выполнением)|контроль за (?:исполнением|выполнением)[^.;]*(?:возложить|возлагаю|"
    r"оставля|оставить)"
)
# "За исполнением приказа контроль оставляю за собой": the words of control in another order.
CONTROL_AFTER = re.compile(
    rf"(?:за|над) (?:ходом )?[а-я]*(?:исполнени|выполнени|реализаци|соблюдени)[а-я]* (?:[а-я]+ ){{0,2}}?{ACT} [^.;]*контроль"
)
ORGANISING = re.compile(
    r"(?:организаци[юя]|общее руководство|координацию|обеспечение) [^.]*(?:исполнени|выполнени|"
    r"реализаци)[^.]*(?:возложить на|возлагаю на|оставляю за собой|оставить за собой)"
)
IN_FORCE = re.compile(
    r"вступа[а-я]+ в (?:законную )?силу|вступил[а-я]* в силу|ввести в действие|вводится в действие|"
    r"распространя[а-я]+ (?:свое действие )?на (?:право)?отношения|считать (?:действующ|"
    r"вступивш)|действует (?:до|по|с) "
)
PUBLISHED = re.compile(
    r"(?:опублик[а-я]+|обнарод[а-я]+|размести[а-я]+|размещ[а-я]+|публикаци[а-я]+)(?![а-я])(?:(?!\.)[^;]){0,60}?(?:(?:настоящ|"
    rf"данн)[а-я]+ {ACT}|(?<=опубликовать ){ACT}|(?<=разместить ){ACT}|(?<=обнародовать ){ACT})|"
    rf"(?:настоящ|данн)[а-я]+ {ACT}[^.;]{{0,80}}?(?:опублик|обнарод|размести|размещ)|{ACT}[^.;]{{0,30}}? подлежит [^.;]{{0,30}}(?:опублик|"
    rf"обнарод|размещ)|^(?:официально )?(?:опубликовать|обнародовать|разместить)[^.;]{{0,40}} {ACT}|"
    rf"^(?:настоящ[а-я]+ |данн[а-я]+ )?{ACT}(?![а-я]) [^.;]{{0,30}}?(?:опубликовать|обнародовать|разместить)|"
    rf"(?:направить|представить|передать) [^.;]{{0,40}}{ACT}[^.;]{{0,60}} для (?:официального )?опубликования"
)
REPEALED = re.compile(
    r"(?:призна[а-я]+|счита[а-я]+)[^.;:]{0,80}? ?(?:утративш[а-я]+ (?:свою )?силу|не ?действующ|"
    r"недействительн|отмененн)|утратил[а-я]* силу|утрачива[а-я]+ силу|"
    rf"^отменить (?:[а-я]+ ){{0,3}}?(?:{ACT}|пункт|подпункт|положени|режим|карантин|ограничен)|^{ACT} .{{5,300}} отменить\.?$"
)
AMENDED = re.compile(
    r"^(?:[а-я ,]{0,40}?)внести (?:[а-я]+ ){0,3}?(?:изменени|дополнени|поправк)|внести (?:в|"
    r"во) .{0,400}?(?:изменени|дополнени)|изложить [^.]{0,120}?в (?:[а-я]+ )?редакции|"
    r"^(?:[а-я\d ,.\"-]{0,60}?)дополнить (?:пункт|подпункт|абзац|раздел|строк|слов|стать|"
    r"част|приложени)|слов[а-я]* \".*\" (?:заменить|исключить)|заменить (?:слов|цифр)|"
    r"^(?:ввести|включить) в (?:[а-я]+ ){0,2}состав|^(?:вывести|исключить) из (?:[а-я]+ ){0,2}состава|"
    r"^(?:пункт|подпункт|абзац|раздел|строку|слова|позицию|приложение|графу)[^.]*(?:исключить|"
    r"изложить|дополнить|признать|заменить)"
)
APPROVED = re.compile(r"^(?:прилагаем[а-я]+ )?(?:утвердить|утверждаю|утверждается|утвержден)(?![а-я])(?! (?:ответственн|лиц))")
# A body that is founded together with its staff: "Создать комиссию и утвердить её состав".
FOUNDED = re.compile(r"(?:создать|образовать|сформировать|организовать|учредить)(?![а-я])[^.;:]* и утвердить (?!ответственн|лиц)")
# An event that is fixed, with nobody to do it: "Назначить публичные слушания на 10 декабря".
EVENT = re.compile(
    r"назначить (?:[а-я]+(?:ые|ое|ую|ый|ие) )*(?:слушани|дату|заседани|проведени|выборы|голосовани|собрани|"
    r"конференци|опрос|сход|комисси|рабочую групп|состав)"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A clause as the rules see it: matching form, whether a party is named in it or above it, the lead-in's kind."""

    form: str
    has_party: bool
    addressed: bool
    lead: ClauseKind | None


Rule = Callable[[Wording], ClauseKind | None]


def by_control(wording: Wording) -> ClauseKind | None:
    """Контроль за исполнением настоящего постановления возложить на заместителя главы"""
    form = wording.form
    taken = re.search(r"возложить|возлаг|оставля|оставить|осуществля|закрепить|поручить|оставлено|закрепляю|буд", form)
    at_start = (CONTROL_AT_START.match(form) and (taken or len(form) < 120)) or (CONTROL_AFTER.match(form) and taken)
    return "control" if at_start or CONTROL_OF_ACT.search(form) or ORGANISING.match(form) else None


def by_publication(wording: Wording) -> ClauseKind | None:
    """Опубликовать настоящее постановление в районной газете"""
    found = PUBLISHED.search(wording.form)
    entry = IN_FORCE.search(wording.form)
    if not found or (entry and entry.start() < re.search(r"опублик|обнарод|размести|размещ|$", wording.form).start()):  # type: ignore[union-attr]
        return None
    return "publication"


def by_entry_into_force(wording: Wording) -> ClauseKind | None:
    """Настоящий приказ вступает в силу со дня подписания"""
    return "entry_into_force" if IN_FORCE.search(wording.form) and not wording.addressed else None


def by_repeal(wording: Wording) -> ClauseKind | None:
    """Признать утратившим силу постановление администрации района"""
    return "repeal" if REPEALED.search(wording.form) and not wording.addressed else None


def by_recommendation(wording: Wording) -> ClauseKind | None:
    """Рекомендовать главам поселений организовать работу"""
    found = cue("recommendation").search(wording.form)
    if not found or (wording.addressed and not found.group().startswith("рекоменд")):
        return None
    return "recommendation" if not re.search(r"[.;]|(?<![а-я])[а-я]+(?:ть|ти)(?![а-я-])", wording.form[: found.start()]) else None


def by_amendment(wording: Wording) -> ClauseKind | None:
    """Внести в постановление администрации следующие изменения"""
    return "amendment" if AMENDED.search(wording.form) and not wording.addressed else None


def by_approval(wording: Wording) -> ClauseKind | None:
    """Утвердить план мероприятий"""
    approved = APPROVED.match(wording.form) or (FOUNDED.match(wording.form) and not wording.has_party)
    return "approval" if approved and wording.lead != "assignment" else None


def by_lead(wording: Wording) -> ClauseKind | None:
    """2. Рекомендовать главам поселений: 2.1. Провести …"""
    if wording.lead == "approval" and re.match(r"[а-я]+(?:ть|ти)(?![а-я-])", wording.form):
        return None
    return wording.lead if wording.lead in ("recommendation", "approval", "repeal", "amendment") else None


def by_assignment(wording: Wording) -> ClauseKind | None:
    """Отделу культуры провести конкурс"""
    event = EVENT.match(wording.form)
    return "assignment" if wording.has_party or (cue("assignment").match(wording.form) and not event) else None


RULES: tuple[Rule, ...] = (
    by_control, by_publication, by_entry_into_force, by_amendment, by_repeal, by_recommendation, by_approval, by_lead, by_assignment,
)  # fmt: skip


def read_kind(wording: Wording) -> tuple[ClauseKind, str]:
    """Give the kind and the name of the rule that read it; `other` where none answers."""
    for rule in RULES:
        kind = rule(wording)
        if kind:
            return kind, rule.__name__
    return "other", "by_none"
