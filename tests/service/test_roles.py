"""Roles: which route asks for which scope, over all routes, and that each role gets exactly what its scopes give."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from service.auth.actors import ROLE_SCOPES, Role

# The scope that a route asks for; "signed_in" asks for none, "anybody" not even for a sign-in. A new route gets a line here.
SCOPES = {
    "sign_in": "anybody",
    "get_session": "signed_in",
    "sign_out": "signed_in",
    "change_own_password": "signed_in",
    "list_people": "manage",
    "add_person": "manage",
    "get_person": "manage",
    "change_person": "manage",
    "list_grants": "manage",
    "add_grant": "manage",
    "remove_grant": "manage",
    "list_identities": "manage",
    "put_identity": "manage",
    "remove_identity": "manage",
    "list_keys": "signed_in",
    "add_key": "signed_in",
    "get_key": "signed_in",
    "revoke_key": "signed_in",
    "list_audit": "audit",
    "list_hidden_persons": "manage",
    "find_person": "manage",
    "add_hidden_person": "manage",
    "delete_hidden_person": "manage",
    "get_retention": "manage",
    "put_retention_rule": "manage",
    "delete_retention_rule": "manage",
    "add_retention_run": "manage",
    "put_hold": "manage",
    "delete_hold": "manage",
    "upload_documents": "upload",
    "list_documents": "read",
    "get_document": "read",
    "get_document_status": "read",
    "cancel_document": "upload",
    "retry_document": "upload",
    "delete_document": "upload",
    "get_document_records": "read",
    "get_document_issues": "read",
    "get_document_history": "read",
    "edit_document": "edit",
    "export_document": "read",
    "get_legislation": "read",
    "get_document_text": "read",
    "get_document_source": "read",
    "get_page_image": "read",
    "list_pages": "read",
    "get_page": "read",
    "list_plans": "read",
    "get_plan": "read",
    "get_plan_history": "read",
    "edit_plan": "edit",
    "export_plan": "read",
    "list_plan_reports": "read",
    "put_plan_reports": "edit",
    "take_plan_reports": "edit",
    "get_report_summary": "read",
    "export_plan_reports": "read",
    "list_measure_reports": "read",
    "get_report": "read",
    "put_report": "edit",
    "decide_report": "edit",
    "get_report_history": "read",
    "list_measures": "read",
    "get_measure": "read",
    "get_measure_history": "read",
    "edit_measure": "edit",
    "get_fulfilment": "read",
    "list_fulfilment_reports": "read",
    "put_fulfilment_report": "edit",
    "decide_link": "edit",
    "list_clauses": "read",
    "get_clause": "read",
    "get_clause_history": "read",
    "edit_clause": "edit",
    "list_activities": "read",
    "get_activity": "read",
    "get_activity_history": "read",
    "edit_activity": "edit",
    "get_review": "read",
    "put_review": "edit",
    "put_field_review": "edit",
    "undo_edit": "edit",
    "edit_records": "edit",
    "list_lessons": "read",
    "add_lesson": "edit",
    "get_lesson": "read",
    "put_lesson_confirmation": "edit",
    "delete_lesson": "edit",
    "list_document_offers": "read",
    "list_record_offers": "read",
    "decide_offer": "edit",
    "list_tables": "read",
    "put_table_roles": "edit",
    "read_deadline": "edit",
    "read_party": "edit",
    "watch_document": "read",
    "watch_documents": "read",
    "list_lines": "read",
    "add_line": "edit",
    "get_line": "read",
    "put_version": "edit",
    "take_version": "edit",
    "list_suggestions": "read",
    "decide_suggestion": "edit",
    "list_plan_versions": "read",
    "get_consolidated": "read",
    "consolidate_line": "edit",
    "list_line_instructions": "read",
    "put_act": "edit",
    "take_act": "edit",
    "list_document_instructions": "read",
    "mark_instruction": "edit",
    "list_registry_units": "read",
    "get_registry_unit": "read",
    "list_registry_unit_measures": "read",
    "get_registry_unit_history": "read",
    "merge_registry_unit": "edit",
    "split_registry_unit": "edit",
    "name_registry_unit": "edit",
    "list_registry_persons": "read",
    "get_registry_person": "read",
    "list_registry_person_measures": "read",
    "get_registry_person_history": "read",
    "merge_registry_person": "edit",
    "split_registry_person": "edit",
    "name_registry_person": "edit",
    "list_registry_suggestions": "read",
    "get_registry_suggestion": "read",
    "decide_registry_suggestion": "edit",
    "list_registry_operations": "read",
    "undo_registry_operation": "edit",
    "list_measure_parties": "read",
    "compare_documents": "read",
    "compare_plan": "read",
    "sign_off": "audit",
    "list_changes": "read",
    "list_webhooks": "manage",
    "add_webhook": "manage",
    "get_webhook": "manage",
    "change_webhook": "manage",
    "remove_webhook": "manage",
    "rotate_webhook_secret": "manage",
    "test_webhook": "manage",
    "replay_webhook": "manage",
    "list_webhook_deliveries": "manage",
    "get_webhook_delivery": "manage",
    "replay_webhook_delivery": "manage",
    "list_due": "read",
    "list_plan_events": "read",
    "put_plan_event": "edit",
    "take_plan_event": "edit",
    "get_working_calendar": "read",
    "put_working_rule": "manage",
    "get_working_year": "read",
    "put_working_year": "manage",
    "take_working_year": "manage",
    "list_calendars": "read",
    "add_calendar": "read",
    "get_calendar": "read",
    "revoke_calendar": "read",
    "get_calendar_feed": "anybody",
    "get_schema": "read",
    "get_health": "anybody",
    "get_readiness": "anybody",
    "get_version": "anybody",
    "get_metrics": "manage",
}
NOBODYS = "01a227d0-55f8-7baf-b00c-c747eab95589"
# What a route needs to be asked without waiting for an answer without end.
QUERIES = {"watch_documents": {"ids": NOBODYS}}
ROLES: tuple[Role, ...] = ("member", "reader", "clerk", "auditor", "administrator")


def routes(client: TestClient) -> Iterator[tuple[str, str, str]]:
    """Give the operation, method and path of every route, with nobody's ids in the path."""
    for path, item in client.app.openapi()["paths"].items():  # type: ignore[attr-defined]
        for method, operation in item.items():
            values = {parameter["name"]: value_of(parameter) for parameter in operation.get("parameters", []) if parameter["in"] == "path"}
            yield operation["operationId"], method.upper(), path.format(**values)


