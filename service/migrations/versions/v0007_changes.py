"""Changes and webhooks: what happened to documents and records, in one order, and who is told of it."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# `position` is given when the transaction commits, by one transaction at a time: who has read up to a position has missed nothing before
# it, however long other transactions run. `object` is a path as in the audit log, `details` what the type of change says.
CHANGES = """
CREATE TABLE changes (
    id uuid PRIMARY KEY,
    position bigint UNIQUE,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    type text NOT NULL,
    object text NOT NULL,
    document uuid,
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX changes_at ON changes (at);
CREATE SEQUENCE changes_position OWNED BY changes.position;
CREATE FUNCTION changes_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7200021);
    UPDATE changes SET position = nextval('changes_position') WHERE id = NEW.id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER changes_in_order AFTER INSERT ON changes DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION changes_in_order();
"""

# `types` are those that the receiver wants to hear of, none for all; changes up to `position` have become deliveries; of two secrets the
# old one signs too until its time.
WEBHOOKS = """
CREATE TABLE webhooks (
    id uuid PRIMARY KEY,
    url text NOT NULL,
    description text NOT NULL,
    types text[] NOT NULL,
    secret bytea NOT NULL,
    old_secret bytea,
    old_secret_until timestamptz,
    position bigint NOT NULL,
    created_by uuid NOT NULL REFERENCES people,
    created_at timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz,
    disabled_reason text CHECK (disabled_reason IN ('by_hand', 'gone', 'failing'))
);
"""

# Deliveries of one subject (a document, or a thing that belongs to none) go one after the other. Who sends one holds it for some seconds
# and renews that; after a kill it is free again.
DELIVERIES = """
CREATE TABLE webhook_deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event uuid NOT NULL,
    position bigint,
    subject text NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    data jsonb NOT NULL,
    status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'delivered', 'given_up', 'replaced')),
    tries int NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT now(),
    held_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
CREATE INDEX webhook_deliveries_log ON webhook_deliveries (webhook, id);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook, subject, id) WHERE status = 'waiting';
CREATE INDEX webhook_deliveries_delivered ON webhook_deliveries (webhook, finished_at) WHERE status = 'delivered';
CREATE TABLE webhook_tries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery bigint NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
    at timestamptz NOT NULL,
    seconds real NOT NULL,
    status int,
    answer text NOT NULL,
    fault text
);
CREATE INDEX webhook_tries_delivery ON webhook_tries (delivery, id);
"""


def upgrade() -> None:
    """Make the tables."""
    for statements in (CHANGES, WEBHOOKS, DELIVERIES):
        op.execute(statements)


def downgrade() -> None:
    """Remove the tables."""
    op.execute("DROP TABLE webhook_tries, webhook_deliveries, webhooks, changes; DROP FUNCTION changes_in_order")
