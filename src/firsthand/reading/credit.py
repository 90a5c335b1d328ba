"""Credit: another hand that the document names, links or embeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from firsthand.text import Fragments

CreditKind = Literal["source", "told", "uploaded", "collected", "wire", "link", "embed", "forward"]


@dataclass(frozen=True, slots=True)
class Credit:
    """An outlet, agency, channel or network as the place where something was said, published or taken from."""

    name: str
    kind: CreditKind
    words: Fragments
    """The words of its name."""
    covers: tuple[str, ...] = ()
    """Ids of the statements that the page took from it."""
