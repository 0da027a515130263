"""The head of an act, an appendix or a plan: what each printed line is.

In: the printed lines from the part's beginning. Out: the lines with their roles, up to the line where the head ends.
A rule takes a line and the state so far and answers with a role or None; `RULES` is ordered, the first that answers
stands. To add one, write a function whose docstring is a real wording and put it into `RULES`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from extractor.outline.printed import Stretch, is_heading_like, is_printed_heading
from extractor.outline.words import adjective_opening, enacting, lexicon, opening, phrases, unspaced

Role = Literal[
    "naming",
    "approved",
    "agreed",
    "kind",
    "registration",
    "place",
    "title",
    "issuer",
    "furniture",
    "heading",
    "amended",
    "preamble",
    "body",
]

HEAD_LINES = 60  # a kind word further down is not the document's own
MARK_LINES = 7  # lines between the kind and the title: date, number, place, session
SHORT_LINE = 100  # characters; a title printed in a narrow column
STAMP_LINES = 14  # a stamp with a long position; more lines are something else
STAMP_WIDTH = 170  # characters; a stamp's line is short
TITLE_WIDTH = 700  # characters of one line of a title; reform laws print long ones
NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[ivxlc]{1,6}[.)]|[а-я]\)) ?[а-яa-z\"(]|(?:раздел|глава|часть|статья) +[\divx]+"
)
LABEL = re.compile(
    r"уважаем[а-я]+ |(?:(?:основн[а-я]+|общ[а-я]+|главн[а-я]+) )?(?:цел[ьи]|задач[аи]|тема|введение|паспорт|содержание|раздел|повестка|присутств|время|дата|место)(?: [а-я-]+){0,4} ?:|(?:цел[ьи]|задачи|введение|общие положения|содержание|пояснительная записка|паспорт(?: [а-я]+){0,2})\.?$"
)
MONTHS = "январ[ьяе]|феврал[ьяе]|март[ае]?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]?|сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе]"
REGISTERED = re.compile(
    rf"от(?![а-я])|года(?![а-я])|год(?![а-я])|г\.?(?![а-я])|{MONTHS}|(?:№|no\.?|n(?![a-z]))[ _]*(?:[\d_]+[а-яa-z\d/_.-]*|[а-яa-z]{{1,5}}[-/]?\d[\d/а-яa-z.-]*|[_ -]+|б/н)?|[\d_\"'./-]+|рег\.?|дата|номер"
)
PLACE = re.compile(
    rf"(?:{phrases(('г.', 'гор.', 'город', 'с.', 'село', 'п.', 'пос.', 'поселок', 'пгт', 'пгт.', 'рп', 'рп.', 'р.п.', 'р. п.', 'д.', 'дер.', 'деревня', 'ст.', 'ст-ца', 'станица', 'х.', 'хутор', 'аул', 'рабочий поселок'))}) ?\"?[а-я][а-я-]*(?: [а-я-]+){{0,2}}\"?,?(?: [а-я-]+ (?:област[ьи]|кра[йя]|район[а]?|республик[аи]))?[ .]*$"
)
AMENDED = re.compile(r"[(\[]? ?(?:в ред\.|в редакции|с изменениями|с изм\.|список изменяющих)")
FURNITURE_MARK = re.compile(
    r"@|www\.|https?:|\d{3}[- ]\d{2}[- ]\d{2}|[ _]*\(?подпись\)?[ _]*$|[_\s-]+$|\d{6},|м\. ?п\.$|стр(?:аница|\.) ?\d|\d+$|\S+\.(?:doc|pdf|rtf|docx)\b"
)
ISSUER_GENITIVE = re.compile(
    r"(?:исполняющего обязанности )?(?:[а-я-]+(?:ого|ой|его|ей|ых) ){0,4}(?:администраци[ия]|глав[ыа]|правительств|министерств|департамент|совет|дум[ыа]|губернатор|собрани|комитет|управлени|мэр|президент|главного|коллеги|служб|агентств|избирательной|муниципальн|государственн|директор|председател|начальник|по [а-я]+|федерал|сельск|городск|районн)"
)
DATE_LINE = re.compile(r"(?:19|20)[ _]?\d[\d_ ]|\d{1,2}\.\d{1,2}\.\d{2,4}|20_+")
ADDRESSEE = re.compile(
    r"(?:(?:исполняющему обязанности|первому|заместител[юя]м?) )?(?:главам|главе|руководител(?:ям|ю)|директор(?:ам|у)|начальник(?:ам|у)|председател(?:ям|ю)|министру|губернатору|заместителю|заведующ(?:им|ему|ей)|ректору|главному врачу|главным врачам)(?![а-я])"
)
NOT_RUSSIAN = re.compile(r"[^\W\d_а-яёa-z]|[әөүҗңһҡғҙҫҥӱӹӧ]", re.IGNORECASE)
SHORTENED = re.compile(r"(?<![а-я])(?:гг?|им|вв?|уч|кв|др|пр)\.$")
SENTENCE_END = re.compile(r"[^.]{60,}[а-я)\"]\.$")


@dataclass(slots=True)
class State:
    """What the head has shown so far."""

    act: bool
    registered: bool = False
    role: Role | None = None
    seen: set[Role] = field(default_factory=set)
    stamp: list[Stretch] = field(default_factory=list)
    previous: Stretch | None = None
    bare_title: bool = False


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of a head with its role."""

    role: Role
    line: Stretch


