"""Linking: which measures a statement of a report tells of.

In: the rows of a plan and statements. Out: `Link`s. A statement goes with the measure with which it shares most words that say something,
weighted by how few measures have them; with further measures where it has words for them that the first one does not explain, as one
sentence may report of several.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from extractor.comparison.rows import Row
from extractor.comparison.spellings import is_one_name
from extractor.fulfilment.counts import find_counts
from extractor.fulfilment.kinship import content_words, is_verb, is_weak, keys, kinship
from extractor.fulfilment.results import Count, Link, Statement
from extractor.records import Clause, Measure

# What a score is made of: the share of the measure that is told of, and the share of the statement that the measure explains.
TOLD, EXPLAINED = 0.6, 0.4
# What stands beside a measure (its section, its units, its result) explains a word of a statement less than its own words do.
BESIDE = 0.6
# What a word of any measure weighs, and the share of its weight that a word of the plan's own title keeps: all measures are about it.
WEAK, TITLED = 0.15, 0.4
# What speaks for a pair besides words: the unit that did it, a count of the same things, the very day, the month.
ACTOR, COUNTED, DAY, MONTH = 0.08, 0.12, 0.2, 0.08
# Scores from which a pair is a link; that of two measures are as good as equal when they differ by less.
LEAST, EQUAL = 0.33, 0.02
# The score from which one word in common is enough.
ALONE = 0.5
# Words in common say something of a measure where one of them is rare: of a few measures only.
RARE = 0.6
# The share of a further measure's weight that is told of.
FURTHER = 0.38


# What a word weighs that no measure has: it speaks against a link, but a report tells of places and people beside the work.
FOREIGN = 0.5


@dataclass(frozen=True, slots=True)
class Telling:
    """How a statement tells of a measure: the score, and for each word of the measure the word of the statement that is its kin."""

    row: Row
    score: float
    told: float
    kin: Mapping[str, str]


class Plan:
    """A plan's words: which measures have which, and what each weighs."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Count the words."""
        self.rows = rows
        self.words = [content_words(row.record.text) for row in rows]
        self.titled = {word for title in {row.path[0] for row in rows} for word in content_words(title)}
        self.beside = [words_beside(row.record) for row in rows]
        self.places: dict[str, set[int]] = defaultdict(set)
        for place, words in enumerate(self.words):
            for word in words:
                self.places[word].add(place)
        self.by_key: dict[str, list[str]] = defaultdict(list)
        for word in self.places:
            for key in keys(word):
                self.by_key[key].append(word)
        self.known: dict[str, Mapping[str, float]] = {}
        self.weights: dict[str, float] = {}

    def kin(self, word: str) -> Mapping[str, float]:
        """Give the words of the plan that are kin to a word, each with its nearness."""
        if word not in self.known:
            near = {other: kinship(word, other) for key in keys(word) for other in self.by_key.get(key, ())}
            self.known[word] = {other: value for other, value in near.items() if value}
        return self.known[word]

    def weight(self, word: str) -> float:
        """Give what a word weighs, from 0 to 1: the fewer measures have it or its kin, the more."""
        if word not in self.weights:
            self.weights[word] = WEAK if is_weak(word) else self.rarity(word)
        return self.weights[word]

    def rarity(self, word: str) -> float:
        """Give how rare a word is among the measures; one that none has speaks a little against a link."""
        having = set().union(*(self.places[other] for other in self.kin(word)))
        rarity = log(1 + len(self.rows) / len(having)) / log(1 + len(self.rows)) if having else FOREIGN
        return TITLED * rarity if any(kinship(word, other) == 1.0 for other in self.titled) else rarity

    def candidates(self, words: Sequence[str]) -> set[int]:
        """Give the places of the measures of which a rare word has a kin among some words: others can't be told of."""
        rare = (other for word in words for other in self.kin(word) if self.weight(other) >= RARE)
        return {place for other in rare for place in self.places[other]}

    def tellings(self, statement: Statement) -> list[Telling]:
        """Give how a statement tells of each measure that it may tell of, the best first."""
        words = content_words(statement.text)
        found = [self.telling(place, words, statement) for place in sorted(self.candidates(words))]
        return sorted(found, key=lambda telling: -telling.score)

    def telling(self, place: int, words: Sequence[str], statement: Statement) -> Telling:
        """Give how a statement tells of the measure at a place."""
        own = {word: nearest(word, words) for word in self.words[place]}
        kin = {word: other for word, (other, value) in own.items() if value}
        told = share({word: self.weight(word) for word in own}, {word: value for word, (_, value) in own.items()})
        explained = share(
            {word: self.weight(word) for word in words},
            {word: max(nearest(word, self.words[place])[1], BESIDE * nearest(word, self.beside[place])[1]) for word in words},
        )
        score = TOLD * told + EXPLAINED * explained + support(self.rows[place].record, statement)
        return Telling(self.rows[place], min(score, 1.0), told, kin)

    def is_enough(self, telling: Telling) -> bool:
        """Tell whether a pair shares enough words: a rare one beside another, or one that is much of both; not the verb alone."""
        words = [word for word in telling.kin if not is_weak(word)]
        if all(is_verb(telling.kin[word]) for word in words):
            return False
        return max(map(self.weight, words), default=0.0) >= RARE and (len(words) > 1 or telling.score >= ALONE)

    def is_further(self, telling: Telling, explained: Collection[str]) -> bool:
        """Tell whether a statement tells of a measure besides others: the rarest word of it is told of by words that explain no other."""
        words = {word: self.weight(word) for word in self.words[telling.row.index]}
        own = max((words[word] for word, other in telling.kin.items() if other not in explained), default=0.0)
        return telling.told >= FURTHER and own == max(words.values())


