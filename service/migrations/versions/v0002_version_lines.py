"""Version lines: documents that are versions of one plan, what is suggested of them, and the auditors' marks on their changes."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A line is the plan through time; a document stands in one line at most. `reason` says how it got there, `placed_by` is None where
# the service put it there.
LINES = """
CREATE TABLE lines (
    id uuid PRIMARY KEY,
    title text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE line_versions (
    document uuid PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    line uuid NOT NULL REFERENCES lines,
    in_force date,
    reason text NOT NULL CHECK (reason IN ('first', 'act', 'similarity', 'hand')),
    placed_by uuid REFERENCES people,
    placed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX line_versions_line ON line_versions (line, in_force);
"""

# That a document may be a version of what another is one of; a person confirms or rejects it.
SUGGESTIONS = """
CREATE TABLE line_suggestions (
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    other uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    reason text NOT NULL CHECK (reason IN ('act', 'similarity')),
    score real NOT NULL,
    decision text CHECK (decision IN ('confirmed', 'rejected')),
    decided_by uuid REFERENCES people,
    decided_at timestamptz,
    PRIMARY KEY (document, other)
);
"""

# A mark on one difference between two documents: `key` is made of what was found (`extractor.comparison.signing`), so a mark whose key
# is found no more is void; `subject` says then what it was about.
SIGN_OFFS = """
CREATE TABLE sign_offs (
    id uuid PRIMARY KEY,
    old uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    new uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    key text NOT NULL,
    subject text NOT NULL,
    mark text NOT NULL CHECK (mark IN ('seen', 'accepted', 'question')),
    note text NOT NULL DEFAULT '',
    person uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_offs_pair ON sign_offs (old, new, key, at);
CREATE INDEX documents_act ON documents (date) WHERE status = 'done';
"""


def upgrade() -> None:
    """Make the tables."""
    for statements in (LINES, SUGGESTIONS, SIGN_OFFS):
        op.execute(statements)


def downgrade() -> None:
    """Remove the tables."""
    op.execute("DROP TABLE sign_offs, line_suggestions, line_versions, lines; DROP INDEX documents_act")
