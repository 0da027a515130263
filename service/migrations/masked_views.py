"""Masked views: what of the store is there for those who do not see persons' names.

In: a connection in the transaction of the migrations. Out: the schemas `masked` and `masked_reach`, with a view in place of each table that
may name persons: connections whose search path begins with one (`service.store.connection`) read the same statements without a name. To
add a table that holds names, add a line to `VIEWS`; a test asks of every table whether it does.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

# Tables without the names of persons that documents name: people of the installation itself, numbers, codes, and what readers never read.
OPEN_TABLES = frozenset({
    "act_names", "alembic_version", "amending_acts", "api_keys", "audit", "calendar_links", "changes", "due_days", "event_dates",
    "former_records", "fulfilment_reports", "grants", "hidden_originals", "hidden_persons", "idempotency_keys", "identities",
    "installation", "instruction_marks", "lesson_decisions", "line_suggestions", "line_versions", "people", "queue_migrations",
    "registry_operations", "retention_rules", "retention_runs", "reviews", "sessions", "sign_in_failures", "sign_ins_begun",
    "webhook_deliveries", "webhook_tries", "webhooks",
})  # fmt: skip
NAMES_OF_DOCUMENT: str = "(SELECT d.printed_names FROM public.documents d WHERE d.id = t.document)"
INITIALS: str = "'[А-ЯЁ][.] ?[А-ЯЁ][.]'"


def json_without_names(column: str) -> str:
    """Give a JSON column without the spellings of names that its document prints."""
    return f"public.mask_names(t.{column}::text, {NAMES_OF_DOCUMENT})::jsonb"


def text_without_names(column: str) -> str:
    """Give a text column without the spellings of names that its document prints; empty while they are not known."""
    return f"coalesce(public.mask_names(to_jsonb(t.{column})::text, {NAMES_OF_DOCUMENT})::jsonb #>> '{{}}', '')"


def subject_without_names(first: str, second: str) -> str:
    """Give a subject without the spellings of names that either of two documents prints; empty while they are not known."""
    of_both = f"d.id IN (t.{first}, t.{second})"
    names = (
        f"CASE WHEN EXISTS (SELECT FROM public.documents d WHERE {of_both} AND d.printed_names IS NULL) THEN NULL ELSE"  # noqa: S608
        " (SELECT coalesce(jsonb_agg(pair), '[]') FROM public.documents d, jsonb_array_elements(d.printed_names) AS pair"
        f" WHERE {of_both}) END"
    )
    return f"coalesce(public.mask_names(to_jsonb(t.subject)::text, {names})::jsonb #>> '{{}}', '')"


@dataclass(frozen=True, slots=True)
class View:
    """A table's view: columns that are shown otherwise, and which rows there are; columns that a table has not are left out."""

    columns: Mapping[str, str] = field(default_factory=dict)
    rows: str = "true"


RECORDS = View(
    {"body": "coalesce(t.masked_body, t.body)", "search": "coalesce(t.masked_search, t.search)", "persons": "'{}'::text[]",
     "masked_body": "NULL::jsonb"},
    "t.names_masked",
)  # fmt: skip
# A document that was not looked at yet has no name but its ending.
ENDING: str = "'[документ]' || coalesce(substring(t.name FROM '[.][A-Za-z0-9]{1,8}$'), '')"
LINE_NAMES: str = """(SELECT coalesce(jsonb_agg(pair), '[]') FROM public.line_versions v
    JOIN public.documents d ON d.id = v.document, jsonb_array_elements(d.printed_names) AS pair WHERE v.line = t.id)"""
LINE_UNKNOWN: str = """EXISTS (SELECT FROM public.line_versions v JOIN public.documents d ON d.id = v.document
    WHERE v.line = t.id AND d.printed_names IS NULL)"""
OF_BASE = "d.id = t.base OR d.id IN (SELECT a.act FROM public.amending_acts a WHERE a.base = t.base)"
ACTS_NAMES = f"""(SELECT coalesce(jsonb_agg(pair), '[]') FROM public.documents d, jsonb_array_elements(d.printed_names) AS pair
    WHERE {OF_BASE})"""  # noqa: S608 - constants
