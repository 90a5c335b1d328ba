"""Exact spans: what counts as the same piece of text although marks and commas differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.scoring.tokens import LETTER
from firsthand.text import Fragments, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEFT = " \t\r\n\u00a0\"“”„«»`'‘’([{—–"
_RIGHT = " \t\r\n\u00a0\"“”„«»`'‘’)]}—–.,;:!?…-"


def trimmed(text: str, fragments: Iterable[Span]) -> Fragments:
    """Return fragments without outer marks, space, opening brackets and trailing punctuation.

    Empty ones go, and those with no letter or digit in between become one.

    >>> [span.of("“No,” she said.") for span in trimmed("“No,” she said.", [Span(0, 5), Span(6, 15)])]
    ['No,” she said']
    """
    out: list[Span] = []
    for fragment in sorted(fragments):
        words = fragment.of(text)
        start = fragment.start + len(words) - len(words.lstrip(_LEFT))
        end = max(start, fragment.end - len(words) + len(words.rstrip(_RIGHT)))
        if start == end:
            continue
        if out and not LETTER.search(text[out[-1].end : start]):
            out[-1] = Span(out[-1].start, max(end, out[-1].end))
        else:
            out.append(Span(start, end))
    return tuple(out)