Rule = Callable[[Stretch, State], Role | None]


def in_naming(line: Stretch, state: State) -> Role | None:
    """Приложение № 2 к постановлению администрации Заречного района"""
    if is_naming(line.form):
        return "naming"
    if state.role != "naming" or state.previous is None or line.form.startswith(("утвержд", "согласован")):
        return None
    if is_registration(line.form) or state.previous.form.rstrip().endswith((" к", "к")):
        return "naming"
    ended = re.search(r"(?:№|n) ?\S*\d|(?:19|20)\d\d ?(?:г\.?|года?)?$", state.previous.form)
    if ended and not is_naming(state.previous.form) and not re.match(r"(?:от |№|n )", line.form):
        return None
    same = not is_heading_like(line) or is_heading_like(state.previous)
    return "naming" if same and not is_title_start(line, state) and len(line.text) < STAMP_WIDTH else None


def is_naming(form: str) -> bool:
    """Tell whether a line names an appendix (`приложение 2`, `приложение к приказу`), not a letter's list of enclosures."""
    found = NAMING.match(form)
    return bool(found) and not re.search(
        r"изложить|дополнить|исключить|признать|читать|следующе|считать|на \d+ л|прилага|:\s*$|\.{4}", form
    )


NAMING = re.compile(
    r"[(\"]?приложени[ея](?: ?(?:№|n|no\.?)? ?_*(\d+(?:[./-]\d+)*|[а-яa-z](?![а-яa-z]))_*)?[)\"]? ?\.?(?:$|(?:к|утвержд[а-я]+|от|\() |№|n ?_)"
)


def in_stamp(line: Stretch, state: State) -> Role | None:
    """УТВЕРЖДАЮ"""
    form = line.form
    for role in ("agreed", "approved"):
        if opening("stamps", role).match(unspaced(form)) and len(form) < STAMP_WIDTH and not form.endswith((";", ":а")):
            state.stamp = [line]
            return "agreed" if role == "agreed" else "approved"
    if state.role not in ("approved", "agreed") or not continues_stamp(line, state):
        return None
    state.stamp.append(line)
    return state.role


def continues_stamp(line: Stretch, state: State) -> bool:
    """Tell whether a line goes on with the stamp above it."""
    first, last, form = state.stamp[0], state.stamp[-1], line.form
    if line.group != first.group or len(state.stamp) >= STAMP_LINES or len(form) > STAMP_WIDTH:
        return False
    if is_title_start(line, state) or (is_kind_line(form) and line.text.isupper() and is_heading_like(line)):
        return False
    if is_registration(form) or FURNITURE_MARK.match(form):
        return True
    dated = DATE_LINE.search(last.form) and len(state.stamp) > 1 and not last.form.rstrip().endswith((" от", "№"))
    return not dated or bool(re.match(r"(?:от|№|приказ|протокол|постановлени|распоряжени|решени)", form))


def in_kind(line: Stretch, state: State) -> Role | None:
    """ПОСТАНОВЛЕНИЕ"""
    if state.role == "kind" and ISSUER_GENITIVE.match(line.form) and not is_title_start(line, state) and len(line.text) < STAMP_WIDTH:
        return "kind"
    return "kind" if "kind" not in state.seen and is_kind_line(line.form) else None


def is_kind_line(form: str) -> bool:
    """Tell whether a line names the kind of act, alone or with its issuer, date and number."""
    form = unspaced(form)
    found = kind_word().match(form)
    if not found:
        return False
    rest = form[found.end() :].strip(' "')
    if not rest or is_registration(rest):
        return True
    if found.group(1).endswith(("протокол", "протокола")):
        return bool(re.match(r"(?:№|n|заседани|совещани|собрани|общего|рабоч|совместн|от )", rest))
    return bool(ISSUER_GENITIVE.match(rest)) and not rest.endswith((".", ",", ":", ";"))


@cache
def kind_word() -> re.Pattern[str]:
    """Give the pattern of a kind word at a line's beginning."""
    words = [word for kind in lexicon()["kinds"].values() for word in kind]
    return re.compile(rf'["(*\s]*(?:проект )?({phrases(words)})')


