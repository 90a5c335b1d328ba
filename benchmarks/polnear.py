"""PolNeAR: our statements put into the convention of its annotators (Newell, Margolin and Ruths, LREC 2018).

Theirs differs from ours in four things:

- A quotation that goes on in another sentence belongs to the attribution before it. Ours is a statement of its own,
  with neither source nor cue.
- Nothing is marked within the content of another attribution. Ours says what it stands `within`.
- The complementiser “that” belongs to the content. Ours leaves it out.
- Beliefs, wishes and plans are attributions as speech is. Ours tells the `act` apart, so all acts are kept.

None of this looks at what was marked: it needs the statements and the text only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firsthand.reading.statement import Statement

_THAT = "that "


def in_its_convention(text: str, statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements of a document as PolNeAR's annotators would have laid them out.

    Args:
        text: The document's text.
        statements: All that were read, in text order. A statement that others are joined to keeps its score and id.
    """
    kept: list[Statement] = []
    for one in statements:
        if one.within is not None:
            continue
        content = tuple(_with_that(text, piece) for piece in one.content)
        if kept and not one.source and not one.cue:
            kept[-1] = replace(kept[-1], content=tuple(sorted((*kept[-1].content, *content))))
        else:
            kept.append(replace(one, content=content))
    return kept


def _with_that(text: str, piece: Span) -> Span:
    start = piece.start - len(_THAT)
    if start < 0 or text[start : piece.start].lower() != _THAT or text[start - 1 : start].isalnum():
        return piece
    return Span(start, piece.end)