def value_of(parameter: dict[str, dict[str, object]]) -> object:
    return NOBODYS if parameter["schema"].get("format") == "uuid" else 1


def code_of(client: TestClient, operation: str, method: str, path: str) -> tuple[int, str]:
    answer = client.request(method, path, params=QUERIES.get(operation))
    is_problem = answer.headers.get("content-type") == "application/problem+json"
    return answer.status_code, answer.json()["code"] if is_problem else ""


def test_every_route_stands_in_the_table(stranger: TestClient) -> None:
    missing = {operation for operation, _, _ in routes(stranger)} - SCOPES.keys()
    assert not missing, f"say in SCOPES which scope these routes ask for: {sorted(missing)}"


def test_no_line_of_the_table_is_left_over(stranger: TestClient) -> None:
    assert SCOPES.keys() == {operation for operation, _, _ in routes(stranger)}


def test_a_stranger_gets_no_further_than_the_door(stranger: TestClient) -> None:
    for operation, method, path in routes(stranger):
        status, code = code_of(stranger, operation, method, path)
        assert (code == "unauthenticated") == (SCOPES.get(operation) != "anybody"), f"{operation} answers a stranger with {status} {code}"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_its_scopes_give_and_no_more(role: Role, stranger: TestClient, sign_in: Callable[[str], TestClient]) -> None:
    client = sign_in(role)
    allowed = ROLE_SCOPES[role] | {"anybody", "signed_in"}
    for operation, method, path in routes(stranger):
        status, code = code_of(client, operation, method, path)
        expected = SCOPES.get(operation) not in allowed
        assert (code == "forbidden") == expected, f"{operation} answers a {role} with {status} {code}"
        assert code != "unauthenticated", f"{operation} does not know a {role}"


def test_an_id_in_the_table_is_nobodys() -> None:
    assert UUID(NOBODYS).version == 7
