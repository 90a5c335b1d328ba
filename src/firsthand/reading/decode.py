"""Decoding: bytes to characters, by what they say about themselves and, failing that, by what makes sense."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_UNPRINTABLE = re.compile("[\x00\ud800-\udfff]")
_CYRILLIC_PAGES = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
_FREQUENT = frozenset("оеаиніт")  # the letters most used in Russian and Ukrainian
_NO_PAGES = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem"})
# Browsers read the first as the second (WHATWG Encoding, “names and labels”).
_AS_BROWSERS_DO = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, and how they were got."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(body: bytes, charset: str | None = None, *, markup: bool = False) -> Decoded:
    """Turn bytes into characters; never fails.

    In this order: byte order mark; UTF-8 if every byte agrees; the declared charset (of the server, then, in markup, of
    the page's own head); the best guess. NUL, lone surrogates and undecodable bytes become U+FFFD.

    Args:
        body: Any bytes.
        charset: What the server declared, any spelling; unknown names are passed over.
        markup: Whether to look for `<meta charset>` and an XML declaration.

    >>> decode("Сказал".encode("cp1251"), "windows-1251").text
    'Сказал'
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], encoding)
    declared = [_known(charset)]
    if markup:
        declared += [_known((a or b).decode("ascii")) for a, b in _DECLARED.findall(body[:4096])]
    # What can be read byte by byte at its beginning is not in an encoding of two bytes, whatever it declares.
    single = all(32 <= byte < 127 for byte in body[:4])
    asked = next((name for name in declared if name and not (single and name.startswith(("utf-16", "utf-32")))), None)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.end == len(body) and error.reason == "unexpected end of data" and not body[: error.start].isascii()
        if asked == "utf-8" or cut or _mostly_utf8(body):
            return _decoded(body, "utf-8")
    else:
        if not asked or asked == "utf-8" or not text.isascii() or not _shifts(asked):
            return Decoded(_UNPRINTABLE.sub("\ufffd", text), "utf-8")
    return _decoded(body, asked or _guess(body))


def _known(charset: str | None) -> str | None:
    if not charset:
        return None
    try:
        info = codecs.lookup(charset.strip("\"' "))
        "".encode(info.name)
    except (LookupError, ValueError, UnicodeError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name.replace("_", "-") in _NO_PAGES:
        return None
    return _AS_BROWSERS_DO.get(info.name, info.name)


def _shifts(encoding: str) -> bool:
    """Tell whether an encoding reads plain ASCII bytes as something else (UTF-16, ISO-2022, UTF-7)."""
    return encoding.startswith(("utf-16", "utf-32", "iso2022", "hz"))


def _mostly_utf8(body: bytes) -> bool:
    sample = body[:100_000]
    broken = sample.decode("utf-8", errors="replace").count("\ufffd")
    beyond = sum(byte >= 0xC0 for byte in sample)
    return broken * 20 < beyond


def _guess(body: bytes) -> str:
    """Choose a one-byte encoding: a Cyrillic one where it gives Cyrillic words, else what charset-normalizer says."""
    sample = body[:100_000]
    beyond = sum(byte >= 0x80 for byte in sample)
    best, most = "", 0.0
    for encoding in _CYRILLIC_PAGES:
        score = _cyrillic(sample.decode(encoding, errors="replace"), beyond)
        if score > most:
            best, most = encoding, score
    if most > 0.7 and beyond > 0.3 * len(re.findall(rb"[^\W\d_]|[\x80-\xff]", sample)):
        return best
    if beyond < 0.2 * len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    match = from_bytes(sample[:20_000]).best()
    return match.encoding if match and _known(match.encoding) else "cp1252"


def _cyrillic(text: str, beyond: int) -> float:
    """Score 0 to 1: the share of Russian and Ukrainian letters among the high bytes, as words use them."""
    letters = [letter for letter in text if "а" <= letter <= "я" or letter in "ёіїєґ"]
    capitals = sum("А" <= letter <= "Я" for letter in text)
    frequent = sum(letter in _FREQUENT for letter in letters)
    if not letters or frequent < 0.25 * len(letters) or capitals > len(letters):
        return 0.0
    return (len(letters) + 0.5 * capitals) / max(beyond, 1)


def _decoded(body: bytes, encoding: str) -> Decoded:
    try:
        text = body.decode(encoding)
        lost = 0
    except (UnicodeError, LookupError):
        text = body.decode(encoding, errors="replace")
        lost = text.count("\ufffd")
    note = (f"{lost} characters could not be decoded as {encoding}",) if lost else ()
    return Decoded(_UNPRINTABLE.sub("\ufffd", text), encoding, note)
