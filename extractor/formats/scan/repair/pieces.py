"""What repairs are made of: the words of a piece, their texts, and a repair's answer."""

import re
from collections.abc import Callable, Sequence

from extractor.formats.scan.recognition import Seen

# The texts that stand in a word's place: several where words had grown together, none where it goes; None: no answer.
Answer = tuple[str, ...] | None
Rule = Callable[[Sequence[Seen], int], Answer]

MONTH = re.compile(r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)", re.IGNORECASE)


def text_at(words: Sequence[Seen], index: int) -> str:
    """Give the text of a word, nothing where there is none."""
    return words[index].text if 0 <= index < len(words) else ""
