"""NoTextError: a capture that holds no text."""

from __future__ import annotations

from firsthand.errors import FirsthandError


class NoTextError(FirsthandError):
    """A capture without text that can be read out of it: it can be kept, not read."""

    def __init__(self, address: str, why: str) -> None:
        self.address, self.why = address, why
        super().__init__(f"{address}: {why}")
