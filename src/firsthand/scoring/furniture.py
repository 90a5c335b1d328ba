"""Furniture: whether the right lines of a page were set aside as not part of the article."""

from __future__ import annotations

from firsthand.scoring.tally import Tally
from firsthand.text import Fragments


def furniture_lines(text: str, furniture: Fragments) -> frozenset[int]:
    r"""Return the numbers of the lines, split at \n and not blank, more than half of which is marked.

    >>> from firsthand.text import Span
    >>> furniture_lines("Menu\n\nShe spoke.\n", (Span(0, 3), Span(6, 11)))
    frozenset({0})
    """
    lines: set[int] = set()
    start = 0
    for number, line in enumerate(text.split("\n")):
        end = start + len(line)
        marked = sum(max(0, min(span.end, end) - max(span.start, start)) for span in furniture)
        if line.strip() and 2 * marked > len(line):
            lines.add(number)
        start = end + 1
    return frozenset(lines)


def score_furniture(text: str, gold: Fragments, predicted: Fragments) -> Tally:
    """Count the lines that are furniture for both."""
    a, b = furniture_lines(text, gold), furniture_lines(text, predicted)
    return Tally.of(len(a & b), len(b), len(a))
