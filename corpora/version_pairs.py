"""Pairs of versions: two annotated documents with the changes from the one to the other, written by hand.

In: `versions/NAME/old.txt`, `new.txt` (layouts) and `gold.toml`. Out: `Pair`. A change is a line "old>new classes": places count from 0
over all plans, "3-9>4-10" is a row of single pairs, "3>3,4 split" one old row and two new ones; `changed:text,deadlines` names the
fields; `same:responsible` says that a value is printed otherwise and is the same. Rows that no line names stayed as they were, in order.
To add a pair, write the three files; `tests/corpora/test_versions.py` says what does not fit.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.gold import Json, compile_gold
from corpora.source import Layout, printed_text, read_layout

VERSIONS = Path(__file__).parent / "versions"
SIDES = ("old", "new")
MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
QUARTERS = {"I": 33, "II": 34, "III": 35, "IV": 36, "1": 33, "2": 34, "3": 35, "4": 36}
PLACES = re.compile(r"(?P<old>[\d,-]*)>(?P<new>[\d,-]*)(?P<words>( .*)?)")


@dataclass(frozen=True, slots=True)
class Line:
    """What became of some rows: places in both versions, classes, fields that differ, fields that only look different."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    classes: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions: their layouts and gold records (old, new) with the gold changes; a heading change is (old, new), "" where none."""

    name: str
    layouts: tuple[Layout, Layout]
    records: tuple[Json, Json]
    changes: tuple[Line, ...]
    clauses: tuple[Line, ...] = ()
    requisites: frozenset[str] = frozenset()
    headings: tuple[tuple[str, str], ...] = ()


def read_pairs(folder: Path = VERSIONS) -> tuple[Pair, ...]:
    """Read all pairs of a folder, by name."""
    wordings = tomllib.loads((folder / "wordings.toml").read_text(encoding="utf-8"))["deadlines"]
    return tuple(read_pair(path.parent, wordings) for path in sorted(folder.glob("*/gold.toml")))


def read_pair(folder: Path, wordings: Mapping[str, Any]) -> Pair:
    """Read one pair; `wordings` are deadlines that mean the same in every pair."""
    toml = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
    layouts = [read_layout(folder / f"{side}.txt") for side in SIDES]
    records = [compile_version(layout, side, toml, wordings) for layout, side in zip(layouts, SIDES, strict=True)]
    return Pair(
        folder.name,
        (layouts[0], layouts[1]),
        (records[0], records[1]),
        tuple(line for text in toml["changes"] for line in read_lines(text)),
        tuple(line for text in toml.get("clauses", []) for line in read_lines(text)),
        frozenset(toml.get("requisites", [])),
        tuple(read_heading(text) for text in toml.get("headings", [])),
    )


def read_lines(text: str) -> Iterator[Line]:
    """Read a line of the gold; a range gives a line for each of its pairs. Raises ValueError where it is not well formed."""
    match = PLACES.fullmatch(text)
    if not match:
        raise ValueError(f"no change: {text}")
    old, new = read_places(match["old"]), read_places(match["new"])
    tokens = [word.partition(":") for word in match["words"].split()]
    classes = frozenset(name for name, _, _ in tokens if name != "same")
    fields, same = (frozenset(field for name, _, rest in tokens if name == key for field in rest.split(",")) for key in ("changed", "same"))
    if "-" in match["old"]:
        yield from (Line((before,), (after,), classes, fields, same) for before, after in zip(old, new, strict=True))
    else:
        yield Line(old, new, classes, fields, same)


def read_places(text: str) -> tuple[int, ...]:
    """Read "3", "3,4", "3-9" or nothing."""
    if "-" in text:
        first, last = text.split("-")
        return tuple(range(int(first), int(last) + 1))
    return tuple(int(part) for part in text.split(",") if part)


def read_heading(text: str) -> tuple[str, str]:
    """Read "old heading > new heading"; one of them may be absent."""
    old, _, new = text.partition(">")
    return old.strip(), new.strip()


def compile_version(layout: Layout, side: str, toml: Mapping[str, Any], wordings: Mapping[str, Any]) -> Json:
    """Compile one version's gold record from what `both` versions share and what is its own."""
    both, own = toml.get("both", {}), toml.get(side, {})
    tables = {name: both.get(name, {}) | own.get(name, {}) for name in ("document", "deadlines", "parties", "measures", "status")}
    tables["deadlines"] = column_values(layout, wordings | tables["deadlines"])
    document = tables["document"]
    plan = {"title": document.get("title"), "period": document.get("period")} | own.get("plan", {})
    clauses = own.get("clauses", both.get("clauses", []))
    plans = [plan for grid in layout.grids if "text" in grid.roles]
    return compile_gold(layout, tables | {"clauses": clauses, "plans": plans})


def column_values(layout: Layout, written: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of every deadline wording of a layout: as written, or as its form says."""
    values = dict(written)
    for grid in layout.grids:
        for cell in grid.cells:
            wording = printed_text(cell.marked)
            if grid.roles[cell.column] == "deadline" and wording not in values and (value := plain_value(wording)):
                values[wording] = value
    return values


def plain_value(wording: str) -> str | None:
    """Give the value of a wording that can be read in one way: "до 1 мая 2021 г.", "II квартал 2021 г.", "2021 - 2022 годы"."""
    words = wording.removesuffix(" г.").removesuffix(" года")
    rest = words.removeprefix("до ").removeprefix("не позднее ")
    for form, build in FORMS:
        if match := form.fullmatch(rest):
            return f"calendar {'../' if rest != words else ''}{build(*match.groups())}"
    return None


def month_number(word: str) -> int:
    """Give a month's number by its stem; "март" before "ма", so the longest stem decides."""
    return max((number for number, stem in enumerate(MONTHS, 1) if word.startswith(stem)), key=lambda number: len(MONTHS[number - 1]))


FORMS: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = (
    (re.compile(r"([IV]+|\d) квартал (\d{4})"), lambda quarter, year: f"{year}-{QUARTERS[quarter]}"),
    (re.compile(r"(\d{2})\.(\d{2})\.(\d{4})"), lambda day, month, year: f"{year}-{month}-{day}"),
    (re.compile(r"(\d{1,2}) ([а-я]+) (\d{4})"), lambda day, month, year: f"{year}-{month_number(month):02}-{int(day):02}"),
    (re.compile(r"([а-я]+) (\d{4})"), lambda month, year: f"{year}-{month_number(month):02}"),
    (re.compile(r"(\d{4}) - (\d{4}) годы"), lambda first, last: f"{first}/{last}"),
    (re.compile(r"в течение (\d{4})"), lambda year: year),
)
