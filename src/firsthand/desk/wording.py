"""Wording: what a person reads on the screen in the place of the library's values, in their language.

The words are those that a prosecutor, a reporter and a field worker share: a capture is a *saved copy*, a checkpoint a
*sealed log state*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firsthand.linking.trail import EdgeKind

TYPES: Final[dict[str, Any]] = {
    "direct": _("in quotation marks"),
    "mixed": _("partly in quotation marks"),
    "indirect": _("reported"),
}
ACTS: Final[dict[str, Any]] = {"speech": "", "thought": _("thought, not said"), "other": _("neither said nor thought")}
KINDS: Final[dict[str, Any]] = {
    "named": "",
    "unnamed": _("not named"),
    "collective": _("several people, or a body"),
    "outlet": _("outlet"),
    "unknown": _("the page does not show who this is"),
}
PEOPLE: Final[dict[str, Any]] = {
    "captivity": _("prisoner, or a relative of one"),
    "minor": _("minor"),
    "victim": _("victim"),
    "source": _("protected source"),
}
MADE: Final[dict[str, Any]] = {
    "in_custody": _("made in captivity: not free testimony"),
    "translated": _("translated: not the speaker’s own words"),
    "degrading": _("degrading to the speaker"),
}
STATUS: Final[dict[str, Any]] = {
    "suggested": _("read by machine, not yet confirmed"),
    "confirmed": _("confirmed"),
    "corrected": _("corrected"),
    "rejected": _("rejected"),
}
VISIBILITY: Final[dict[str, Any]] = {
    "open": _("may be shown"),
    "withheld": _("withheld"),
    "undecided": _("undecided: does not leave the archive"),
}
DONE: Final[dict[str, Any]] = {
    "confirm": pgettext_lazy("log", "confirmed"),
    "correct": pgettext_lazy("log", "corrected"),
    "split": _("split"),
    "join": _("joined"),
    "reject": _("rejected: not a statement, or not like this"),
    "withhold": pgettext_lazy("log", "withheld"),
    "release": _("released"),
    "same": _("judged the same"),
    "different": _("judged different"),
    "unsure": _("judged unclear"),
    "undo": _("undone"),
    "captured": _("saved a copy"),
    "read": pgettext_lazy("log", "read"),
    "read-before": _("found read before"),
    "unread": _("not read"),
    "linked": _("compared with what is held"),
    "same-by-rule": _("joined by the rule on full names"),
    "case": _("case changed"),
    "actor": _("joined the archive"),
    "run": _("began to add"),
    "run-ended": _("ended adding"),
    "erased": _("erased"),
    "opened": _("archive made"),
    "restored": _("archive restored"),
    "stamped": _("time confirmed by an authority, or asked for"),
    "note": _("noted"),
    "tag": _("tagged"),
    "grade": _("graded"),
    "translate": _("translated"),
    "assign": _("assigned"),
    "edge-confirm": _("step of a trail confirmed"),
    "edge-refuse": _("step of a trail refused"),
}
OBTAINED: Final[dict[str, Any]] = {
    "fetched": _("fetched by us"),
    "supplied": _("supplied by a person: proves nothing about the site"),
    "imported": _("imported from another archive"),
}
EDGES: Final[dict[EdgeKind, Any]] = {
    "credit": _("credits it"),
    "link": _("links to it"),
    "embed": _("shows it"),
    "forward": _("forwarded from it"),
    "copy": _("has its words"),
    "translation": _("translates it"),
    "echo": _("tells the same"),
}
CHANGES: Final[dict[str, Any]] = {
    "negation lost": _("negation lost"),
    "negation added": _("negation added"),
    "hedge lost": _("hedge lost"),
    "hedge added": _("hedge added"),
    "number": _("number changed"),
    "name": _("name changed"),
    "dropped": _("words dropped"),
    "added": _("words added"),
}
CREDITS: Final[dict[str, Any]] = {
    "source": _("named as source"),
    "told": _("told to"),
    "uploaded": _("uploaded by"),
    "collected": _("collected from"),
    "wire": _("agency"),
    "link": _("link"),
    "embed": _("embedded"),
    "forward": _("forwarded from"),
}
ROLES: Final[dict[str, Any]] = {
    "viewer": pgettext_lazy("role", "viewer"),
    "reviewer": pgettext_lazy("role", "reviewer"),
    "custodian": pgettext_lazy("role", "custodian"),
}
SCOPES: Final[dict[str, Any]] = {
    "read": pgettext_lazy("scope", "read"),
    "decide": pgettext_lazy("scope", "decide"),
    "add": pgettext_lazy("scope", "add"),
}
STATES: Final[dict[str, Any]] = {
    "waiting": _("waiting"),
    "running": _("under way"),
    "done": _("done"),
    "failed": _("failed"),
    "cancelled": _("cancelled"),
}
CHECKED: Final[dict[str, Any]] = {
    "blob": _("kept bytes"),
    "entry": _("log entries"),
    "row": _("rows drawn from the log"),
    "checkpoint": _("seals"),
    "stamp": _("time confirmations"),
}
RESULTS: Final[dict[str, Any]] = {
    "ok": pgettext_lazy("check", "in order"),
    "not proved": pgettext_lazy("check", "not proved"),
    "failed": pgettext_lazy("check", "failed"),
    "erased": pgettext_lazy("check", "erased"),
}
LANGUAGES: Final[dict[str, Any]] = {
    "en": _("English"),
    "es": _("Spanish"),
    "ru": _("Russian"),
    "uk": _("Ukrainian"),
}
SUBSTITUTES: Final[dict[str, Any]] = {
    "a protected source": _("a protected source"),
    "protected sources": _("protected sources"),
    "a captured minor": _("a captured minor"),
    "captured minors": _("captured minors"),
    "a minor": _("a minor"),
    "minors": _("minors"),
    "a captured person": _("a captured person"),
    "captured people": _("captured people"),
    "a person in custody": _("a person in custody"),
    "people in custody": _("people in custody"),
    "a minor in custody": _("a minor in custody"),
    "minors in custody": _("minors in custody"),
    "a victim": _("a victim"),
    "victims": _("victims"),
    "an unnamed speaker": _("an unnamed speaker"),
    "unnamed speakers": _("unnamed speakers"),
    "an unnamed outlet": _("an unnamed outlet"),
    "an unknown speaker": _("an unknown speaker"),
}
"""What `care.visibility.role` says, in English, and in the reader's language."""
TABLES: Final[Mapping[str, Mapping[Any, Any]]] = {
    "types": TYPES,
    "acts": ACTS,
    "kinds": KINDS,
    "people": PEOPLE,
    "made": MADE,
    "status": STATUS,
    "visibility": VISIBILITY,
    "done": DONE,
    "obtained": OBTAINED,
    "edges": EDGES,
    "changes": CHANGES,
    "credits": CREDITS,
    "roles": ROLES,
    "scopes": SCOPES,
    "states": STATES,
    "checked": CHECKED,
    "results": RESULTS,
    "languages": LANGUAGES,
    "substitutes": SUBSTITUTES,
}


def dated(text: str | None) -> str:
    """Return a time as a person reads it, at the precision it has.

    >>> dated("2023-03-06T11:20:00+02:00"), dated("2023-03-08T10:22:07.120Z"), dated("2023-03"), dated(None)
    ('2023-03-06 11:20 +02:00', '2023-03-08 10:22 UTC', '2023-03', '')
    """
    day, _t, time = (text or "").partition("T")
    return f"{day} {time[:5]} {time[8:].lstrip('.0123456789').replace('Z', 'UTC')}".strip() if time else day