def in_amended(line: Stretch, state: State) -> Role | None:
    """(в ред. постановлений от 12.03.2019 № 41, от 05.02.2020 № 17)"""
    if AMENDED.match(line.form) or (state.role == "amended" and state.previous is not None and not state.previous.form.endswith(")")):
        return "amended"
    return None


def in_registration(line: Stretch, state: State) -> Role | None:
    """от 15.02.2021 № 34-п"""
    if (
        state.role == "title"
        and state.previous is not None
        and not begins_registration(line.form, state.previous.form, act=state.registered)
    ):
        return None
    return "registration" if is_registration(line.form) and re.search(r"\d|_|№", line.form) else None


def begins_registration(form: str, above: str, *, act: bool) -> bool:
    """Tell whether a date line under a title's line is the document's own (`от 12.03.2021 № 5`) and not the title's end."""
    if above.endswith((" от", "№", " на", " за", " с", " до", " к", " в", " и", "-", ",")) or form.startswith(
        ("на ", "за ", "в ", "с ", "к ", "до ")
    ):
        return False
    return act or "№" in form


def is_registration(form: str) -> bool:
    """Tell whether a line has a date, a number, blanks for them, and a place at most."""
    if (
        not re.search(r"№|\d|_|(?:^| )n ", form)
        or form.startswith(("в ", "за ", "на ", "с ", "до ", "к ", "по "))
        or re.fullmatch(r"(?:на )?(?:19|20)\d\d(?: ?[-/] ?(?:19|20)?\d\d)?[ а-я.]*", form)
    ):
        return False
    rest = REGISTERED.sub(
        " ",
        re.sub(
            r"(?:^|(?<=[ ,\d_]))(?:г|гор|с|п|пос|пгт|рп|р\.п|д|дер|ст|х|сл)\.? ?[а-я][а-я-]{2,}|(?:^|(?<=[ ,\d_]))(?:город|село|поселок|станица|деревня|хутор|аул) [а-я][а-я-]+",
            " ",
            form,
        ),
    )
    return not re.search(r"[а-яa-z]{2,}", rest)


def in_place(line: Stretch, state: State) -> Role | None:
    """г. Заречный"""
    return "place" if "place" not in state.seen and state.role != "title" and PLACE.match(line.form) else None


def in_preamble(line: Stretch, state: State) -> Role | None:
    """В соответствии с Федеральным законом"""
    if enacting().search(line.form):
        return "preamble"
    opened = opening("preamble").match(line.form)
    head_over = state.act and ("title" in state.seen or "kind" in state.seen)
    return "preamble" if opened and head_over and (line.text[:1].isupper() or state.role != "title") else None


def in_title(line: Stretch, state: State) -> Role | None:
    """О мерах по подготовке к отопительному периоду"""
    if state.role == "title" and state.previous is not None:
        return "title" if continues_title(line, state) else None
    if state.role == "kind" and state.previous is not None and re.search(r"протокол", unspaced(state.previous.form)):
        return "title" if line.text[:1].islower() else None
    return "title" if ("title" not in state.seen or state.bare_title) and is_title_start(line, state) else None


def is_title_start(line: Stretch, state: State) -> bool:
    """Tell whether a line begins a title: "О …" of an act, or the name of a plan, a report, a regulation."""
    form, text = line.form, line.text
    if len(text) > TITLE_WIDTH or form.endswith((";", ":")):
        return False
    if re.match(r'["(*]*об? +[а-я"0-9]|["(*]*о(?:бо)? (?:вс|мн)|["(]?по вопрос', form) and re.match(r'["«“„(*]*[ОП]', text):
        return not SENTENCE_END.match(form) or is_heading_like(line)
    named = any(adjective_opening("titles", kind).match(unspaced(form)) for kind in lexicon()["titles"])
    if not named or state.act or text[:1].islower():
        return False
    return is_heading_like(line) or not SENTENCE_END.match(form)


def continues_title(line: Stretch, state: State) -> bool:
    """Tell whether a line goes on with the title above it."""
    assert state.previous is not None
    above, form = state.previous, line.form
    if NUMBERED.match(form) or LABEL.match(form) or len(line.text) > TITLE_WIDTH or FURNITURE_MARK.match(form) or is_header(form):
        return False
    ended = above.text.endswith((".", ";")) and not SHORTENED.search(above.form)
    if above.block == line.block and above.group == line.group and not ended:
        return True
    if form.endswith(":") or opening("furniture").match(form):
        return False
    if (
        line.text[:1].islower()
        or above.text.count("«") > above.text.count("»")
        or above.form.endswith((" и", ",", " -", " в", " на", " по", " с"))
    ):
        return True
    if ended or (above.text.endswith(("»", '"')) and state.act):
        return False
    if is_printed_heading(above):
        return is_printed_heading(line) or (state.act and is_short(line))
    return not is_printed_heading(line) and is_short(line)


