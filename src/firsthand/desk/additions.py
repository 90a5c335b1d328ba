"""Additions: what somebody gives to be added, kept where the worker finds it; and what became of it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from firsthand.desk import jobs
from firsthand.desk.access import cases_of
from firsthand.desk.here import archive
from firsthand.desk.models import Adding
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from django.http import HttpRequest

_LONGEST_NAME: Final = 200  # bytes, of the 255 that a folder takes


class NothingToAdd(FirsthandError):
    """Nothing was given, or what cannot be added."""


def begin(
    request: HttpRequest,
    *,
    case: str,
    addresses: Sequence[str] = (),
    files: Sequence[Any] = (),
    text: str = "",
    language: str = "",
    private: bool = False,
) -> Adding:
    """Have addresses captured, else files and a text.

    Args:
        request: In whose name.
        case: Name of the case.
        addresses: Of pages.
        files: As Django has them.
        text: As it was pasted.
        language: Of what is given; empty: it is found out.
        private: Whether chats that are not public may be taken, their authors as protected sources.

    Raises:
        NothingToAdd: There is nothing, or an address of no page.
        PermissionDenied: The case is none that they may add to.
    """
    if case not in cases_of(request.user):
        raise PermissionDenied
    if bad := [each for each in addresses if not each.lower().startswith(("http://", "https://"))]:
        raise NothingToAdd(
            _("“{given}” is no address of a page: it has to begin with https:// or http://.").format(given=bad[0])
        )
    if not addresses and not files and not text.strip():
        raise NothingToAdd(_("Nothing was given: an address, a file or a text."))
    kind = "url" if addresses else "upload" if files else "paste"
    options = {"account": request.user, "case": case, "language": language, "private": private}
    made = Adding.objects.create(kind=kind, given=list(addresses), **options)
    if not addresses:
        made.given = _kept(made, files, text)
        made.save(update_fields=["given"])
    jobs.begin(made)
    return made


def _kept(made: Adding, files: Sequence[Any], text: str) -> list[str]:
    """Put what was sent where the worker finds it, under its own names; return the paths from there."""
    folder = jobs.folder_of(archive(), made)
    folder.mkdir(parents=True, mode=0o700)
    given = []
    for number, each in enumerate(files):
        name = _short(Path(each.name.replace("\\", "/")).name or "file")
        place = folder / (name if not (folder / name).exists() else f"{number}-{name}")
        with place.open("wb") as stream:
            shutil.copyfileobj(each, stream)
        given.append(place.name)
    if text.strip():
        (folder / "pasted.txt").write_text(text.replace("\r\n", "\n"), encoding="utf-8", newline="")
        given.append("pasted.txt")
    return given


def _short(name: str) -> str:
    """Return a name of a file that a folder takes: of a longer one its beginning, and its ending.

    >>> _short("Допит.pdf"), len(_short("ф" * 250 + ".html").encode()), _short("ф" * 250 + ".html")[-7:]
    ('Допит.pdf', 199, 'фф.html')
    """
    stem, dot, ending = name.rpartition(".")
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    if not dot or len(ending.encode()) > 20:
        stem, dot, ending = name, "", ""
    most = _LONGEST_NAME - len(f"{dot}{ending}".encode())
    return f"{stem.encode()[:most].decode(errors='ignore')}{dot}{ending}"


def theirs(request: HttpRequest) -> Any:
    """Return the query of what somebody added: a custodian sees what everybody did."""
    every = Adding.objects.all()
    return every if request.user.role == "custodian" else every.filter(account=request.user)


def record(made: Adding) -> dict[str, Any]:
    """Return what is told of something that is added."""
    names = ("id", "kind", "given", "case", "language", "private", "state", "cancelled", "at", "began", "ended")
    return {**{name: getattr(made, name) for name in names}, "told": made.told, "error": made.error or None}
