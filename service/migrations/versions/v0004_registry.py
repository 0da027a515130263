"""The registry: bodies and persons that parties name, their names, where each was seen, what may be one, and what was done."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# `scope` is whose names are alike (`extractor.registry.scopes`), `municipality` and `issuer` are what people know it by. `parent_key` is
# the `form_key` of the parent's names, so that a parent is found whenever it comes. `merged_into` leads from an entry that is no more to
# the one that has its names, so that its address still finds something.
ENTRIES = """
CREATE TABLE registry_entries (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('unit', 'position', 'group', 'person')),
    name text NOT NULL,
    sort_key text COLLATE "C" NOT NULL,
    scope text NOT NULL,
    municipality text,
    issuer text,
    parent_key text COLLATE "C",
    merged_into uuid REFERENCES registry_entries ON DELETE CASCADE,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX registry_entries_units ON registry_entries (sort_key, id) WHERE merged_into IS NULL AND kind <> 'person';
CREATE INDEX registry_entries_persons ON registry_entries (sort_key, id) WHERE merged_into IS NULL AND kind = 'person';
CREATE INDEX registry_entries_municipality ON registry_entries (municipality, sort_key, id) WHERE merged_into IS NULL;
CREATE INDEX registry_entries_parent ON registry_entries (parent_key) WHERE merged_into IS NULL;
CREATE INDEX registry_entries_merged ON registry_entries (merged_into);
"""

# A name belongs to one entry; the same name in another scope is another row. `form`, `kind` and `aliases` are those of
# `extractor.registry.names`, `blocks` the words by which names that may be the same are found, `form_key` is the scope with the form.
# `rule` and `score` tell why the service put the name into its entry; an `author` put it there by hand.
NAMES = """
CREATE TABLE registry_names (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry uuid NOT NULL REFERENCES registry_entries,
    family text NOT NULL CHECK (family IN ('unit', 'person')),
    scope text NOT NULL,
    key text COLLATE "C" NOT NULL,
    text text NOT NULL,
    kind text NOT NULL,
    form text[] NOT NULL,
    form_key text COLLATE "C" NOT NULL,
    aliases text[] NOT NULL DEFAULT '{}',
    blocks text[] NOT NULL,
    rule text NOT NULL DEFAULT '',
    score real NOT NULL DEFAULT 1,
    author uuid REFERENCES people,
    UNIQUE (family, scope, key)
);
CREATE INDEX registry_names_entry ON registry_names (entry);
CREATE INDEX registry_names_key ON registry_names (family, key, id);
CREATE INDEX registry_names_form ON registry_names (form_key);
CREATE INDEX registry_names_blocks ON registry_names USING gin (blocks) WITH (gin_pending_list_limit = 256);
CREATE TABLE registry_sightings (
    name bigint NOT NULL REFERENCES registry_names ON DELETE CASCADE,
    document uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    records int NOT NULL,
    PRIMARY KEY (name, document)
);
CREATE INDEX registry_sightings_document ON registry_sightings (document);
"""

# Suggestions stand between names, which stay when entries are merged and split; the lower id comes first.
SUGGESTIONS = """
CREATE TABLE registry_suggestions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name bigint NOT NULL REFERENCES registry_names ON DELETE CASCADE,
    other bigint NOT NULL REFERENCES registry_names ON DELETE CASCADE,
    rule text NOT NULL,
    score real NOT NULL,
    decision text CHECK (decision IN ('confirmed', 'rejected')),
    decided_by uuid REFERENCES people,
    decided_at timestamptz,
    version int NOT NULL DEFAULT 1,
    UNIQUE (name, other),
    CHECK (name < other)
);
CREATE INDEX registry_suggestions_other ON registry_suggestions (other);
CREATE INDEX registry_suggestions_open ON registry_suggestions (score DESC, id DESC) WHERE decision IS NULL;
"""

# What people did: `names` went from `source` to `entry`; undone once.
OPERATIONS = """
CREATE TABLE registry_operations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('merge', 'split', 'alias')),
    entry uuid NOT NULL REFERENCES registry_entries,
    source uuid REFERENCES registry_entries,
    names bigint[] NOT NULL,
    suggestion bigint REFERENCES registry_suggestions ON DELETE SET NULL,
    person uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT now(),
    undone_by uuid REFERENCES people,
    undone_at timestamptz
);
CREATE INDEX registry_operations_entry ON registry_operations (entry, id DESC);
CREATE INDEX registry_operations_source ON registry_operations (source, id DESC);
"""

# `parties` are the registry's names that a record's parties bear: merging entries changes no record. A document without a scope has not
# been looked at yet.
RECORDS = """
ALTER TABLE {table} ADD COLUMN parties bigint[] NOT NULL DEFAULT '{{}}';
ALTER TABLE {table} ALTER parties SET STORAGE MAIN;
CREATE INDEX {table}_parties ON {table} USING gin (parties) WITH (gin_pending_list_limit = 256);
"""
DOCUMENTS = """
ALTER TABLE documents ADD COLUMN registry_scope text;
CREATE INDEX documents_unregistered ON documents (seq) WHERE registry_scope IS NULL AND status = 'done';
"""
FAMILIES = ("measures", "clauses", "activities")


def upgrade() -> None:
    """Make the tables and columns; what is in the store is registered by the workers afterwards."""
    for statements in (ENTRIES, NAMES, SUGGESTIONS, OPERATIONS, *(RECORDS.format(table=table) for table in FAMILIES), DOCUMENTS):
        op.execute(statements)


def downgrade() -> None:
    """Remove them."""
    for table in FAMILIES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN parties")
    op.execute("ALTER TABLE documents DROP COLUMN registry_scope")
    op.execute("DROP TABLE registry_operations, registry_suggestions, registry_sightings, registry_names, registry_entries")
