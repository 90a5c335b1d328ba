"""Log: entries in order, each as the bytes that were hashed, and the newest signed word on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Log(Protocol):
    """What verifying, exporting and rebuilding read: an archive's log, or an export of one. Nothing here writes."""

    def size(self) -> int:
        """Return how many entries there are, counted past the newest checkpoint too."""
        ...

    def entries(self, start: int = 0) -> Iterator[bytes]:
        """Give the stored bytes of entry number `start` and all after it, in order, without holding them all."""
        ...

    def checkpoint(self) -> str | None:
        """Return the newest checkpoint, a note, as it is kept and unchecked; None before the first."""
        ...

    def vkey(self) -> str | None:
        """Return the verifier key that the log names for itself, unchecked; None where it names none."""
        ...
