"""Cases: words that are replaced "в соответствующем падеже", in the cases that the new ones have too.

In: the old and the new words as quoted, in the nominative. Out: pairs of the same words in the other cases. Where one form of the old words
stands for two cases in which the new ones differ, the pair is left out: then the words can't be changed for sure.
"""

from collections import defaultdict
from functools import lru_cache

from extractor.morphology import OBLIQUE, find_group, in_letters_of


@lru_cache(maxsize=1_000)
def in_other_cases(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Give the pairs of forms beside the nominative: («Отдела лесов», «Управления лесов»)."""
    found: dict[str, set[str | None]] = defaultdict(set)
    for case in OBLIQUE:
        printed = in_case(old, case)
        if printed is not None and printed != old:
            found[printed].add(in_case(new, case))
    pairs = ((printed, others) for printed, others in found.items() if len(others) == 1)
    return tuple((printed, other) for printed, others in pairs for other in others if other is not None)


def in_case(phrase: str, case: str) -> str | None:
    """Put a phrase's head, and what agrees with it, from the nominative into a case; None where the head is not told."""
    group = find_group(phrase, 0, "nomn")
    if group is None or group.words[0][0] != 0:
        return None
    result, done = "", 0
    for start, end, form in sorted(group.words, key=lambda word: word[0]):
        inflected = form.parse.inflect({case})
        if inflected is None:
            return None
        result += phrase[done:start] + in_letters_of(phrase[start:end], inflected.word)
        done = end
    return result + phrase[done:]
