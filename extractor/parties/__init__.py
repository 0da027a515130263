"""Responsible parties: the bodies, units, positions, groups and persons that a cell or a clause names.

In: a passage and a span of it. Out: parties in printed order, each with its evidence, and issues. The stages are
modules: `tokens` (words, quotes, brackets, persons), `openings` (where a name can begin), `borders` (where one ends),
`roles` (labels), `items` (names and persons), `pairing` (which person belongs to which name). To add a head noun or a
label, add it to `lexicons/parties.toml`; to add a shape, a rule to `borders.RULES` or `pairing.RULES`.
"""

from extractor.parties.finding import find_addressees, find_parties

__all__ = ["find_addressees", "find_parties"]