ACTS_UNKNOWN = f"EXISTS (SELECT FROM public.documents d WHERE ({OF_BASE}) AND d.printed_names IS NULL)"
# The schemas, and what their views are over: what anybody may read, or what a role for parts of the installation may.
SCHEMAS = {"masked": "public", "masked_reach": "reach"}
RELATIONS = "SELECT table_name FROM information_schema.tables WHERE table_schema = %s"
COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position"
VIEWS: Mapping[str, View] = {
    "documents": View(
        {
            "name": f"coalesce(t.masked ->> 'name', {ENDING})",
            "metadata": "coalesce(t.masked -> 'metadata', '{}'::jsonb)",
            "requisites": "nullif(t.masked -> 'requisites', 'null'::jsonb)",
            "issues": "coalesce(t.masked -> 'issues', '[]'::jsonb)",
            "search": "t.masked_search",
            "persons": "NULL::jsonb",
            "printed_names": "NULL::jsonb",
            "masked": "NULL::jsonb",
            "legal_hold": "NULL::text",
        }
    ),
    "extractions": View(
        {
            "blocks": "coalesce(t.masked -> 'blocks', t.blocks)",
            "records": "jsonb_build_object('amendments', coalesce(t.masked -> 'amendments', t.records -> 'amendments'))",
            "tables": json_without_names("tables"),
            "masked": "NULL::jsonb",
        },
        "t.names_masked",
    ),
    "plans": RECORDS,
    "measures": RECORDS,
    "clauses": RECORDS,
    "activities": RECORDS,
    "edits": View({"value": json_without_names("value"), "extracted": json_without_names("extracted")}),
    "corrections": View({name: json_without_names(name) for name in ("value", "seen", "reading")}),
    "lines": View(
        {"title": f"CASE WHEN {LINE_UNKNOWN} THEN '…' ELSE public.mask_names(to_jsonb(t.title)::text, {LINE_NAMES})::jsonb #>> '{{}}' END"}
    ),
    # What an auditor wrote of a change may name whom no document names.
    "sign_offs": View({"subject": subject_without_names("old", "new"), "note": "''::text"}),
    "fulfilment_decisions": View({"subject": subject_without_names("plan", "report")}),
    "consolidations": View(
        {name: f"public.mask_names(t.{name}::text, {ACTS_NAMES})::jsonb" for name in ("instructions", "notices", "problem")},
        f"NOT {ACTS_UNKNOWN}",
    ),
    "computed_versions": View({name: json_without_names(name) for name in ("sources", "links")}),
    "report_plans": View({"title": text_without_names("title")}),
    # What people write in reports may name whom no document names.
    "reports": View({"about": json_without_names("about"), "texts": "'{}'::jsonb", "note": "''::text"}, f"{NAMES_OF_DOCUMENT} IS NOT NULL"),
    "report_versions": View({"texts": "'{}'::jsonb", "note": "''::text"}),
    # Only who corrects works with lessons.
    "lessons": View(rows="false"),
    "due_names": View(rows="t.name NOT LIKE 'person:%'"),
    "registry_entries": View(rows=f"t.kind <> 'person' AND t.name !~ {INITIALS}"),
    "registry_names": View(rows=f"t.family <> 'person' AND t.text !~ {INITIALS}"),
    "registry_sightings": View(
        {"text": text_without_names("text")},
        f"NOT EXISTS (SELECT FROM public.registry_names n WHERE n.id = t.name AND (n.family = 'person' OR n.text ~ {INITIALS}))",
    ),
    "registry_suggestions": View(
        rows="NOT EXISTS (SELECT FROM public.registry_names n WHERE n.id IN (t.name, t.other)"
        f" AND (n.family = 'person' OR n.text ~ {INITIALS}))"
    ),
}


def build_masked(connection: psycopg.Connection[Any]) -> None:
    """Make the views anew where they are not those of the tables as they are now; `reach` is there by now.

    In the transaction of the migrations: without them, names of tables would mean the tables.
    """
    statements = list(masked_statements(connection))
    mark = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    found = connection.execute("SELECT obj_description(to_regnamespace('masked')::oid, 'pg_namespace')").fetchone()
    whole = connection.execute("SELECT count(*) FROM information_schema.views WHERE table_schema IN ('masked', 'masked_reach')").fetchone()
    if found and whole and found[0] == mark and whole[0] == len(statements) - len(SCHEMAS):
        return
    drop_masked(connection)
    for statement in statements:
        connection.execute(statement.encode())
    connection.execute(sql.SQL("COMMENT ON SCHEMA masked IS {}").format(sql.Literal(mark)))


def drop_masked(connection: psycopg.Connection[Any]) -> None:
    """Remove the views, which would hold on to columns that a migration changes."""
    for schema in SCHEMAS:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


def masked_statements(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """Yield the statements that make the schemas: over the tables, and over the views of the reach where a table has one."""
    for schema, base in SCHEMAS.items():
        yield f"CREATE SCHEMA {schema}"
        bases = {name for (name,) in connection.execute(RELATIONS, [base]).fetchall()}
        for table, view in VIEWS.items():
            columns = [name for (name,) in connection.execute(COLUMNS, [table]).fetchall()]
            shown = ", ".join(f"{view.columns[name]} AS {name}" if name in view.columns else f't."{name}"' for name in columns)
            home = base if table in bases else "public"
            yield f"CREATE VIEW {schema}.{table} AS SELECT {shown} FROM {home}.{table} t WHERE {view.rows}"  # noqa: S608 - names of the catalogue
