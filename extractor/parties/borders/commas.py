"""Border rules for commas: one name with a comma inside, or two names.

In: a `Gap`. Out: True (a border), False (one name goes on) or None (no answer). To add one, write it with a real
wording as its docstring and put it into `borders.RULES` before the rules that it overrules.
"""

from extractor.head_nouns import lexicon_words
from extractor.parties.borders.conjunctions import and_shares_complement
from extractor.parties.borders.gap import Gap, cases_of, is_plural_genitive


def comma_before_scholar(gap: Gap) -> bool | None:
    """Зав. кафедрой, проф. Ремезов К.И.; декан, доцент Котова А.А."""
    if gap.mark != "comma" or not gap.name or gap.name.head != "position" or gap.name.plural or len(gap.right) < 2:
        return None
    if any(token.kind in {"person", "comma"} for token in gap.left) or gap.name.lemma in lexicon_words("rank", "scholarly"):
        return None
    held = gap.right[0].text.lower().rstrip(".") in lexicon_words("rank", "scholarly") and gap.right[1].kind == "person"
    return False if held else None


def comma_before_abbreviation(gap: Gap) -> bool | None:
    """Управление образования, КДНиЗП; директор, МБУ «Парк»; but отделу ГО, ЧС."""
    if gap.mark == "comma" and gap.opening and gap.opening.kind == "complement" and gap.last.text.lower() in lexicon_words("complement"):
        return False
    if gap.mark == "comma" and gap.opening and gap.opening.kind in {"abbreviation", "complement"} and goes_on_in_genitive(gap):
        return False
    return True if gap.mark == "comma" and gap.opening and gap.opening.kind in {"abbreviation", "form", "short", "complement"} else None


def goes_on_in_genitive(gap: Gap) -> bool:
    """Tell whether an abbreviation in the list of a unit's subjects is followed by a genitive: "отдел строительства, ЖКХ и транспорта"."""
    rest = gap.right[gap.opening.end : gap.opening.end + 2] if gap.opening else ()
    joined = len(rest) > 1 and rest[0].text.lower() == "и" and rest[1].kind == "word"
    return joined and gap.name is not None and gap.name.head == "unit" and "gent" in cases_of(rest[1]) and "nomn" not in cases_of(rest[1])


def comma_shares_complement(gap: Gap) -> bool | None:
    """Председатель, секретарь и члены комиссии."""
    opening = gap.opening
    if gap.mark != "comma" or not gap.is_bare or not opening or opening.modified or opening.head != "position":
        return None
    rest = gap.right[opening.end :]
    if not rest or rest[0].text.lower() != "и":
        return None
    following = Gap(gap.right[: opening.end], rest[1:], "and", "", gap.case)
    return False if and_shares_complement(following) is False and not is_plural_genitive(following.complement) else None


def comma_in_subjects(gap: Gap) -> bool | None:
    """Отдел культуры, молодёжи и спорта; управлению экономики, промышленности и торговли."""
    opening = gap.opening
    if gap.mark != "comma" or not opening or opening.certain or not gap.name or gap.name.head != "unit" or not gap.tail:
        return None
    subject = opening.lemma == "молодежь" or (opening.kind == "noun" and not opening.animate)
    genitive = "gent" in cases_of(gap.last) and "datv" not in cases_of(gap.last)
    return False if subject and genitive else None


def comma_before_head(gap: Gap) -> bool | None:
    """Отдел культуры, финансовое управление; учителя истории, директора."""
    opening = gap.opening
    if gap.mark != "comma" or not opening or opening.kind != "head":
        return None
    if opening.certain or opening.head in {"position", "group"}:
        return True
    if gap.case == "gent" and gap.name and gap.name.head != "unit" and not gap.complement:
        return False
    return not (gap.ends_in_unit and bool(gap.tail))


def comma_before_noun(gap: Gap) -> bool | None:
    """Директор, каменщик; but комитету по культуре, спорту; учителя физики, химии."""
    opening = gap.opening
    if gap.mark != "comma" or not opening:
        return None
    if gap.case == "nomn":
        return opening.certain or (gap.is_bare and opening.animate)
    return (gap.case != "gent" or gap.is_bare) and not gap.follows_preposition
