"""Places: the units that an instruction names, as paths from the outside in.

In: a part of a skeleton with the quotations it points at. Out: `Path`s. Units joined by genitives stand from the inside out ("в абзаце
втором подпункта «а» пункта 3"), units that follow each other from the outside in ("в разделе II в пункте 3"); several units of one kind,
or several numbers of one unit, give a path each. A new unit's word is an entry of `lexicons/amendments.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from extractor.amendments.lexicon import FIRST_QUOTE, QUOTE, ordinal_value, ordinal_word, unit_word, units, words
from extractor.amendments.nodes import Quotation
from extractor.morphology import nominative
from extractor.records import PlaceUnit, Step
from extractor.text import matching_form

Path = tuple[Step, ...]
ROWS = frozenset({"point", "subpoint", "row", "position"})
RANKS: dict[PlaceUnit, int] = {
    "appendix": 0, "section": 1, "article": 2, "part": 3, "table": 3, "point": 4, "subpoint": 5, "row": 5, "position": 6, "column": 7,
    "paragraph": 8, "item": 9, "footnote": 9, "title": 9, "preamble": 9, "text": 9,
}  # fmt: skip
GENITIVE = re.compile(
    r"(?:приложени[яй]|подраздел(?:а|ов)|раздел(?:а|ов)|глав[ы]?|паспорта|стат(?:ьи|ей)|част(?:и|ей)|(?:под)?пункт(?:а|ов)|абзац(?:а|ев)|"
    r"дефиса|тире|таблиц[ы]?|строки?|граф[ы]?|столбц(?:а|ов)|колон(?:ки|ок)|позици[ий]|сноски|примечани[яй]|мероприяти[яй]|наименовани[яй]|"
    r"преамбулы|предложени[яй]|п\.|пп\.|подп\.|ч\.|ст\.|абз\.)"
)
# Of these forms only what stands before them tells whether they are genitives.
AMBIGUOUS = re.compile(r"(?:строки|графы|таблицы|позиции|части|статьи|главы|сноски|колонки|приложения|мероприятия)")
WHOLE_TEXT = re.compile(r"по (?:всему )?тексту|во всем тексте|в тексте|по тексту|далее по тексту")
# The text of an act with all that it appends: "по тексту постановления и приложения к нему".
OVER_ALL = re.compile(
    r"(?:по (?:всему )?тексту|в тексте) [а-я]+ и (?:(?:его )?приложени[а-я]+(?: к нему)?(?! ?№? ?\d)|план[а-я]*|утвержденн)"
)
HOLDS = (
    r"(?P<{}>срок[а-я]{{0,3}}(?: (?:исполнения|реализации|выполнения|проведения))?|исполнител[а-я]{{1,3}}|"
    r"ответственн[а-я]{{2,3}}(?: исполнител[а-я]{{1,3}}| за (?:исполнение|выполнение))?|ожидаем[а-я]+ результат[а-я]*)"
)
LABEL_CASES = (("ах", "loct"), ("ях", "loct"), ("ых", "gent"), ("ке", "loct"), ("", "gent"))
LABEL = re.compile(
    rf"(?<![а-я])(?:(?P<part>в части ){HOLDS.format('named')}(?![а-я])|{HOLDS.format('held')}(?= (?:к |по |в |для )?"
    r"(?:п\. ?|пункт[а-я]* |строк[а-я]* |мероприяти[а-я]* |позици[а-я]* )\d))"
)
# The name of something that is no unit: "наименование должности".
NAMES_ELSE = re.compile(r" ?(?:должност|учреждени|организаци|орган|отдел|мероприяти|показател|улиц|объект)")
FURTHER_TEXT = re.compile(r"далее по (?:всему )?тексту")
LONGEST_RANGE = 100


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit as printed: its word, numbers, name and span; `genitive` tells that it belongs to what stands before it."""

    unit: PlaceUnit
    numbers: tuple[str, ...]
    name: str | None
    start: int
    end: int
    genitive: bool
    ambiguous: bool

    @property
    def steps(self) -> tuple[Step, ...]:
        """A step for each number; where a number tells the unit, its name is left out."""
        if not self.numbers:
            return (Step(unit=self.unit, name=self.name),)
        return tuple(Step(unit=self.unit, number=number) for number in self.numbers)


@cache
def number_pattern() -> str:
    """Give the pattern of a unit's number: `3`, `3.1`, `II`, `а)`, `втором`, `2-й`."""
    digits = r"\d+(?:\.\d+)*(?:\(\d+\))?(?:-?(?:й|го|ю|я|е|м|ом|ой|му)(?![а-я]))?"
    return rf"(?:{digits}|(?<![а-яa-z])[ivxl]{{1,6}}(?![а-яa-z])|[а-я]\)|{ordinal_word()})"


