"""Names and retention: what of a record is shown without persons' names, who is named nowhere any more, and how long things are kept."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# `persons` are those that a document names, in the order of their numbers (`extractor.masking`); `printed_names` are the spellings that it
# prints, each with the sign that stands instead, the longest first; `masked` has what else of the row is shown otherwise. A document
# without `persons` has not been looked at yet.
DOCUMENTS = """
ALTER TABLE documents
    ADD COLUMN persons jsonb,
    ADD COLUMN printed_names jsonb,
    ADD COLUMN masked jsonb,
    ADD COLUMN masked_search tsvector,
    ADD COLUMN source_restricted boolean NOT NULL DEFAULT false,
    ADD COLUMN source_erased_at timestamptz,
    ADD COLUMN legal_hold text,
    ADD COLUMN held_by uuid REFERENCES people,
    ADD COLUMN held_at timestamptz;
CREATE INDEX documents_unmasked ON documents (seq) WHERE persons IS NULL AND requisites IS NOT NULL;
CREATE INDEX documents_masked_search ON documents USING gin (masked_search);
CREATE INDEX documents_deleted ON documents (deleted_at) WHERE status = 'deleted' AND source_erased_at IS NULL;
ALTER TABLE extractions ADD COLUMN masked jsonb, ADD COLUMN names_masked boolean NOT NULL DEFAULT false;
"""
# What is NULL is shown as it is, once `names_masked` says that it was looked at.
RECORDS = """
ALTER TABLE {table}
    ADD COLUMN masked_body jsonb,
    ADD COLUMN masked_search tsvector,
    ADD COLUMN names_masked boolean NOT NULL DEFAULT false;
CREATE INDEX {table}_masked_search ON {table} USING gin (coalesce(masked_search, search)) WITH (gin_pending_list_limit = 256)
    WHERE names_masked;
"""
# `value` without the spellings of `names`; nothing where they are not known yet.
MASK = """
CREATE FUNCTION mask_names(value text, names jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    pair jsonb;
BEGIN
    IF names IS NULL THEN
        RETURN NULL;
    END IF;
    FOR pair IN SELECT jsonb_array_elements(names) LOOP
        value := replace(value, pair ->> 0, pair ->> 1);
    END LOOP;
    RETURN value;
END $$;
"""
# Persons who are named nowhere any more, at their request, and what stood where their names were: kept apart, for the rule may be lifted.
HIDDEN = """
CREATE TABLE hidden_persons (
    id uuid PRIMARY KEY,
    surname text NOT NULL,
    initials text NOT NULL,
    reason text NOT NULL,
    created_by uuid NOT NULL REFERENCES people,
    created_at timestamptz NOT NULL DEFAULT now(),
    lifted_by uuid REFERENCES people,
    lifted_at timestamptz
);
CREATE TABLE hidden_originals (
    relation text NOT NULL,
    key text NOT NULL,
    field text NOT NULL,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    original jsonb NOT NULL,
    PRIMARY KEY (relation, key, field)
);
CREATE INDEX hidden_originals_document ON hidden_originals (document);
"""
# A rule for one kind of document goes before the one for all (`document_kind` is empty).
RETENTION = """
CREATE TABLE retention_rules (
    subject text NOT NULL,
    document_kind text NOT NULL DEFAULT '',
    days int NOT NULL CHECK (days >= 0),
    set_by uuid REFERENCES people,
    set_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subject, document_kind)
);
CREATE TABLE retention_runs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL,
    counts jsonb NOT NULL
);
"""
FAMILIES = ("plans", "measures", "clauses", "activities")


def upgrade() -> None:
    """Make the tables and columns; what is in the store is looked at by the workers afterwards."""
    for statements in (DOCUMENTS, *(RECORDS.format(table=table) for table in FAMILIES), MASK, HIDDEN, RETENTION):
        op.execute(statements)


def downgrade() -> None:
    """Remove them."""
    op.execute("DROP SCHEMA IF EXISTS masked CASCADE")
    op.execute("DROP TABLE retention_runs, retention_rules, hidden_originals, hidden_persons; DROP FUNCTION mask_names")
    for table in FAMILIES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN masked_body, DROP COLUMN masked_search, DROP COLUMN names_masked")
    op.execute("ALTER TABLE extractions DROP COLUMN masked, DROP COLUMN names_masked")
    op.execute(
        "ALTER TABLE documents DROP COLUMN persons, DROP COLUMN printed_names, DROP COLUMN masked, DROP COLUMN masked_search,"
        " DROP COLUMN source_restricted, DROP COLUMN source_erased_at, DROP COLUMN legal_hold, DROP COLUMN held_by, DROP COLUMN held_at"
    )
