"""Letterheads: whether a page header is part of the document or a running title.

In: a header's text. Out: yes or no. A letterhead, an approval stamp or an appendix mark belongs to the document; page
numbers and running titles do not.
"""

import re

from extractor.lexicons import read_lexicon

# How the word of a stamp begins: "УТВЕРЖДАЮ", "Согласовано".
STAMP_STEMS = f"(?:{'|'.join(read_lexicon('requisites')['stamps']['stems'])})"
STAMP = re.compile(r"\bутвержд(?:аю|ен[оаы]?)\b|\bсогласован[оа]?\b|^\W*приложение\b", re.IGNORECASE)
LETTERHEAD = re.compile(
    r"\b(?:администраци[яи]|правительств[оа]|министерств[оа]|департамент|управлени[ея]|комитет|совет|дума|собрани[ея]|"
    r"учреждени[ея]|постановлени[ея]|распоряжени[ея]|приказ|указ|приложени[ея])\b",
    re.IGNORECASE,
)


def is_letterhead(text: str, *, first_page: bool) -> bool:
    """Tell whether a header belongs to the document; one that runs over all pages must carry a stamp."""
    return bool(STAMP.search(text) or (first_page and LETTERHEAD.search(text)))
