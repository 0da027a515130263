"""The due days of a plan as iCalendar, read back by the parser of the same package."""

from uuid import UUID

from icalendar import Calendar
from starlette.testclient import TestClient

from tests.service.stored import PLAN, Shelf, read

DATED = PLAN.replace("ежегодно", "ежегодно до 1 июля")


def events(client: TestClient, address: str) -> list[tuple[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return sorted((event.decoded("dtstart").isoformat(), str(event["summary"])) for event in found)


def test_each_due_day_of_the_year_is_an_event_and_stays_the_same_one(client: TestClient, database_url: str) -> None:
    document = Shelf(database_url, UUID(client.person)).keep(read(DATED))
    [plan] = client.get("/v1/plans", params={"document": str(document)}).json()["items"]
    address = f"/plans/{plan['id']}/calendar.ics?year=2023"
    assert events(client, address) == [
        ("2023-05-01", "1 Починить мост через реку Луга"),
        ("2023-07-01", "2 Вымостить тротуар у школы"),
        ("2023-09-30", "3 Провести ярмарку «Старт»"),
    ]
    uids = [[str(event["uid"]) for event in Calendar.from_ical(client.get(address).content).walk("VEVENT")] for _ in range(2)]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 3
    assert events(client, f"/plans/{plan['id']}/calendar.ics?year=1990") == []
    assert client.get(f"/plans/{plan['id']}").text.count("calendar.ics") == 1
