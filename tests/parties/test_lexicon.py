"""The lexicon of parties: its entries are lemmas in one spelling."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from extractor.heads import is_head
from extractor.lexicons import read_lexicon


def lists(section: dict[str, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in section.items():
        yield from lists(value, f"{path}{key}.") if isinstance(value, dict) else [(f"{path}{key}", value)]


ALL = list(lists(read_lexicon("parties")))


@pytest.mark.parametrize(("path", "words"), ALL, ids=[path for path, _ in ALL])
def test_no_entry_is_there_twice(path: str, words: list[str]) -> None:
    assert len(words) == len(set(words)), f"{path}: {[word for word in words if words.count(word) > 1]}"


@pytest.mark.parametrize(("path", "words"), ALL, ids=[path for path, _ in ALL])
def test_entries_are_in_small_letters_and_one_alphabet(path: str, words: list[str]) -> None:
    odd = [word for word in words if word != word.lower() or "ё" in word or (re.search("[a-z]", word) and re.search("[а-я]", word))]
    assert not odd, path


@pytest.mark.parametrize("path", ["unit.words", "position.words", "group.words"])
def test_head_nouns_are_lemmas(path: str) -> None:
    words = dict(ALL)[path]
    assert [word for word in words if " " in word] == []
    unknown = [word for word in words if not is_head(word)]
    assert unknown == [], f"{path}: the dictionary gives these another lemma"
