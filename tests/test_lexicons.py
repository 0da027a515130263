"""Lexicons: words in the matching form, each once, in one alphabet; every section is read by some module."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import extractor
from extractor.lexicons import read_lexicon
from extractor.text import matching_form

PACKAGE = Path(extractor.__file__).parent
NAMES = sorted(path.stem for path in (PACKAGE / "lexicons").glob("*.toml"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
# Not words: measured shares by rule, and names as they are written.
MEASURED = {"confidence"}
WRITTEN = {("casing", "proper_names")}
ESCAPES = re.compile(r"\\.|\(\?<?[=!:]|\[[^\]]*\]")


def entries(section: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Give each list of words of a lexicon, and the keys of each table of words, with its path."""
    if isinstance(section, Mapping):
        if any(not key.isascii() for key in section):
            yield path, list(section)
        for key, value in section.items():
            yield from entries(value, (*path, key))
    elif isinstance(section, list) and all(isinstance(entry, str) for entry in section):
        yield path, section


LISTS = [found for name in NAMES if name not in MEASURED for found in entries(read_lexicon(name), (name,))]
IDS = [".".join(path) for path, _ in LISTS]


@pytest.mark.parametrize(("path", "words"), LISTS, ids=IDS)
def test_no_word_stands_twice_in_a_list(path: tuple[str, ...], words: list[str]) -> None:
    assert not [word for word in words if words.count(word) > 1], f"take the second one out of {path}"


@pytest.mark.parametrize(
    ("path", "words"), [found for found in LISTS if found[0] not in WRITTEN], ids=[name for name in IDS if name != "casing.proper_names"]
)
def test_words_are_in_the_matching_form(path: tuple[str, ...], words: list[str]) -> None:
    plain = [ESCAPES.sub("", word) for word in words]
    assert not [word for word in plain if matching_form(word) != word], f"small letters, е for ё, plain quotes and dashes in {path}"


@pytest.mark.parametrize(("path", "words"), LISTS, ids=IDS)
def test_a_word_is_in_one_alphabet(path: tuple[str, ...], words: list[str]) -> None:
    plain = [ESCAPES.sub(" ", word) for word in words]
    assert not [word for word in plain if re.search("[a-z][а-яё]|[а-яё][a-z]", word.lower())], f"Latin beside Cyrillic in {path}"


@pytest.mark.parametrize("name", [name for name in NAMES if name not in MEASURED])
def test_every_section_is_read(name: str) -> None:
    keys = {key for path, _ in entries(read_lexicon(name), (name,)) for key in path[1:] if key.isascii()}
    unread = sorted(key for key in keys if not re.search(rf"[\"']{re.escape(key)}[\"']", CODE))
    assert not unread, f"no module reads {unread} of lexicons/{name}.toml"
    assert f'read_lexicon("{name}")' in CODE, f"no module reads lexicons/{name}.toml"
