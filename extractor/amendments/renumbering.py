"""Renumbering: units that get other numbers, for the instructions after them name the new ones.

In: a `Phrase` whose verb is "считать". Out: the units with their new numbers. `FOLLOWING` tells of numbers that move without being named:
"пункт 4 исключить, изменив последующую нумерацию".
"""

import re

from extractor.amendments.phrases import Phrase
from extractor.amendments.places import Path
from extractor.text import matching_form

FOLLOWING = re.compile(
    r"(?:последующ|дальнейш)[а-я]+ (?:порядков[а-я]+ )?нумераци|нумераци[а-я]+ (?:последующ|дальнейш|пункт|строк|позици|измен)|"
    r"измен[а-я]+ (?:соответственно |порядков[а-я]+ |последующ[а-я]+ )*(?:нумераци|порядков)"
)


def renumbered(phrase: Phrase) -> tuple[tuple[Path, ...], tuple[str, ...]] | None:
    """Read units and the numbers that they get: "пункты 5-7 считать соответственно пунктами 4-6"."""
    left, right = phrase.left, re.split(r"[;:]", phrase.right)[0]
    behind = re.search(r" (?=(?:соответственно )?[а-я]+(?:ом|ами|ой|ем|ями|ей) )", matching_form(right)) if not phrase.paths(left) else None
    if behind:
        left, right = right[: behind.start()], right[behind.start() :]
    old, new = phrase.paths(left), phrase.paths(right)
    numbers = tuple(path[-1].number for path in new)
    if not old or len(old) != len(new) or any(old_path[-1].number is None for old_path in old):
        return None
    return (old, tuple(number for number in numbers if number)) if all(numbers) else None
