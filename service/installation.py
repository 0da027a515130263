"""The installation: what a running process of the service works with.

In: settings. Out: `Installation`, built once when a process starts and handed to routes and jobs.
"""

from dataclasses import dataclass

from procrastinate import App

from service.settings import Settings
from service.store.connection import Pool
from service.store.files import FileStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The settings, the open pool, the file store and the queue of one process."""

    settings: Settings
    pool: Pool
    files: FileStore
    queue: App
