"""Corrections: what people's edits hold, beside their history; records that are gone; lessons, and what documents made of them."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# An edit that holds says what the field is, whatever is read later; one that does not gave the field back to what is read.
EDITS = """
ALTER TABLE edits
    ADD COLUMN action text NOT NULL DEFAULT 'correct' CHECK (action IN ('correct', 'confirm', 'reject', 'return', 'undo')),
    ADD COLUMN holds boolean NOT NULL DEFAULT true,
    ADD COLUMN undoes bigint REFERENCES edits;
UPDATE edits SET holds = false, action = 'return' WHERE value = extracted;
"""

# One row for each field that a person's word holds: `seen` is the reading that they knew, `reading` the one of the newest extraction.
# Where it says something else than the value, `differs`; where also something else than what was seen, the extraction `disagrees`.
CORRECTIONS = """
CREATE TABLE corrections (
    record uuid NOT NULL,
    field text NOT NULL,
    family text NOT NULL CHECK (family IN ('documents', 'plans', 'measures', 'clauses', 'activities')),
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    edit bigint NOT NULL REFERENCES edits ON DELETE CASCADE,
    value jsonb NOT NULL,
    seen jsonb NOT NULL,
    reading jsonb NOT NULL,
    differs boolean NOT NULL,
    disagrees boolean NOT NULL,
    PRIMARY KEY (record, field)
);
CREATE INDEX corrections_document ON corrections (document);
CREATE INDEX corrections_disagreeing ON corrections (document, record) WHERE disagrees;
INSERT INTO corrections (record, field, family, document, edit, value, seen, reading, differs, disagrees)
SELECT record, field, family, document, id, value, extracted, extracted, true, false FROM (
    SELECT DISTINCT ON (record, field) * FROM edits ORDER BY record, field, id DESC
) AS newest WHERE holds;
"""

# Records that stand nowhere any more, by where they stood: one that is read again there gets its id back, and an edit of one that
# went with its document is told so. `wording` is a digest, so that nothing of the document stays here.
FORMER = """
CREATE TABLE former_records (
    record uuid PRIMARY KEY,
    family text NOT NULL,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    place int[] NOT NULL,
    wording text NOT NULL,
    version int NOT NULL
);
CREATE INDEX former_records_document ON former_records (document);
"""

# What people taught by correcting: a wording, in the matching form as `wording_key`, and what it means. A lesson is its issuer's; of a
# document without an issuer, that document's alone. Two meanings of one wording stand side by side until one is removed.
LESSONS = """
CREATE TABLE lessons (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('header', 'alias', 'split')),
    field text NOT NULL,
    issuer text,
    issuer_key text,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    edit bigint REFERENCES edits ON DELETE SET NULL,
    wording text NOT NULL,
    wording_key text NOT NULL,
    meaning jsonb NOT NULL,
    author uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT now(),
    confirmed_by uuid REFERENCES people,
    confirmed_at timestamptz,
    removed_by uuid REFERENCES people,
    removed_at timestamptz
);
CREATE UNIQUE INDEX lessons_once ON lessons (kind, field, coalesce(issuer_key, document::text), md5(wording_key), md5(meaning::text))
    WHERE removed_at IS NULL;
CREATE INDEX lessons_document ON lessons (document);
CREATE TABLE lesson_decisions (
    lesson uuid NOT NULL REFERENCES lessons ON DELETE CASCADE,
    target uuid NOT NULL,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    decision text NOT NULL CHECK (decision IN ('accepted', 'declined')),
    person uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (lesson, target)
);
CREATE INDEX lesson_decisions_document ON lesson_decisions (document);
"""

# With which taught wordings a document was read (a digest, empty without any), and what each column of its tables was taken for.
EXTRACTIONS = """
ALTER TABLE extractions ADD COLUMN wordings text NOT NULL DEFAULT '', ADD COLUMN tables jsonb NOT NULL DEFAULT '[]';
"""


def upgrade() -> None:
    """Make the tables."""
    for statements in (EDITS, CORRECTIONS, FORMER, LESSONS, EXTRACTIONS):
        op.execute(statements)


def downgrade() -> None:
    """Remove them; what was confirmed and taught goes with them."""
    for table in ("lesson_decisions", "lessons", "former_records", "corrections"):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE extractions DROP COLUMN wordings, DROP COLUMN tables")
    op.execute("ALTER TABLE edits DROP COLUMN undoes, DROP COLUMN holds, DROP COLUMN action")
