"""What is due: from deadlines as records have them to days of the calendar, each with the rules that gave it.

In: deadlines (`docs/records.md`), their plan's days, the dates of events, the working-day rule. Out: `Occurrence`s. Pure functions: no
clock, no store. `workdays` knows which days are worked, `recurrences` expands RFC 5545 rules, `events` dates relative deadlines,
`occurrences` puts them together.
"""
