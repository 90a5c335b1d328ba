"""Media type: what kind of thing some bytes are, told from the bytes first and from the name second.

The signs of HTML are those of the WHATWG MIME Sniffing standard, section 7.1.
"""

from __future__ import annotations

import codecs
import os
import re

_HEAD = 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAGIC = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)
_HTML = re.compile(
    r"\s*(?:<!doctype html|<(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)(?=[\s>/])|<!--)",
    re.I,
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SUFFIXES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".pdf": "application/pdf",
    ".xml": "text/xml",
    ".json": "application/json",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
}


def sniff(body: bytes, name: str = "") -> str:
    """Tell the media type of bytes that nobody declared one for.

    Args:
        body: All bytes, or enough of the beginning.
        name: The file's name; its suffix decides where the bytes leave it open.

    Returns:
        A media type; `application/octet-stream` if nothing is known.

    >>> sniff(b"%PDF-1.7 ...", "notes.txt")
    'application/pdf'
    >>> sniff("Она сказала: «Нет».".encode("windows-1251"))
    'text/plain'
    """
    by_name = _SUFFIXES.get(os.path.splitext(name)[1].lower())
    start = body[:_HEAD]
    if start.lstrip().startswith(b"%PDF-") or (by_name == "application/pdf" and b"%PDF-" in start):
        return "application/pdf"
    for magic, media_type in _MAGIC:
        if body.startswith(magic):
            return media_type
    encoding = next((encoding for bom, encoding in _BOMS if body.startswith(bom)), None)
    head = body[: 4 * _HEAD].decode(encoding or "latin-1", "replace").removeprefix("\ufeff")
    if _HTML.match(head):
        return "text/html"
    if head.lstrip().startswith("<?xml"):
        return "text/html" if re.search(r"<(?:!doctype )?html[\s>]", head, re.I) else "text/xml"
    start = body[: 64 * _HEAD]
    if encoding or 100 * len(_BINARY.findall(start)) <= len(start):  # one stray NUL makes no text a binary file
        return by_name if by_name and by_name != "application/pdf" else "text/plain"
    return by_name if by_name in ("text/plain", "text/html") else "application/octet-stream"
