"""Computed versions follow what becomes of their base and acts: corrections, marks, deletions, new readings, kills."""

import asyncio
from uuid import UUID

import pytest

from service.amending.reading import number_instructions
from service.jobs.queue import defer_consolidation
from service.settings import Settings
from tests.service.amending.papers import CASES, Desk, paper, papers_of, settle
from tests.service.working import eventually, opened

CHAIN = CASES["chain_of_acts"]


def act(*points: str, date: str = "01.04.2021", number: str = "19", target: str = "от 12.01.2021 № 7") -> bytes:
    """Give an act of the body of `chain_of_acts`."""
    body = "администрации Сосновского сельского поселения"
    lines = [
        body.upper().replace("АДМИНИСТРАЦИИ", "АДМИНИСТРАЦИЯ"), "ПОСТАНОВЛЕНИЕ", f"от {date} № {number}",
        f"О внесении изменений в постановление {body} {target}", "ПОСТАНОВЛЯЮ:",
        f"1. Внести в приложение к постановлению {body} {target} «Об утверждении плана мероприятий по благоустройству и культуре на 2021 "
        "год» следующие изменения:",
        *points, "Глава поселения Р.Т. Липатов",
    ]  # fmt: skip
    return f"<html><meta charset='utf-8'>{''.join(f'<p>{line}</p>' for line in lines)}</html>".encode()


def deadlines(desk: Desk, number: str, day: str | None = None) -> list[str]:
    """Give the deadlines of a measure of the version of a day."""
    records = desk.records(desk.consolidated(day)["document"])
    return [
        deadline["text"]
        for plan in records["plans"]
        for measure in plan["measures"]
        if measure["number"] == number
        for deadline in measure["deadlines"]
    ]


