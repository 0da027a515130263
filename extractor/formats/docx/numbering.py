"""Automatic numbering: the labels that Word prints and never stores ("1.", "2.1.", "а)", "IV.").

In: the root of `word/numbering.xml`, then (list id, level) of each numbered paragraph in reading order. Out: its label.
A number format is a function in `NUMBER_FORMATS` under its name in ECMA-376 17.18.59; unknown ones print as decimal.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from extractor.formats.docx.markup import HIDDEN, NUMBER_ID, RUN_MARKS, VAL, W, is_on, read_number

LEVELS = 9
# A hostile start value; Word itself stops at 32,767.
MAX_NUMBER = 1_000_000
PLACEHOLDER = re.compile(r"%([1-9])")
BULLET = "- "
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
         (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
MAX_ROMAN = 4_999
LATIN = "abcdefghijklmnopqrstuvwxyz"
# Word's russianLower leaves out ё, й, ъ and ь (ECMA-376 17.18.59).
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list; `restart` is the level (from 1) whose use restarts it, 0 for never, None for any higher one."""

    start: int = 1
    format: str = "decimal"
    label: str = ""
    suffix: str = " "
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class NumberedList:
    """A list in use: its levels and what each level stands at (None: not begun)."""

    levels: Mapping[int, Level]
    counters: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(frozen=True, slots=True)
class Instance:
    """A `num`: the list it counts in, its own levels, and the levels that start anew at its first use."""

    counted: NumberedList
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Numbering:
    """Counts the lists of one document; ask for labels in reading order."""

    def __init__(self, instances: Mapping[str, Instance]) -> None:
        """Begin before the first paragraph."""
        self.instances = instances
        self.used: set[str] = set()

    def label(self, number_id: str, level: int, style_id: str | None = None) -> str:
        """Count one paragraph and give its label with what separates it from the text; "" where nothing is printed."""
        instance = self.instances.get(number_id)
        if instance is None:
            return ""
        level = level_of_style(instance, level, style_id)
        if level not in instance.levels:
            return ""
        if number_id not in self.used:
            self.used.add(number_id)
            for overridden in instance.starts:
                instance.counted.counters[overridden] = None
        count(instance, level)
        return write_label(instance, level)


def level_of_style(instance: Instance, level: int, style_id: str | None) -> int:
    """A list level may be tied to a paragraph style: then the style decides the level."""
    if style_id is not None:
        for index, described in instance.levels.items():
            if described.style == style_id:
                return index
    return max(0, min(level, LEVELS - 1))


def count(instance: Instance, level: int) -> None:
    """Move a list on to its next paragraph at `level`."""
    counters = instance.counted.counters
    for higher in range(level):
        if counters[higher] is None:
            counters[higher] = start_of(instance, higher)
    current = counters[level]
    counters[level] = start_of(instance, level) if current is None else current + 1
    for deeper in range(level + 1, LEVELS):
        restart = instance.levels[deeper].restart if deeper in instance.levels else None
        if restart is None or level < restart:
            counters[deeper] = None


def start_of(instance: Instance, level: int) -> int:
    """Give the number at which a level starts."""
    return instance.starts.get(level, instance.levels[level].start if level in instance.levels else 1)


def write_label(instance: Instance, level: int) -> str:
    """Print the label of the paragraph just counted."""
    described = instance.levels[level]
    if described.format == "bullet":
        return BULLET if described.label.strip() else ""

    def number(placeholder: re.Match[str]) -> str:
        shown = int(placeholder.group(1)) - 1
        form = "decimal" if described.legal or shown not in instance.levels else instance.levels[shown].format
        value = instance.counted.counters[shown]
        return write_number(start_of(instance, shown) if value is None else value, form)

    label = PLACEHOLDER.sub(number, described.label)
    return label + described.suffix if label.strip() else ""


def write_number(value: int, form: str) -> str:
    """Print a number in a format of ECMA-376 17.18.59."""
    return NUMBER_FORMATS.get(form, str)(value)


def roman(value: int) -> str:
    """1984 → MCMLXXXIV."""
    if not 0 < value <= MAX_ROMAN:
        return str(value)
    printed = ""
    for worth, letters in ROMAN:
        times, value = divmod(value, worth)
        printed += letters * times
    return printed


