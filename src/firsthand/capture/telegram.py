"""Telegram's exports in JSON: each message a capture, its bytes the very slice of the export that holds it.

`result.json` holds one chat, or, as the export of a whole account, many under `chats.list`. What a message shows beside
its words (photos, videos) lies in files next to the export; these become parts of its capture.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from firsthand.capture.capture import Capture, Part
from firsthand.capture.files import UnreadableError, capture_path, printable
from firsthand.capture.limits import Limits
from firsthand.capture.member import Member
from firsthand.capture.slices import MOST, Broken, Slice, Slices

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON_MESSAGE: Final = "application/vnd.telegram.message+json"
HTML_MESSAGE: Final = "application/vnd.telegram.message+html"
PUBLIC: Final = frozenset(["public_channel", "public_supergroup"])
"""The kinds of chat that everybody can read."""
_CHANNELS: Final = PUBLIC | {"private_channel", "private_group", "private_supergroup"}  # whose name is no person's
_KINDS: Final = (
    rb"personal_chat|bot_chat|private_group|private_supergroup|public_supergroup|private_channel|public_channel"
    rb"|saved_messages|verification_codes|replies"
)
_ONE_CHAT: Final = re.compile(rb'\s*\{.*?"type"\s*:\s*"(?:' + _KINDS + rb')".*?"messages"\s*:\s*\[', re.DOTALL)
_AS_WRITTEN: Final = re.compile(
    rb'\s*\{\s*"name"\s*:\s*(?:null|"(?:[^"\\]|\\.){0,2000}")\s*,\s*"type"\s*:\s*"(?:'
    + _KINDS
    + rb')"\s*,\s*"id"\s*:\s*\d'
)
_ACCOUNT: Final = re.compile(rb'\s*\{.*?"(?:chats|left_chats)"\s*:\s*\{.{0,400}?"list"\s*:\s*\[', re.DOTALL)
_PERSONAL: Final = re.compile(rb'\s*\{\s*"about"\s*:\s*"[^"]{0,400}Telegram')  # as that of an account begins
_OF_CHAT: Final = ("name", "type", "id")
_OF_ACCOUNT: Final = frozenset(
    ["personal_information", "contacts", "frequent_contacts", "sessions", "web_sessions", "other_data"]
)
_MEDIA: Final = ("photo", "file", "thumbnail", "contact_vcard", "contact_information_vcard")
_BESIDE: Final = Limits(size=2**20)  # of a file beside the export, how much is held in memory; all of it is kept


@dataclass(frozen=True, slots=True)
class Chat:
    """What an export says of one chat."""

    name: str | None = None
    type: str | None = None
    id: str = ""

    @property
    def public(self) -> bool:
        """Whether everybody can read it. Only what says so is."""
        return self.type in PUBLIC

    @property
    def outlet(self) -> str | None:
        """Its name, unless that is a person's."""
        return self.name if self.type in _CHANNELS else None


