"""The lexicon of parties: head nouns are lemmas that the dictionary gives."""

import pytest

from extractor.head_nouns import is_head
from extractor.lexicons import read_lexicon


@pytest.mark.parametrize("kind", ["unit", "position", "group"])
def test_head_nouns_are_lemmas(kind: str) -> None:
    words = read_lexicon("parties")[kind]["words"]
    assert [word for word in words if " " in word] == []
    unknown = [word for word in words if not is_head(word)]
    assert unknown == [], f"{kind}: the dictionary gives these another lemma"
