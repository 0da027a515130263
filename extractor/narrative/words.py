"""The word lists of `lexicons/narrative.toml`, read once, and what the dictionary says of a word.

In: nothing. Out: `lexicon()` with frozen sets and compiled patterns, and the cached readings of a word.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from extractor.lexicons import read_lexicon
from extractor.morphology import analyzer


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of narrative reports by their meaning; lemmas are written with е for ё."""

    doing: frozenset[str]
    states: frozenset[str]
    speech: frozenset[str]
    planning: frozenset[str]
    both_aspects: frozenset[str]
    necessity: frozenset[str]
    possibility: frozenset[str]
    success: frozenset[str]
    actors: frozenset[str]
    actorless: frozenset[str]
    duties: frozenset[str]
    reflexive: frozenset[str]
    works: frozenset[str]
    auxiliaries: frozenset[str]
    prepositions: frozenset[str]
    abbreviated_units: frozenset[str]
    refused_units: frozenset[str]
    refused_words: frozenset[str]
    before_numbers: frozenset[str]
    needs: Mapping[str, re.Pattern[str]]
    refuses: Mapping[str, re.Pattern[str]]
    numerals: Mapping[str, float]
    scales: Mapping[str, float]
    meetings: re.Pattern[str]
    stamps: re.Pattern[str]
    notices: re.Pattern[str]
    evaluation: re.Pattern[str]
    connectives: re.Pattern[str]
    sayings: re.Pattern[str]
    purposes: re.Pattern[str]
    endings: re.Pattern[str]
    described_headings: re.Pattern[str]
    skipped_headings: re.Pattern[str]
    planned_headings: re.Pattern[str]
    told_headings: re.Pattern[str]


def words(values: Iterable[str]) -> frozenset[str]:
    """Give the words as a set, ё as е."""
    return frozenset(value.replace("ё", "е") for value in values)


def any_of(patterns: Iterable[str], *, before: str = "", after: str = "") -> re.Pattern[str]:
    """Compile alternatives, the longest first."""
    return re.compile(f"{before}(?:{'|'.join(sorted(patterns, key=len, reverse=True))}){after}")


@cache
def lexicon() -> Lexicon:
    """Read the word lists once."""
    toml = read_lexicon("narrative")
    stamp = "|".join(read_lexicon("requisites")["stamps"]["stems"])
    return Lexicon(
        doing=words(toml["doing"]["lemmas"]),
        states=words(toml["states"]["lemmas"]),
        speech=words(toml["speech"]["lemmas"]),
        planning=words(toml["planning"]["lemmas"]),
        both_aspects=words(toml["both_aspects"]["lemmas"]),
        necessity=words(toml["necessity"]["words"]),
        possibility=words(toml["possibility"]["words"]),
        success=words(toml["success"]["words"]),
        actors=words(toml["actors"]["lemmas"]),
        actorless=words(toml["actors"]["actorless"]),
        duties=words(toml["actors"]["duties"]),
        reflexive=words(toml["actors"]["reflexive"]),
        prepositions=words(toml["prepositions"]["words"]),
        auxiliaries=words(toml["openings"]["auxiliaries"]),
        works=words(toml["works"]["lemmas"]),
        abbreviated_units=words(toml["units"]["abbreviated"]),
        refused_units=words(toml["units"]["refused"]),
        refused_words=words(toml["units"]["refused_words"]),
        before_numbers=words(toml["units"]["before"]),
        needs={lemma: re.compile(pattern) for lemma, pattern in toml["needs"].items()},
        refuses={lemma: re.compile(pattern) for lemma, pattern in toml["refuses"].items()},
        numerals=toml["numerals"],
        scales=toml["scales"],
        meetings=any_of(toml["speech"]["names"], before="^", after="\\b"),
        notices=any_of(toml["speech"]["notices"], before="^"),
        stamps=any_of(toml["speech"]["stamps"], before=f"^(?:{stamp})\\w*:? ?(?:$|", after=")"),
        evaluation=any_of(toml["evaluation"]["patterns"]),
        connectives=any_of(toml["openings"]["connectives"], before="(?:", after=")(?:,? | - )"),
        sayings=any_of(toml["openings"]["sayings"], before="^.{0,120}?", after=",? "),
        purposes=any_of(toml["openings"]["purposes"], after="\\b"),
        endings=any_of(toml["endings"]["patterns"]),
        described_headings=any_of(toml["headings"]["described"]),
        skipped_headings=any_of(toml["headings"]["skipped"]),
        told_headings=any_of(toml["headings"]["told"]),
        planned_headings=any_of(toml["headings"]["planned"]),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One dictionary reading of a word: lemma with е for ё, and pymorphy3's grammemes."""

    lemma: str
    grammemes: frozenset[str]
    score: float


@lru_cache(maxsize=20_000)
def readings(word: str) -> tuple[Reading, ...]:
    """Give the dictionary readings of a word, the likeliest first."""
    parses: list[Any] = analyzer().parse(word)
    return tuple(Reading(p.normal_form.replace("ё", "е"), frozenset(p.tag.grammemes), p.score) for p in parses)


def has_reading(word: str, *grammemes: str) -> bool:
    """Tell whether some reading of the word has all the grammemes."""
    return any(reading.grammemes.issuperset(grammemes) for reading in readings(word))


def lemmas(word: str) -> frozenset[str]:
    """Give the lemmas of all readings of the word."""
    return frozenset(reading.lemma for reading in readings(word))
