"""A plan beside its reports over the API: suggestions, states, decisions, files."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from corpora.fulfilment.scoring import Case, read_cases
from tests.service.fulfilment.papers import PLAN, REPORT, Table, link_of, paper, states

CASES = {case.folder.name: case for case in read_cases()}


class TestSuggestions:
    @pytest.mark.parametrize("order", ["plan first", "report first"])
    def test_a_report_is_suggested_whichever_comes_first(self, table: Table, order: str) -> None:
        papers = {"plan.txt": PLAN, "report.txt": REPORT}
        names = list(papers) if order == "plan first" else list(papers)[::-1]
        found = {name: table.put(papers[name], name) for name in names}
        plan = table.plan(found["plan.txt"])
        [report] = table.client.get(f"/v1/plans/{plan}/fulfilment/reports").json()["items"]
        assert (report["document"], report["decision"], report["reason"]) == (str(found["report.txt"]), None, "similarity")
        assert states(table.check(plan)) == {"1": "none", "2": "none", "3": "none"}

    def test_a_report_that_names_the_act_is_surely_one(self, table: Table) -> None:
        act = f"АДМИНИСТРАЦИЯ ПОСЁЛКА РЯБИНОВЫЙ\n\nПОСТАНОВЛЕНИЕ\n\nот 12.01.2023 № 45\n\nО плане работ\n\n{PLAN}"
        told = REPORT.replace("за 2023 год", ", утверждённого постановлением от 12.01.2023 № 45").replace("благоустройства", "работ")
        plan, _ = table.plan(table.put(act)), table.put(told, "report.txt")
        [report] = table.client.get(f"/v1/plans/{plan}/fulfilment/reports").json()["items"]
        assert (report["reason"], report["score"]) == ("act", 1.0)

    def test_a_report_of_another_year_is_not_suggested(self, table: Table) -> None:
        plan, _ = table.plan(table.put(PLAN)), table.put(REPORT.replace("2023", "2021"), "report.txt")
        assert table.client.get(f"/v1/plans/{plan}/fulfilment/reports").json()["items"] == []

    def test_what_was_rejected_stays_rejected_when_the_report_is_read_again(self, table: Table) -> None:
        plan, report = table.plan(table.put(PLAN)), table.put(REPORT, "report.txt")
        table.decide_report(plan, report, "rejected")
        table.read(report, REPORT.encode(), again=True)
        [found] = table.client.get(f"/v1/plans/{plan}/fulfilment/reports").json()["items"]
        assert found["decision"] == "rejected"


class TestStates:
    def test_a_measure_has_its_state_with_evidence_on_both_sides(self, table: Table) -> None:
        plan, report = table.pair()
        check = table.check(plan)
        assert states(check) == {"1": "done", "2": "none", "3": "ongoing"}
        trees = check["measures"][2]
        [statement] = [one for one in check["statements"] if one["id"] == trees["links"][0]["statement"]]
        assert (statement["report"], "высажено 100 деревьев" in statement["evidence"]["text"]) == (str(report), True)
        assert trees["evidence"]["text"] == "Посадка 150 деревьев в парке Победы"
        [count] = trees["links"][0]["counts"]
        assert (count["reached"]["value"], count["planned"]["value"]) == (100, 150)

    def test_shares_are_counted_by_unit_section_and_month(self, table: Table) -> None:
        plan, _ = table.pair()
        check = table.check(plan)
        assert {key: check["whole"][key] for key in ("done", "ongoing", "none")} == {"done": 1, "ongoing": 1, "none": 1}
        assert [(share["name"], share["done"], share["total"]) for share in check["sections"]] == [
            ("Дороги", 1, 2), ("Парки", 0, 1),
        ]  # fmt: skip
        assert [share["name"] for share in check["months"]] == ["2023-05", "2023-06", "2023-07"]

    def test_what_was_reported_later_does_not_count_on_an_earlier_day(self, table: Table) -> None:
        plan, _ = table.pair(report=REPORT.replace("за 2023 год", "за 2023 год\n\n20.01.2024"))
        day = table.check(plan)["reports"][0]["day"]
        assert states(table.check(plan, as_of="2000-01-01"))["1"] == "none"
        assert states(table.check(plan, as_of=day))["1"] == "done"

    def test_a_measure_is_late_where_its_day_has_passed_and_nothing_is_told(self, table: Table) -> None:
        plan, _ = table.pair()
        assert list(states(table.check(plan, overdue=True, state="none"))) == ["2"]
        assert list(states(table.check(plan, unit="отдел  парков"))) == ["3"]
        assert list(states(table.check(plan, month="2023-05"))) == ["1"]

    def test_the_marks_of_the_plan_itself_count(self, table: Table) -> None:
        plan = table.plan(table.put(paper("marked_plan", "report"), "plan.html"))
        assert list(states(table.check(plan)).values()).count("done") == 4

    def test_a_version_of_the_plan_has_the_reports_of_its_line(self, table: Table) -> None:
        first, second, report = table.put(PLAN), table.put(PLAN.replace("1 мая", "1 августа")), table.put(REPORT, "report.txt")
        table.client.post("/v1/lines", json={"documents": [str(first), str(second)]})
        table.decide_report(table.plan(first), report)
        assert states(table.check(table.plan(second)))["1"] == "done"

    @pytest.mark.parametrize("kind", ["xlsx", "csv", "table"])
    def test_a_check_is_given_as_a_file(self, table: Table, kind: str) -> None:
        plan, _ = table.pair()
        answer = table.client.get(f"/v1/plans/{plan}/fulfilment", params={"format": kind})
        assert (answer.status_code, "attachment" in answer.headers["content-disposition"]) == (200, True)
        assert answer.content.startswith(b"PK") if kind == "xlsx" else "100 из 150 деревьев" in answer.text


def test_reports_of_the_corpus_are_suggested_for_their_plans_alone_and_linked_as_the_gold_says(table: Table) -> None:
    plans = {name: table.plan(table.put(paper(name, "plan"), "plan.html")) for name in CASES}
    reports = {name: table.put(paper(name, "report"), "report.html") for name in CASES}
    right = found = recalled = measures = as_gold = 0
    for name, case in CASES.items():
        suggested = table.client.get(f"/v1/plans/{plans[name]}/fulfilment/reports").json()["items"]
        assert [one["document"] for one in suggested] == [str(reports[name])]
        table.decide_report(plans[name], reports[name])
        check = table.check(plans[name])
        texts = {one["id"]: one["text"] for one in check["statements"]}
        links = [(one["number"], texts[link["statement"]]) for one in check["measures"] for link in one["links"]]
        found += len(links)
        right += sum(is_right(case, *link) for link in links)
        recalled += sum(any(number == gold.number and gold.is_told_by(text) for number, text in links) for gold in case.links)
        measures += len(check["measures"])
        as_gold += sum(state == case.state(number) for number, state in states(check).items())
    assert right / found >= 0.95
    assert recalled / sum(len(case.links) for case in CASES.values()) >= 0.85
    assert as_gold / measures >= 0.85


def is_right(case: Case, number: str, text: str) -> bool:
    return any(number == gold.number and gold.is_told_by(text) for gold in (*case.links, *case.also))


class TestDecisions:
    def test_a_rejected_link_counts_no_more_and_is_shown(self, clerk: Table) -> None:
        plan, _ = clerk.pair()
        answer = clerk.decide(plan, link_of(clerk.check(plan), "1"), "rejected")
        assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
        measure = clerk.check(plan)["measures"][0]
        assert (measure["state"], measure["links"][0]["decision"], measure["links"][0]["decided_by"]) == ("none", "rejected", "clerk")

    def test_a_link_is_made_by_hand_and_taken_back(self, clerk: Table) -> None:
        plan, _ = clerk.pair()
        check = clerk.check(plan)
        link = (check["measures"][1]["id"], check["outside"][0])
        assert clerk.decide(plan, link, "confirmed").status_code == 200
        assert states(clerk.check(plan))["2"] == "done"
        assert clerk.decide(plan, link, None, 1).json()["version"] == 0
        assert states(clerk.check(plan))["2"] == "none"
        assert clerk.decide(plan, link, "confirmed").json()["version"] == 3

    def test_who_decides_after_somebody_else_is_told(self, clerk: Table) -> None:
        plan, _ = clerk.pair()
        link = link_of(clerk.check(plan), "1")
        assert clerk.decide(plan, link, "confirmed").status_code == 200
        assert clerk.decide(plan, link, "rejected").json()["code"] == "stale"
        assert clerk.client.put(f"/v1/plans/{plan}/fulfilment/links/{link[0]}/{link[1]}", json={"decision": None}).status_code == 428

    def test_decisions_survive_a_newer_reading_of_both_documents(self, clerk: Table) -> None:
        own, report = clerk.put(PLAN), clerk.put(REPORT, "report.txt")
        plan = clerk.plan(own)
        clerk.decide_report(plan, report)
        check = clerk.check(plan)
        clerk.decide(plan, link_of(check, "1"), "rejected")
        clerk.decide(plan, (check["measures"][1]["id"], check["outside"][0]), "confirmed")
        clerk.read(own, PLAN.replace("№ | Мер", "Вводная строка\n\n№ | Мер").encode(), again=True)
        clerk.read(report, REPORT.replace("\n\nОтделом", "\n\nВсего проведено семь совещаний.\nОтделом").encode(), again=True)
        assert states(clerk.check(plan)) == {"1": "none", "2": "done", "3": "ongoing"}

    def test_a_decision_of_what_is_gone_is_void_and_may_be_taken_back(self, clerk: Table) -> None:
        plan, report = clerk.pair()
        link = link_of(clerk.check(plan), "3")
        clerk.decide(plan, link, "confirmed")
        clerk.read(report, REPORT.replace("В парке Победы высажено 100 деревьев.\n", "").encode(), again=True)
        [void] = clerk.check(plan)["void"]
        assert (void["measure"], void["subject"][:20]) == (link[0], "3 Посадка 150 деревь")
        assert clerk.decide(plan, link, None, void["version"]).status_code == 200
        assert clerk.check(plan)["void"] == []

    def test_a_link_to_what_is_not_there_is_not_found(self, clerk: Table) -> None:
        plan, _ = clerk.pair()
        assert clerk.decide(plan, (link_of(clerk.check(plan), "1")[0], str(uuid4())), "confirmed").status_code == 404

    def test_decisions_are_told_in_the_feed_and_the_log(self, clerk: Table, client: TestClient) -> None:
        plan, _ = clerk.pair()
        link = link_of(clerk.check(plan), "1")
        clerk.decide(plan, link, "rejected")
        change = client.get("/v1/changes", params={"type": "link.decided"}).json()["items"][-1]
        assert (change["object"], change["details"]) == (f"measures/{link[0]}", {"decision": "rejected"})
        entry = client.get("/v1/audit", params={"action": "fulfilment.link"}).json()["items"][0]
        assert (entry["object"], entry["actor"]) == (f"measures/{link[0]}", clerk.client.person)

    def test_a_reader_decides_nothing(self, table: Table, sign_in: Callable[..., TestClient]) -> None:
        plan, _ = table.pair()
        reader = Table(sign_in("reader"), table.url)
        assert reader.decide(plan, link_of(reader.check(plan), "1"), "confirmed").status_code == 403

    def test_a_plan_is_no_report_of_itself(self, table: Table) -> None:
        own = table.put(PLAN)
        answer = table.client.put(f"/v1/plans/{table.plan(own)}/fulfilment/reports/{own}", json={"decision": "confirmed"})
        assert (answer.status_code, answer.json()["code"]) == (409, "report_of_itself")
