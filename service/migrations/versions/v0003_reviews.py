"""Reviews: records that a person has accepted or rejected, and a view of those that are corrected."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# A mark holds for the version of the record that was looked at: a record that is corrected, or read otherwise, has another.
REVIEWS = """
CREATE TABLE reviews (
    record uuid PRIMARY KEY,
    family text NOT NULL CHECK (family IN ('documents', 'plans', 'measures', 'clauses', 'activities')),
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    seen_version int NOT NULL,
    mark text NOT NULL CHECK (mark IN ('accepted', 'rejected')),
    person uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX reviews_document ON reviews (document);
"""

# Records of which the newest edit of some field still differs from what was read; `record` may be pushed into the inner query.
CORRECTED = """
CREATE VIEW corrected_records AS SELECT DISTINCT record FROM
    (SELECT DISTINCT ON (record, field) record, value, extracted FROM edits ORDER BY record, field, id DESC) AS newest
    WHERE value <> extracted;
"""


def upgrade() -> None:
    """Make the table and the view."""
    op.execute(REVIEWS)
    op.execute(CORRECTED)


def downgrade() -> None:
    """Remove them."""
    op.execute("DROP VIEW corrected_records; DROP TABLE reviews")
