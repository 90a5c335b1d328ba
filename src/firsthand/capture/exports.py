"""Exports: which files of a folder belong to an export of Telegram Desktop that lies in it.

What is private about a chat is private about its photos too, so they are captured with their export or not at all.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from firsthand.capture import telegram_html
from firsthand.capture.telegram import is_export

if TYPE_CHECKING:
    from collections.abc import Sequence

JSON: Final = "result.json"
HTML: Final = "messages.html"
ACCOUNT: Final = "export_results.html"
PAGES: Final = re.compile(r"messages(\d+)\.html", re.IGNORECASE)
"""The pages that go on where `messages.html` ends."""
_HEAD: Final = 64 * 1024
_FOLDERS: Final = frozenset(
    (
        *("chats", "contacts", "css", "files", "gifs", "images", "js", "lists", "photos", "profile_pictures"),
        *("round_video_messages", "stickers", "stories", "video_files", "video_messages", "voice_messages"),
    )
)


def belongings(folder: str, names: Sequence[str]) -> tuple[str, frozenset[str]] | None:
    """Tell what belongs to an export in a folder: the name of its main file, and the names of what goes with that.

    Args:
        folder: The folder.
        names: What is in it.

    Returns:
        None where there is no export.
    """
    main = next(
        (name for name in (JSON, ACCOUNT, HTML) if name in names and _is_main(os.path.join(folder, name))), None
    )
    if main is None:
        return None
    apart = {"chats"} if ACCOUNT in names else set()  # there each chat is an export of its own
    found = {name for name in names if name in _FOLDERS - apart and os.path.isdir(os.path.join(folder, name))}
    if HTML in names:
        found |= {name for name in names if PAGES.fullmatch(name)}
    return main, frozenset(found)


def _is_main(path: str) -> bool:
    try:
        with open(path, "rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return is_export(head) if path.endswith(".json") else telegram_html.is_exported_page(head)
