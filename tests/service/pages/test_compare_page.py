"""Versions and their comparison on pages: lines, suggestions, changes with marks, without scripts."""

from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.service.stored import PLAN, Shelf, read
from tests.service.test_lines import BASE, NEXT_YEAR, RESTATING, put

CHANGED = PLAN.replace("до 1 мая", "до 1 июня").replace("4 | Обновить ёлку на площади | когда получится | Отдел культуры |\n", "")
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def pair(shelf: Shelf) -> str:
    """Give the address of the comparison of two versions: a deadline postponed, a measure removed."""
    return f"/comparisons/{shelf.keep(read(PLAN), name='old.txt')}/{shelf.keep(read(CHANGED), name='new.txt')}"


def keys(page: str) -> list[str]:
    """Give the keys of the changes of a page."""
    return [part.partition('"')[0] for part in page.split('id="c-')[1:]]


def test_changes_stand_side_by_side_with_their_words_marked(client: TestClient, pair: str) -> None:
    page = client.get(pair).text
    assert "<del>мая</del>" in page
    assert "<ins>июня</ins>" in page
    assert "Срок перенесён на 31 дн. позже." in page
    assert "Исключено." in page
    assert f"/v1{pair}?format=protocol" in page
    assert len(keys(page)) == 2
    same = pair.rsplit("/", 1)[0] + "/" + pair.split("/")[2]
    assert "версии совпадают" in client.get(same).text


def test_changes_are_narrowed_by_class_field_and_unit_and_keep_their_keys(client: TestClient, pair: str) -> None:
    changed, removed = keys(client.get(pair).text)
    assert keys(client.get(f"{pair}?classes=removed&unit=").text) == [removed]
    assert keys(client.get(f"{pair}?fields=deadlines").text) == [changed]
    assert keys(client.get(f"{pair}?unit=отдел культуры").text) == [removed]
    assert keys(client.get(f"{pair}?classes=nonsense&hide_wording=true").text) == [changed, removed]
    narrowed = client.get(f"{pair}?fields=responsible").text
    assert "Таких изменений нет" in narrowed
    assert "format=docx&amp;fields=responsible" in narrowed


def test_an_auditor_signs_a_change_and_others_only_see_it(sign_in: Callable[[str], TestClient], pair: str) -> None:
    auditor, clerk = sign_in("auditor"), sign_in("clerk")
    key = keys(auditor.get(pair).text)[0]
    form = {"key": key, "mark": "question", "note": f"Почему? {HOSTILE}", "back": "classes=changed"}
    answer = auditor.post(f"{pair}/sign-offs", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{pair}?classes=changed#c-{key}")
    page = clerk.get(pair).text
    assert "&lt;img src=x" in page
    assert HOSTILE not in page
    assert 'id="signed-count">1<' in page
    assert 'class="signing"' not in page
    assert clerk.post(f"{pair}/sign-offs", data=form).status_code == 403
    assert auditor.post(f"{pair}/sign-offs", data=form | {"key": "unknown"}).status_code == 404
    assert auditor.post(f"{pair}/sign-offs", data=form | {"mark": "wrong"}).status_code == 422


def test_a_mark_whose_change_is_gone_is_shown_as_void(client: TestClient, shelf: Shelf, pair: str) -> None:
    key = keys(client.get(pair).text)[0]
    client.post(f"{pair}/sign-offs", data={"key": key, "mark": "accepted"})
    shelf.save(UUID(pair.rsplit("/", 1)[1]), read(PLAN))
    page = client.get(pair).text
    assert "утратила силу" in page
    assert "Починить мост через реку Луга" in page.partition("Отметки, утратившие силу")[2]


def test_versions_are_listed_compared_and_moved_by_forms(client: TestClient, shelf: Shelf) -> None:
    assert "Цепочек пока нет" in client.get("/lines").text
    base, edition = put(shelf, BASE, "base.txt"), put(shelf, RESTATING, "edition.txt")
    line = client.get("/lines").text.partition('href="/lines/')[2]
    line = client.get("/v1/lines").json()["items"][0]["id"]
    page = client.get(f"/lines/{line}").text
    assert f"/comparisons/{base}/{edition}" in page
    assert page.index("12.01.2023") < page.index("20.06.2023")
    sent = client.get(f"/lines/{line}/compare?old={base}&new={edition}", follow_redirects=False)
    assert sent.headers["location"] == f"/comparisons/{base}/{edition}"
    [plan] = client.get("/v1/plans", params={"document": str(edition)}).json()["items"]
    assert client.get(f"/plans/{plan['id']}/compare", follow_redirects=False).headers["location"] == f"/comparisons/{base}/{edition}"
    assert "изложить в новой редакции" in client.get(f"/comparisons/{base}/{edition}").text
    client.post(f"/lines/{line}/versions/{edition}", data={"in_force": "2022-01-01"})
    assert client.get(f"/lines/{line}").text.index("edition.txt") < client.get(f"/lines/{line}").text.index("base.txt")
    client.post(f"/lines/{line}/versions/{edition}", data={"in_force": "", "leave": "true"})
    assert "edition.txt" not in client.get(f"/lines/{line}").text


def test_suggestions_are_decided_and_lines_made_by_hand(client: TestClient, shelf: Shelf, sign_in: Callable[[str], TestClient]) -> None:
    base, later = put(shelf, BASE, "base.txt"), put(shelf, NEXT_YEAR, f"{HOSTILE}.txt")
    page = client.get("/lines").text
    assert "Похоже, это версии одного плана" in page
    assert HOSTILE not in page
    decided = {"document": str(later), "other": str(base), "decision": "rejected"}
    assert sign_in("reader").post("/lines/suggestions", data=decided).status_code == 403
    client.post("/lines/suggestions", data=decided)
    assert "Похоже, это" not in client.get("/lines").text
    offered = client.get(f"/lines/new?document={later}&q=благоустройства").text
    assert [f'value="{document}"' in offered for document in (base, later)] == [True, True]
    alone = client.post("/lines", data={"documents": [str(base)], "title": ""})
    assert (alone.status_code, 'role="alert"' in alone.text) == (422, True)
    made = client.post("/lines", data={"documents": [str(base), str(later)], "title": "Мосты"}, follow_redirects=False)
    assert made.status_code == 303
    line = client.get(made.headers["location"]).text
    assert "<h1>Мосты</h1>" in line
    assert "вручную" in line


def test_a_correction_is_seen_in_a_comparison_that_was_looked_at_before(client: TestClient, pair: str) -> None:
    assert "плотину" not in client.get(pair).text
    [measure] = client.get("/v1/measures", params={"document": pair.rsplit("/", 1)[1], "q": "мост"}).json()["items"]
    edited = client.patch(f"/v1/measures/{measure['id']}", json={"text": "Починить плотину через реку Луга"}, headers={"If-Match": '"1"'})
    assert edited.status_code == 200
    assert "плотину" in client.get(pair).text
