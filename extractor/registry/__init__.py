"""The registry: which wordings name one body or one person.

In: the names of parties, each with the document that it stands in. Out: the scope whose names they are (`scopes`), names in the form in
which they are compared (`names`), what two names are to each other and by which rule (`matching`), and for a new name the entry that it
belongs to (`placing`). To add an abbreviation, add it to `lexicons/registry.toml`; to add a way in which wordings differ, a rule to
`rules` and a case to `corpora/registry/tuned.txt`.
"""

from extractor.registry.matching import Match, match
from extractor.registry.names import Family, Name, NameKind, blocks, read_person_name, read_unit_name
from extractor.registry.placing import Known, Placing, place
from extractor.registry.scopes import Scope, read_scope

__all__ = [
    "Family",
    "Known",
    "Match",
    "Name",
    "NameKind",
    "Placing",
    "Scope",
    "blocks",
    "match",
    "place",
    "read_person_name",
    "read_scope",
    "read_unit_name",
]
