"""Files: sources and page pictures, each under the SHA-256 of its content.

In: bytes. Out: the same bytes by their address, whole or not at all. To add a kind of store, write a class with the methods of
`FileStore` and a line in `open_files`.
"""

from pathlib import Path
from typing import Protocol


class FileStore(Protocol):
    """A store of files by address (a SHA-256 in hexadecimal, or such an address with a suffix)."""

    async def keep(self, source: Path, address: str) -> None:
        """Move a finished local file into the store; nothing changes where the address is taken (content-addressed)."""
        ...

    async def read(self, address: str) -> bytes:
        """Give a file's bytes; raises FileNotFoundError."""
        ...

    async def remove(self, address: str) -> None:
        """Remove a file; nothing happens where there is none."""
        ...
