"""Limits: how much of anything is taken in before capturing gives up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How large, how long, how far. What goes over a limit ends in an error that names it."""

    size: int = 64 * 2**20
    """Bytes of one file or one answer, counted as sent and again after each content encoding is taken off."""
    seconds: float = 60.0
    """For one address, all its redirects included."""
    wait: float = 15.0
    """Seconds without a byte."""
    redirects: int = 10

    @property
    def size_text(self) -> str:
        """The size for people.

        >>> Limits().size_text
        '64 MiB'
        >>> Limits(size=1000).size_text
        '1000 bytes'
        """
        return f"{self.size >> 20} MiB" if self.size % 2**20 == 0 else f"{self.size} bytes"


USUAL = Limits()
