"""How the API describes records: lists and edits of them, an example of each family, the schema of the record format.

In: nothing. Out: types for the API's description, examples, and `GET /v1/schema`. To show something more of a record, add it to
`service.answers` and to `service.api.record_views`.
"""

from datetime import datetime
from typing import Any, Generic, TypeVar

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema

from extractor.evidence import Evidence
from extractor.exporters.json import plain_value
from extractor.records import Activity, Clause, Deadline, Measure, Party, Records, Requisites
from service.api.dependencies import Reader
from service.api.problems import shown
from service.store.edits import Action

router = APIRouter(prefix="/v1/schema", tags=["records"])


# What a record has whatever `fields` asks for.
ALWAYS = ("id", "document", "version", "links", "corrections", "confirmed")


class AnyFields:
    """Marks a record that has only those of its fields that were asked for, besides `ALWAYS`."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Give the record's schema with fewer required fields."""
        return {**handler.resolve_ref_schema(handler(schema)), "required": list(ALWAYS)}


Record = TypeVar("Record")


class Count(BaseModel):
    """How many records fit; `exact` is false where there are more than 10,000."""

    value: int = Field(ge=0, le=10_000)
    exact: bool


class RecordPage(BaseModel, Generic[Record]):
    """Records in order; `next` is the cursor of the next page, null on the last; `count` is null unless asked for."""

    items: list[Record]
    next: str | None
    count: Count | None


class EditEntry(BaseModel):
    """An edit of one field: its new value, the one that was read then, who, when, and the version that it gave.

    `holds` says that the value stays over newer extractions; `undoes` is the edit that this one takes back.
    """

    id: int
    field: str
    value: Any
    extracted: Any
    author: str
    at: datetime
    version: int
    action: Action
    holds: bool
    undoes: int | None


class EditHistory(BaseModel):
    """The edits of a record, the newest first."""

    items: list[EditEntry]


ID, DOCUMENT, PLAN = "0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e", "0197c2f0-4a02-7d11-8c52-1f0a7b3c9d4e", "0197c2f0-5b1d-7a90-b3c4-2e5d6f7a8b9c"
AT = "2026-11-30T09:00:00+00:00"
CELL = Evidence(text="Починить мост", block=3, start=0, end=13, rule="column «мероприятие»", row=2, column=2)
WORDING = Evidence(text="Опубликовать в газете", block=9, start=3, end=24, rule="by_verb")


def stored(family: str, **more: Any) -> dict[str, Any]:
    """Give what the store knows of an example."""
    links = {"self": f"/v1/{family}/{ID}", "document": f"/v1/documents/{DOCUMENT}", "history": f"/v1/{family}/{ID}/history"}
    return {"id": ID, "document": DOCUMENT, "version": 1, "links": links, "corrections": {}, "confirmed": {}, **more}


CORRECTED = {"extracted": "1.", "author": "Иванова Мария", "at": AT, "disagrees": False}
EXAMPLES: dict[str, dict[str, Any]] = {
    "measures": stored("measures", plan=PLAN, corrections={"number": CORRECTED})
    | plain_value(
        Measure(
            text="Починить мост", evidence=CELL, number="1", section=("Дороги",), confidence={"text": 0.99},
            deadlines=(Deadline(text="до 1 мая", kind="calendar", edtf="../2026-05-01", end="2026-05-01", evidence=CELL),),
            responsible=(Party(name="Отдел дорог", person="Дубов А.А.", text="Отдел дорог, Дубов А.А.", evidence=CELL),),
        )
    ),
    "clauses": stored("clauses") | plain_value(Clause(number="3", kind="publication", text="Опубликовать в газете", evidence=WORDING)),
    "activities": stored("activities")
    | plain_value(Activity(text="Отремонтировано 4 моста", status="done", evidence=WORDING, period="2025")),
    "plans": stored("plans") | {"title": "План ремонта мостов", "appendix": "1", "period": "2026", "measure_count": 12},
    "documents": stored("documents") | plain_value(Requisites(kind="plan", title="План ремонта мостов", period="2026")),
}  # fmt: skip
EDITS_EXAMPLE = {
    "items": [
        {
            "id": 7,
            "field": "number",
            "value": "1",
            "extracted": "1.",
            "author": "Иванова Мария",
            "at": AT,
            "version": 2,
            "action": "correct",
            "holds": True,
            "undoes": None,
        }
    ]
}


class Standard(GenerateJsonSchema):
    """JSON Schema of the 2020-12 dialect, as it says itself."""

    def generate(self, schema: CoreSchema, mode: Any = "validation") -> JsonSchemaValue:
        """Give the schema under its dialect's name."""
        return {"$schema": self.schema_dialect, "$id": "urn:planovik:records:1", **super().generate(schema, mode)}


@router.get(
    "",
    operation_id="get_schema",
    summary="Get the JSON Schema of the records",
    description="The record format as JSON Schema (2020-12), made from the extractor's own types.",
    response_model=dict[str, Any],
    responses=shown(200, "The schema.", {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:planovik:records:1"}),
)
async def get_schema(actor: Reader) -> JSONResponse:
    """Give the schema."""
    schema = TypeAdapter(Records).json_schema(schema_generator=Standard, mode="serialization")
    return JSONResponse(schema)
