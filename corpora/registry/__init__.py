"""The registry's gold: which names are of one body or person, and what the matching gets of it (`python -m corpora.registry`).

In: `gold.toml` over the project's own documents, `shared.toml` over those beside the project (names as digests), `tuned.txt` and
`held_out.txt`, cases that no document has. Out: pairs of names that are one, found and missed. To add a case, see the head of `tuned.txt`.
"""