def is_header(form: str) -> bool:
    """Tell whether a line is the header of a table that was flattened to text."""
    return len(set(HEADER_WORD.findall(form))) >= 3


HEADER_WORD = re.compile(
    r"№ ?п/п|мероприяти[ея]|срок[аи]?(?![а-я])|дата|ответственны[йе]|исполнител[ьи]|место проведения|участники|примечание|отметка|содержание|наименование"
)


def is_short(line: Stretch) -> bool:
    """Tell whether a line is short and open-ended as a title's lines are."""
    return len(line.text) < SHORT_LINE and not line.text.endswith((".", ":", ";", ","))


def in_issuer(line: Stretch, state: State) -> Role | None:
    """АДМИНИСТРАЦИЯ ЗАРЕЧНОГО МУНИЦИПАЛЬНОГО РАЙОНА"""
    if "title" in state.seen or "kind" in state.seen or len(line.text) > STAMP_WIDTH or NOT_RUSSIAN.search(line.text):
        return None
    if ADDRESSEE.match(line.form):
        return None
    if (
        state.role == "issuer"
        and state.previous is not None
        and not FURNITURE_MARK.search(line.form)
        and not opening("furniture").match(line.form)
    ):
        return "issuer"
    return "issuer" if opens_body(line.form) or line.form.startswith(("российская федерация", "муниципальное образование")) else None


ADJECTIVES_ONLY = re.compile(r"(?:[а-я-]+(?:ое|ая|ый|ий)(?: |$)){2,}$")


def opens_body(form: str) -> bool:
    """Tell whether a line begins a body's name; the noun may stand in the next line (`федеральное государственное бюджетное`)."""
    form = form.strip(' "')
    return bool(adjective_opening("bodies").match(form) or ADJECTIVES_ONLY.match(form))


def in_furniture(line: Stretch, state: State) -> Role | None:
    """ИНН 1234567890, тел. 2-34-56"""
    form = line.form
    if ADDRESSEE.match(form) and len(form) < STAMP_WIDTH and not form.endswith((":", ";")) and "title" not in state.seen:
        return "furniture"
    printed = FURNITURE_MARK.search(form) or opening("furniture").match(form) or NOT_RUSSIAN.search(line.text)
    return "furniture" if (printed and len(form) < STAMP_WIDTH) or not re.search(r"[а-яa-z]", form) else None


def in_heading(line: Stretch, state: State) -> Role | None:
    """ЗАРЕЧНЫЙ ГОРОДСКОЙ ОКРУГ"""
    if "title" in state.seen or NUMBERED.match(line.form) or LABEL.match(line.form):
        return None
    return "heading" if is_heading_like(line) and len(line.form) < STAMP_WIDTH else None


RULES: tuple[Rule, ...] = (
    in_naming, in_stamp, in_kind, in_amended, in_preamble, in_registration, in_place, in_title, in_issuer, in_furniture,
    in_heading,
)  # fmt: skip


def last_mark(lines: Sequence[Stretch], state: State) -> int:
    """Give the index up to which an act's head surely goes: its kind line, and a date or a title soon after it; -1 without a kind line."""
    named = max((index for index, line in enumerate(lines[:HEAD_LINES]) if is_kind_line(line.form)), default=-1)
    for index in range(named + 1, min(named + MARK_LINES, len(lines)) if named >= 0 else 0):
        form = lines[index].form
        if enacting().search(form) or opening("preamble").match(form) or NUMBERED.match(form):
            break
        if is_title_start(lines[index], state):
            return index
        named = index if is_registration(form) else named
    return named


def read_head(lines: Sequence[Stretch], *, act: bool, minutes: bool = False) -> tuple[HeadLine, ...]:
    """Give the lines of a head with their roles; the head ends before the first line that no rule answers for, or at the preamble."""
    state, head = State(act, registered=act or minutes), list[HeadLine]()
    named = last_mark(lines, state) if act or minutes else -1
    for index, line in enumerate(lines):
        role = next((found for rule in RULES if (found := rule(line, state))), None)
        if role is None and (index < named or (line.group and len(line.text) < STAMP_WIDTH)):
            role = "furniture"
        if role is None or role == "preamble":
            break
        if role == "heading" and "title" in state.seen:
            break
        if role == "title" and state.bare_title and state.role != "title":
            head = [replace(known, role="heading") if known.role == "title" else known for known in head]
        head.append(HeadLine(role, line))
        state.bare_title = (
            role == "title" and state.role != "title" and " " not in line.text.strip() or (state.bare_title and role != "title")
        )
        state.role, state.previous = role, line
        state.seen.add(role)
    return tuple(head)
