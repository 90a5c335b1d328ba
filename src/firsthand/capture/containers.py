"""Containers: files that hold many captures. What each member is, one after the other, without holding them all.

Telegram's exports and channel pages, WARC and WACZ from other archivers, feeds, sitemaps.
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

from firsthand.capture import telegram, telegram_html
from firsthand.capture.encodings import EncodingError, inflated, packing
from firsthand.capture.exports import HTML, PAGES
from firsthand.capture.feeds import LARGEST as LARGEST_FEED
from firsthand.capture.feeds import feed_items, feed_kind, sitemap_pages
from firsthand.capture.files import printable
from firsthand.capture.telegram import failed
from firsthand.capture.warc import DICTIONARY, RATIO, SUSPECT, warc_members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firsthand.capture.capture import Capture
    from firsthand.capture.target import Target
    from firsthand.capture.warc import Answers

Kind = Literal["telegram", "telegram pages", "channel page", "warc", "wacz", "feed", "sitemap"]

_HEAD: Final = 64 * 1024
_PACKED: Final = 256 * 1024  # of zstd nothing comes out before a whole block is there, which may have 128 KiB
_WARC: Final = re.compile(r"archive/(?:[^/]+/)?[^/]+\.warc(?:\.gz|\.zst)?", re.IGNORECASE)
_LISTS_WARCS: Final = re.compile(rb"archive/[^\x00-\x1f]{1,200}?\.warc|datapackage\.json")
_DIRECTORY: Final = 64 * 2**20  # bytes of a package's list of files, which is read as a whole


def kind_of(capture: Capture) -> Kind | None:
    """Tell what a capture is the container of, by its first bytes; None if it is none."""
    head = capture.body[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return "wacz" if capture.media_type == "application/wacz" or _LISTS_WARCS.search(capture.body) else None
    if packing(head):
        head = _unpacked(capture.body[:_PACKED], _HEAD)
        return "warc" if head.startswith(b"WARC/") else feed_kind(head)
    if head.startswith((b"WARC/", DICTIONARY)):
        return "warc"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"{":
        return "telegram" if telegram.is_export(head) else None
    if start == b"<":
        if telegram_html.is_exported_page(head):
            return "telegram pages"
        if telegram_html.is_channel_page(capture.body):
            return "channel page"
        return feed_kind(head)
    return None


def private_in(capture: Capture, opened: Callable[[], BinaryIO]) -> tuple[str, ...]:
    """Name what a container holds that was not written for everybody; empty if there is nothing of that.

    Args:
        capture: The container.
        opened: Gives its bytes from the beginning, each time it is called.
    """
    kind = kind_of(capture)
    if kind == "telegram":
        with opened() as stream:
            return telegram.private_chats(stream)
    return ("chats of which the pages do not say who can read them",) if kind == "telegram pages" else ()


def members(
    kind: Kind,
    capture: Capture,
    opened: Callable[[], BinaryIO],
    path: str | None = None,
    *,
    live: bool = False,
    seen: Answers | None = None,
) -> Iterator[Capture | Target]:
    """Yield what a container holds: captures, and addresses that are still to be captured.

    A member that cannot be read is a capture with an error; what stands before and after it is yielded all the same.

    Args:
        kind: What `kind_of` told.
        capture: The container; its bytes are not looked at.
        opened: Gives its bytes from the beginning, each time it is called.
        path: Where it lies, for the files beside it; None where it is no file.
        live: Whether what it only lists may be fetched, also if the list itself was not.
        seen: What revisits in WARCs may refer to, of containers before this one too; gets what is in this one.
    """
    folder = os.path.dirname(path) if path else None
    name = capture.name or os.path.basename(capture.address)
    live = live or capture.obtained == "fetched"
    if kind == "telegram":
        with opened() as stream, opened() as again:
            yield from telegram.json_messages(stream, capture, folder=folder, surveyed=again)
    elif kind == "telegram pages":
        body = _beginning(opened, telegram_html.LARGEST)
        yield from telegram_html.exported_messages(body, capture, folder=folder)
        yield from _further_pages(capture, folder)
    elif kind == "channel page":
        yield from telegram_html.channel_posts(_beginning(opened, telegram_html.LARGEST), capture)
    elif kind == "warc":
        with opened() as stream:
            yield from warc_members(stream, capture, name, seen=seen)
    elif kind == "wacz":
        yield from _packed(capture, opened, name, {} if seen is None else seen)
    elif kind == "feed":
        yield from feed_items(capture, _unpacked(_beginning(opened, LARGEST_FEED), LARGEST_FEED), live=live)
    elif kind == "sitemap":
        yield from sitemap_pages(capture, _unpacked(_beginning(opened, LARGEST_FEED), LARGEST_FEED), live=live)


def _beginning(opened: Callable[[], BinaryIO], size: int) -> bytes:
    with opened() as stream:
        return stream.read(size)


def _unpacked(body: bytes, size: int) -> bytes:
    """Take off the packing of bytes, if they have one: so many bytes at most, of broken ones what stands before."""
    if not (name := packing(body)):
        return body
    out = bytearray()
    with suppress(EncodingError):
        for piece in inflated([body], name, []):
            out += piece
            if len(out) >= size:
                break
    return bytes(out[:size])


def _further_pages(capture: Capture, folder: str | None) -> Iterator[Capture]:
    """Yield the messages of the pages that go on where `messages.html` ends: messages2.html, messages3.html, …"""
    if folder is None or (capture.name or "").lower() != HTML:
        return
    numbered = sorted((int(found[1]), name) for name in os.listdir(folder) if (found := PAGES.fullmatch(name)))
    for _, name in numbered:
        try:
            with open(os.path.join(folder, name), "rb") as stream:
                body = stream.read(telegram_html.LARGEST)
        except OSError as error:
            yield failed(capture, f"@{printable(name)}", f"{printable(name)} cannot be read: {error.strerror}")
            continue
        yield from telegram_html.exported_messages(body, capture, folder=folder, name=printable(name))


def _packed(capture: Capture, opened: Callable[[], BinaryIO], name: str, seen: Answers) -> Iterator[Capture]:
    """Yield what the WARCs of a WACZ hold (Web Archive Collection Zipped 1.1.1)."""
    with opened() as stream:
        try:
            if (size := _directory(stream)) > _DIRECTORY:
                raise zipfile.BadZipFile(f"its list of files is larger than {_DIRECTORY >> 20} MiB ({size} bytes)")
            packed = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            yield failed(capture, "@0", f"the package cannot be opened, so nothing in it is taken: {error}")
            return
        with closing(packed):
            inside = [one for one in packed.infolist() if _WARC.fullmatch(one.filename)]
            if not inside:
                yield failed(capture, "@0", "it has no WARC under archive/")
            for one in inside:
                file = printable(one.filename)
                if one.file_size > SUSPECT and one.file_size > RATIO * max(one.compress_size, 1):
                    grows = f"{file} grows to more than {RATIO} times its size, as a bomb does: not taken"
                    yield failed(capture, f"{file}@0", grows)
                    continue
                with _opened(packed, one) as warc:
                    if isinstance(warc, str):
                        yield failed(capture, f"{file}@0", f"{file} cannot be read: {warc}")
                        continue
                    try:
                        yield from warc_members(warc, capture, f"{name}: {file}", file, seen)
                    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                        yield failed(capture, f"{file}@end", f"{file} breaks off: {str(error) or 'it is cut off'}")


def _directory(stream: BinaryIO) -> int:
    """Return how many bytes the list of files of a package has, as its end says (APPNOTE 4.3.14 and 4.3.16)."""
    start = max(stream.seek(0, os.SEEK_END) - 2**17, 0)
    stream.seek(start)
    tail = stream.read()
    stream.seek(0)
    sizes = [0]
    for sign, at, length in ((b"PK\x05\x06", 12, 4), (b"PK\x06\x06", 40, 8)):
        found = tail.rfind(sign)
        size = int.from_bytes(tail[found + at : found + at + length], "little") if found >= 0 else 0
        sizes += [size] if size != 2**32 - 1 else []  # then the other one tells it
    return max(sizes)


@contextmanager
def _opened(packed: zipfile.ZipFile, one: zipfile.ZipInfo) -> Iterator[BinaryIO | str]:
    """Open one file of a package; why it cannot be, where that is so."""
    if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others may ask for any amount of memory
        yield "it is packed in a way that is not taken; only stored and deflated files are"
        return
    try:
        stream = packed.open(one)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        yield str(error)
        return
    with stream:
        yield stream  # type: ignore[misc]
