"""The page «Исполнение», without scripts: what it shows, its filters and its forms; and what who sees less is shown."""

from uuid import UUID

import psycopg
import pytest
from starlette.testclient import TestClient

from tests.service.fulfilment.papers import PLAN, REPORT, Table, link_of, states
from tests.service.pages.browsing import SignIn, between, enter, location, words
from tests.service.test_reach import give

FOREIGN = "Тайнинский район"


@pytest.fixture
def browser(stranger: TestClient, sign_in: SignIn) -> TestClient:
    return enter(stranger, sign_in, "clerk")


def row(page: str, measure: str) -> str:
    """Give the words of a measure's row."""
    return words(between(page, f'id="m-{measure}"', "</tr>"))


def test_each_measure_stands_with_what_was_reported_and_leads_to_both_documents(table: Table) -> None:
    own, report = table.put(PLAN), table.put(REPORT, "report.txt")
    plan = table.plan(own)
    table.decide_report(plan, report)
    measure, _ = link_of(table.check(plan), "3")
    page = table.client.get(f"/plans/{plan}/fulfilment").text
    assert "выполняется" in row(page, measure)
    assert "100 из 150 деревьев" in row(page, measure)
    cells = between(page, f'id="m-{measure}"', "</tr>")
    for document in (own, report):
        place = f"/documents/{document}?at=" + between(cells, f"/documents/{document}?at=", "#place")
        assert "<mark" in table.client.get(place).text
    assert "Купленными книгами" in between(page, 'id="outside"', "</ul>")
    assert page.count('<svg class="bar small"') == 8
    assert f'href="/v1/plans/{plan}/fulfilment?format=xlsx"' in page


def test_measures_are_filtered(table: Table) -> None:
    plan, _ = table.pair()
    address = f"/plans/{plan}/fulfilment"
    for query, number in (({"state": "late"}, 2), ({"unit": "Отдел парков"}, 3), ({"section": "Дороги", "state": "done"}, 1)):
        page = table.client.get(address, params=query).text
        assert page.count('<tr id="m-') == 1
        assert states(table.check(plan))[str(number)] in ("none", "ongoing", "done")
        assert words(between(page, '<tr id="m-', "</td>")).endswith(str(number))
    assert "Таких мероприятий нет" in table.client.get(address, params={"state": "not_done"}).text
    assert "Отчёт о выполнении" in table.client.get(address, params={"as_of": "", "page": "1"}).text


def test_a_suggested_report_is_taken_and_another_is_found_by_its_words(table: Table, browser: TestClient) -> None:
    plan, report = table.plan(table.put(PLAN)), table.put(REPORT, "report.txt")
    other = table.put("Справка о субботниках\n\nВ октябре отделом связи заменены светильники на площади.\n", "other.txt")
    address = f"/plans/{plan}/fulfilment"
    assert f"{address}#reports" in browser.get("/plans").text
    assert "Возможно, отчёт о плане" in browser.get(f"/documents/{report}").text
    assert "предложен" in words(between(browser.get(address).text, 'id="reports"', "</table>"))
    for document in (report, other):
        form = {"csrf": browser.csrf, "document": str(document), "decision": "confirmed"}
        assert location(browser.post(f"{address}/reports", data=form, follow_redirects=False)) == f"{address}#reports"
    assert states(table.check(plan)) == {"1": "done", "2": "done", "3": "ongoing"}
    assert f"{address}#reports" not in browser.get("/plans").text
    assert f': <a href="{address}#reports">' in browser.get(f"/documents/{report}").text
    third = table.put("Справка о субботниках весной\n\nПроведено три субботника.\n", "third.txt")
    offered = between(browser.get(address, params={"find": "субботниках"}).text, 'type="search"', "</ul>")
    assert str(third) in offered
    assert str(other) not in offered