@cache
def mention_pattern() -> re.Pattern[str]:
    """Give the pattern of a unit with what numbers or names it."""
    number = number_pattern()
    listed = rf"{number}(?:(?: ?, ?(?:и )?| и | ?- ?| по |, а также )(?:№ ?)?{number})*"
    return re.compile(
        rf"(?:(?P<before>(?:{ordinal_word()}|(?<![\d.№])\d{{1,2}}(?:-?(?:й|го|ю|я|е|м|ом|ой))?(?![\d.])))(?: и {ordinal_word()})? )?"
        rf"(?P<unit>{unit_word()})"
        rf"(?: ?(?:\(?(?:с )?(?:порядковы[а-я]+ )?(?:под )?номер[а-я]*\)?|под №|№№?|n))?"
        rf"(?: ?(?P<numbers>{listed}))?(?: ?\(? ?(?P<name>{QUOTE})\)?)?"
    )


def find_mentions(text: str, quotations: Sequence[Quotation]) -> tuple[Mention, ...]:
    """Find the units that a text names."""
    form, found = matching_form(text), list(labels_of(text))
    for match in mention_pattern().finditer(form):
        unit = unit_of(match.group("unit"))
        numbers = read_numbers(text, match, unit)
        name = quotations[ord(match.group("name")) - ord(FIRST_QUOTE)].text if match.group("name") else None
        word = match.group("unit")
        if not numbers and not name and (word.startswith(tuple(words("rules", "numbered"))) or is_stray(unit, word)):
            continue
        if unit == "title" and NAMES_ELSE.match(form, match.end()):
            continue
        found.append(
            Mention(
                unit, numbers, name or own_name(word), match.start(), match.end(),
                bool(GENITIVE.fullmatch(word.strip())), bool(AMBIGUOUS.fullmatch(word.strip())),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda mention: mention.start))


def labels_of(text: str) -> Iterator[Mention]:
    """Yield the columns that are named by what they hold: `срок исполнения пункта 6`, `пункт 6 в части сроков`."""
    for label in LABEL.finditer(matching_form(text)):
        start, end = label.span("named" if label.group("part") else "held")
        word = label.group()[start - label.start() :].split()[0]
        name = nominative(text[start:end], case=next(case for ending, case in LABEL_CASES if word.endswith(ending)))
        yield Mention("column", (), name[:1].upper() + name[1:], label.start(), end, bool(label.group("part")), ambiguous=False)


def is_stray(unit: PlaceUnit, word: str) -> bool:
    """Tell whether a unit's word in the genitive without a number is part of a name: `план создания пунктов проката`."""
    return unit in ("point", "subpoint", "section", "row", "position", "paragraph", "item") and bool(GENITIVE.fullmatch(word.strip()))


def unit_of(word: str) -> PlaceUnit:
    """Give the unit that a word names."""
    fitting = [unit for unit, pattern in units().items() if pattern.match(f"{word.strip()} 1" if word.strip().endswith(".") else word)]
    return fitting[0]


def own_name(word: str) -> str | None:
    """Give the name of a section that is its own word: the passport of a programme."""
    return "Паспорт" if word.startswith("паспорт") else None


def read_numbers(text: str, match: re.Match[str], unit: PlaceUnit) -> tuple[str, ...]:
    """Read a mention's numbers as strings without brackets, ordinals as digits, ranges spelled out."""
    if match.group("before") and not match.group("numbers"):
        return tuple(plain_number(word) for word in re.split(r" и ", match.group(0)[: match.start("unit") - match.start()].strip()))
    if not match.group("numbers"):
        return ()
    printed = text[match.start("numbers") : match.end("numbers")]
    form = matching_form(printed)
    found = list[str]()
    at = 0
    for number in re.finditer(number_pattern(), form):
        between = form[at : number.start()].strip()
        value = plain_number(printed[number.start() : number.end()])
        found += spelled_out(found[-1], value) if between in ("-", "по") and found else [value]
        at = number.end()
    return tuple(found)


def plain_number(printed: str) -> str:
    """Give a number without brackets and endings; an ordinal word as digits."""
    form = matching_form(printed).strip()
    if re.fullmatch(ordinal_word(), form):
        return ordinal_value(form)
    digits = re.match(r"\d+(?:\.\d+)*(?:\(\d+\))?", form)
    return digits.group() if digits else printed.strip(" )")


def spelled_out(first: str, last: str) -> list[str]:
    """Give the numbers after the first up to the last of a range: `4-6` → 5, 6."""
    head, _, low = first.rpartition(".")
    tail, _, high = last.rpartition(".")
    if low.isdigit() and high.isdigit() and (head == tail or not tail) and 0 < int(high) - int(low) <= LONGEST_RANGE:
        return [f"{head}.{number}" if head else str(number) for number in range(int(low) + 1, int(high) + 1)]
    letters = "абвгдежзиклмнопрстуфхцчшщэюя"
    if len(first) == len(last) == 1 and first in letters and last in letters:
        return list(letters[letters.index(first) + 1 : letters.index(last) + 1])
    return [last]


