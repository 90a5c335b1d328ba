"""Keeping: whatever a request writes in the log is sealed before it is answered."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from firsthand.desk.here import acting
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from firsthand.archive.archive import Archive

_log = logging.getLogger(__name__)


@contextmanager
def sealed(request: HttpRequest) -> Iterator[Archive]:
    """Give the archive in which the person acts, and sign the state of its log afterwards."""
    archive = acting(request)
    try:
        yield archive
    finally:
        seal(archive)


def seal(archive: Archive) -> None:
    """Sign the state of the log; where that cannot be done its entries wait for whoever has the key."""
    try:
        archive.seal(lambda: os.environ.get("FIRSTHAND_PASSPHRASE"))
    except FirsthandError as error:
        _log.warning("not sealed: %s", error)
