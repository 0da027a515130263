"""The reach: under the names of the tables, views that show a person only the documents that are opened to them.

In: a connection in the transaction of the migrations. Out: the schema `reach`, made from the catalogue. A session whose search path
begins with it runs every statement of the service on the views, so that none can forget the condition, and nobody else pays for it;
row-level security would keep Russian search from its indexes, and holds for no superuser. A table is covered by itself where it refers
to a document, by a foreign key or a column of that name, or to what is covered; `BY_PARTS` names those shown by what refers to them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, Literal

from psycopg import Connection, sql

SCHEMA = "reach"

# Whose documents a session sees stands in its settings; without them every view fails.
NAMED: Mapping[str, str] = {
    "issuer_key": "issuer_key = ANY (current_setting('planovik.issuers')::text[])",
    "municipality_key": "municipality_key = ANY (current_setting('planovik.municipalities')::text[])",
}
# Documents of which neither issuer nor municipality is known are shown to who has uploaded them.
UNKNOWN = "(uploaded_by = current_setting('planovik.person')::uuid AND issuer_key IS NULL AND municipality_key IS NULL)"
# An array is looked up in the index of documents, a subquery would be asked of every row.
OWN = f"document = ANY (ARRAY(SELECT id FROM {{home}}.documents WHERE {UNKNOWN}))"  # noqa: S608 - constants
# The document, plan or other record in the path of what an entry of the log is about.
THING = "substring(object FROM '^[a-z]+/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})')::uuid"
LOGGED = ("documents", "plans", "measures", "clauses", "activities", "lines", "reports")

# Shown when a part is shown: the parts' table and their column.
BY_PARTS: Mapping[str, tuple[str, str]] = {
    "lines": ("line_versions", "line"),
    "registry_names": ("registry_sightings", "name"),
    "registry_entries": ("registry_names", "entry"),
}
# Shown when no part is hidden: the title of a line may be that of any of its versions.
WHOLE = frozenset({"lines"})

# Both together are a document's own, and stand in its records too.
KEYS = frozenset(NAMED)
# The registry is the installation's: who sees a part of it changes none of it. The code is that of a row written out of reach (WITH CHECK
# OPTION).
KEPT = frozenset(BY_PARTS) - WHOLE
REFUSE = f"""
CREATE FUNCTION {SCHEMA}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'out of reach' USING ERRCODE = '44000';
END $$
"""

COLUMNS = (
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, ordinal_position"
)
REFERENCES = """
SELECT child.relname, own.attname, own.attnotnull, parent.relname, target.attname
FROM pg_constraint c JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid
JOIN pg_attribute own ON own.attrelid = c.conrelid AND own.attnum = c.conkey[1]
JOIN pg_attribute target ON target.attrelid = c.confrelid AND target.attnum = c.confkey[1]
WHERE c.contype = 'f' AND child.relnamespace = current_schema()::regnamespace AND c.conrelid <> c.confrelid ORDER BY 1, 2
"""
# What a trigger reads is not what the person may see: it goes by the tables, whoever sets it off.
TRIGGERS = """
SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype
AND NOT EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE setting LIKE 'search_path=%') ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key of one column."""

    table: str
    column: str
    is_required: bool
    parent: str
    target: str


@dataclass(frozen=True, slots=True)
class View:
    """A view of the reach: the table's rows for which `condition` holds.

    Rows are written through it as they are ("open"), so that they stay in it ("checked"), or not at all ("refused").
    """

    table: str
    condition: str
    writing: Literal["open", "checked", "refused"] = "open"


def build_reach(connection: Connection[Any]) -> None:
    """Make the views anew where they are not those of the tables as they are now."""
    for (function,) in connection.execute(TRIGGERS).fetchall():
        connection.execute(f"ALTER FUNCTION {function} SET search_path FROM CURRENT".encode())
    statements = list(reach_statements(connection))
    mark = hashlib.sha256("\n".join(sorted(statements)).encode()).hexdigest()
    found = connection.execute("SELECT obj_description(to_regnamespace(%s)::oid, 'pg_namespace')", [SCHEMA]).fetchone()
    if found and found[0] == mark:
        return
    drop_reach(connection)
    for statement in statements:
        connection.execute(statement.encode())
    connection.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(sql.Identifier(SCHEMA), sql.Literal(mark)))


def drop_reach(connection: Connection[Any]) -> None:
    """Remove the views, which would hold on to columns that a migration changes."""
    connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA)))


def reach_statements(connection: Connection[Any]) -> Iterator[str]:
    """Yield the statements that make the schema."""
    home = str((connection.execute("SELECT current_schema()").fetchone() or [""])[0])
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(COLUMNS).fetchall():
        columns.setdefault(table, []).append(column)
    references = [Reference(*row) for row in connection.execute(REFERENCES).fetchall()]
    known = {(reference.table, reference.column) for reference in references}
    # What is kept beyond its document names it without a foreign key.
    references += [
        Reference(table, "document", False, "documents", "id")
        for table, names in columns.items()
        if "document" in names and (table, "document") not in known
    ]
    yield f"CREATE SCHEMA {SCHEMA}"
    yield REFUSE
    for view in find_views(columns, references, home):
        names = ", ".join(columns[view.table])
        checked = " WITH CHECK OPTION" if view.writing == "checked" else ""
        yield f"CREATE VIEW {SCHEMA}.{view.table} AS SELECT {names} FROM {home}.{view.table} WHERE {view.condition}{checked}"  # noqa: S608
        if view.writing == "refused":
            yield (
                f"CREATE TRIGGER refuse INSTEAD OF INSERT OR UPDATE OR DELETE ON {SCHEMA}.{view.table}"
                f" FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.refuse()"
            )


def find_views(columns: Mapping[str, Sequence[str]], references: Sequence[Reference], home: str) -> Iterator[View]:
    """Yield the views of the tables that are covered, each after those that its condition names."""
    covered = find_covered(columns, references)
    views: dict[str, View] = {}
    needs: dict[str, set[str]] = {}
    for table in sorted(covered):
        used = covering(table, columns[table], references, covered)
        views[table] = make_view(table, columns[table], used, home)
        needs[table] = {BY_PARTS[table][0]} if table in BY_PARTS else {one.parent for one in used}
    yield from (views[table] for table in TopologicalSorter(needs).static_order())
    yield View("audit", logged())


def find_covered(columns: Mapping[str, Sequence[str]], references: Sequence[Reference]) -> set[str]:
    """Find the tables that something ties to documents."""
    covered = {table for table, names in columns.items() if set(names) >= KEYS}
    while True:
        more = {one.table for one in references if one.parent in covered}
        more |= {table for table, (parts, _) in BY_PARTS.items() if parts in covered and table in columns}
        if more <= covered:
            return covered
        covered |= more


def covering(table: str, columns: Sequence[str], references: Sequence[Reference], covered: set[str]) -> list[Reference]:
    """Give the references by which a table is covered: to documents where there are any; none where it is covered otherwise."""
    if table in BY_PARTS or set(columns) >= KEYS:
        return []
    found = [one for one in references if one.table == table and one.parent in covered]
    return [one for one in found if one.parent == "documents"] or found


def make_view(table: str, columns: Sequence[str], used: Sequence[Reference], home: str) -> View:
    """Make the view of a table."""
    if table in BY_PARTS:
        return View(table, by_parts(table, home), "refused" if table in KEPT else "open")
    if used:
        parents = {one.parent for one in used}
        return View(table, by_references(used), "checked" if "documents" in parents else "refused" if parents & KEPT else "open")
    named = " OR ".join(NAMED.values())
    return View(table, f"{named} OR {UNKNOWN if table == 'documents' else OWN.format(home=home)}", "checked")


def by_references(used: Sequence[Reference]) -> str:
    """Give the condition that all that a row refers to is shown, and that it refers to something."""
    conditions = []
    for one in used:
        shown = f"{one.column} IN (SELECT {one.target} FROM {SCHEMA}.{one.parent})"  # noqa: S608 - names of the catalogue
        conditions.append(shown if one.is_required else f"({one.column} IS NULL OR {shown})")
    if not any(one.is_required for one in used):
        conditions.append(f"num_nonnulls({', '.join(one.column for one in used)}) > 0")
    return " AND ".join(conditions)


def by_parts(table: str, home: str) -> str:
    """Give the condition of a table that is shown by what refers to it."""
    parts, column = BY_PARTS[table]
    shown = f"EXISTS (SELECT FROM {SCHEMA}.{parts} part WHERE part.{column} = {table}.id)"
    hidden = (
        f"EXISTS (SELECT FROM {home}.{parts} part WHERE part.{column} = {table}.id"  # noqa: S608 - constants
        f" AND part.document NOT IN (SELECT id FROM {SCHEMA}.documents))"
    )
    return f"{shown} AND NOT {hidden}" if table in WHOLE else shown


def logged() -> str:
    """Give the condition that an entry of the log is about something that is shown, or that the person did it."""
    things = " ".join(f"WHEN '{name}' THEN EXISTS (SELECT FROM {SCHEMA}.{name} thing WHERE thing.id = {THING})" for name in LOGGED)
    return f"actor = current_setting('planovik.person') OR CASE split_part(object, '/', 1) {things} ELSE false END"