def is_export(head: bytes) -> bool:
    """Tell whether a file is an export in JSON, by its first 64 KiB."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    return any(shape.match(head) for shape in (_AS_WRITTEN, _ONE_CHAT, _ACCOUNT, _PERSONAL))


def private_chats(stream: BinaryIO) -> tuple[str, ...]:
    """Name the kinds of what is private in an export; empty if all of it is public.

    An export that breaks off is told by what stands before that.
    """
    chats: list[Chat] = []
    beside: list[str] = []
    with suppress(Broken):
        _survey(Slices(stream), chats, beside)
    kinds = [chat.type or "a chat that does not say of what kind it is" for chat in chats if not chat.public]
    return tuple(dict.fromkeys((*kinds, *beside)))


def json_messages(
    stream: BinaryIO, container: Capture, *, folder: str | None = None, surveyed: BinaryIO
) -> Iterator[Capture]:
    """Yield the messages of an export, without those in which the program itself speaks (“pinned a message”).

    Args:
        stream: The export.
        container: Its capture: address and time of its members follow from it.
        folder: Where the export lies, and the files beside it; None where there are none.
        surveyed: The export once more: what it says of a chat may stand after the messages.
    """
    chats: list[Chat] = []
    with suppress(Broken):  # the second time it is told
        _survey(Slices(surveyed), chats, [])
    slices = Slices(stream)
    try:
        for chat, found in _walk(slices, iter(chats)):
            if member := _member(found, chat, container, folder, whole_account=len(chats) != 1):
                yield member
        if slices.peek():
            raise Broken(slices.offset, "more stands after its end")
    except Broken as broken:
        yield failed(container, f"@{broken.at}", f"the export breaks off at {broken}; what stands before is taken")


def failed(container: Capture, key: str, why: str) -> Capture:
    """Make the capture of a member whose bytes cannot be had."""
    return Capture(
        f"{container.address}#{key}",
        "supplied" if container.obtained == "fetched" else container.obtained,
        container.at,
        b"",
        clock=container.clock,
        error=f"{container.address}: {why}",
        member=Member(key),
    )


def _survey(slices: Slices, chats: list[Chat], beside: list[str]) -> None:
    """Collect what the export says of its chats, and what of a person it holds beside them.

    Where one chat says all before its messages, nothing more is read.
    """
    known: dict[str, Any] = {}
    single = False
    try:
        for key in slices.entries():
            if key in _OF_CHAT:
                known.setdefault(key, slices.take().value())
            elif key == "messages" and slices.peek() == "[":
                single = True
                if known.keys() >= {"type", "id"}:
                    break
                slices.skip()
            elif key in ("chats", "left_chats") and slices.peek() == "{":
                for _ in _listed(slices):
                    _survey_chat(slices, chats)
            else:
                if key in _OF_ACCOUNT:
                    beside.append(f"{key.replace('_', ' ')} of the account")
                slices.skip()
    finally:
        if single:
            chats.insert(0, _chat(known))


def _survey_chat(slices: Slices, chats: list[Chat]) -> None:
    known: dict[str, Any] = {}
    try:
        for key in slices.entries():
            if key in _OF_CHAT:
                known.setdefault(key, slices.take().value())
            elif key == "messages" and slices.peek() == "[":
                for _ in slices.elements():
                    slices.take()  # faster than passing over it
            else:
                slices.skip()
    finally:
        chats.append(_chat(known))


def _chat(known: dict[str, Any]) -> Chat:
    name, kind = known.get("name"), known.get("type")
    return Chat(
        name if isinstance(name, str) and name.strip() else None,
        kind if isinstance(kind, str) else None,
        str(known.get("id", "")),
    )


def _walk(slices: Slices, chats: Iterator[Chat]) -> Iterator[tuple[Chat, Slice]]:
    """Yield each message with its chat, in the order of the text."""
    for key in slices.entries():
        if key == "messages" and slices.peek() == "[":
            yield from _messages(slices, next(chats, Chat()))
        elif key in ("chats", "left_chats") and slices.peek() == "{":
            for _ in _listed(slices):
                chat = next(chats, Chat())
                for name in slices.entries():
                    if name == "messages" and slices.peek() == "[":
                        yield from _messages(slices, chat)
                    else:
                        slices.skip()
        else:
            slices.skip()


def _listed(slices: Slices) -> Iterator[None]:
    """Stop at each chat of the object that begins here; whoever is called passes it before the next."""
    for key in slices.entries():
        if key != "list" or slices.peek() != "[":
            slices.skip()
            continue
        for _ in slices.elements():
            if slices.peek() == "{":
                yield
            else:
                slices.skip()


def _messages(slices: Slices, chat: Chat) -> Iterator[tuple[Chat, Slice]]:
    for _ in slices.elements():
        yield chat, slices.take()


def _member(found: Slice, chat: Chat, container: Capture, folder: str | None, *, whole_account: bool) -> Capture | None:
    message = found.value()
    if found.raw is None or (message is None and found.raw != b"null"):
        size = found.end - found.start
        why = f"too large for a message ({size} bytes)" if size > MOST else "no JSON, so it cannot be read"
        return failed(container, f"@{found.start}", f"what stands at byte {found.start} is {why}")
    if not isinstance(message, dict) or message.get("type") == "service":
        return None
    number = message.get("id")
    key = str(number) if isinstance(number, int | str) and str(number).isalnum() else f"@{found.start}"
    key = f"{chat.id}/{key}" if whole_account else key
    notes: list[str] = []
    return Capture(
        f"{container.address}#{key}",
        "supplied",
        container.at,
        found.raw,
        clock=container.clock,
        media_type=JSON_MESSAGE,
        charset="utf-8",
        parts=tuple(_beside(message, folder, notes)),
        notes=tuple(notes),
        member=Member(key, chat.outlet, not chat.public),
    )


def _beside(message: dict[str, Any], folder: str | None, notes: list[str]) -> Iterator[Part]:
    """Yield the files that belong to a message; what is not there is noted."""
    names: set[str] = set()
    for path in (path for key in _MEDIA if isinstance(path := message.get(key), str) and path):
        if path.startswith("("):  # as Telegram writes it: (File not included. Change data exporting settings …)
            name = message.get("file_name")
            notes.append(f"{name}: {path[1:].rstrip(').')}" if isinstance(name, str) else path[1:].rstrip(")."))
        elif (part := part_beside(path, folder, notes)) and part.name not in names:
            names.add(part.name)
            yield part
    notes[:] = dict.fromkeys(notes)


def part_beside(path: str, folder: str | None, notes: list[str]) -> Part | None:
    """Take in a file that an export names, if it is there and lies within the export's folder; else note why not."""
    if folder is None:
        notes.append(f"{path}: what the message shows is not beside it here")
        return None
    try:
        root = os.path.realpath(folder)
        real = os.path.realpath(os.path.join(root, path))
        if os.path.isabs(path) or os.path.commonpath([root, real]) != root:
            notes.append(f"{path}: leads out of the export, so it is not taken")
            return None
        file = capture_path(real, _BESIDE, address=printable(path))
    except (UnreadableError, ValueError) as error:
        notes.append(str(error) if isinstance(error, UnreadableError) else f"{printable(path)}: is no file's name")
        return None
    return Part(os.path.basename(printable(path)), file.media_type or "", file.body, file.path)
