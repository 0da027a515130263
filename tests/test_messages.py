"""Message catalogues: the same codes and values in every language."""

import re
import string

import pytest

from extractor.messages import LANGUAGES, catalogue, message


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_the_same_codes() -> None:
    codes = {language: set(catalogue(language)) for language in LANGUAGES}
    assert codes["ru"] == codes["en"]


def test_translations_name_the_same_values() -> None:
    different = [code for code, text in catalogue("ru").items() if values(text) != values(catalogue("en")[code])]
    assert not different


def test_russian_texts_are_russian() -> None:
    latin = [
        code
        for code, text in catalogue("ru").items()
        if not re.search("[а-яё]", text.lower()) and re.search("[a-z]", text) and "{" not in text
    ]
    assert not latin


def test_language_is_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANOVIK_LANG", "en")
    assert message("file_missing").startswith("no such file")
    monkeypatch.setenv("PLANOVIK_LANG", "xx")
    assert message("file_missing").startswith("файл не найден")
