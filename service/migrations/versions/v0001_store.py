"""The first tables: people, the audit log, documents with their extractions, and the records that are queried."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PEOPLE = """
CREATE TABLE people (
    id uuid PRIMARY KEY,
    login text NOT NULL UNIQUE,
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('reader', 'clerk', 'auditor', 'administrator')),
    password text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz
);
CREATE TABLE sessions (
    token bytea PRIMARY KEY,
    person uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    csrf text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    person uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    name text NOT NULL,
    secret bytea NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX api_keys_person ON api_keys (person);
CREATE TABLE sign_in_failures (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text NOT NULL,
    address text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_failures_login ON sign_in_failures (login, at);
CREATE INDEX sign_in_failures_address ON sign_in_failures (address, at);
"""

# One row follows the other: the trigger numbers them without gaps and hashes each with the one before, so that a row that was
# changed, removed or put in later is found by `planovik audit verify`. `details` is text, so that it is hashed as it stands.
AUDIT = """
CREATE TABLE audit (
    seq bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    details text NOT NULL,
    hash bytea NOT NULL
);
CREATE INDEX audit_actor ON audit (actor, seq);
CREATE INDEX audit_object ON audit (object, seq);
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(7200001);
    SELECT seq, hash INTO last FROM audit ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.at := date_trunc('milliseconds', clock_timestamp());
    NEW.hash := sha256(coalesce(last.hash, ''::bytea) || convert_to(concat_ws(chr(31),
        NEW.seq::text, to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        NEW.actor, NEW.action, NEW.object, NEW.details), 'UTF8'));
    RETURN NEW;
END $$;
CREATE TRIGGER audit_chain BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_chain();
CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log only grows';
END $$;
CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_is_kept();
"""

# `seq` grows with each upload; `tried_version` is the extractor that a document was last queued for again; `requisites` is the
# records' "document" with corrections applied; `*_key` are matching forms (`service.store.matching`).
DOCUMENTS = """
CREATE TABLE documents (
    id uuid PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    name text NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    priority text NOT NULL CHECK (priority IN ('interactive', 'bulk')),
    uploaded_by uuid NOT NULL REFERENCES people,
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'processing', 'done', 'failed', 'cancelled', 'deleted')),
    job bigint,
    progress jsonb,
    problem jsonb,
    extractor_version text,
    tried_version text,
    format text,
    pages int,
    requisites jsonb,
    issues jsonb NOT NULL DEFAULT '[]',
    kind text,
    issuer_key text,
    municipality_key text,
    date date,
    version int NOT NULL DEFAULT 1,
    finished_at timestamptz,
    deleted_at timestamptz,
    deleted_by uuid REFERENCES people,
    search tsvector
);
CREATE UNIQUE INDEX documents_content ON documents (sha256) WHERE status <> 'deleted';
CREATE INDEX documents_status ON documents (status, seq DESC);
CREATE INDEX documents_uploader ON documents (uploaded_by, seq DESC);
CREATE INDEX documents_extractor ON documents (extractor_version) WHERE status = 'done';
CREATE INDEX documents_kind ON documents (kind, seq DESC);
CREATE INDEX documents_issuer ON documents (issuer_key, seq DESC);
CREATE INDEX documents_municipality ON documents (municipality_key, seq DESC);
CREATE INDEX documents_search ON documents USING gin (search);
CREATE TABLE extractions (
    id uuid PRIMARY KEY,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    extractor_version text NOT NULL,
    records jsonb NOT NULL,
    blocks jsonb NOT NULL,
    seconds real NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (document, extractor_version)
);
CREATE TABLE idempotency_keys (
    actor uuid NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    status int NOT NULL,
    response jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
"""

# The records of the newest extraction, with corrections applied in `body`. `place` orders them: the newest document first, in it
# as printed. The other columns are what lists filter and sort by; `due` holds the days of the deadlines that have any. `body` and
# `search` are kept outside of the row, so that lists read some 15 rows a page while they look for those that fit. What GIN indexes put
# off until later, every search reads through: 256 KB of it take less than 1 ms.
PLANS = """
CREATE TABLE plans (
    id uuid PRIMARY KEY,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    place bigint NOT NULL UNIQUE,
    body jsonb NOT NULL,
    measure_count int NOT NULL,
    version int NOT NULL DEFAULT 1,
    document_kind text NOT NULL,
    issuer_key text,
    municipality_key text,
    sort_text text COLLATE "C" NOT NULL,
    search tsvector NOT NULL
);
CREATE INDEX plans_document ON plans (document, place);
CREATE INDEX plans_issuer ON plans (issuer_key, place);
CREATE INDEX plans_municipality ON plans (municipality_key, place);
CREATE INDEX plans_kind ON plans (document_kind, place);
CREATE INDEX plans_text ON plans (sort_text, place);
CREATE INDEX plans_search ON plans USING gin (search);
"""

RECORDS = """
CREATE TABLE {table} (
    id uuid PRIMARY KEY,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    plan uuid REFERENCES plans ON DELETE CASCADE,
    place bigint NOT NULL UNIQUE,
    body jsonb NOT NULL,
    version int NOT NULL DEFAULT 1,
    document_kind text NOT NULL,
    issuer_key text,
    municipality_key text,
    kind text,
    status text,
    sections text[] NOT NULL DEFAULT '{{}}',
    units text[] NOT NULL DEFAULT '{{}}',
    persons text[] NOT NULL DEFAULT '{{}}',
    deadline_kinds text[] NOT NULL DEFAULT '{{}}',
    due datemultirange NOT NULL DEFAULT '{{}}',
    first_due date,
    confidence real,
    has_issue boolean NOT NULL DEFAULT false,
    sort_text text COLLATE "C" NOT NULL,
    sort_unit text COLLATE "C",
    search tsvector NOT NULL
) WITH (toast_tuple_target = 128);
ALTER TABLE {table} ALTER sections SET STORAGE MAIN, ALTER units SET STORAGE MAIN, ALTER persons SET STORAGE MAIN,
    ALTER deadline_kinds SET STORAGE MAIN, ALTER due SET STORAGE MAIN, ALTER sort_text SET STORAGE MAIN, ALTER sort_unit SET STORAGE MAIN;
CREATE INDEX {table}_document ON {table} (document, place);
CREATE INDEX {table}_plan ON {table} (plan, place);
CREATE INDEX {table}_issuer ON {table} (issuer_key, place);
CREATE INDEX {table}_municipality ON {table} (municipality_key, place);
CREATE INDEX {table}_document_kind ON {table} (document_kind, place);
CREATE INDEX {table}_kind ON {table} (kind, place);
CREATE INDEX {table}_status ON {table} (status, place) WHERE status IS NOT NULL;
CREATE INDEX {table}_issue ON {table} (place) WHERE has_issue;
CREATE INDEX {table}_confidence ON {table} (confidence, place);
CREATE INDEX {table}_first_due ON {table} (first_due, place);
CREATE INDEX {table}_text ON {table} (sort_text, place);
CREATE INDEX {table}_unit ON {table} (sort_unit, place);
CREATE INDEX {table}_sections ON {table} USING gin (sections) WITH (gin_pending_list_limit = 256);
CREATE INDEX {table}_units ON {table} USING gin (units) WITH (gin_pending_list_limit = 256);
CREATE INDEX {table}_persons ON {table} USING gin (persons) WITH (gin_pending_list_limit = 256);
CREATE INDEX {table}_deadline_kinds ON {table} USING gin (deadline_kinds) WITH (gin_pending_list_limit = 256);
CREATE INDEX {table}_due ON {table} USING gist (due) WHERE due <> '{{}}';
CREATE INDEX {table}_search ON {table} USING gin (search) WITH (gin_pending_list_limit = 256);
"""

# A correction: the value that was read stays in `extracted`; `record` is the id of a document, a plan or one of its records.
EDITS = """
CREATE TABLE edits (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    family text NOT NULL CHECK (family IN ('documents', 'plans', 'measures', 'clauses', 'activities')),
    record uuid NOT NULL,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    field text NOT NULL,
    value jsonb NOT NULL,
    extracted jsonb NOT NULL,
    author uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT now(),
    version int NOT NULL
);
CREATE INDEX edits_record ON edits (record, id);
CREATE INDEX edits_document ON edits (document, id);
"""

# What an installation remembers of itself, such as that the samples were loaded.
INSTALLATION = "CREATE TABLE installation (key text PRIMARY KEY, value jsonb NOT NULL);"


def upgrade() -> None:
    """Make the tables."""
    records = [RECORDS.format(table=table) for table in ("measures", "clauses", "activities")]
    for statements in (PEOPLE, AUDIT, DOCUMENTS, PLANS, *records, EDITS, INSTALLATION):
        op.execute(statements)


def downgrade() -> None:
    """There is nothing before these tables."""
    raise NotImplementedError
