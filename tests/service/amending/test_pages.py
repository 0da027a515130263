"""Pages of amending acts, without scripts: what became of each instruction, and the plan of a day with the points beside its fields."""

import pytest
from starlette.testclient import TestClient

from tests.service.amending.papers import CASES, Desk, papers_of
from tests.service.pages.browsing import SignIn, between, enter, location, words

CHAIN = CASES["chain_of_acts"]


def test_the_pages_lead_from_a_plan_to_the_point_that_changed_a_field(desk: Desk) -> None:
    ids = desk.put(papers_of(CHAIN))
    line, client = desk.line(), desk.client
    page = client.get(f"/lines/{line}").text
    assert page.count("вычислена по изменяющим актам") == 2
    assert f"/documents/{ids['act1']}/instructions" in page
    shown = client.get(f"/lines/{line}/consolidated?as_of=2021-03-31").text
    assert "август 2021 г." in shown
    place = f"/documents/{ids['act1']}?at=9-0-0-2-71#place"
    assert place in shown
    assert "акт № 15 от 01.03.2021" in words(shown)
    source = client.get(place.partition("#")[0])
    assert "<mark" in source.text
    for day, text in (("2020-01-01", "ещё не действовал"), ("2021-02-01", "изменений ещё не было")):
        assert text in client.get(f"/lines/{line}/consolidated?as_of={day}").text
    document = desk.consolidated("2021-03-31")["document"]
    compared = client.get(f"/comparisons/{ids['base']}/{document}").text
    assert f"/documents/{ids['act1']}?at=9-0-0-2-71#place" in compared
    review = client.get(f"/documents/{document}").text
    assert "Вычислено по изменяющим актам" in review
    assert "/source" not in between(review, "Выгрузка и действия", "</ul>")
    assert "Что меняет этот акт" in client.get(f"/documents/{ids['act1']}").text


def test_an_instruction_is_rejected_and_an_act_taken_out_on_pages(desk: Desk, stranger: TestClient, sign_in: SignIn) -> None:
    browser = enter(stranger, sign_in, "clerk")
    ids = desk.put(papers_of(CHAIN))
    line = desk.line()
    one = desk.consolidated()["instructions"][0]
    back = f"/lines/{line}/consolidated"
    form = {"csrf": browser.csrf, "mark": "rejected", "back": back}
    answer = browser.post(f"/documents/{one['act']}/instructions/{one['key']}", data=form, follow_redirects=False)
    assert location(answer) == f"{back}#i-{one['key']}"
    assert "пересчитывается" in browser.get(back).text
    desk.settle()
    assert "отклонено человеком" in browser.get(back).text
    leaving = {"csrf": browser.csrf, "act": str(ids["act1"]), "leave": "true"}
    location(browser.post(f"/lines/{line}/acts", data=leaving, follow_redirects=False))
    assert "Акт, который не нашёл своего плана" in browser.get(f"/lines/{line}").text
    location(browser.post(f"/lines/{line}/consolidate", data={"csrf": browser.csrf}, follow_redirects=False))
    desk.settle()
    assert [act["document"] for act in desk.consolidated()["acts"]] == [str(ids["act2"])]


@pytest.mark.slow
def test_a_reader_sees_the_pages_and_changes_nothing(desk: Desk, sign_in: SignIn) -> None:
    desk.put(papers_of(CHAIN))
    reader, line = sign_in("reader"), desk.line()
    page = reader.get(f"/lines/{line}/consolidated").text
    assert "Не применять" not in page
    assert "применено" in page
    assert reader.post(f"/v1/lines/{line}/consolidate").status_code == 403


def test_the_page_of_an_act_shows_what_was_refused_and_what_waits(desk: Desk) -> None:
    ids = desk.put(papers_of(CASES["refused"]))
    answer = desk.client.get(f"/documents/{ids['act1']}/instructions")
    assert answer.status_code == 200
    shown = words(answer.text)
    for text in ("не применено", "ждёт базового документа", "акт № 8 от 02.02.2021"):
        assert text in shown
