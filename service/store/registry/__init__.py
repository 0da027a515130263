"""The registry of bodies and persons: entries with their names, where each name was seen, what may be one, and what people did.

In: a connection and values. Out: rows as dicts. A record keeps the numbers of the names that its parties bear (`parties`), and a name
belongs to one entry: so merging and splitting change no record. `linking` gives records their names, `finding` reads entries, `changing`
is what people do. Each change is undone by its operation.
"""