def test_a_correction_of_the_base_is_in_the_computed_version(desk: Desk) -> None:
    ids = desk.put(papers_of(CHAIN))
    client = desk.client
    before = desk.consolidated()
    [measure] = [one for one in client.get("/v1/measures", params={"document": str(ids["base"])}).json()["items"] if one["number"] == "5"]
    answer = client.patch(f"/v1/measures/{measure['id']}", json={"text": "Провести праздник улицы"}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
    assert desk.consolidated()["state"] == "waiting"
    desk.settle()
    after = desk.consolidated()
    assert (after["state"], after["document"]) == ("current", before["document"])
    assert "Провести праздник улицы" in str(desk.records(after["document"]))


def test_a_rejected_instruction_is_not_applied_until_the_mark_is_taken_back(desk: Desk) -> None:
    ids = desk.put(papers_of(CHAIN))
    assert deadlines(desk, "4") == ["август 2021 г."]
    one = next(one for one in desk.consolidated()["instructions"] if one["old"] == "сентябрь 2021 г.")
    path = f"/v1/documents/{ids['act1']}/instructions/{one['key']}"
    answer = desk.client.put(path, json={"mark": "rejected"})
    assert answer.status_code == 200, answer.text
    desk.settle()
    assert deadlines(desk, "4") == ["сентябрь 2021 г."]
    again = next(one for one in desk.consolidated()["instructions"] if one["old"] == "сентябрь 2021 г.")
    assert (again["state"], again["mark"]["mark"], again["mark"]["author"]) == ("rejected", "rejected", "Administrator")
    desk.client.put(path, json={"mark": None})
    desk.settle()
    assert deadlines(desk, "4") == ["август 2021 г."]


def test_a_mark_finds_its_instruction_again_whatever_is_read_of_it_later() -> None:
    def amendment(old: str) -> dict[str, object]:
        evidence = {"text": "слова «май», «июнь» заменить словом «июль»", "block": 9, "start": 0, "end": 42}
        two = [
            {"number": "1.1", "action": "replace_words", "place": [], "old": word, "new": "июль", "evidence": evidence}
            for word in (old, "июнь")
        ]
        return {"target": {"date": "2021-01-12", "number": "7"}, "instructions": two}

    (first, second), (again, _) = (list(number_instructions([amendment(old)])) for old in ("май", "маи"))
    assert first.key == again.key != second.key
    assert first.reading != again.reading


def test_a_deleted_act_changes_nothing_any_more_and_one_that_is_back_does(desk: Desk) -> None:
    ids = desk.put(papers_of(CHAIN))
    last = desk.consolidated()["document"]
    desk.client.delete(f"/v1/documents/{ids['act2']}")
    desk.settle()
    assert desk.consolidated()["in_force"] == "2021-03-01"
    assert desk.client.get(f"/v1/documents/{last}").status_code == 410
    desk.put({"act2": paper(CHAIN.name, CHAIN.acts[1])})
    assert desk.consolidated()["document"] == last
    desk.client.delete(f"/v1/documents/{ids['base']}")
    desk.settle()
    assert desk.client.get("/v1/measures", params={"versions": "all"}).json()["items"] == []
    assert {one["state"] for one in desk.client.get(f"/v1/documents/{ids['act1']}/instructions").json()["items"]} == {"waiting"}
    desk.put({"base": paper(CHAIN.name, CHAIN.base)})
    desk.settle()
    versions = [row for row in desk.client.get("/v1/lines").json()["items"] if row["versions"]]
    assert [row["versions"] for row in versions] == [3]


def test_an_act_waits_for_its_base_and_says_so(desk: Desk) -> None:
    ids = desk.put({"act": act("1) в пункте 4 слова «сентябрь 2021 г.» заменить словами «август 2021 г.»")})
    [one] = desk.client.get(f"/v1/documents/{ids['act']}/instructions").json()["items"]
    assert (one["state"], one["issue"]["code"], one["base"]) == ("waiting", "amendment_base_missing", None)
    assert "не загружен" in desk.client.get("/lines").text
    desk.put({"base": paper(CHAIN.name, CHAIN.base)})
    assert deadlines(desk, "4") == ["август 2021 г."]


def test_what_a_scan_misread_is_joined_by_hand_and_leaves_by_hand(desk: Desk) -> None:
    point = "1) в пункте 4 слова «сентябрь 2021 г.» заменить словами «август 2021 г.»"
    misread = act(point, target="от 12.01.2021 № 77")
    ids = desk.put({"base": paper(CHAIN.name, CHAIN.base), "act": misread, "other": paper(CHAIN.name, CHAIN.acts[0])})
    line = desk.line()
    assert desk.client.put(f"/v1/lines/{line}/acts/{ids['act']}", json={}).status_code == 200
    desk.settle()
    states = {one["act"]: one["state"] for one in desk.consolidated()["instructions"]}
    assert states[str(ids["act"])] == "refused"  # "сентябрь" was replaced by the act of March
    assert desk.client.delete(f"/v1/lines/{line}/acts/{ids['other']}").status_code == 204
    desk.settle()
    assert deadlines(desk, "4", "2021-04-02") == ["август 2021 г."]
    assert [act["reason"] for act in desk.consolidated()["acts"]] == ["hand"]
    desk.client.delete(f"/v1/lines/{line}/acts/{ids['act']}")
    desk.settle()
    assert desk.client.get(f"/v1/lines/{line}/consolidated").json()["code"] == "no_acts"
    assert len(desk.client.get(f"/v1/lines/{line}").json()["versions"]) == 1


def test_bad_instructions_are_told_and_the_base_stays_as_it_was(desk: Desk) -> None:
    ids = desk.put({
        "base": paper(CHAIN.name, CHAIN.base),
        "act": act(
            "1) в пункте 40 слова «сентябрь» заменить словами «август»;",
            "2) в пункте 4 слова «ceнтя6рь 2021 г.» заменить словами «август 2021 г.»;",
            "3) пункт 1 исключить;",
            "4) в пункте 1 слова «2021» заменить словами «2022».",
        ),
    })  # fmt: skip
    items = desk.client.get(f"/v1/documents/{ids['act']}/instructions").json()["items"]
    states = {one["number"]: (one["state"], (one["issue"] or {}).get("code")) for one in items}
    assert states["1.1"] == ("refused", "amendment_place_unknown")
    assert states["1.2"] == ("refused", "amendment_words_missing")
    assert states["1.3"] == ("applied", None)
    assert states["1.4"] == ("refused", "amendment_place_removed")


def test_acts_that_change_each_other_or_themselves_change_nothing(desk: Desk) -> None:
    point = "1) пункт 2 исключить."
    papers = {
        "one": act(point, date="01.04.2021", number="19", target="от 05.04.2021 № 20"),
        "two": act(point, date="05.04.2021", number="20", target="от 01.04.2021 № 19"),
        "itself": act(point, date="07.04.2021", number="21", target="от 07.04.2021 № 21"),
    }
    ids = desk.put(papers)
    codes = {
        name: desk.client.get(f"/v1/documents/{document}/instructions").json()["items"][0]["issue"]["code"]
        for name, document in ids.items()
    }
    assert codes == {"one": "amendment_circle", "two": "amendment_circle", "itself": "amendment_of_itself"}
    assert desk.client.get("/v1/documents", params={"computed": True}).json()["items"] == []


@pytest.mark.slow
def test_two_acts_of_one_day_at_one_place_are_told(desk: Desk) -> None:
    first = act("1) в пункте 4 слова «сентябрь 2021 г.» заменить словами «август 2021 г.»", number="19")
    second = act("1) в пункте 4 слова «август 2021 г.» заменить словами «июль 2021 г.»", number="20")
    desk.put({"second": second, "base": paper(CHAIN.name, CHAIN.base), "first": first})
    found = desk.consolidated()
    assert deadlines(desk, "4") == ["июль 2021 г."]
    assert [notice["code"] for notice in found["notices"]] == ["amendment_same_day"]
    assert found["notices"][0]["message"] in desk.client.get(f"/lines/{desk.line()}/consolidated").text


def test_an_edition_that_differs_is_a_finding_and_one_that_agrees_is_none(desk: Desk) -> None:
    papers, title = papers_of(CASES["rows_and_cells"]), "Об утверждении плана"
    edition = CASES["rows_and_cells"].edition.replace(title, f"(в ред. от 20.05.2021 № 31)\n{title}", 1)
    wrong = edition.replace("Отдел культуры", "Отдел спорта", 1)
    ids = desk.put(papers) | desk.put({"edition": paper("edition", wrong)})
    found = desk.consolidated()
    [finding] = found["findings"]
    assert (finding["edition"], finding["computed"], finding["differences"]) == (str(ids["edition"]), found["document"], 1)
    assert desk.client.get(finding["comparison"]).status_code == 200
    page = desk.client.get(f"/lines/{desk.line()}/consolidated").text
    assert "Загруженная редакция отличается от вычисленной" in page
    assert {one["document"] for one in desk.client.get("/v1/plans").json()["items"]} == {str(ids["edition"])}
    desk.client.delete(f"/v1/documents/{ids['edition']}")
    desk.settle()
    assert {one["document"] for one in desk.client.get("/v1/plans").json()["items"]} == {found["document"]}


@pytest.mark.slow
def test_a_job_that_is_killed_half_way_is_done_again(desk: Desk, settings: Settings) -> None:
    papers = papers_of(CHAIN)

    async def story() -> None:
        async with opened(settings) as office:
            for name, content in papers.items():
                await office.upload(content, name=name)
            await settle(office)
            await office.change("UPDATE consolidations SET stamp = ''")
            [row] = await office.all("SELECT base FROM consolidations")
            for _ in range(3):
                async with office.installation.pool.connection() as connection:
                    await defer_consolidation(office.installation.queue, connection, UUID(str(row["base"])))
                task = asyncio.create_task(office.worker(wait=True).run())
                await eventually(lambda: office.all("SELECT id FROM procrastinate_jobs WHERE status = 'doing'"), bool)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                await office.change("UPDATE procrastinate_jobs SET status = 'todo' WHERE status = 'doing'")
            await settle(office)

    asyncio.run(story())
    assert desk.consolidated()["state"] == "current"
    assert len(desk.client.get(f"/v1/lines/{desk.line()}").json()["versions"]) == 3
