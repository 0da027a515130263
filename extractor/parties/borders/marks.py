"""Border rules that look at a strong mark or at the first word on the right.

In: a `Gap`. Out: True (a border), False (one name goes on) or None (no answer). To add one, write it with a real
wording as its docstring and put it into `borders.RULES` before the rules that it overrules.
"""

from collections.abc import Sequence

from extractor.morphology import POSSESSIVE, forms
from extractor.parties.borders.gap import Gap, part_of
from extractor.parties.openings import find_opening
from extractor.parties.roles import is_aside
from extractor.parties.tokens import Token
from extractor.persons import is_surname
from extractor.text import matching_form


def at_semicolon(gap: Gap) -> bool | None:
    """Отдел культуры; музей."""
    return True if gap.mark == "semicolon" else None


def at_full_stop(gap: Gap) -> bool | None:
    """Отдел культуры. Отдел спорта."""
    if gap.mark != "stop":
        return None
    return not gap.right or gap.right[0].is_capital or bool(gap.opening and gap.opening.certain)


def at_nothing(gap: Gap) -> bool | None:
    """Отдел культуры, (the cell ends after a comma)."""
    return True if not gap.right or not gap.left else None


def before_known_name(gap: Gap) -> bool | None:
    """Отдел культуры, связи: both stand alone in other cells of the column."""
    if not gap.known or gap.mark not in {"comma", "line", "slash"}:
        return None
    right = name_until_mark(gap.right)
    return True if spelled(gap.left) in gap.known and right in gap.known else None


def name_until_mark(tokens: Sequence[Token]) -> str:
    """Give the spelling of what stands before the next mark or line end."""
    stop = next((at for at, token in enumerate(tokens) if at and (token.line or token.kind in {"comma", "semicolon", "stop"})), len(tokens))
    return spelled(tokens[:stop])


def spelled(tokens: Sequence[Token]) -> str:
    """Give tokens in the spelling in which known names are compared."""
    return " ".join(matching_form(token.text) for token in tokens)


def after_agreement(gap: Gap) -> bool | None:
    """Участковый (по согласованию), старшие домов."""
    if gap.mark not in {"comma", "line"} or gap.last.kind != "bracket" or not is_aside(gap.last.text):
        return None
    return True if gap.mark == "comma" or gap.opening else None


def inside_numbers(gap: Gap) -> bool | None:
    """МБОУ СОШ № 1, 2, 3; редакция газеты ⏎ «Новь»; отдел (сектор)."""
    if gap.right[0].kind == "number" and gap.mark in {"comma", "line"}:
        numbered = find_opening(gap.right, 1, gap.case)
        return bool(numbered and numbered.certain and numbered.kind == "head")
    return False if gap.right[0].kind in {"number", "quote", "bracket", "dash", "other", "colon"} else None


def before_preposition(gap: Gap) -> bool | None:
    """Заместители директора по клинике и по науке; организации, на которые возложено."""
    return False if part_of(gap.right[0]) in {"PREP", "PRCL"} and gap.right[0].text.lower() not in POSSESSIVE else None


def before_relative(gap: Gap) -> bool | None:
    """Работники, которым поручено; службы, участвующие в закупках; отделы, ответственные за торги; but отдел, участковые уполномоченные."""
    first = gap.right[0]
    if first.kind != "word" or any(form.lemma == "который" for form in forms(first.text)):
        return False if first.kind == "word" else None
    if gap.mark == "comma" and part_of(first) == "PRTF" and not first.is_capital and gap.opening and gap.opening.kind == "noun":
        return False
    if gap.mark != "comma" or first.is_capital or not gap.opening or gap.opening.lemma not in {"ответственный", "уполномоченный"}:
        return None
    if gap.opening.modified:
        return None
    agreeing = gap.case == "datv" and bool(gap.name and gap.name.plural and gap.opening.plural)  # руководителям, ответственным за …
    return False if gap.name and (agreeing or gap.name.head in {"unit", "group"}) else None


def before_possessive(gap: Gap) -> bool | None:
    """Глава района и его заместители."""
    return True if gap.opening and gap.opening.possessive else None


def at_slash(gap: Gap) -> bool | None:
    """Директор / завуч; РЦДО / МОЦ."""
    if gap.mark != "slash":
        return None
    both = gap.name and gap.name.kind == "abbreviation" and gap.opening and gap.opening.kind == "abbreviation"
    return bool(both or (gap.opening and gap.opening.kind in {"head", "short", "form"}))


def beside_surname(gap: Gap) -> bool | None:
    """Лугина, Ветрова; классные руководители, Ветрова."""
    if gap.mark not in {"comma", "line", "and", "slash"} or not is_surname(gap.right[0].text) or gap.right[0].line == "soft":
        return None
    alone = (
        len(gap.right) == 1
        or gap.right[1].kind in {"comma", "semicolon", "stop", "slash"}
        or bool(gap.right[1].line)
        or gap.right[1].text == "и"
    )
    return True if alone and (is_surname(gap.last.text) or gap.mark == "comma") else None


def before_nothing_known(gap: Gap) -> bool | None:
    """Управление архитектуры, градостроительства; отдел информационных ⏎ технологий."""
    return False if gap.opening is None or (gap.opening.kind == "complement" and (gap.follows_preposition or gap.mark == "and")) else None