def link_statements(rows: Sequence[Row], statements: Sequence[Statement], places: Sequence[int]) -> Iterator[Link]:
    """Yield the links of the statements at some places."""
    plan = Plan(rows)
    for place in places:
        for telling in told_measures(plan, statements[place]):
            counts = counts_of(telling.row.record, statements[place])
            words = tuple(word for word in telling.kin if not is_weak(word))
            yield Link(measure=telling.row.index, statement=place, score=round(telling.score, 3), words=words, counts=counts)


def told_measures(plan: Plan, statement: Statement) -> list[Telling]:
    """Give the measures that a statement tells of: the one that it tells of best, and further ones for which it has words of their own."""
    good = [telling for telling in plan.tellings(statement) if telling.score >= LEAST and plan.is_enough(telling)]
    if len(good) > 1 and good[0].score - good[1].score < EQUAL and good[0].kin.keys() == good[1].kin.keys():
        return []  # rows of one template: nothing tells which one is meant
    chosen: list[Telling] = []
    explained: set[str] = set()
    for telling in good:
        if not chosen or plan.is_further(telling, explained):
            chosen.append(telling)
            explained |= set(telling.kin.values())
    return chosen


def nearest(word: str, others: Sequence[str]) -> tuple[str, float]:
    """Give the word of some that is nearest to a word, and how near."""
    return max(((other, kinship(word, other)) for other in others), key=lambda found: found[1], default=("", 0.0))


def share(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    """Give the share of weights that values make up."""
    whole = sum(weights.values())
    return sum(weights[word] * value for word, value in values.items()) / whole if whole else 0.0


def support(record: Measure | Clause, statement: Statement) -> float:
    """Give what speaks for a pair besides its words."""
    by_actor = bool(statement.actor) and any(is_one_name(party.name, statement.actor or "") for party in record.responsible if party.name)
    return ACTOR * by_actor + COUNTED * bool(counts_of(record, statement)) + time_support(record, statement.period or "")


def time_support(record: Measure | Clause, period: str) -> float:
    """Give what speaks for a pair where a statement's day or month is that of a deadline."""
    if any(deadline.start == deadline.end == period for deadline in record.deadlines):
        return DAY
    is_month = len(period) >= len("2026-01") and any(
        (deadline.start or "")[:7] == (deadline.end or "")[:7] == period[:7] for deadline in record.deadlines
    )
    return MONTH * is_month


def counts_of(record: Measure | Clause, statement: Statement) -> tuple[Count, ...]:
    """Give the quantities of a measure and a statement that count the same things."""
    return find_counts(record, statement.quantities) if isinstance(record, Measure) and statement.quantities else ()


def words_beside(record: Measure | Clause) -> tuple[str, ...]:
    """Give the words that stand beside a measure: in its section, its units, its result and its other cells."""
    if not isinstance(record, Measure):
        return ()
    texts = [*record.section, *(party.text for party in record.responsible), *record.indicators]
    texts += [text for text in (record.result, record.mechanism, record.audience, record.place) if text]
    return tuple(dict.fromkeys(word for text in texts for word in content_words(text)))
