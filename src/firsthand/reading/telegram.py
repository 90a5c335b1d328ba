"""Telegram: a message, as an export or a channel's page has it, as a Document.

Whom it was forwarded from stands in the first line, which is no part of the message (`furniture`). A reply is a link to
the message that it answers. Fields that are not read here stay in the captured bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from firsthand.reading.identify import identify
from firsthand.reading.no_text import NoTextError
from firsthand.text import Date, Document, Link, Span

if TYPE_CHECKING:
    from firsthand.capture.member import Member

_FORWARDED: Final = "forwarded_from: "
_WEB: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_LARGEST_TIME: Final = 253402300799  # the last second of the year 9999
_PRINTED: Final = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?")


@dataclass(slots=True)
class _Text:
    """A text as it grows, and where its links stand."""

    text: str = ""
    links: list[Link] = field(default_factory=list)

    def add(self, words: str, url: str | None = None) -> None:
        start = len(self.text)
        self.text += words
        if url and words.strip():
            self.links.append(Link(url, "link", Span(start, len(self.text)), start))


def json_message(body: str, *, address: str, document_id: str, language: str | None, member: Member | None) -> Document:
    """Read one message of `result.json`.

    Args:
        body: The message's JSON.
        address: Of the message: that of the export, `#`, its id.
        document_id: The id that the document gets.
        language: BCP 47, where a person knows better.
        member: What the export says of its channel.

    Raises:
        NoTextError: It has no words.
    """
    try:
        said = json.loads(body, strict=False)
    except (ValueError, RecursionError) as error:
        raise NoTextError(address, f"is no message that can be read: {error}") from error
    said = said if isinstance(said, dict) else {}
    built = _Text()
    private = member is not None and member.private
    person = str(said.get("forwarded_from_id", "")).startswith("user")
    forwarded = _forwarded(built, "" if private and person else _words(said.get("forwarded_from")))
    _entities(built, said.get("text"))
    poll = said.get("poll")
    if isinstance(poll, dict):
        answers = poll.get("answers")
        lines = [_words(poll.get("question")), *(_words(each.get("text")) for each in _dicts(answers))]
        built.add("\n" if built.text and not built.text.endswith("\n") else "")
        built.add("\n".join(filter(None, lines)))
    reply = said.get("reply_to_message_id")
    if isinstance(reply, int) and not isinstance(reply, bool):
        built.links.append(Link(f"{address.rpartition('#')[0]}#{_beside(member, str(reply))}", "link", None, 0))
    dates = [
        Date(when, f"telegram {name}")
        for name in ("date", "edited")
        if (when := _instant(said.get(f"{name}_unixtime")) or _local(said.get(name)))
    ]
    return _document(
        built,
        forwarded,
        dates,
        address=address,
        document_id=document_id,
        language=language,
        member=member,
        byline=None if private else _author(said, member),
    )


def html_message(body: str, *, address: str, document_id: str, language: str | None, member: Member | None) -> Document:
    """Read one message of an exported page, or one post of a channel's page at t.me; see `json_message`."""
    from lxml import html

    try:
        root = html.fragment_fromstring(body, create_parent="div")
    except (ValueError, html.etree.ParserError) as error:
        raise NoTextError(address, f"is no message that can be read: {error}") from error
    built = _Text()
    names = root.xpath(
        ".//*[contains(@class,'tgme_widget_message_forwarded_from_name')]"
        "|.//*[contains(concat(' ',@class,' '),' forwarded ')]/*[contains(@class,'from_name')]"
    )
    name = _one_line(names[0]) if names else ""
    forwarded = _forwarded(built, re.sub(r"\s+\d\d\.\d\d\.\d{4}[\d: ]*$", "", name))
    if forwarded and (link := names[0].get("href")):
        built.links.append(Link(str(link), "link", forwarded, forwarded.start))
    texts = root.xpath(
        ".//*[contains(concat(' ',@class,' '),' tgme_widget_message_text ')]"
        "[not(ancestor::*[contains(@class,'_reply')])]"
        "|.//*[contains(concat(' ',@class,' '),' text ')][not(ancestor::*[contains(@class,'media')])]"
    )
    if texts:
        _markup(built, texts[0])
        built.text = built.text.rstrip()
        built.links = [link for link in built.links if not link.words or link.words.end <= len(built.text)]
    base = address.rpartition("#")[0]
    for link in root.xpath(".//a[contains(@class,'tgme_widget_message_reply')]/@href"):
        built.links.append(Link(str(link), "link", None, 0))
    for answered in root.xpath(".//*[contains(@class,'reply_to')]//a/@href"):
        if number := re.search(r"(\d+)$", str(answered)):
            built.links.append(Link(f"{base}#{_beside(member, number[1])}", "link", None, 0))
    dates = [Date(str(each), "telegram datetime") for each in root.xpath(".//time/@datetime")[:1]]
    dates += [
        Date(f"{m[3]}-{m[2]}-{m[1]}T{m[4]}{m[5] or ''}", "telegram date")
        for each in root.xpath(".//*[contains(@class,'date')]/@title")[:1]
        if (m := _PRINTED.search(str(each)))
    ]
    return _document(
        built, forwarded, dates, address=address, document_id=document_id, language=language, member=member
    )


