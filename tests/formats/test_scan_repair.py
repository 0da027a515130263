"""Repair of look-alikes: the case file, and numbers that stand alone in a column."""

from pathlib import Path

import pytest

from extractor.formats.scan.recognition import Seen
from extractor.formats.scan.repair import repair_numbers, repair_words

CASES = Path(__file__).parent.parent / "cases" / "repairs.txt"


def seen(text: str) -> list[Seen]:
    """Give the words of a piece as if recognised; `/` parts its lines."""
    words, line = [], 1
    for word in text.split():
        if word == "/":
            line += 1
        else:
            words.append(Seen(word, 10.0 * len(words), 0, 10.0 * len(words) + 9, 10, 10, 90, line))
    return words


def read_cases() -> list[tuple[str, str, str]]:
    blocks = [block.splitlines() for block in CASES.read_text(encoding="utf-8").split("\n\n") if not block.startswith("#")]
    return [(title, text, expected) for title, text, expected in (block[:3] for block in blocks)]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in read_cases()], ids=[case[0] for case in read_cases()])
def test_a_piece_is_repaired_as_written(text: str, expected: str) -> None:
    repaired = repair_words(seen(text))
    assert " ".join(word.text for word in repaired) == expected
    assert all((word.before is not None) for word in repaired if word.text not in text.split())


def test_a_letter_alone_in_a_column_of_numbers_is_a_number() -> None:
    column = [seen(text) for text in ("№", "9.", "10.", "И.", "12.", "з.")]
    repair_numbers([column])
    assert [words[0].text for words in column] == ["№", "9.", "10.", "11.", "12.", "3."]


def test_a_letter_alone_in_a_column_of_words_stays() -> None:
    column = [seen(text) for text in ("да", "И", "нет", "7")]
    repair_numbers([column])
    assert [words[0].text for words in column] == ["да", "И", "нет", "7"]
