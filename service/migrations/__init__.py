"""Migrations: the tables of the store, by Alembic, and those of the queue, by procrastinate's own files.

In: a database. Out: the same database with the tables that this version needs. To change a table, add a module to `versions/`.
"""
