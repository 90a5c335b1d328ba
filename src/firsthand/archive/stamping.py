"""Stamping: authorities are asked to confirm when the newest sealed state of the log existed (RFC 3161)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.archive.models import LogCheckpoint, Stamp
from firsthand.archive.tables import rows
from firsthand.capture import CaptureError
from firsthand.custody.stamp import StampError, check, request
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive, Draft
    from firsthand.archive.settings import Authority

_QUERY = "application/timestamp-query"


def ask(url: str, question: bytes) -> bytes:
    """Send a request to an authority and return its answer (RFC 3161 §3.4). Its address is a setting, not a stranger's.

    Raises:
        CaptureError: It did not answer, or with something else than 2xx.
    """
    from firsthand.capture.web import fetch  # here, because loading httpx takes long

    answer = fetch(url, allow_private=True, posting=(_QUERY, question))
    if answer.error:
        raise CaptureError(answer.error)
    return answer.body


def stamp(archive: Archive) -> list[str]:
    """Have the newest checkpoint confirmed by each authority of the settings, and log what each answered.

    Args:
        archive: With its newest state sealed.

    Returns:
        What went wrong, a sentence for each authority that did not confirm. That is logged, too (STANDARDS.md, TS3).
    """
    newest = rows(archive.database, LogCheckpoint).order_by("size").last()
    if newest is None:
        return []
    failures = []
    for authority in archive.settings.authorities:
        if rows(archive.database, Stamp, size=newest.size, authority=authority.url, token__isnull=False).exists():
            continue
        draft, error = _asked(archive, authority, newest.size, newest.note.encode())
        archive.append([draft])
        if error:
            failures.append(f"{authority.url}: {error}")
    return failures


def _asked(archive: Archive, authority: Authority, size: int, data: bytes) -> tuple[Draft, str | None]:
    """Ask one authority and check its answer; return what to log, and what went wrong."""
    said = {"authority": authority.url, "error": None}
    asked = request(data)
    token, error = b"", None
    try:
        token = ask(authority.url, asked.der)
        found = check(token, data, [authority.certificate.read_bytes()], asked.nonce)
        said |= {"time": found.time.isoformat(), "checked": found.verified_by}
    except StampError as refused:
        error = str(refused)
    except (FirsthandError, OSError) as failed:
        error = str(failed)
    said["error"] = error
    kept = [archive.blobs.put(token)] if token and error is None else []
    return archive.draft("stamped", (archive.id,), said, blobs=kept, machine=True, entry=size), error
