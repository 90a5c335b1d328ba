"""Statement: who said what, as one document tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from firsthand.text import Fragments, Span

Type = Literal["direct", "mixed", "indirect"]
"""All of the content stands in quotation marks (or after a dash of speech), some does, none does."""
Act = Literal["speech", "thought", "other"]
Kind = Literal["named", "unnamed", "collective", "outlet", "unknown"]
PersonCircumstance = Literal["captivity", "minor", "victim", "source"]
StatementCircumstance = Literal["in_custody", "translated", "degrading"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """The one whom the source's words stand for, as far as this document says."""

    name: str | None
    """The fullest form of the name in the document, as it is written there; None where it names nobody."""
    kind: Kind
    mention: Span | None = None
    """Where that name stands, or the words that describe an unnamed speaker."""
    role: str | None = None
    age: int | None = None
    circumstances: tuple[PersonCircumstance, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Who (`source`) said (`cue`) what (`content`), as spans of one document.

    Each part may come in pieces: “No,” she said, “never.” has two of content. The content includes its quotation
    marks and leaves out the complementiser (that, que, что, що).
    """

    id: str
    document_id: str
    type: Type
    act: Act
    source: Fragments
    cue: Fragments
    content: Fragments
    speaker: Speaker
    circumstances: tuple[StatementCircumstance, ...] = ()
    within: str | None = None
    """Id of the statement in whose content this one stands."""
    score: float = 1.0
    """How sure the reading is, 0 to 1: of the reading, never of the truth of what was said."""
    reader: str = ""
    """Name and version of what read it: `grammar 1`."""

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError(f"statement {self.id} has no content: words that nobody can see are not a statement")
