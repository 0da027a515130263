"""Estimates of masked search: how common a word is where persons' names are left out."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# PostgreSQL takes no statistics from partial indexes, and took every word for a rare one: lists then gather what they should walk over.
STATISTICS = """
CREATE STATISTICS {table}_masked_words ON (coalesce(masked_search, search)) FROM {table};
ANALYZE {table};
"""
FAMILIES = ("plans", "measures", "clauses", "activities")


def upgrade() -> None:
    """Add the statistics."""
    for table in FAMILIES:
        op.execute(STATISTICS.format(table=table))


def downgrade() -> None:
    """Remove them."""
    for table in FAMILIES:
        op.execute(f"DROP STATISTICS {table}_masked_words")
