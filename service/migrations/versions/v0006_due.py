"""What is due: the days of every deadline, the dates of events that deadlines wait for, and secret links to calendars."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# A row for each day on which a deadline of a measure falls due: `deadline` counts the measure's deadlines from 0, `nominal` is the day
# before the working-day rule moved it, `steps` are the rules that gave it (`service.due.steps`). The key is the order of the list.
DAYS = """
CREATE TABLE due_days (
    day date NOT NULL,
    place bigint NOT NULL REFERENCES measures (place) ON DELETE CASCADE,
    deadline smallint NOT NULL,
    measure uuid NOT NULL,
    plan uuid,
    status text,
    nominal date NOT NULL,
    steps text[] NOT NULL,
    PRIMARY KEY (day, place, deadline)
);
CREATE INDEX due_days_place ON due_days (place);
CREATE INDEX due_days_plan ON due_days (plan, day, place, deadline);
CREATE INDEX due_days_status ON due_days (status, day, place, deadline) WHERE status IS NOT NULL;
"""

# The units and persons of each day, in the order of the list as well, so that a page of the rarest and of the busiest unit is read from one
# stretch of the index: `name` is "unit:" or "person:" and the name's key.
NAMES = """
CREATE TABLE due_names (
    name text COLLATE "C" NOT NULL,
    day date NOT NULL,
    place bigint NOT NULL REFERENCES measures (place) ON DELETE CASCADE,
    deadline smallint NOT NULL,
    status text,
    PRIMARY KEY (name, day, place, deadline)
);
CREATE INDEX due_names_place ON due_names (place);
CREATE INDEX due_names_status ON due_names (name, status, day, place, deadline) WHERE status IS NOT NULL;
"""

# What a document's days were computed with; days of another stamp are computed anew (`service.jobs.due`).
STAMP = """
ALTER TABLE documents ADD due_stamp text NOT NULL DEFAULT '';
CREATE INDEX documents_due ON documents (due_stamp) WHERE status = 'done';
"""

# The date of an event that deadlines of a document count from, as a person entered it; `event` is `extractor.deadlines.events`' code.
EVENTS = """
CREATE TABLE event_dates (
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    event text NOT NULL,
    day date NOT NULL,
    author uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (document, event)
);
"""

# An address that gives a calendar to whoever knows it; its secret is kept as that of an API key is. `subject` is a plan's id, or a name.
LINKS = """
CREATE TABLE calendar_links (
    id uuid PRIMARY KEY,
    person uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('unit', 'person', 'plan')),
    subject text NOT NULL,
    secret bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX calendar_links_person ON calendar_links (person);
"""


def upgrade() -> None:
    """Make the tables."""
    for statements in (DAYS, NAMES, STAMP, EVENTS, LINKS):
        op.execute(statements)


def downgrade() -> None:
    """Remove the tables."""
    op.execute("DROP TABLE calendar_links, event_dates, due_names, due_days; ALTER TABLE documents DROP due_stamp")
