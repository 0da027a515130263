"""The description of the API: complete for every route, so that somebody who has only it can work with the service."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from service.app import create_app
from service.auth.actors import ROLE_SCOPES
from service.description import TAGS
from service.errors import MEDIA_TYPE
from service.settings import Settings

METHODS = ("get", "post", "put", "patch", "delete")
# Verbs that operation ids begin with; a new one is added here.
VERBS = "get|list|add|change|revoke|sign|upload|cancel|retry|delete|watch|edit|export|search|count|render|read|download|find|stream|put|take|decide|compare|undo|merge|split|name|consolidate|mark|remove|rotate|test|replay"
# Each says what is wrong with a route, or gives nothing.
Faults = Iterator[str]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return dict(create_app(Settings(home=tmp_path_factory.mktemp("home"), database_url="postgresql://")).openapi())


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", path, item[method]


def faults_of_words(path: str, operation: dict[str, Any]) -> Faults:
    if not re.fullmatch(rf"(?:{VERBS})_[a-z_]+", operation.get("operationId", "")):
        yield "has no operation_id that is a verb and a noun"
    if not operation.get("summary"):
        yield "has no summary"
    if not operation.get("description"):
        yield "has no description (a docstring)"
    if not set(operation.get("tags", ["?"])) <= TAGS.keys():
        yield "has a tag that service.description.TAGS does not describe"
    for parameter in operation.get("parameters", []):
        if not parameter.get("description") and parameter["in"] != "path":
            yield f"has a parameter without a description: {parameter['name']}"


def has_example(content: dict[str, Any], schemas: dict[str, Any]) -> bool:
    schema = content.get("schema", {})
    named = schemas.get(schema.get("$ref", "").rsplit("/", 1)[-1], schema)
    of_properties = [
        choice for field in named.get("properties", {}).values() for choice in (field, *field.get("anyOf", [])) if "examples" in choice
    ]
    return bool({"example", "examples"} & content.keys() or "examples" in named or of_properties)


def faults_of_bodies(operation: dict[str, Any], schemas: dict[str, Any]) -> Faults:
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if kind != "multipart/form-data" and not has_example(content, schemas):
            yield f"has no example of its {kind} body"
    for status, response in operation["responses"].items():
        if not response.get("description"):
            yield f"has no description of its answer {status}"
        for kind, content in response.get("content", {}).items():
            if not content.get("schema"):
                yield f"has no schema of its answer {status} {kind}"
            if kind in {"application/json", MEDIA_TYPE} and not has_example(content, schemas):
                yield f"has no example of its answer {status} {kind}"


def faults_of_problems(path: str, operation: dict[str, Any]) -> Faults:
    problems = {int(status): response for status, response in operation["responses"].items() if int(status) >= 400}
    expected = {400, 500, 503}
    expected |= {401, 403, 429} if operation.get("security") else set()
    expected |= {413, 422} if "requestBody" in operation else set()
    expected |= {404} if "{" in path else set()
    expected |= {422} if operation.get("parameters") else set()
    for status in sorted(expected - problems.keys()):
        yield f"does not tell of the problem {status}"
    for status, response in problems.items():
        if list(response.get("content", {})) != [MEDIA_TYPE]:
            yield f"answers {status} with something else than a problem"
    if path.startswith("/v1/") and not operation.get("security") and operation["operationId"] != "sign_in":
        yield "may be asked by anybody"


def test_every_route_is_described_with_examples_and_its_problems(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    faults = [
        f"{route} {fault}"
        for route, path, operation in operations(document)
        for found in (faults_of_words(path, operation), faults_of_bodies(operation, schemas), faults_of_problems(path, operation))
        for fault in found
    ]
    assert not faults, "\n".join(faults)


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))


def test_the_description_names_the_service_and_how_one_gets_in(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"]
    assert document["servers"]
    assert document["components"]["securitySchemes"].keys() == {"key", "session"}
    assert {tag["name"] for tag in document["tags"]} == TAGS.keys()


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(document)))
    assert names <= document["components"]["schemas"].keys()


def test_every_role_for_everything_may_read() -> None:
    assert [role for role, scopes in ROLE_SCOPES.items() if "read" not in scopes] == ["member"]
