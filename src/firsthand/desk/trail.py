"""Trail: a statement's way as the desk draws it: as a graph, and as a list that says the same in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firsthand.desk import drawing, wording
from firsthand.linking.trail import SAID

if TYPE_CHECKING:
    from firsthand.archive.trails import Followed
    from firsthand.linking.page import Page


def drawn(followed: Followed) -> dict[str, Any]:
    """Return a trail as its page shows it."""
    found = followed.trail
    record = followed.record()
    hands = {each.page: each.hand for each in found.appearances}
    asked = next(each.page for each in found.appearances if each.statement == followed.statement)
    appearances = []
    for each in record["appearances"]:
        document = next(page for page in followed.pages.values() if str(page.id) == each["document"])
        appearances.append({**each, "name": document.name, "record": document.record})
    appearances.sort(key=lambda each: (each["hand"] or len(appearances) + 1, each["published"] or "9"))
    names = {str(page.id): page.name for page in followed.pages.values()}
    edges = [
        {**edge, "from_name": names[edge["from"]], "to_name": names[edge["to"]], "quotes": edge["kind"] in SAID}
        for edge in record["edges"]
    ]
    first = [followed.pages[one] for one in found.first_hand]
    own = followed.pages[asked]
    translated = bool(first) and asked not in found.first_hand and any(page.language != own.language for page in first)
    return {
        "refused": [
            {**each, "from_name": names.get(each["from"], ""), "to_name": names.get(each["to"], "")}
            for each in record["refused"]
        ],
        "svg": mark_safe(_svg(followed)) if len(followed.pages) > 1 or found.missing else "",  # noqa: S308 - escaped there
        "appearances": appearances,
        "edges": edges,
        "first_hand": bool(first),
        "earliest": {"name": followed.pages[found.earliest].name, "at": followed.pages[found.earliest].published},
        "translated": translated,
        "origins": record["origins"],
        "missing": record["missing"],
        "changed": [{"kind": each.kind, "before": each.before, "after": each.after} for each in followed.changed],
        "hand": hands[asked],
    }


def _svg(followed: Followed) -> str:
    arrows_say: dict[drawing.ArrowKind, str] = {kind: str(says) for kind, says in wording.EDGES.items()}
    words = drawing.Words(
        arrows={**arrows_say, "named": _("names it")},
        asked=_("asked about"),
        recording=_("recording held"),
        missing=_("named, not held"),
        hands=lambda n: ngettext("at least {n} step from the speaker", "at least {n} steps from the speaker", n).format(
            n=n
        ),
        page=_below,
    )
    nodes, arrows = drawing.trail_drawn(
        followed, href=lambda one: reverse("statement", args=[one.statement]), words=words
    )
    count = len(followed.pages)
    describes = ngettext("{n} page; the list below says the same.", "{n} pages; the list below says the same.", count)
    return drawing.draw(
        nodes,
        arrows,
        title=_("How these words travelled"),
        describes=describes.format(n=count),
        elsewhere=_("elsewhere"),
    )


def _below(page: Page[Any]) -> str:
    language = str(wording.LANGUAGES.get(page.language or "", page.language or ""))
    return "\u00a0· ".join(part for part in (language, (page.published or "")[:10]) if part)
