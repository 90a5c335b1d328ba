"""No names: what transcripts call a voice that they do not name."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from firsthand.languages import CODES, expand, section

_BESIDE: Final = re.compile(r"[\d_#()\[\].,:№-]+")


def is_no_name(voice: str) -> bool:
    """Tell whether a voice is called by what it is, in whatever language.

    >>> is_no_name("SPEAKER_00"), is_no_name("Голос за кадром"), is_no_name("Ana Rey")
    (True, True, False)
    """
    words = " ".join(_BESIDE.sub(" ", voice.casefold()).split())
    return not words or words in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(word for code in CODES for word in expand(section(code, "transcripts")["voices"]))
