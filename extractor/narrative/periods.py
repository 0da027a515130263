"""The time a statement is about, as EDTF: from its own words, or the heading above, or the document.

In: a shaded sentence and the year it stands under. Out: an EDTF value (ISO 8601-2, levels 0-2) or None.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from extractor import months
from extractor.months import month_number

MONTH = rf"({months.MONTH})"
YEAR = r"((?:19|20)\d\d)"
QUARTER = r"(iv|i{1,3}|[1-4]|перв[а-я]+|втор[а-я]+|трет[а-я]+|четверт[а-я]+)(?:-?(?:й|м|ом|ый|го|ого))?"
DAY = r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?:19|20)\d\d"
YEAR_WORD = r"(?:-?(?:й|го|м|му))? ?(?:г\b|гг\b|год)"
ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "перв": 1, "втор": 2, "трет": 3, "четв": 4}


def ordinal(word: str) -> int:
    """Give the number of "I", "первый", "2"."""
    return int(word) if word.isdigit() else ORDINALS.get(word, ORDINALS.get(word[:4], 1))


def by_school_year(found: re.Match[str]) -> str:
    """в 2020-2021 учебном году"""
    first = int(found.group(1))
    return f"{first}-09/{first + 1}-08"


def by_quarter(found: re.Match[str]) -> str:
    """в I квартале 2021 года"""
    return f"{found.group(2)}-{32 + min(ordinal(found.group(1)), 4)}"


def by_half_year(found: re.Match[str]) -> str:
    """за первое полугодие 2021 года"""
    return f"{found.group(2)}-{39 + min(ordinal(found.group(1)), 2)}"


def by_months_passed(found: re.Match[str]) -> str:
    """за 9 месяцев 2020 года"""
    return f"{found.group(2)}-01/{found.group(2)}-{min(int(found.group(1)), 12):02}"


def by_month_range(found: re.Match[str]) -> str:
    """с марта по май 2021 года"""
    return f"{found.group(3)}-{month_number(found.group(1)):02}/{found.group(3)}-{month_number(found.group(2)):02}"


def by_day_range(found: re.Match[str]) -> str:
    """с 1 июня по 31 августа 2021 года"""
    year, first, last = found.group(5), month_number(found.group(2)), month_number(found.group(4))
    return f"{year}-{first:02}-{int(found.group(1)):02}/{year}-{last:02}-{int(found.group(3)):02}"


def by_days(found: re.Match[str]) -> str:
    """15-17 июля 2021 года"""
    year, month = found.group(4), month_number(found.group(3))
    return f"{year}-{month:02}-{int(found.group(1)):02}/{year}-{month:02}-{int(found.group(2)):02}"


def by_numeric_range(found: re.Match[str]) -> str:
    """с 15.03.2021 по 20.04.2021"""
    first, last = found.group(1).split("."), found.group(2).split(".")
    return f"{first[2]}-{first[1]}-{first[0]}/{last[2]}-{last[1]}-{last[0]}"


def by_day(found: re.Match[str]) -> str:
    """12 июня 2021 года"""
    return f"{found.group(3)}-{month_number(found.group(2)):02}-{int(found.group(1)):02}"


def by_numeric_day(found: re.Match[str]) -> str:
    """12.06.2021"""
    return f"{found.group(3)}-{found.group(2)}-{found.group(1)}"


def by_month(found: re.Match[str]) -> str:
    """в марте 2021 года"""
    return f"{found.group(2)}-{month_number(found.group(1)):02}"


def by_year_range(found: re.Match[str]) -> str:
    """в 2019-2020 годах"""
    return f"{found.group(1)}/{found.group(2)}"


def by_year(found: re.Match[str]) -> str:
    """в 2020 году"""
    return found.group(1)


DIGIT = re.compile(r"\d")
Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
RULES: tuple[Rule, ...] = (
    (re.compile(rf"{YEAR} ?[-/] ?(?:20)?\d\d ?(?:учебн|уч\.)"), by_school_year),
    (
        re.compile(rf"\b{QUARTER} (?:квартал[а-я]*|кв\.?) {YEAR}"),
        by_quarter,
    ),
    (re.compile(rf"\b(i{{1,2}}|[12]|перв[а-я]+|втор[а-я]+)(?:-?(?:е|ое|м|ом|го))? полугоди[а-я]+ {YEAR}"), by_half_year),
    (re.compile(rf"\b(\d{{1,2}})(?:-?ти)? месяц[а-я]* {YEAR}"), by_months_passed),
    (re.compile(rf"\b(?:с )?{MONTH}(?: по | ?- ?){MONTH} {YEAR}"), by_month_range),
    (re.compile(rf"\bс (\d{{1,2}}) {MONTH} по (\d{{1,2}}) {MONTH} {YEAR}"), by_day_range),
    (re.compile(rf"\b(?:с )?(\d{{1,2}})(?: по | ?- ?)(\d{{1,2}}) {MONTH} {YEAR}"), by_days),
    (re.compile(rf"\bс ({DAY}) (?:г\. )?по ({DAY})\b"), by_numeric_range),
    (re.compile(rf"\b(\d{{1,2}}) {MONTH} {YEAR}"), by_day),
    (re.compile(rf"\b(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.{YEAR}\b"), by_numeric_day),
    (re.compile(rf"\b{MONTH} {YEAR}"), by_month),
    (re.compile(rf"\b{YEAR} ?[-/] ?{YEAR}{YEAR_WORD}"), by_year_range),
    (re.compile(rf"\b{YEAR}{YEAR_WORD}"), by_year),
)
# A date that names another act, a comparison, a beginning or an end is not the time of the work.
NOT_THE_TIME = re.compile(
    r"(?:\bот|\bсравнени[юи] с|\bуровн[а-я]+|\bпо отношению к|\bнежели в|\bчем в|\bс|\bдо|\bначиная с|\bсостоянию на"
    r"|\bпротив \d[\d ,.]*(?: ?[а-я]+){0,2} в"
    r"|\b(?:доход|расход)[а-я]* (?:[а-я]+ ){0,6}за"
    r"|\bаналогичн[а-я]+ период[а-я]*) (?:начала )?$"
)
PROGRAMME_YEARS = re.compile(r"(?:программ|стратеги|концепци|план)[^.;]{0,250}на (?:период )?$")
COMPARED = re.compile(r"\b(?:чем|против|сравнени[юи] с|уровн[а-я]+|отличие от|больше|меньше)\b[^.;]{0,40}$")
# A border of what is still to be done: "до 1 июня 2023 года должны быть представлены".
BORDER = re.compile(r"\b(?:до|не позднее) $")
COMING = "(?:следующ|предстоящ|будущ|наступающ)"
KIND_OF_YEAR = "(?:учебн[а-я]+ |календарн[а-я]+ |отчетн[а-я]+ )?год"
RELATIVE = (
    (re.compile(rf"\b(?:{COMING}ем|новом) {KIND_OF_YEAR}у|на (?:{COMING}ий|новый) {KIND_OF_YEAR}\b"), 1),
    (re.compile(rf"\bпрошлом {KIND_OF_YEAR}у|за прошлый {KIND_OF_YEAR}\b"), -1),
)
SCHOOL_YEAR = re.compile(r"(\d{4})-09/(\d{4})-08")


@dataclass(frozen=True, slots=True)
class Mention:
    """A time named in a text: offsets and its EDTF value."""

    start: int
    end: int
    edtf: str


def find_times(shaded: str, *, borders: bool = False) -> list[Mention]:
    """Give the times that the words name, in order, each stretch read by the first rule that answers.

    With `borders`, "до 1 июня 2023 года" is the open interval `../2023-06-01`; without, it is no time of work.
    """
    if not DIGIT.search(shaded):
        return []
    found: list[Mention] = []
    for pattern, read in RULES:
        for match in pattern.finditer(shaded):
            if all(match.end() <= m.start or match.start() >= m.end for m in found):
                found.append(Mention(match.start(), match.end(), read(match)))
    found = [with_border(shaded, mention) for mention in found] if borders else found
    kept = [mention for mention in found if mention.edtf.startswith("..") or is_time_of_work(shaded, mention)]
    return sorted(kept, key=lambda mention: mention.start)


def find_relative(shaded: str, told: str | None) -> str | None:
    """Give the year, or school year, that the words count from the one told of: `в следующем году`; None where they name none."""
    school = SCHOOL_YEAR.fullmatch(told or "")
    if told is None or not (school or re.fullmatch(r"\d{4}(?:-\d\d)?", told)):
        return None
    for pattern, shift in RELATIVE:
        named = pattern.search(shaded)
        if named and not COMPARED.search(shaded[: named.start()]):
            years = [int(year) + shift for year in (school.groups() if school else (told[:4],))]
            return f"{years[0]}-09/{years[1]}-08" if school else str(years[0])
    return None


def with_border(shaded: str, mention: Mention) -> Mention:
    """Give a time after "до" as an open interval, any other as it is."""
    if "/" in mention.edtf or not BORDER.search(shaded[: mention.start]):
        return mention
    return Mention(mention.start, mention.end, f"../{mention.edtf}")


def is_time_of_work(shaded: str, mention: Mention) -> bool:
    """Tell whether the time is that of the work, not of an act, a comparison or a programme's name."""
    before = shaded[max(0, mention.start - 300) : mention.start]
    if NOT_THE_TIME.search(before):
        return "/" in mention.edtf and before.endswith("с ") and mention.edtf[4:5] == "-"
    return not ("/" in mention.edtf and PROGRAMME_YEARS.search(before))
