"""Supervision: the processes of an installation on one machine, started, watched and stopped together.

In: settings. Out: PostgreSQL, the API and workers that come back when they die and that never outlive their supervisor. To add a
part, write a thin module with a `main` beside the others and a line in `parts` of `service.supervision.up`.
"""
