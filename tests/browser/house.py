"""A house: one running installation with people of every role and documents, for the browser tests and the pictures.

In: a folder. Out: `House`: its address, a session of each role, the ids of what is in it. To put in a further document, add it to
`FILES`.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2

from corpora.render import docx
from corpora.source import read_layout
from service.access.recognition import COOKIE
from service.auth.actors import ROLE_SCOPES
from service.benchmark.stack import Stack

CORPORA = Path(__file__).parents[2] / "corpora"
SAMPLES = CORPORA / "samples"
VERSIONS = CORPORA / "versions" / "inspections"
AMENDED = CORPORA / "amending" / "refused"
CHECKED = CORPORA / "fulfilment" / "settlement_year"
PASSWORD = "сирень у пятого подъезда"  # noqa: S105
# Samples of each way to show a source: a picture of the page, or its text with tables; and plans of two years.
CHOSEN = ("school_order.docx", "minutes.pdf", "programme.txt", "sports_events.html")
# Names of people by role, as a reader of the pictures expects them.
NAMES = {
    "member": "Ольга Участкова",
    "reader": "Фёдор Читалкин",
    "clerk": "Мария Иванова",
    "auditor": "Пётр Проверкин",
    "administrator": "Анна Главная",
}
# What would run if a page let it: each would set a mark that the tests look for.
HOSTILE = '<script>window.stung=1</script><img src=x onerror="window.stung=2">'
HOSTILE_NAME = '<img src=x onerror="window.stung=3">.txt'
HOSTILE_PLAN = f"""План работы {HOSTILE} на 2024 год

№ | Мероприятие | Срок | Исполнитель |
1 | Покрасить забор {HOSTILE} | до 1 мая | Отдел {HOSTILE} |
2 | Вымыть окна | ежегодно | javascript:alert(1) |
"""
WAIT_SECONDS = 240.0


def versions() -> dict[str, bytes]:
    """Give two versions of one plan as files."""
    return {f"проверки_{side}.docx": docx.render(read_layout(VERSIONS / f"{side}.txt")) for side in ("old", "new")}


def amended() -> dict[str, bytes]:
    """Give a plan and an act that changes it, some of whose points can't be applied."""
    return {f"поправки_{name}.docx": docx.render(read_layout(AMENDED / f"{name}.txt")) for name in ("base", "act")}


def checked() -> dict[str, bytes]:
    """Give a plan and a report that tells of its measures."""
    return {f"сверка_{name}.docx": docx.render(read_layout(CHECKED / f"{name}.txt")) for name in ("plan", "report")}


def files() -> dict[str, bytes]:
    """Give all files that the house has from the beginning."""
    return (
        {name: (SAMPLES / name).read_bytes() for name in CHOSEN}
        | versions()
        | amended()
        | checked()
        | {HOSTILE_NAME: HOSTILE_PLAN.encode()}
    )


