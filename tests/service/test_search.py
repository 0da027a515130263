"""Full-text search in Russian: forms of words, quotes, ё, what is marked, and that nothing found can run in a browser."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from service.store.search import fragments, marked_spans, search_form
from tests.service.stored import PLAN, RESOLUTION, Shelf, read


@pytest.fixture
def shelf(client: TestClient, database_url: str) -> Shelf:
    shelf = Shelf(database_url, UUID(client.person))
    shelf.keep(read(PLAN))
    return shelf


# Searches with the numbers of the measures that they find.
SEARCHES = [
    ("мосты", ["1"]),
    ("ПОЧИНИТЬ МОСТА", ["1"]),
    ("старт", ["3"]),
    ("елка", ["4"]),
    ("ёлки", ["4"]),
    ("Ёлкина", ["3"]),
    ("отдел -культуры", ["1", "2"]),
    ("ярмарка or тротуар", ["2", "3"]),
    ("ярмарка ИЛИ тротуар", ["2", "3"]),
    ("«тротуар у школы»", ["2"]),
    ('"школы тротуар"', []),
    ("досуг", ["3", "4"]),
    ("вертолёт", []),
]


def test_words_are_found_in_any_form(shelf: Shelf, client: TestClient) -> None:
    for query, numbers in SEARCHES:
        found = client.get("/v1/measures", params={"q": query}).json()["items"]
        assert [item["number"] for item in found] == numbers, query


def test_a_search_of_signs_alone_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/measures", params={"q": "' | ! & ( :*"})
    assert (answer.status_code, answer.json()["code"]) == (422, "query_too_broad")


def test_found_words_are_marked_in_the_wording(shelf: Shelf, client: TestClient) -> None:
    item = client.get("/v1/measures", params={"q": "мосты река"}).json()["items"][0]
    assert item["highlights"] == {"text": ["Починить <mark>мост</mark> через <mark>реку</mark> Луга"]}


def test_words_found_elsewhere_are_marked_where_they_stand(shelf: Shelf, client: TestClient) -> None:
    item = client.get("/v1/measures", params={"q": "Дубов"}).json()["items"][0]
    assert item["highlights"] == {"responsible": ["Отдел дорог <mark>Дубов</mark> А.А."]}


def test_a_list_without_a_search_has_no_highlights(shelf: Shelf, client: TestClient) -> None:
    assert "highlights" not in client.get("/v1/measures").json()["items"][0]


def test_markup_in_a_document_is_shown_as_text(shelf: Shelf, client: TestClient) -> None:
    shelf.keep(read(PLAN.replace("Починить мост", "Починить <script>alert('мост')</script> & мост")))
    item = client.get("/v1/measures", params={"q": "мост"}).json()["items"][0]
    fragment = item["highlights"]["text"][0]
    assert "<script>" not in fragment
    assert "&lt;script&gt;alert(&#x27;<mark>мост</mark>&#x27;)&lt;/script&gt; &amp; <mark>мост</mark>" in fragment


def test_the_best_answer_comes_first_when_sorted_by_relevance(shelf: Shelf, client: TestClient) -> None:
    shelf.keep(read(PLAN.replace("Обновить ёлку на площади", "Обновить мост, мост и мост")))
    answer = client.get("/v1/measures", params={"q": "мост", "sort": "relevance", "limit": 2}).json()
    assert answer["items"][0]["text"] == "Обновить мост, мост и мост"
    rest = client.get("/v1/measures", params={"q": "мост", "sort": "relevance", "limit": 2, "cursor": answer["next"]}).json()
    assert (len(answer["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


def test_a_document_that_comes_in_between_pages_moves_nothing(shelf: Shelf, client: TestClient) -> None:
    shelf.keep(read(PLAN))
    parameters = {"q": "отдел", "sort": "relevance", "limit": 3}
    whole = client.get("/v1/measures", params=parameters | {"limit": 100}).json()["items"]
    first = client.get("/v1/measures", params=parameters).json()
    shelf.keep(read(PLAN))
    second = client.get("/v1/measures", params=parameters | {"cursor": first["next"]}).json()
    assert [item["id"] for item in first["items"] + second["items"]] == [item["id"] for item in whole[:6]]


def test_clauses_are_searched_too(shelf: Shelf, client: TestClient) -> None:
    shelf.keep(read(RESOLUTION))
    found = client.get("/v1/clauses", params={"q": "луговых зорях"}).json()["items"]
    assert [clause["number"] for clause in found] == ["2"]
    assert client.get("/v1/activities", params={"q": "мост"}).json()["items"] == []


@pytest.mark.parametrize("text", ["«Старт» — №5/ёж…", "a<b>&c\\d_e", "\u00a0Ёлка\u2014", "Ⅳ квартал ½", "İstanbul ﬁ"])
def test_the_search_form_has_the_length_of_the_text(text: str) -> None:
    assert len(search_form(text)) == len(text)


def test_spans_count_without_the_marks() -> None:
    assert list(marked_spans("а \x02мост\x03 и \x02мост\x03")) == [(2, 6), (9, 13)]


def test_long_texts_are_cut_to_what_stands_around_the_marks() -> None:
    text = "слово " * 100 + "мост " + "слово " * 100 + "мост"
    found = fragments(text, [(600, 604), (1205, 1209)])
    assert len(found) == 2
    assert all(len(fragment) < 200 for fragment in found)
    assert found[0].startswith("…")
    assert found[0].endswith("…")
    assert found[1].endswith("<mark>мост</mark>")


def test_two_words_close_together_share_a_fragment() -> None:
    assert fragments("новый мост и старый мост", [(6, 10), (20, 24)]) == ["новый <mark>мост</mark> и старый <mark>мост</mark>"]