def lettered(alphabet: str) -> Callable[[int], str]:
    """Number by letters; after the last letter they are doubled: я, аа, бб."""

    def write(value: int) -> str:
        times, index = divmod(value - 1, len(alphabet))
        return alphabet[index] * (times + 1) if 0 < value <= MAX_ROMAN else str(value)

    return write


NUMBER_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda value: roman(value).lower(),
    "upperLetter": lambda value: lettered(LATIN)(value).upper(),
    "lowerLetter": lettered(LATIN),
    "russianUpper": lambda value: lettered(RUSSIAN)(value).upper(),
    "russianLower": lettered(RUSSIAN),
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": lambda value: f"{value}-й",
    "none": lambda value: "",
}


def read_numbering(root: Any, styled: Mapping[str, str]) -> Numbering:
    """Read the numbering part; `styled` maps a numbering style's id to the list id that it names."""
    abstracts = {abstract.get(f"{W}abstractNumId"): abstract for abstract in root.iterfind(f"{W}abstractNum")}
    targets = {num.get(f"{W}numId"): value_of(num, "abstractNumId") for num in root.iterfind(f"{W}num")}
    lists: dict[str | None, NumberedList] = {}
    instances = {}
    for num in root.iterfind(f"{W}num"):
        abstract_id = follow_style(value_of(num, "abstractNumId"), abstracts, targets, styled)
        if abstract_id not in lists:
            lists[abstract_id] = NumberedList(read_levels(abstracts.get(abstract_id)))
        instances[num.get(f"{W}numId")] = read_instance(num, lists[abstract_id])
    return Numbering(instances)


def value_of(element: Any, name: str) -> str | None:
    """Read the value of a child element."""
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(VAL)


def follow_style(
    abstract_id: str | None, abstracts: Mapping[str, Any], targets: Mapping[str, str | None], styled: Mapping[str, str]
) -> str | None:
    """A list may only name a numbering style; the list that defines that style has the levels."""
    abstract = abstracts.get(abstract_id) if abstract_id is not None else None
    link = value_of(abstract, "numStyleLink") if abstract is not None else None
    return targets.get(styled[link], abstract_id) if link is not None and link in styled else abstract_id


def read_levels(abstract: Any) -> dict[int, Level]:
    """Read the levels that an element describes."""
    if abstract is None:
        return {}
    described = ((read_number(level, f"{W}ilvl"), level) for level in abstract.iterfind(f"{W}lvl"))
    return {index: read_level(level) for index, level in described if index is not None and 0 <= index < LEVELS}


def read_level(level: Any) -> Level:
    """Read one level; a hidden label is none."""
    label = value_of(level, "lvlText") or ""
    marks = level.find(RUN_MARKS)
    if marks is not None and is_on(marks.find(HIDDEN)):
        label = ""
    start = read_number(level.find(f"{W}start"))
    return Level(
        start=limited(start, 1),
        format=value_of(level, "numFmt") or "decimal",
        label=label,
        suffix="" if value_of(level, "suff") == "nothing" else " ",
        restart=read_number(level.find(f"{W}lvlRestart")),
        legal=is_on(level.find(f"{W}isLgl")),
        style=value_of(level, "pStyle"),
    )


def limited(number: int | None, default: int) -> int:
    """Keep a start value within reason."""
    return default if number is None else max(0, min(number, MAX_NUMBER))


def read_instance(num: Any, counted: NumberedList) -> Instance:
    """Read a `num` with its overrides."""
    levels, starts = dict(counted.levels), dict[int, int]()
    for override in num.iterfind(f"{W}lvlOverride"):
        index = read_number(override, f"{W}ilvl")
        if index is None or not 0 <= index < LEVELS:
            continue
        described = override.find(f"{W}lvl")
        if described is not None:
            levels[index] = read_level(described)
        start = read_number(override.find(f"{W}startOverride"))
        if start is not None:
            starts[index] = limited(start, 1)
            levels[index] = replace(levels.get(index, Level()), start=starts[index])
    return Instance(counted, levels, starts)


def numbering_styles(styles: Any) -> dict[str, str]:
    """Map each numbering style's id to the list id that it names."""
    found = {}
    for style in styles.iterfind(f"{W}style"):
        number = style.find(f".//{NUMBER_ID}") if style.get(f"{W}type") == "numbering" else None
        if number is not None:
            found[style.get(f"{W}styleId")] = number.get(VAL)
    return found
