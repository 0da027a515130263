"""Documents of one act: whether a wording means the act's own points or the plan that it approved.

In: the wording of a lead or of an instruction, the act in force. Out: the `Target` with the document's title, or with the act's own.
"Пункт 3 Плана" is a point of the plan, "пункт 3 постановления" one of the act, whichever of them the lead-in named.
"""

import re
from dataclasses import replace
from functools import cache

from extractor.amendments.lexicon import unit_word
from extractor.amendments.places import number_pattern
from extractor.amendments.targets import ROAD_MAP, hidden
from extractor.morphology import nominative
from extractor.records import Target
from extractor.text import matching_form

ACT_TITLE = re.compile(r"об? |о[бс] ")
DOCUMENT = (
    r"(?:положени(?:е|я|ю|и|ем)|поряд(?:ок|ка|ку|ке|ком)|регламент(?:а|у|е|ом)?|состав(?:а|у|е|ом)?|правил(?:а|ах|ам)?|инструкци[июя]|"
    r"план(?:а|у|ом|е)?|программ(?:а|ы|у|е|ой)|перечень|перечн(?:я|ю|ем|е)|график(?:а|у|ом|е)?|дорожн(?:ая|ой|ую) карт[а-я]+)"
)
ACT = r"(?:постановлени|распоряжени|приказ|решени|указ)(?:е|я|ю|ем|и|у|а|ом)?"
# In a title the plan is one and in the genitive or the locative: "Об утверждении Плана …", "О плане …".
TITLED = re.compile(
    r"(?P<about>(?:^|[^а-я])об? )?(?<![а-я])(?P<name>план[ае]|программ[ые]|перечн[яе]|график[ае]|комплекса мер|дорожной карты)(?![а-я])"
)
NAME_END = re.compile(
    rf",(?= ?(?:утвержд|прилаг|являющ|в |во |слов|после |{unit_word()}))|[;:(«\0]|$|(?: (?:в|во|по|после))? {unit_word()}"
    r"| (?:слов|дополнить|изложить|исключить|признать|внести|следующ|утвержд)"
)
CASES = (
    ("ие", "nomn"), ("ок", "nomn"), ("ах", "loct"), ("ии", "loct"), ("е", "loct"), ("ы", "gent"), ("а", "gent"), ("ня", "gent"),
    ("у", "accs"), ("", "nomn"),
)  # fmt: skip
OPENING = re.compile(
    r"[\0 ]*(?:(?:внести|изменени[а-я]+) )?"
    r"(?:(?:в|во|из|к|по|всему|текст[а-я]*|прилагаем[а-я]+|указанн[а-я]+|настоящ[а-я]+) )*"
)


@cache
def unit_before() -> re.Pattern[str]:
    """Give the pattern of a unit with its numbers or its name at the end of a text: `пункты 3 и 5 `."""
    number = number_pattern()
    return re.compile(rf"{unit_word()}(?: ?№| под номер[а-я]+)?(?: ?{number}\.?(?:(?: ?, ?| и | ?- ?){number}\.?)*)?(?: ?\0+)?(?: к)? $")


def named(word: str, text: str) -> re.Match[str] | None:
    """Find the word of a document where a text says that a place, or all that is changed, belongs to it."""
    form = hidden(text)
    for found in re.finditer(rf"(?<![а-я]){word}(?![а-я])", form):
        before = form[: found.start()]
        if OPENING.fullmatch(before) or unit_before().search(before):
            return found
    return None


def meant(text: str, target: Target | None, act: Target | None) -> Target | None:
    """Give the target with the document that a text means; `act` is what the headings say of the act."""
    if target is None:
        return None
    of_act, own = is_act_title(target.title), named(ACT, text)
    if own is not None:
        title = act.title if act and is_act_title(act.title) else None
        return target if of_act or is_appended(text, own.start()) else replace(target, title=title)
    plan = named(DOCUMENT, text) if of_act else None
    return target if plan is None else replace(target, title=expanded(printed_name(text, plan), target.title))


def is_act_title(title: str | None) -> bool:
    """Tell whether a title is an act's, or none is known: "Об утверждении плана …"."""
    return title is None or bool(ACT_TITLE.match(matching_form(title)))


def is_appended(text: str, place: int) -> bool:
    """Tell whether it is an appendix to the act that is named: "в приложении к постановлению"."""
    return bool(re.search(r"приложени[а-я]+(?: ?№? ?\d+)? к $", matching_form(text[:place])))


def printed_name(text: str, word: re.Match[str]) -> str:
    """Give the plan's name as it is printed after its word, in the nominative."""
    ended = NAME_END.search(matching_form(text), word.end())
    case = next(case for ending, case in CASES if word.group().split()[0].endswith(ending))
    name = nominative(text[word.start() : ended.start() if ended else len(text)].strip(" ,."), case=case)
    return name[:1].upper() + name[1:]


def expanded(name: str, act_title: str | None) -> str:
    """Give a plan's name as the act's title has it in full: "План" is "План мероприятий по охране лесов на 2023 год"."""
    titled = TITLED.search(matching_form(act_title or ""))
    if not act_title or not titled or is_act_title(name):
        return name
    full = nominative(act_title[titled.start("name") :], case="loct" if titled.group("about") else "gent")
    full = ROAD_MAP.sub(r"\1дорожная карта\2", full)
    return full[:1].upper() + full[1:] if matching_form(full).startswith(matching_form(name)) else name