def test_links_are_rejected_made_and_taken_back_by_forms(table: Table, browser: TestClient) -> None:
    plan, _ = table.pair()
    check, address = table.check(plan), f"/plans/{plan}/fulfilment"
    measure, statement = link_of(check, "1")
    form = {"csrf": browser.csrf, "measure": measure, "statement": statement, "decision": "rejected", "version": "0", "back": address}
    assert location(browser.post(f"{address}/links", data=form, follow_redirects=False)) == f"{address}#m-{measure}"
    shown = row(browser.get(address).text, measure)
    assert "сведений нет" in shown
    assert "отклонено" in shown
    assert browser.post(f"{address}/links", data=form).status_code == 412
    location(browser.post(f"{address}/links", data=form | {"decision": "", "version": "1"}, follow_redirects=False))
    assert states(table.check(plan))["1"] == "done"
    lights = check["measures"][1]["id"]
    adding = browser.get(address, params={"add": lights}).text
    assert "Купленными книгами" in between(adding, 'id="f-statement"', "</select>").partition("</option>")[0]
    making = {"csrf": browser.csrf, "measure": lights, "statement": check["outside"][0], "decision": "confirmed", "back": address}
    location(browser.post(f"{address}/links", data=making, follow_redirects=False))
    assert states(table.check(plan))["2"] == "done"


def test_a_void_decision_is_shown_and_taken_back(table: Table, browser: TestClient) -> None:
    plan, report = table.pair()
    measure, statement = link_of(table.check(plan), "3")
    table.decide(plan, (measure, statement), "confirmed")
    table.read(report, REPORT.replace("В парке Победы высажено 100 деревьев.\n", "").encode(), again=True)
    address = f"/plans/{plan}/fulfilment"
    void = between(browser.get(address).text, 'id="void"', "</ul>")
    assert "Посадка 150 деревьев" in void
    form = {"csrf": browser.csrf, "measure": measure, "statement": statement, "decision": "", "version": "1"}
    location(browser.post(f"{address}/links", data=form, follow_redirects=False))
    assert 'id="void"' not in browser.get(address).text


def test_a_reader_is_shown_no_forms(table: Table, sign_in: SignIn) -> None:
    plan, _ = table.pair()
    page = sign_in("reader").get(f"/plans/{plan}/fulfilment").text
    assert 'method="post" action="/plans' not in page
    assert "отремонтирован мост" in page


class TestWhoSeesLess:
    def test_a_foreign_report_is_not_shown_and_tells_of_nothing(self, table: Table, sign_in: SignIn) -> None:
        own, report = table.put(PLAN), table.put(REPORT, "report.txt")
        plan = table.plan(own)
        table.decide_report(plan, report)
        table.decide(plan, link_of(table.check(plan), "3"), "confirmed")
        move(table.url, own, "луговой район")
        move(table.url, report, FOREIGN.lower())
        member = sign_in("member")
        give(table.client, member, "clerk", "Луговой район")
        scoped = Table(member, table.url)
        check = scoped.check(plan)
        assert (check["reports"], check["void"], set(states(check).values())) == ([], [], {"none"})
        assert "Отчёт о выполнении" not in member.get(f"/plans/{plan}/fulfilment").text
        assert scoped.decide(plan, link_of(table.check(plan), "1"), "rejected").status_code == 404
        body = {"decision": "rejected"}
        assert member.put(f"/v1/plans/{plan}/fulfilment/reports/{report}", json=body).status_code == 404
        give(table.client, member, "reader", FOREIGN)
        assert states(scoped.check(plan))["1"] == "done"

    def test_who_sees_no_names_is_shown_the_check_without_them(self, table: Table, sign_in: SignIn) -> None:
        plan, report = table.pair()
        for number in ("1", "3"):
            table.decide(plan, link_of(table.check(plan), number), "confirmed")
        table.read(report, REPORT.replace("Отделом дорог отремонтирован", "Дубов А.А. осмотрел").encode(), again=True)
        reader = sign_in("reader")
        assert "Дубов" in table.client.get(f"/v1/plans/{plan}/fulfilment").text
        for address in (f"/v1/plans/{plan}/fulfilment", f"/v1/plans/{plan}/fulfilment?format=csv", f"/plans/{plan}/fulfilment"):
            text = reader.get(address).text
            assert "Дубов" not in text
            assert "деревьев" in text


def move(url: str, document: UUID, municipality: str) -> None:
    """Put a document with its records into a municipality."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE documents SET municipality_key = %s WHERE id = %s", [municipality, document])
        connection.execute("UPDATE plans SET municipality_key = %s WHERE document = %s", [municipality, document])
        connection.execute("UPDATE measures SET municipality_key = %s WHERE document = %s", [municipality, document])
        connection.execute("UPDATE activities SET municipality_key = %s WHERE document = %s", [municipality, document])
