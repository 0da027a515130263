"""The embedded PostgreSQL, for an installation on one machine.

In: a data folder. Out: a running server and its URL; backups, and the way to a server elsewhere.
"""
