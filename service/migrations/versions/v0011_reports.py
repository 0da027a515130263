"""Reports that a plan asks for: which plans ask, a form for each measure, unit and due day, and what was written in it when."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# A plan whose units are asked to report, on what is due from `since` on; `ended_at` is set once they are asked no more. The title stays
# when the plan is gone.
PLANS = """
CREATE TABLE report_plans (
    plan uuid PRIMARY KEY,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    title text NOT NULL,
    since date NOT NULL,
    asked_by uuid NOT NULL REFERENCES people,
    asked_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz
);
CREATE INDEX report_plans_document ON report_plans (document);
"""

# A form. `occurrence` is the number of the measure's deadline, for a recurring one with the day: "1", "2-20260331"; `about` is what the
# form is about as the plan last had it (unit, leader, number, section, text), so that it can be read when the measure is gone. `texts` is
# what was written besides the numbers. `soon_told` and `overdue_told` are the due days that receivers have been told of.
REPORTS = """
CREATE TABLE reports (
    id uuid PRIMARY KEY,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    plan uuid NOT NULL,
    measure uuid NOT NULL,
    place bigint NOT NULL,
    occurrence text NOT NULL,
    due date,
    about jsonb NOT NULL,
    is_asked boolean NOT NULL DEFAULT true,
    state text NOT NULL DEFAULT 'empty' CHECK (state IN ('empty', 'draft', 'handed_in', 'returned', 'accepted')),
    version int NOT NULL DEFAULT 1,
    reached int,
    share smallint,
    day date,
    texts jsonb NOT NULL DEFAULT '{}',
    note text NOT NULL DEFAULT '',
    author uuid REFERENCES people,
    at timestamptz,
    soon_told date,
    overdue_told date
);
CREATE INDEX reports_document ON reports (document);
CREATE INDEX reports_plan ON reports (plan, place);
CREATE INDEX reports_measure ON reports (measure);
CREATE INDEX reports_due ON reports (due) WHERE is_asked AND state IN ('empty', 'draft', 'returned');
"""

# Each version of a form as somebody left it; rows are only added.
VERSIONS = """
CREATE TABLE report_versions (
    report uuid NOT NULL REFERENCES reports ON DELETE CASCADE,
    version int NOT NULL,
    state text NOT NULL,
    reached int,
    share smallint,
    day date,
    texts jsonb NOT NULL,
    note text NOT NULL,
    author uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (report, version)
);
"""


def upgrade() -> None:
    """Make the tables."""
    for statements in (PLANS, REPORTS, VERSIONS):
        op.execute(statements)


def downgrade() -> None:
    """Remove the tables."""
    op.execute("DROP TABLE report_versions, reports, report_plans")
