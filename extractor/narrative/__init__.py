"""Narrative activities: paragraphs → what a report says was done, is going on or is planned.

In: the narrative paragraphs in order, with their headings. Out: `Activity` records, one per statement with a verb of
doing. Stages: `headings` (what a heading says of the text below), `sentences`, `verbs` (predicates of a sentence),
`statements` (where a statement begins and ends), `periods`, `quantities`, `actors`; `activities` joins them. Words are
in `lexicons/narrative.toml`: to read a new verb of doing, add its infinitive to `[doing]` and a case to
`tests/cases/activities.txt`.
"""

from extractor.narrative.activities import find_activities

__all__ = ["find_activities"]
