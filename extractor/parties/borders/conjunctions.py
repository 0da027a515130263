"""Border rules for "и": one name with a shared complement, or two names.

In: a `Gap`. Out: True (a border), False (one name goes on) or None (no answer). To add one, write it with a real
wording as its docstring and put it into `borders.RULES` before the rules that it overrules.
"""

from extractor.morphology import forms
from extractor.parties.borders.gap import Gap, has_genitive, is_plural_genitive
from extractor.parties.openings import find_opening

LONGEST_LAST_LETTERS = 2  # "УДКХ и Б", "КДН и ЗП": the end of an abbreviation, not a body of its own


def and_shares_complement(gap: Gap) -> bool | None:
    """Председатель и члены Комиссии; директора и специалисты по кадрам филиалов."""
    opening, name = gap.opening, gap.name
    if gap.mark != "and" or not opening or not name or name.modified or not (gap.is_bare or is_bare_list(gap)):
        return None
    units = name.head == "unit" or opening.head == "unit"
    if not has_genitive(gap.complement) or (units and not (name.plural and opening.plural and opening.lemma != name.lemma)):
        return None
    lemmas = {form.lemma for token in gap.complement for form in forms(token.text) if token.kind == "word"}
    if name.lemma in lemmas:
        return None
    return None if opening.plural and not name.plural and is_plural_genitive(gap.complement) else False


def is_bare_list(gap: Gap) -> bool:
    """Tell whether the left is a list of heads without complements: "председатель, секретарь"."""
    commas = [at for at, token in enumerate(gap.left) if token.kind == "comma"]
    starts, ends = [0, *(at + 1 for at in commas)], [*commas, len(gap.left)]
    parts = [gap.left[start:end] for start, end in zip(starts, ends, strict=True)]
    openings = [find_opening(part, 0, gap.case) for part in parts]
    return all(opening and opening.end == len(part) for opening, part in zip(openings, parts, strict=True))


def and_joins_abbreviations(gap: Gap) -> bool | None:
    """Управление образования и КДН; УДКХ и Б; КДН и ЗП."""
    opening = gap.opening
    if gap.mark != "and" or not opening or opening.kind not in {"abbreviation", "complement"}:
        return None
    if gap.follows_preposition or len(gap.right[0].text) <= LONGEST_LAST_LETTERS:
        return False
    return opening.kind == "abbreviation"


def and_after_abbreviation(gap: Gap) -> bool | None:
    """РДК и библиотеки."""
    opening, name = gap.opening, gap.name
    if gap.mark != "and" or gap.case != "nomn" or not opening or opening.kind != "head" or not name or not gap.is_bare:
        return None
    return True if name.kind in {"abbreviation", "form"} else None


def and_joins_names(gap: Gap) -> bool | None:
    """Отдел культуры и отдел спорта; главы поселений и руководители подразделений."""
    opening, name = gap.opening, gap.name
    if gap.mark != "and" or not opening:
        return None
    if opening.kind in {"form", "short"}:
        return True
    if opening.kind == "noun":
        return opening.certain and opening.animate and gap.case == "nomn"
    if name and (opening.lemma == name.lemma or opening.head == "position"):
        return opening.certain or gap.is_bare or bool(gap.complement)
    if gap.case == "datv" and gap.follows_preposition:
        return False
    return opening.certain or (bool(gap.complement) and not gap.ends_in_unit)
