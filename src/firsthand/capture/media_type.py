"""Media type: what kind of thing some bytes are, told from the bytes first and from the name second.

The signs of HTML are those of the WHATWG MIME Sniffing standard, section 7.1.
"""

from __future__ import annotations

import codecs
import os
import re

_HEAD = 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAGIC = tuple(
    (re.compile(pattern, re.DOTALL), media_type)
    for pattern, media_type in (
        (rb"\x89PNG\r\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8", "image/gif"),
        (rb"RIFF.{4}WEBP", "image/webp"),
        (rb"RIFF.{4}WAVE", "audio/wav"),
        (rb"RIFF.{4}AVI ", "video/x-msvideo"),
        (rb"\0.{3}ftyp(?:avif|avis)", "image/avif"),
        (rb"\0.{3}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)", "image/heic"),
        (rb"\0.{3}ftypqt  ", "video/quicktime"),
        (rb"\0.{3}ftypM4[ABP]", "audio/mp4"),
        (rb"\0.{3}ftyp", "video/mp4"),
        (rb"\x1a\x45\xdf\xa3.{0,40}\x42\x82.{1,8}webm", "video/webm"),
        (rb"\x1a\x45\xdf\xa3", "video/x-matroska"),
        (rb"OggS\0.{23,80}(?:OpusHead|\x01vorbis|\x7fFLAC|Speex   )", "audio/ogg"),
        (rb"OggS\0", "video/ogg"),
        (rb"fLaC\0", "audio/flac"),
        (rb"ID3[\x02-\x04]", "audio/mpeg"),
        (rb"WARC/[01]\.\d+\r\n", "application/warc"),
        (rb"PK\x03\x04", "application/zip"),
        (rb"\x1f\x8b", "application/gzip"),
        (rb"(?:\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18)", "application/zstd"),
    )
)
_PACKED = {  # told apart from all else that is packed so by the name
    ("application/gzip", ".warc.gz"): "application/warc",
    ("application/zstd", ".warc.zst"): "application/warc",
    ("application/zip", ".wacz"): "application/wacz",
    ("application/zip", ".docx"): "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ("application/zip", ".xlsx"): "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ("application/zip", ".pptx"): "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ("application/zip", ".odt"): "application/vnd.oasis.opendocument.text",
    ("application/zip", ".ods"): "application/vnd.oasis.opendocument.spreadsheet",
    ("application/zip", ".epub"): "application/epub+zip",
}
_BINARY_SUFFIXES = {  # of formats whose bytes need not begin with a sign
    ".mp3": "audio/mpeg",
    ".aac": "audio/aac",
    ".ts": "video/mp2t",
    ".mpg": "video/mpeg",
    ".mpeg": "video/mpeg",
}
_HTML = re.compile(
    r"\s*(?:<!doctype html|<(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)(?=[\s>/])|<!--)",
    re.I,
)
_TIMED_TEXT = (
    (re.compile(r"WEBVTT(?=[ \t\r\n]|$)"), "text/vtt"),  # its own standard, section 4.1
    (re.compile(r"\s*\d+[ \t]*\r?\n\d{1,2}:\d\d:\d\d[.,]\d{1,3}[ \t]*-->"), "application/x-subrip"),
)
_JSON = re.compile(r'\s*[{\[]\s*(?:"(?:[^"\\]|\\.){0,60}"\s*[:,\]]|[{\[]\s*["{\[])')
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TIMED = ("text/vtt", "application/x-subrip")
_SUFFIXES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/plain",
    ".description": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".pdf": "application/pdf",
    ".xml": "text/xml",
    ".json": "application/json",
    ".json3": "application/json",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
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
    suffix = os.path.splitext(name)[1].lower()
    by_name = _SUFFIXES.get(suffix)
    start = body[:_HEAD]
    if start.lstrip().startswith(b"%PDF-") or (by_name == "application/pdf" and b"%PDF-" in start):
        return "application/pdf"
    for magic, media_type in _MAGIC:
        if magic.match(start):
            ends = (
                kind for (packed, end), kind in _PACKED.items() if packed == media_type and name.lower().endswith(end)
            )
            return next(ends, media_type)
    encoding = next((encoding for bom, encoding in _BOMS if body.startswith(bom)), None)
    head = body[: 4 * _HEAD].decode(encoding or "latin-1", "replace").removeprefix("\ufeff")
    if _HTML.match(head):
        return "text/html"
    if head.lstrip().startswith("<?xml"):
        return "text/html" if re.search(r"<(?:!doctype )?html[\s>]", head, re.I) else "text/xml"
    timed = next((kind for shape, kind in _TIMED_TEXT if shape.match(head)), None)
    if timed and by_name in (None, "text/plain", *_TIMED):
        return timed
    if by_name is None and not suffix and _JSON.match(head):
        return "application/json"
    start = body[: 64 * _HEAD]
    if encoding or 100 * len(_BINARY.findall(start)) <= len(start):  # one stray NUL makes no text a binary file
        return by_name if by_name and by_name != "application/pdf" else "text/plain"
    return (
        by_name if by_name in ("text/plain", "text/html") else _BINARY_SUFFIXES.get(suffix, "application/octet-stream")
    )
