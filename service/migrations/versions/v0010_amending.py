"""Amending acts: what they change, what people say of their instructions, and the versions that are computed from them."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# The acts that a document is, and those that it changes, by date and number: an act is found by its base and a base by its acts, whichever
# came first.
NAMES = """
CREATE TABLE act_names (
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('own', 'target')),
    day date NOT NULL,
    number text NOT NULL,
    kind text,
    issuer_key text
);
CREATE INDEX act_names_act ON act_names (day, number, role);
CREATE INDEX act_names_document ON act_names (document);
"""

# Which act changes which document; `placed_by` is None where the service found it.
ACTS = """
CREATE TABLE amending_acts (
    base uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    act uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    reason text NOT NULL CHECK (reason IN ('act', 'hand')),
    placed_by uuid REFERENCES people,
    placed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (base, act)
);
CREATE INDEX amending_acts_act ON amending_acts (act);
"""

# What a person says of an instruction. `key` is made of its wording in the act, so that it is found again whatever is read of it later;
# `reading` is a digest of what was read then, for which alone a confirmation holds.
MARKS = """
CREATE TABLE instruction_marks (
    act uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    key text NOT NULL,
    mark text NOT NULL CHECK (mark IN ('confirmed', 'rejected')),
    reading text NOT NULL,
    person uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (act, key)
);
"""

# What became of the instructions for a base: `stamp` names the state of everything that it was computed from.
CONSOLIDATIONS = """
CREATE TABLE consolidations (
    base uuid PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    stamp text NOT NULL,
    instructions jsonb NOT NULL,
    notices jsonb NOT NULL,
    problem jsonb,
    computed_at timestamptz NOT NULL DEFAULT now()
);
"""

# A computed version is a document without a file. `sources` says which of its blocks are which document's, `links` what changed its fields.
VERSIONS = """
CREATE TABLE computed_versions (
    document uuid PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    base uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    as_of date NOT NULL,
    sources jsonb NOT NULL,
    links jsonb NOT NULL,
    UNIQUE (base, as_of)
);
ALTER TABLE line_versions DROP CONSTRAINT line_versions_reason_check;
ALTER TABLE line_versions ADD CONSTRAINT line_versions_reason_check
    CHECK (reason IN ('first', 'act', 'similarity', 'hand', 'computed'));
"""

# `superseded` documents have a newer computed version beside them; lists leave them out unless all versions are asked for.
DOCUMENTS = """
ALTER TABLE documents ADD computed_from uuid REFERENCES documents ON DELETE CASCADE, ADD superseded boolean NOT NULL DEFAULT false;
CREATE INDEX documents_computed ON documents (computed_from) WHERE computed_from IS NOT NULL;
CREATE INDEX documents_superseded ON documents (id) WHERE superseded;
"""


def upgrade() -> None:
    """Make the tables."""
    for statements in (NAMES, ACTS, MARKS, CONSOLIDATIONS, VERSIONS, DOCUMENTS):
        op.execute(statements)


def downgrade() -> None:
    """Remove the tables, and the computed versions with them: they can be computed anew."""
    op.execute("DELETE FROM documents WHERE computed_from IS NOT NULL")
    op.execute("ALTER TABLE documents DROP computed_from, DROP superseded")
    op.execute("DROP TABLE computed_versions, consolidations, instruction_marks, amending_acts, act_names")
    op.execute("ALTER TABLE line_versions DROP CONSTRAINT line_versions_reason_check")
    op.execute(
        "ALTER TABLE line_versions ADD CONSTRAINT line_versions_reason_check CHECK (reason IN ('first', 'act', 'similarity', 'hand'))"
    )
