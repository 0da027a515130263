"""Reviews: records that a person has accepted or rejected."""

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


def upgrade() -> None:
    """Make the table."""
    op.execute(REVIEWS)


def downgrade() -> None:
    """Remove the table."""
    op.execute("DROP TABLE reviews")
