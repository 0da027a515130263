"""The head of an act, an appendix or a plan: what each printed line is.

In: the printed lines from the part's beginning. Out: the lines with their roles, up to the line where the head ends.
A rule takes a line and the state so far and answers with a role or None; `RULES` is ordered, the first that answers
stands. To add one, write a function whose docstring is a real wording and put it into `RULES`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from extractor.deadlines import is_month
from extractor.outline.marks import (
    AMENDED,
    AMENDING,
    CONVENED,
    DATE_LINE,
    FURNITURE_MARK,
    HEAD_LINES,
    ISSUER_GENITIVE,
    LABEL,
    MARK_LINES,
    NOT_RUSSIAN,
    NUMBERED,
    PLACE,
    SENTENCE_END,
    SETTLEMENTS,
    SHORTENED,
    SIDE_BY_SIDE,
    STAMP_LINES,
    STAMP_WIDTH,
    TITLE_WIDTH,
    begins_registration,
    is_addressee,
    is_header,
    is_kind_line,
    is_naming,
    is_registration,
    is_short,
    opens_body,
    own_kind,
)
from extractor.outline.printed import Stretch, is_heading_like, is_printed_heading
from extractor.outline.roles import HeadLine, Role, State
from extractor.outline.words import adjective_opening, enacting, lexicon, opening, unspaced

ADDRESS_WIDTH = 60  # characters of a line of a letter's address
MEETING = re.compile(
    r"(?:внеочередного |очередного |расширенного |совместного )?(?:заседани|совещани|собрани|общего|рабоче|конференци|публичных)"
)
# A title that has named its time is whole: "за 2021-2022 учебный год".
TIME_END = re.compile(r"\b(?:19|20)\d\d ?(?:учебн[а-я]+ )?(?:гг?\b\.?|год[а-я]*)[)\"]*$")
# The unit of the amounts in the table below, in a line of its own.
UNIT_LINE = re.compile(r"\(?(?:в )?(?:тыс|млн|млрд|тысяч|миллион)[а-я]*\.? ?(?:руб|рос)[а-я]*\.?\)?$|\(?(?:в )?руб[а-я]*\.?\)?$")

# The act that a stamp's body took, with its number or date: "Протокол № 1 от 30.08.2023", "протокол заседания от …".
STAMP_ACT = re.compile(r"\(?(?:приказ|протокол|постановление|распоряжение|решение)(?: [а-я]+){0,4} ?(?:№|n |от[ \d\"_])")
# What wants the next line of a title: "муниципального образования", "администрации", a preposition.
OPEN_ENDED = re.compile(r"(?:образования|администрации|поселения|учреждения|(?<![а-я])(?:и|в|на|по|с|из|к|о|об|для|от|при)|[,-])$")
# The foot of a cover: "п. Светлый, 2023".
COVER_FOOT = re.compile(rf"(?:(?:{SETTLEMENTS})(?:\. ?| ))?[а-я][а-я-]+(?: [а-я][а-я-]+)?,? ?(?:19|20)\d\d ?(?:г\.?|год)?$")

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


def in_stamp(line: Stretch, state: State) -> Role | None:
    """УТВЕРЖДАЮ"""
    form = line.form
    for role in ("agreed", "approved"):
        if opening("stamps", role).match(unspaced(form)) and len(form) < STAMP_WIDTH and not form.endswith(";"):
            state.stamp = [line]
            return "agreed" if role == "agreed" and not SIDE_BY_SIDE.match(form) else "approved"
    if state.role not in ("approved", "agreed") or not continues_stamp(line, state):
        return None
    state.stamp.append(line)
    return state.role


def continues_stamp(line: Stretch, state: State) -> bool:
    """Tell whether a line goes on with the stamp above it."""
    first, last, form = state.stamp[0], state.stamp[-1], line.form
    if line.group != first.group or len(state.stamp) >= STAMP_LINES or len(form) > STAMP_WIDTH:
        return False
    if STAMP_ACT.match(form) and not is_heading_like(line):
        return True
    if is_title_start(line, state) or (is_kind_line(form) and line.text.isupper() and is_heading_like(line)):
        return False
    if is_registration(form) or FURNITURE_MARK.match(form):
        return True
    dated = DATE_LINE.search(last.form) and len(state.stamp) > 1 and not last.form.rstrip().endswith((" от", "№"))
    return not dated or bool(re.match(r"(?:от|№|приказ|протокол|постановлени|распоряжени|решени)", form))


def in_kind(line: Stretch, state: State) -> Role | None:
    """ПОСТАНОВЛЕНИЕ"""
    minutes = state.previous is not None and re.search(r"протокол", unspaced(state.previous.form))
    if (
        state.role == "kind"
        and not minutes
        and ISSUER_GENITIVE.match(line.form)
        and not is_title_start(line, state)
        and len(line.text) < STAMP_WIDTH
    ):
        return "kind"
    if "kind" in state.seen or not is_kind_line(line.form):
        return None
    return "registration" if state.own_kind and line is not state.own_kind else "kind"


def in_amended(line: Stretch, state: State) -> Role | None:
    """(в ред. постановлений от 12.03.2019 № 41, от 05.02.2020 № 17)"""
    if AMENDED.match(line.form):
        return "amended"
    above = state.previous.form if state.role == "amended" and state.previous else ")"
    open_ended = not above.endswith(")") and len(line.text) < STAMP_WIDTH and not NUMBERED.match(line.form)
    listed = AMENDING.match(line.form) or above.endswith((",", ":", " от", "№", " и"))
    return "amended" if open_ended and listed and not opening("preamble").match(line.form) else None


def in_registration(line: Stretch, state: State) -> Role | None:
    """от 15.02.2021 № 34-п"""
    if (
        state.role == "title"
        and state.previous is not None
        and not begins_registration(line.form, state.previous.form, act=state.registered)
    ):
        return None
    return "registration" if is_registration(line.form) and re.search(r"\d|_|№", line.form) else None


def in_place(line: Stretch, state: State) -> Role | None:
    """г. Заречный"""
    if "place" in state.seen or not PLACE.match(line.form):
        return None
    ended = state.minutes and state.previous is not None and not OPEN_ENDED.search(state.previous.form)
    return "place" if state.role != "title" or ended else None


def in_preamble(line: Stretch, state: State) -> Role | None:
    """В соответствии с Федеральным законом"""
    if enacting().search(line.form):
        return "preamble"
    opened = opening("preamble").match(line.form)
    head_over = state.act and ("title" in state.seen or "kind" in state.seen)
    return "preamble" if opened and head_over and (line.text[:1].isupper() or state.role != "title") else None


def in_title(line: Stretch, state: State) -> Role | None:
    """О мерах по подготовке к отопительному периоду"""
    if state.own_kind is not None and "kind" not in state.seen:
        return None
    if state.role == "title" and state.previous is not None:
        return "title" if continues_title(line, state) else None
    if state.role == "kind" and state.previous is not None and re.search(r"протокол", unspaced(state.previous.form)):
        return (
            "title"
            if line.text[:1].islower() or (line.text.isupper() and ISSUER_GENITIVE.match(line.form)) or MEETING.match(line.form)
            else None
        )
    return "title" if ("title" not in state.seen or state.bare_title) and is_title_start(line, state) else None


def is_title_start(line: Stretch, state: State) -> bool:
    """Tell whether a line begins a title: "О …" of an act, or the name of a plan, a report, a regulation."""
    form, text = line.form, line.text
    if len(text) > TITLE_WIDTH or form.endswith((";", ":")):
        return False
    if re.match(r'["(*]*об? +[а-я"0-9]|["(*]*о(?:бо)? (?:вс|мн)|["(]?по вопрос', form) and re.match(r'["«“„(*]*[ОП]', text):
        return not SENTENCE_END.match(form) or is_heading_like(line)
    if not is_named(line) or state.act or text[:1].islower():
        return False
    return is_heading_like(line) or not SENTENCE_END.match(form)


def continues_title(line: Stretch, state: State) -> bool:
    """Tell whether a line goes on with the title above it."""
    assert state.previous is not None
    above, form = state.previous, line.form
    if NUMBERED.match(form) or LABEL.match(form) or len(line.text) > TITLE_WIDTH or FURNITURE_MARK.match(form) or is_header(form):
        return False
    if UNIT_LINE.match(form) or (COVER_FOOT.match(form) and TIME_END.search(above.form)):
        return False
    ended = above.text.endswith((".", ";")) and not SHORTENED.search(above.form)
    if above.block == line.block and above.group == line.group and not ended:
        return True
    if form.endswith(":") or opening("furniture").match(form):
        return False
    return is_left_open(above, line) or (not ended and not is_month(form) and goes_on(above, line, act=state.act))


def is_named(line: Stretch) -> bool:
    """Tell whether a line begins with the name of a plan, a report or a regulation."""
    return any(adjective_opening("titles", kind).match(unspaced(line.form)) for kind in lexicon()["titles"])


def is_left_open(above: Stretch, line: Stretch) -> bool:
    """Tell whether the line above wants more: an open quotation mark, a conjunction, a small letter that follows."""
    quoted = above.text.count("«") > above.text.count("»")
    joined = line.text[:1].islower() or (is_short(line) and line.form.startswith(("и ", "на ", "в ", "по ", "за ", "для ")))
    return joined or quoted or above.form.endswith((" и", ",", " -", " в", " на", " по", " с"))


def goes_on(above: Stretch, line: Stretch, *, act: bool) -> bool:
    """Tell whether a line that begins with a capital is printed as the title above it is."""
    if act and (above.text.endswith(("»", '"')) or opens_body(line.form)):
        return False
    if TIME_END.search(above.form) and (is_named(line) or not line.text.isupper()) and not opens_body(line.form):
        return False
    if is_printed_heading(above):
        return is_printed_heading(line) or (act and is_short(line))
    return not is_printed_heading(line) and is_short(line)


def in_issuer(line: Stretch, state: State) -> Role | None:
    """АДМИНИСТРАЦИЯ ЗАРЕЧНОГО МУНИЦИПАЛЬНОГО РАЙОНА"""
    if "title" in state.seen or "kind" in state.seen or len(line.text) > STAMP_WIDTH or NOT_RUSSIAN.search(line.text):
        return None
    if is_addressee(line.form) or CONVENED.match(line.form):
        return None
    if (
        state.role == "issuer"
        and state.previous is not None
        and not FURNITURE_MARK.search(line.form)
        and not opening("furniture").match(line.form)
    ):
        return "issuer"
    return "issuer" if opens_body(line.form) or line.form.startswith(("российская федерация", "муниципальное образование")) else None


def in_furniture(line: Stretch, state: State) -> Role | None:
    """ИНН 1234567890, тел. 2-34-56"""
    form = line.form
    if is_addressee(form) and len(form) < STAMP_WIDTH and not form.endswith((":", ";")) and "title" not in state.seen:
        state.addressed = True
        return "furniture"
    if state.addressed and state.role == "furniture" and len(form) < ADDRESS_WIDTH and not (form.endswith((".", ":")) or LABEL.match(form)):
        return "furniture"
    printed = has_mark(line, state) or opening("furniture").match(form) or NOT_RUSSIAN.search(line.text)
    printed = printed or CONVENED.match(form)
    return "furniture" if (printed and len(form) < STAMP_WIDTH) or not re.search(r"[а-яa-z]", form) else None


def has_mark(line: Stretch, state: State) -> bool:
    """Tell whether a line has a mark of furniture; the number that ends a printed line of text under a title is none."""
    mark = FURNITURE_MARK.search(line.form)
    in_text = "title" in state.seen and line.end < len(line.passage.text.rstrip())
    return mark is not None and not (in_text and mark.group().isdigit())


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
    state, head = State(act, registered=act or minutes, minutes=minutes), list[HeadLine]()
    state.own_kind = own_kind(lines) if act or minutes else None
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
        state.bare_title = (role == "title" and state.role != "title" and " " not in line.text.strip()) or (
            state.bare_title and role != "title"
        )
        state.role, state.previous = role, line
        state.seen.add(role)
    return tuple(head)
