"""Speakers: which names the words of a source stand for, as far as labels or names tell.

PolNeAR does not say whom a pronoun means. But where a source is a name that stood before, a pronoun could stand in its
place: such a source is replaced by one, and whom it means is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from firsthand.reading.grammar.bits import ANOTHER, DETERMINER, TITLE
from firsthand.reading.grammar.entities import Names
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from training.augment import apply

if TYPE_CHECKING:
    import numpy as np

    from firsthand.reading.grammar.names import Entity

_INDEFINITE: Final = frozenset(
    ["a", "an", "some", "many", "several", "most", "other", "others", "one", "few", "people"]
)
_NEAR: Final = 700  # characters before a source in which the name has to stand that a pronoun takes up
_SHARE: Final = 0.4
_BEGIN: Final = re.compile(r"(?:^|[.!?][\"”’]? |\n)$")


def with_speakers(raw: dict[str, Any], language: str) -> dict[str, Any]:
    """Return a document whose attributions say where their speaker is named.

    `speaker`: places of all names of the speaker, an empty list where nobody is named, missing where it is not known.
    """
    p = passage(raw["text"], lexicon(language))
    entities = {name.first: name.entity for name in Names(p).found}
    attributions = []
    for a in raw["attributions"]:
        told = a.get("speaker", "unknown")
        if told == "unknown":
            marked = _named(p, entities, a["source"])
        elif told is None:
            marked = []
        else:
            held = _entity(p, entities, *told)
            marked = _places(p, held) if held else [told]
        attributions.append(
            {k: v for k, v in a.items() if k != "speaker"} | ({} if marked is None else {"speaker": marked})
        )
    return raw | {"attributions": attributions}


def with_pronouns(raw: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Return an English document in which some names that are sources have become pronouns."""
    p = passage(raw["text"], lexicon("en"))
    entities = {name.first: name.entity for name in Names(p).found}
    edits, taken = [], set()
    for a in raw["attributions"]:
        if len(a["source"]) != 1 or not a.get("speaker") or tuple(a["source"][0]) in taken:
            continue
        start, end = a["source"][0]
        entity = _entity(p, entities, start, end)
        if entity is None or entity.sort != "person" or entity.gender not in ("m", "f"):
            continue
        own = [place for place in a["speaker"] if start <= place[0] < end]
        before = [place for place in a["speaker"] if start - _NEAR < place[0] < start]
        bare = own and end - own[-1][1] <= 1 and own[0][0] - start <= 5
        if not bare or not before or rng.random() > _SHARE:
            continue
        taken.add((start, end))
        if raw["text"][end : end + 1] in "'’":
            continue
        word = "he" if entity.gender == "m" else "she"
        begins = _BEGIN.search(raw["text"], max(0, start - 4), start) is not None
        edits.append((start, end, word.capitalize() if begins else word))
    new, moved = apply(raw["text"], sorted(edits))
    replaced = sorted((start, end) for start, end, _ in edits)

    def kept(spans: list[list[int]]) -> list[list[int]]:
        return [[moved(s), moved(e)] for s, e in spans]

    def outside(span: list[int]) -> bool:
        return not any(start <= span[0] < end for start, end in replaced)

    attributions = []
    for a in raw["attributions"]:
        b = a | {role: kept(a[role]) for role in ("source", "cue", "content")}
        if "speaker" in a:
            b["speaker"] = kept([span for span in a["speaker"] if outside(span)])
            if a["speaker"] and not b["speaker"]:
                del b["speaker"]
        attributions.append(b)
    return raw | {"text": new, "attributions": attributions, "discard": kept(raw.get("discard") or [])}


def _named(p: Any, entities: dict[int, Entity], source: list[list[int]]) -> list[list[int]] | None:
    if not source:
        return None
    first = p.tokens.at(source[0][0])
    flags = p.tokens.flags[first]
    if p.tokens.words[first] in _INDEFINITE or flags & ANOTHER:
        return []
    if flags & DETERMINER and not flags & TITLE:
        return None
    held = _entity(p, entities, *source[0])
    return _places(p, held) if held else None


def _entity(p: Any, entities: dict[int, Entity], start: int, end: int) -> Entity | None:
    """Return whose name is the first between two places."""
    i = p.tokens.at(start)
    while i < len(p.tokens) and p.tokens.starts[i] < end:
        if i in entities:
            return entities[i]
        i += 1
    return None


def _places(p: Any, entity: Entity) -> list[list[int]]:
    return [[p.tokens.starts[name.first], p.tokens.ends[name.end - 1]] for name in entity.names]
