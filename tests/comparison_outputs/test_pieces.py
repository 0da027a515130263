"""A text's change in stretches that a person reads."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.comparison.changes import Piece
from extractor.exporters.comparison.pieces import around, readable_pieces, set_off, whole_pieces

SIGNS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def drawn(pieces: tuple[Piece, ...]) -> str:
    return "".join(SIGNS[piece.kind].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("Починить мост", "Починить мост", "Починить мост"),
        ("Починить мост", "Починить старый мост", "Починить{+ старый+} мост"),
        ("Посадить липы у школы", "Посадить дубы у школы", "Посадить[- липы-]{+ дубы+} у школы"),
        ("14.01.2021", "14.03.2022", "14.[-01.2021-]{+03.2022+}"),
        ("Глава Рыжов Г.Г.", "Глава Туров Е.Е.", "Глава[- Рыжов Г.Г.-]{+ Туров Е.Е.+}"),
        ("Рыжов Г.Г. и школа", "Туров Е.Е. и школа", "[-Рыжов Г.Г.-]{+Туров Е.Е.+} и школа"),
        ("Открыть школу.", "Открыть сад.", "Открыть[- школу-]{+ сад+}."),
        ("", "мост", "{+мост+}"),
        ("мост", "", "[-мост-]"),
    ],
)
def test_a_change_is_drawn_as_it_is_read(old: str, new: str, pieces: str) -> None:
    assert drawn(readable_pieces(old, new)) == pieces


TEXTS = st.text(alphabet=st.sampled_from("аб АБ.,- \n1"), max_size=25)


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    for pieces in (readable_pieces(old, new), whole_pieces(old, new)):
        assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
        assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
        assert all(piece.text for piece in pieces)


@given(TEXTS, TEXTS)
def test_what_is_removed_stands_before_what_is_added(old: str, new: str) -> None:
    kinds = [piece.kind for piece in readable_pieces(old, new)]
    assert ("added", "removed") not in list(pairwise(kinds))


@given(TEXTS)
def test_a_text_is_parted_from_the_space_around_it(text: str) -> None:
    parts = around(text)
    assert "".join(parts) == text
    assert parts[1] == text.strip()


def test_what_was_added_is_set_off_from_what_it_replaces() -> None:
    assert drawn(tuple(set_off(whole_pieces("5", "7")))) == "[-5-] {+7+}"
