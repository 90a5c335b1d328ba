"""Places: where words that a person marked or typed stand in a document's text."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from firsthand.archive.decide import CannotDecide

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_SPACE = re.compile(r"\s+")


def marked(given: str) -> list[list[int]]:
    """Return the places that were marked: `12-40 44-60`, offsets in code points.

    >>> marked("12-40 44-60")
    [[12, 40], [44, 60]]
    """
    found = [_SPAN.fullmatch(part) for part in given.split()]
    if not all(found):
        raise CannotDecide(_("What was marked could not be understood. Mark the words again."))
    return [[int(match[1]), int(match[2])] for match in found if match]


def located(text: str, typed: str, near: int) -> list[list[int]]:
    r"""Return where typed words stand: each line of them a piece, the pieces in order, as close to a place as they are.

    Spaces and line ends may differ; nothing else may.

    Raises:
        CannotDecide: They do not stand there.

    >>> located("He left. “No,” she said. “No.”", "“No,”\n“No.”", 9)
    [[9, 14], [25, 30]]
    """
    found: list[list[int]] = []
    for line in filter(None, map(str.strip, typed.splitlines())):
        pattern = re.compile(r"\s+".join(map(re.escape, _SPACE.split(line))))
        least = found[-1][1] if found else 0
        places = [match.span() for match in pattern.finditer(text) if match.start() >= least]
        if not places:
            raise CannotDecide(
                _("These words do not stand in the text like this: “{words}”. Copy them from the page.").format(
                    words=line
                )
            )
        start, end = places[0] if found else min(places, key=lambda place: abs(place[0] - near))
        found.append([start, end])
    return found