Chain = list[Mention]


def chains_of(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, Chain]]:
    """Yield the chains of genitives, from the inside out, each with what stands before it."""
    chain, since, before = list[Mention](), 0, ""
    for mention in mentions:
        between = matching_form(text[since : mention.start]).strip()
        if chain and belongs(mention, chain[-1], between):
            chain.append(mention)
        else:
            if chain:
                yield before, chain
            chain, before = [mention], between
        since = mention.end
    if chain:
        yield before, chain


def belongs(mention: Mention, inner: Mention, between: str) -> bool:
    """Tell whether a unit in the genitive is the one that the unit before it stands in."""
    if between == "к" and inner.unit == "footnote":
        return True
    if not mention.genitive or re.search(r"(?:^|[ ,])(?:в|во|из|и|после|перед|а также)$|^[,;]", between):
        return False
    return not (mention.ambiguous and RANKS[mention.unit] > RANKS[inner.unit] and {mention.unit, inner.unit} != {"row", "column"})


def read_paths(text: str, quotations: Sequence[Quotation]) -> tuple[Path, ...]:
    """Read the places that a text names; several where it lists several."""
    mentions = find_mentions(text, quotations)
    if OVER_ALL.search(matching_form(text)):
        return ((Step(unit="text"),),)
    paths: list[list[Path]] = []
    for before, chain in chains_of(text, mentions):
        here = [ordered(path) for path in product(*(mention.steps for mention in reversed(chain)))]
        if paths and is_parallel(before, chain, paths[-1][0]):
            paths[-1] += complete(here, paths[-1][-1])
        else:
            paths.append(here)
    if paths and FURTHER_TEXT.search(matching_form(text)):
        paths[-1].append((Step(unit="text"),))
    joined: list[Path] = [()]
    for group in paths:
        joined = [ordered((*outer, *inner)) for outer in joined for inner in group]
    if joined == [()] and WHOLE_TEXT.search(matching_form(text)):
        return ((Step(unit="text"),),)
    return tuple(joined) if joined != [()] else ()


def is_parallel(before: str, chain: Chain, above: Path) -> bool:
    """Tell whether a chain names a further place beside the one above, and not a place inside it."""
    inner, last = chain[0], above[-1]
    if last.unit == "column" and inner.unit in ROWS and not any(step.unit in ROWS for step in above):
        return bool(re.search(r"(?:^|[ ,])(?:а также|или|и (?:в|во|из))$", before))
    if re.search(r"(?:^|[ ,])(?:и|а также|или)(?: (?:в|во|из|по))?$", before):
        return True
    return inner.unit == last.unit or RANKS[inner.unit] < min(RANKS[step.unit] for step in above)


def complete(here: list[Path], above: Path) -> list[Path]:
    """Give paths beside another one the outer steps that the other one has and they leave unsaid."""
    first = here[0][0]
    outer = tuple(step for step in above if RANKS[step.unit] < RANKS[first.unit])
    return [(*outer, *path) for path in here] if len(here[0]) == 1 and len(above) > 1 and above[-1].unit == first.unit else here


def ordered(path: Sequence[Step]) -> Path:
    """Give a path with the row before the column, however it is printed: `в графе «Срок» строки 2`."""
    steps = [noted(step, path[index - 1]) if index else step for index, step in enumerate(path)]
    for place in range(len(steps) - 1):
        if steps[place].unit == "column" and steps[place + 1].unit in ROWS:
            steps[place], steps[place + 1] = steps[place + 1], steps[place]
    return tuple(steps)


def noted(step: Step, outer: Step) -> Step:
    """Give the column of notes for a note of a row, which can't be a footnote: `в пункте 4 в примечании`, `в примечании к пункту 4`."""
    is_note = step == Step(unit="footnote") and outer.unit in ROWS
    return Step(unit="column", name="Примечание") if is_note else step


def under(context: Path, path: Path) -> Path:
    """Give a path inside the place that a lead-in names; what it names itself stands for what the lead-in says of that unit."""
    if not path:
        return context
    least = RANKS[path[0].unit]
    own = {step.unit for step in path}
    outer = tuple(step for step in context if step.unit not in own or (RANKS[step.unit] < least))
    return ordered((*(step for step in outer if step.unit != "text"), *path))


def with_number(path: Path, number: str | None) -> Path:
    """Give a path whose last step has a number that only the new wording prints."""
    return (*path[:-1], replace(path[-1], number=number)) if path and number and path[-1].number is None and not path[-1].name else path
