"""Reports over amended versions: they go over to the version that stands, with the measures that it still has, and back again."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from service.store.computed import mark_superseded
from service.store.documents import set_deleted
from tests.service.reports.test_reports import PLAN, forms, hand_in, shown
from tests.service.stored import Shelf, read

AMENDED = PLAN.replace("3 | Собирать предложения жителей | постоянно | Отдел культуры |\n", "").replace(
    "Отчитаться о встречах", "Отчитаться о встречах и письмах"
)


def keep_computed(shelf: Shelf, base: UUID, text: str) -> UUID:
    """Keep a version that acts make of a base, and let it stand."""
    version = shelf.keep(read(text), name="редакция.txt")
    shelf.rows("UPDATE documents SET computed_from = %s WHERE id = %s RETURNING id", base, version)
    shelf.run(lambda connection: mark_superseded(connection, base, version))
    return version


def plan_of(client: TestClient, document: UUID) -> str:
    return str(client.get("/v1/plans", params={"document": str(document), "versions": "all"}).json()["items"][0]["id"])


@pytest.fixture
def base(client: TestClient, shelf: Shelf) -> UUID:
    document = shelf.keep(read(PLAN))
    assert client.put(f"/v1/plans/{plan_of(client, document)}/reports", json={"since": "2024-01-01"}).status_code == 200
    return document


def by_number(found: list[dict[str, Any]], number: str) -> dict[str, Any]:
    return next(form for form in found if form["about"]["number"] == number)


def test_forms_go_over_to_the_version_that_stands_and_back(client: TestClient, shelf: Shelf, base: UUID) -> None:
    plan = plan_of(client, base)
    written = {number: hand_in(client, by_number(forms(client, plan), number)) for number in ("1", "2", "3")}
    version = keep_computed(shelf, base, AMENDED)
    computed = plan_of(client, version)
    found = forms(client, computed)
    assert {by_number(found, number)["id"] for number in written} == {form["id"] for form in written.values()}
    assert by_number(found, "2")["about"]["text"] == "Отчитаться о встречах и письмах"
    states = {number: (by_number(found, number)["excluded"], by_number(found, number)["asked"]) for number in written}
    assert states == {"1": (False, True), "2": (False, True), "3": (True, False)}
    # Who still has the address of the former version is shown the same.
    assert forms(client, plan) == found
    assert len(shown(found)) == 7

    async def withdraw(connection: Any) -> None:
        await set_deleted(connection, version, None)
        await mark_superseded(connection, base, base)

    shelf.run(withdraw)
    back = {form["id"]: form for form in forms(client, plan)}
    assert {back[form["id"]]["measure"] for form in written.values()} == {form["measure"] for form in written.values()}
    assert all(back[form["id"]]["asked"] and not back[form["id"]]["excluded"] for form in written.values())


def test_a_measure_that_an_act_adds_is_asked_for_its_report(client: TestClient, shelf: Shelf, base: UUID) -> None:
    version = keep_computed(shelf, base, PLAN + "4 | Подвести итоги | до 1 декабря | Отдел связи |\n")
    assert by_number(forms(client, plan_of(client, version)), "4")["due"] == "2024-12-02"