@dataclass
class House:
    """A running installation; `cookies` and `tokens` are of one session of each role, `documents` are ids by file name.

    `places` fill the addresses of pages that are of one thing (`tests.browser.addresses`).
    """

    stack: Stack
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.stack.port}"

    def enter(self, login: str, password: str = PASSWORD) -> tuple[str, str]:
        """Sign somebody in; gives the cookie and the token of a new session."""
        answer = httpx2.post(f"{self.url}/v1/session", json={"login": login, "password": password}, timeout=WAIT_SECONDS)
        answer.raise_for_status()
        return answer.cookies[COOKIE], answer.json()["csrf"]

    def ask(self, method: str, path: str, *, role: str = "administrator", **options: Any) -> Any:
        """Ask the API as a role; raises where it refuses."""
        own = {"Cookie": f"{COOKIE}={self.cookies[role]}", "X-CSRF-Token": self.tokens[role]}
        headers = own | options.pop("headers", {})
        answer = httpx2.request(method, f"{self.url}{path}", headers=headers, timeout=WAIT_SECONDS, **options)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def people(self) -> None:
        """Make a person of each role and sign them in."""
        assert self.stack.password
        self.cookies["administrator"], self.tokens["administrator"] = self.enter("administrator", self.stack.password)
        for role in ROLE_SCOPES:
            login = f"{role}1"
            self.ask("POST", "/v1/people", json={"login": login, "name": NAMES[role], "role": role, "password": PASSWORD})
            self.cookies[role], self.tokens[role] = self.enter(login)

    def put(self, sources: Mapping[str, bytes]) -> None:
        """Upload files as the clerk and wait until they are read."""
        parts = [("files", (name, content)) for name, content in sources.items()]
        answer = self.ask("POST", "/v1/documents", role="clerk", files=parts)
        items = answer["documents"] if "documents" in answer else [{"name": parts[0][1][0], "document": answer}]
        found = {item["name"]: item["document"]["id"] for item in items}
        self.documents |= found
        for document in found.values():
            self.wait(document)

    def wait(self, document: str) -> str:
        """Wait until a document is read; gives its status."""
        end = time.monotonic() + WAIT_SECONDS
        while (status := self.ask("GET", f"/v1/documents/{document}/status")["status"]) in ("queued", "processing"):
            assert time.monotonic() < end, f"document {document} is {status}"
            time.sleep(0.1)
        return str(status)

    def put_together(self) -> None:
        """Make a line of the two versions, and find what single pages are shown of."""
        old, new = (self.documents[name] for name in versions())
        plan, hostile = self.plan_of("programme.txt"), self.plan_of(HOSTILE_NAME)
        measures = self.ask("GET", f"/v1/measures?plan={plan}&limit=100")["items"]
        parties = [party for one in self.ask("GET", "/v1/measures?limit=200")["items"] for party in one["responsible"]]
        self.places = {
            "old": old,
            "new": new,
            "line": self.ask("POST", "/v1/lines", role="clerk", json={"documents": [old, new], "title": "План проверок"})["id"],
            "amended": self.amended_line(),
            "act": self.documents["поправки_act.docx"],
            "document": self.documents["programme.txt"],
            "pages": self.documents["minutes.pdf"],
            "plan": plan,
            "measure": measures[0]["id"],
            "unit": quote(next(party["name"] for party in parties if "Контрольный" in (party["name"] or "")), safe=""),
            "person": quote(next(party["person"] for party in parties if party["person"]), safe=""),
            "checked": self.checked_plan(),
            "report": self.report(plan),
            "account": self.first("/v1/people")["id"],
            "webhook": self.webhook(),
            "hostile": self.documents[HOSTILE_NAME],
            "hostile_plan": hostile,
        }

    def amended_line(self) -> str:
        """Wait until the plan is computed that the act makes; gives its line."""
        end = time.monotonic() + WAIT_SECONDS
        plan = self.plan_of("поправки_base.docx")
        while True:
            line = str(self.ask("GET", f"/v1/plans/{plan}/versions")["id"])
            if self.ask("GET", f"/v1/lines/{line}/consolidated")["state"] == "current":
                return line
            assert time.monotonic() < end, "the version is not computed"
            time.sleep(0.2)

    def checked_plan(self) -> str:
        """Put a report beside its plan and confirm what it says of one measure; gives the plan."""
        plan = self.plan_of("сверка_plan.docx")
        address = f"/v1/plans/{plan}/fulfilment"
        report = {"decision": "confirmed"}
        self.ask("PUT", f"{address}/reports/{self.documents['сверка_report.docx']}", role="clerk", json=report)
        measure = next(one for one in self.ask("GET", address)["measures"] if one["links"])
        link = f"{address}/links/{measure['id']}/{measure['links'][0]['statement']}"
        self.ask("PUT", link, role="clerk", json=report, headers={"If-Match": "*"})
        return plan

    def report(self, plan: str) -> str:
        """Ask for the reports of a plan and hand one in; gives the form."""
        address = f"/v1/plans/{plan}/reports"
        self.ask("PUT", address, role="clerk", json={"since": "2000-01-01"})
        form: str = self.first(address)["id"]
        told = {"organisations": ["Школа № 2", "Почта"], "remarks": "Мало времени", "proposals": "Добавить встречу", "hand_in": True}
        self.ask("PUT", f"/v1/reports/{form}", role="clerk", json=told, headers={"If-Match": "*"})
        return form

    def webhook(self) -> str:
        """Add a receiver that is not there, and try it."""
        made: str = self.ask("POST", "/v1/webhooks", json={"url": "http://127.0.0.1:9/planovik", "description": "СЭД"})["id"]
        self.ask("POST", f"/v1/webhooks/{made}/test")
        return made

    def first(self, path: str) -> dict[str, Any]:
        """Give the first item of a list of the API."""
        return self.ask("GET", path)["items"][0]

    def plan_of(self, name: str) -> str:
        """Give the id of the plan of a document."""
        return str(self.first(f"/v1/plans?document={self.documents[name]}")["id"])


# Receivers of webhooks are on this machine.
SETTINGS = {"PLANOVIK_REQUESTS_PER_MINUTE": "1000000", "PLANOVIK_LANG": "ru", "PLANOVIK_WEBHOOK_NETWORKS": "127.0.0.0/8"}


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """Start an installation with its worker, and put people and documents in."""
    with Stack(folder / "house", environment=SETTINGS) as stack:
        house = House(stack)
        house.people()
        house.put(files())
        house.put_together()
        yield house