def _document(
    built: _Text,
    forwarded: Span | None,
    dates: list[Date],
    *,
    address: str,
    document_id: str,
    language: str | None,
    member: Member | None,
    byline: str | None = None,
) -> Document:
    begin = forwarded.end + 1 if forwarded else 0
    if not built.text[begin:].strip():
        raise NoTextError(address, "is a message without words")
    return Document(
        id=document_id,
        text=built.text,
        language=language or identify(built.text[begin:]),
        outlet=member.outlet if member else None,
        byline=byline,
        url=address if address.startswith(("http://", "https://")) and "#" not in address else None,
        dates=tuple(dates),
        links=tuple(sorted(built.links, key=lambda link: link.at)),
        furniture=(Span(0, forwarded.end),) if forwarded else (),
        forwarded=forwarded,
        private=member.private if member else False,
    )


def _author(said: dict[str, Any], member: Member | None) -> str | None:
    """Return who signed a post, or, in a group, who wrote; None where the channel itself speaks."""
    name = _words(said.get("author")) or _words(said.get("from"))
    return name if name and not (member and name == member.outlet) else None


def _forwarded(built: _Text, name: str) -> Span | None:
    name = " ".join(name.split())
    if not name:
        return None
    built.add(f"{_FORWARDED}{name}\n")
    return Span(len(_FORWARDED), len(_FORWARDED) + len(name))


def _entities(built: _Text, text: Any) -> None:
    """Add a text, which is a string, or a list of strings and of pieces that say what they are."""
    for piece in text if isinstance(text, list) else [text]:
        if isinstance(piece, str):
            built.add(piece)
        elif isinstance(piece, dict):
            words, href = _words(piece.get("text"), strip=False), piece.get("href")
            url = href if isinstance(href, str) else None
            if piece.get("type") == "link" and not url:
                url = words if _WEB.match(words) else f"https://{words.strip()}"
            if piece.get("type") == "mention":
                url = f"https://t.me/{words.strip().removeprefix('@')}"
            built.add(words, url)


def _markup(built: _Text, element: Any) -> None:
    """Add the words of an element, a line for each break, and its links."""
    if isinstance(element.tag, str):
        start = len(built.text)
        as_is = element.tag == "pre"
        built.add(_shown(built, element.text, as_is))
        for child in element:
            _markup(built, child)
            built.add(_shown(built, child.tail, as_is))
        if element.tag == "br" or (element.tag in ("p", "div", "blockquote", "pre") and built.text[start:].strip()):
            built.add("\n")
        href = element.get("href") if element.tag == "a" else None
        if href and href.startswith(("http://", "https://")) and built.text[start:].strip():
            built.links.append(Link(href, "link", Span(start, len(built.text)), start))


def _shown(built: _Text, words: str | None, as_is: bool) -> str:
    """Return words of a page as a browser shows them: space in a row is one, none where a line begins."""
    if as_is or not words:
        return words or ""
    shown = re.sub(r"[ \t\r\n\f]+", " ", words)
    return shown.lstrip(" ") if not built.text or built.text[-1] in "\n " else shown


def _beside(member: Member | None, number: str) -> str:
    """Return the key of another message of the same chat."""
    chat, slash, _ = member.key.rpartition("/") if member else ("", "", "")
    return f"{chat}{slash}{number}"


def _instant(seconds: Any) -> str | None:
    """Return an instant, ISO 8601 in UTC, of seconds since 1970 as the export writes them."""
    if not re.fullmatch(r"\d{1,12}", str(seconds)) or int(seconds) > _LARGEST_TIME:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")


def _local(told: Any) -> str | None:
    return told if isinstance(told, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", told) else None


def _words(told: Any, *, strip: bool = True) -> str:
    if isinstance(told, list):
        return "".join(_words(each, strip=False) for each in told)
    if isinstance(told, dict):
        return _words(told.get("text"), strip=strip)
    text = told if isinstance(told, str) else ""
    return text.strip() if strip else text


def _dicts(told: Any) -> list[dict[str, Any]]:
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []


def _one_line(element: Any) -> str:
    return " ".join(element.text_content().split())
