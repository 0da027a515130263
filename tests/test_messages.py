"""Message catalogues: the same codes and values in every language."""

import pickle
import re
import string
from pathlib import Path

import pytest

import extractor
from extractor.errors import MissingProgram, TooLarge, UnsupportedFile
from extractor.messages import LANGUAGES, catalogue, message


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_the_same_codes() -> None:
    codes = {language: set(catalogue(language)) for language in LANGUAGES}
    assert codes["ru"] == codes["en"]


def test_translations_name_the_same_values() -> None:
    different = [code for code, text in catalogue("ru").items() if values(text) != values(catalogue("en")[code])]
    assert not different


CODE = "\n".join(path.read_text(encoding="utf-8") for path in Path(extractor.__file__).parent.rglob("*.py"))
# Names of values, which stand in the code as `message(f"kind_{kind}")`.
NAMED_BY_VALUE = ("kind_", "clause_", "measure_", "role_", "status_", "unsupported_", "missing_")


def test_every_text_is_used() -> None:
    unused = [code for code in catalogue("ru") if f'"{code}"' not in CODE and not code.startswith(NAMED_BY_VALUE)]
    assert not unused


def test_every_error_and_its_details_have_a_text() -> None:
    codes = set(re.findall(r'^    code = "(\w+)"', CODE, re.MULTILINE)) - {"unsupported_file", "missing_program"}
    details = set(re.findall(r'(?:TooLarge|DamagedFile|TookTooLong|EmptyFile|NoTextLayer)\("(\w+)"', CODE))
    assert codes | details <= set(catalogue("ru"))


def test_a_detail_stands_in_brackets_after_the_advice() -> None:
    assert str(TooLarge("too_many_pages", limit=700)).endswith("по одной. (больше 700 страниц)")
    assert str(TooLarge()).endswith("по одной.")


def test_an_error_survives_the_way_between_processes() -> None:
    for error in (TooLarge("too_many_pages", limit=700), UnsupportedFile("mail"), MissingProgram("Tesseract")):
        assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes


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
