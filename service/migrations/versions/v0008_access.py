"""Access: roles for single issuers and municipalities, and people whom an identity provider signs in."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# A member may do what grants give and no more; who is signed in by a provider may have no password.
PEOPLE = """
ALTER TABLE people ALTER password DROP NOT NULL, DROP CONSTRAINT people_role_check,
    ADD CONSTRAINT people_role_check CHECK (role IN ('member', 'reader', 'clerk', 'auditor', 'administrator'));
"""

# A role for the documents of one issuer or municipality: `key` is its matching form, `name` what it was written as.
GRANTS = """
CREATE TABLE grants (
    id uuid PRIMARY KEY,
    person uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('reader', 'clerk', 'auditor')),
    place text NOT NULL CHECK (place IN ('issuer', 'municipality')),
    key text NOT NULL,
    name text NOT NULL,
    granted_by uuid REFERENCES people,
    granted_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (person, role, place, key)
);
"""

# Who an identity provider says somebody is: its `issuer` and `subject` alone. Without a person the identity waits for an administrator;
# `is_mapped` tells that the provider's groups decide the role. A sign-in that has begun is taken up once, by the browser that began it.
IDENTITIES = """
CREATE TABLE identities (
    id uuid PRIMARY KEY,
    issuer text NOT NULL,
    subject text NOT NULL,
    person uuid REFERENCES people ON DELETE CASCADE,
    is_mapped boolean NOT NULL DEFAULT false,
    login text,
    name text,
    email text,
    seen_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (issuer, subject)
);
CREATE INDEX identities_person ON identities (person);
CREATE INDEX identities_waiting ON identities (seen_at) WHERE person IS NULL;
CREATE TABLE sign_ins_begun (
    state bytea PRIMARY KEY,
    browser bytea NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    target text NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_ins_begun_at ON sign_ins_begun (begun_at);
ALTER TABLE sessions ADD id_token text;
"""


def upgrade() -> None:
    """Make the tables and columns."""
    for statements in (PEOPLE, GRANTS, IDENTITIES):
        op.execute(statements)


def downgrade() -> None:
    """Remove them; members, and people without a password, have to be given another role and a password before."""
    op.execute("ALTER TABLE sessions DROP COLUMN id_token; DROP TABLE sign_ins_begun, identities, grants")
    op.execute(
        "ALTER TABLE people ALTER password SET NOT NULL, DROP CONSTRAINT people_role_check,"
        " ADD CONSTRAINT people_role_check CHECK (role IN ('reader', 'clerk', 'auditor', 'administrator'))"
    )
