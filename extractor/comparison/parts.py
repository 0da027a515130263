"""Parts: rows that were split into several or merged into one.

In: the pairs, and the rows of both sides that have no partner. Out: the matches with those rows put to the row that they are parts of.
A part stands in the whole's text and has words of it that the whole's partner does not have, and the parts together cover the whole.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractor.comparison.likeness import Words, common_letters, without
from extractor.comparison.matching import Match, left_over, pair_rows, places_by_word
from extractor.comparison.rows import Row

# Share of a part's letters that stand in the whole, and share of the whole that its parts cover together.
LEAST_PART, LEAST_COVERED = 0.8, 0.7
# Letters of a part: fewer stand anywhere by chance.
SHORTEST_PART = 12
# Letters that a part must have of what the whole's partner leaves of it: a word. The other words may be said once for all parts
# («паспорта безопасности школ», «паспорта безопасности музеев» → «паспорта безопасности школ и музеев»).
LEAST_ADDED = 4


def match_rows(old: Sequence[Row], new: Sequence[Row]) -> tuple[Match, ...]:
    """Match the rows of two versions: pairs, then split rows, then merged ones; the others are removed or added."""
    pairs = list(pair_rows(old, new))
    removed, added = left_over(pairs, old, new)
    split = gather_parts([Match((one,), (other,)) for one, other in pairs], removed, added)
    paired = [match for match in split if len(match.old) == len(match.new) == 1]
    removed = [match.old[0] for match in split if not match.new]
    added = [match.new[0] for match in split if not match.old]
    merged = gather_parts([match.swapped() for match in paired], added, removed)
    return (*(match for match in split if len(match.new) > 1), *(match.swapped() for match in merged))


def gather_parts(pairs: Sequence[Match], wholes: Sequence[Row], parts: Sequence[Row]) -> tuple[Match, ...]:
    """Put `parts`, new rows without a partner, to the old rows that they are parts of; `wholes` are old rows without a partner."""
    partners = {pair.old[0].index: pair.new for pair in pairs}
    changed = [pair.old[0] for pair in pairs if pair.old[0].key != pair.new[0].key]
    found = parts_of_wholes([*wholes, *changed], parts, partners) if parts else {}
    used = {part.index for gathered in found.values() for part in gathered}
    return (
        *(Match(pair.old, printed_order(*pair.new, *found.get(pair.old[0].index, ()))) for pair in pairs),
        *(Match((row,), printed_order(*found.get(row.index, ()))) for row in wholes),
        *(Match((), (part,)) for part in parts if part.index not in used),
    )


def printed_order(*rows: Row) -> tuple[Row, ...]:
    """Give rows in printed order."""
    return tuple(sorted(rows, key=lambda row: row.index))


def parts_of_wholes(wholes: Sequence[Row], parts: Sequence[Row], partners: Mapping[int, tuple[Row, ...]]) -> Mapping[int, tuple[Row, ...]]:
    """Give, by the index of a whole, the parts that stand in it, where they and its partner cover it."""
    free = [without(whole.words, *(partner.words for partner in partners.get(whole.index, ()))) for whole in wholes]
    by_word = places_by_word(wholes)
    gathered: dict[int, list[Row]] = defaultdict(list)
    for part in parts:
        near = sorted({place for word in part.words.letters for place in by_word.get(word, ())})
        within = [place for place in near if is_part(part.words, wholes[place].words)]
        best = max(within, key=lambda place: common_letters(part.words, free[place]), default=None)
        if best is not None and common_letters(part.words, free[best]) >= LEAST_ADDED:
            gathered[best].append(part)
    whole_parts = [(wholes[place], found) for place, found in gathered.items()]
    return {whole.index: tuple(found) for whole, found in whole_parts if covers([*partners.get(whole.index, ()), *found], whole)}


def is_part(part: Words, whole: Words) -> bool:
    """Tell whether nearly all of a text stands in another, and it is long enough not to do so by chance."""
    return part.total >= SHORTEST_PART and common_letters(part, whole) >= LEAST_PART * part.total


def covers(parts: Sequence[Row], whole: Row) -> bool:
    """Tell whether several parts, each of them within the whole, give nearly all of it together."""
    left = without(whole.words, *(part.words for part in parts))
    return (
        len(parts) > 1 and all(is_part(part.words, whole.words) for part in parts) and left.total <= (1 - LEAST_COVERED) * whole.words.total
    )
