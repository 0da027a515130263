"""Pieces: together they are both texts, they are no finer than words, and what is removed stands before what is added."""

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.comparison.mirror import mirrored_pieces
from extractor.comparison.words import MANY_WORDS, text_pieces

WORDS = st.lists(
    st.sampled_from(["ремонт", "дорог", "и", "мостов", ",", "(в", "2021", "году)", "«Исток»", "1,5", "-", "ё", "\u00ad", "  "]), max_size=14
)
TEXTS = st.one_of(WORDS.map(" ".join), st.text(max_size=40))


@settings(max_examples=400)
@given(old=TEXTS, new=TEXTS)
@example(old="", new="")
@example(old="а б", new="б а")
@example(old=" а", new="а ")
def test_pieces_join_to_both_texts(old: str, new: str) -> None:
    pieces = text_pieces(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert all(piece.text for piece in pieces)


@settings(max_examples=200)
@given(old=TEXTS, new=TEXTS)
def test_neighbouring_pieces_are_of_different_kinds_and_removed_comes_first(old: str, new: str) -> None:
    kinds = [piece.kind for piece in text_pieces(old, new)]
    assert all(one != other and (one, other) != ("added", "removed") for one, other in pairwise(kinds))


@settings(max_examples=200)
@given(old=TEXTS, new=TEXTS)
def test_pieces_mirrored_twice_are_the_same(old: str, new: str) -> None:
    pieces = text_pieces(old, new)
    assert tuple(mirrored_pieces(mirrored_pieces(pieces))) == pieces


def test_a_replaced_word_is_one_removed_and_one_added_piece() -> None:
    pieces = [(piece.kind, piece.text) for piece in text_pieces("Ремонт дорог района", "Ремонт мостов района")]
    assert pieces == [("same", "Ремонт"), ("removed", " дорог"), ("added", " мостов"), ("same", " района")]


def test_very_long_texts_keep_their_common_ends() -> None:
    old = " ".join(f"слово{place}" for place in range(MANY_WORDS))
    pieces = text_pieces(old, old.replace("слово2000 ", "иное "))
    assert [piece.kind for piece in pieces] == ["same", "removed", "added", "same"]
