"""Documents as schema.org/Legislation, expanded by a JSON-LD processor of its own."""

import json
import re
from typing import Any
from uuid import UUID

from pyld import jsonld
from starlette.testclient import TestClient

from service.amending.joining import place_act
from service.placing import place_document
from tests.service.stored import Shelf, read
from tests.service.test_lines import BASE, RESTATING

SCHEMA = "http://schema.org/"
EDITION = BASE.replace("от 12.01.2023 № 45", "от 12.01.2023 № 45\n(в редакции постановления от 20.06.2023 № 301)")


def keep(shelf: Shelf, text: str, name: str = "план.txt") -> UUID:
    records = read(text)
    document = shelf.keep(records, name=name)
    shelf.run(lambda connection: place_document(connection, document, records))
    shelf.run(lambda connection: place_act(connection, document, records))
    return document


def expand(content: Any) -> dict[str, Any]:
    """Expand JSON-LD as any processor does; nothing is loaded."""

    def refuse(url: str, _: Any) -> None:
        raise AssertionError(url)

    [found] = jsonld.expand(content, {"base": "https://planovik.example/v1/x", "documentLoader": refuse})
    return {name.removeprefix(SCHEMA): value for name, value in found.items()}


def values(expanded: dict[str, Any], name: str) -> list[Any]:
    return [value.get("@value", value.get("@id")) for value in expanded[name]]


def legislation(client: TestClient, document: UUID) -> dict[str, Any]:
    answer = client.get(f"/v1/documents/{document}/legislation.jsonld")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/ld+json"
    return expand(answer.json())


def test_an_act_says_what_it_is_and_names_its_plans_and_no_person(client: TestClient, shelf: Shelf):
    document = keep(shelf, BASE + "\n\nГлава района И.И. Лесной\n")
    found = legislation(client, document)
    assert "Лесн" not in json.dumps(found, ensure_ascii=False)
    assert found["@type"] == ["http://schema.org/Legislation"]
    assert found["@id"] == f"urn:uuid:{document}"
    assert found["legislationDate"] == [{"@type": "http://schema.org/Date", "@value": "2023-01-12"}]
    assert [values(found, name)[0] for name in ("legislationIdentifier", "legislationType", "inLanguage", "name")] == [
        "45", "постановление", "ru", "Об утверждении плана благоустройства",
    ]  # fmt: skip
    assert found["url"] == [{"@id": f"https://planovik.example/documents/{document}"}]
    [body] = found["legislationPassedBy"]
    assert "Рябиновского" in body[SCHEMA + "name"][0]["@value"]
    plan = client.get("/v1/plans").json()["items"][0]
    [part] = found["hasPart"]
    assert part["@id"] == f"urn:uuid:{plan['id']}"
    assert part[SCHEMA + "isPartOf"] == [{"@id": f"urn:uuid:{document}"}]


def test_an_amending_act_names_the_act_that_it_changes_and_its_line(client: TestClient, shelf: Shelf):
    base = keep(shelf, BASE)
    found = legislation(client, keep(shelf, RESTATING, "изменения.txt"))
    assert [act["@id"] for act in found["legislationAmends"]] == [f"urn:uuid:{base}"]
    changed = [
        (act[SCHEMA + "legislationDate"][0]["@value"], act[SCHEMA + "legislationIdentifier"][0]["@value"])
        for act in found["legislationAmends"]
    ]
    assert changed == [("2023-01-12", "45")]
    assert found["legislationDateVersion"][0]["@value"] == "2023-06-20"
    assert found["exampleOfWork"][0]["@id"].startswith("urn:uuid:")


def test_an_edition_names_what_it_consolidates(client: TestClient, shelf: Shelf):
    first = keep(shelf, BASE)
    found = legislation(client, keep(shelf, EDITION, "редакция.txt"))
    assert found["legislationConsolidates"][0]["@id"] == f"urn:uuid:{first}"
    assert found["legislationConsolidates"][1][SCHEMA + "legislationIdentifier"][0]["@value"] == "301"


def test_a_page_carries_it_and_a_title_can_not_end_the_script(client: TestClient, shelf: Shelf):
    records = read(BASE)
    records["document"]["title"] = "</script><script>alert(1)</script><!-- план"
    document = shelf.keep(records)
    page = client.get(f"/documents/{document}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    [written] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    assert json.loads(written)["name"] == "</script><script>alert(1)</script><!-- план"
    assert expand(json.loads(written))["@id"] == f"urn:uuid:{document}"


def test_a_document_that_is_not_read_yet_has_none(client: TestClient):
    answer = client.post("/v1/documents", files=[("files", ("план.txt", BASE.encode()))])
    document = answer.json()["documents"][0]["document"]["id"]
    assert client.get(f"/v1/documents/{document}/legislation.jsonld").status_code == 409
