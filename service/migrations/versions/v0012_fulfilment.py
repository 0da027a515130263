"""Plans and reports: which report tells of which plan, and what people decide of single links between them."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# A report beside a plan, both by their documents: found by the service while nobody has decided, or placed by hand. What was rejected
# stays, so that it is not found again.
REPORTS = """
CREATE TABLE fulfilment_reports (
    plan uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    report uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    reason text NOT NULL CHECK (reason IN ('act', 'similarity', 'hand')),
    score real NOT NULL,
    decision text CHECK (decision IN ('confirmed', 'rejected')),
    decided_by uuid REFERENCES people,
    decided_at timestamptz,
    PRIMARY KEY (plan, report),
    CHECK (plan <> report)
);
CREATE INDEX fulfilment_reports_report ON fulfilment_reports (report);
CREATE INDEX fulfilment_reports_open ON fulfilment_reports (report, plan) WHERE decision IS NULL;
"""

# What a person says of a measure and a statement (an activity, or a row of a marked plan): by their ids, which readings of a document keep.
# `subject` is what it was about, for when one of them is gone; a decision that was taken back keeps its version.
DECISIONS = """
CREATE TABLE fulfilment_decisions (
    measure uuid NOT NULL,
    statement uuid NOT NULL,
    plan uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    report uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    decision text CHECK (decision IN ('confirmed', 'rejected')),
    subject text NOT NULL,
    person uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (measure, statement)
);
CREATE INDEX fulfilment_decisions_plan ON fulfilment_decisions (plan);
CREATE INDEX fulfilment_decisions_report ON fulfilment_decisions (report);
"""


def upgrade() -> None:
    """Make the tables."""
    for statements in (REPORTS, DECISIONS):
        op.execute(statements)


def downgrade() -> None:
    """Remove the tables."""
    op.execute("DROP TABLE fulfilment_decisions, fulfilment_reports")
