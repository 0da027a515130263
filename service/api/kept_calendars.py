"""Kept calendars: feeds as they were last written, given again while nothing has changed that they show.

In: a link, what its feed is made of, and the changes since it was written (`service.store.changes`). Out: its content with its tag. Feeds
are kept in this process alone, the latest `MOST_BYTES` of them; what they are made of besides documents, the day among it, is their key.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from service.api.etags import hash_tag
from service.store.changes import list_changes
from service.store.columns import Json
from service.store.connection import Connection, seeing_everything
from service.store.due_lists import DueList, is_named

# Bytes of all feeds together: those of 30 units with a thousand days each.
MOST_BYTES = 32_000_000
# Changes that are looked through; after more of them a feed is written anew.
MOST_CHANGES = 1_000
# A plan's computed version that comes or goes changes which of its versions stands, whatever it names itself.
WIDE = frozenset({"document.computed", "document.deleted"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A feed as it was written: `key` is what it was made of besides its documents, `position` the last change that it has seen."""

    key: tuple[Any, ...]
    asked: DueList
    position: int
    documents: frozenset[UUID]
    content: bytes
    tag: str


@dataclass(slots=True)
class KeptCalendars:
    """The feeds of a process by their links, those that were asked for last at the end."""

    feeds: OrderedDict[UUID, Kept] = field(default_factory=OrderedDict)
    size: int = 0

    async def find(self, connection: Connection, link: UUID, key: tuple[Any, ...]) -> Kept | None:
        """Give a link's feed where it still is what it would be; else forget it."""
        kept = self.feeds.pop(link, None)
        if kept is None:
            return None
        self.size -= len(kept.content)
        position = await unchanged_to(connection, kept) if kept.key == key else None
        return None if position is None else self.keep(link, replace(kept, position=position))

    def keep(self, link: UUID, kept: Kept) -> Kept:
        """Keep a feed, and forget those that nobody has asked for the longest."""
        if link in self.feeds:
            self.size -= len(self.feeds.pop(link).content)
        self.feeds[link] = kept
        self.size += len(kept.content)
        while self.size > MOST_BYTES:
            self.size -= len(self.feeds.popitem(last=False)[1].content)
        return kept


def make_kept(key: tuple[Any, ...], asked: DueList, position: int, rows: Sequence[Json], content: bytes) -> Kept:
    """Make a feed that was written of rows, after a change."""
    return Kept(key, asked, position, frozenset(row["document"] for row in rows), content, hash_tag(content))


async def unchanged_to(connection: Connection, kept: Kept) -> int | None:
    """Give the change up to which a feed is what it would be now; None where it may be another."""
    # Also of documents that have left the owner's reach.
    async with seeing_everything(connection):
        changes = await list_changes(connection, after=kept.position, types=(), limit=MOST_CHANGES + 1)
        documents = {row["document"] for row in changes if row["document"]}
        if len(changes) > MOST_CHANGES or not documents.isdisjoint(kept.documents) or any(row["type"] in WIDE for row in changes):
            return None
        if documents and await is_named(connection, kept.asked, documents):
            return None
    return changes[-1]["position"] if changes else kept.position
