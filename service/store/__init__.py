"""The store: everything that is kept, in PostgreSQL and in the file store.

In: connections and values. Out: rows and files. A module for each family of what is kept; SQL stands nowhere else but in `migrations/`
and `jobs/`.
"""
