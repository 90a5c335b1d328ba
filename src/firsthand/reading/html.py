"""HTML: a Document out of a page, main text and furniture alike."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from firsthand.reading.identify import identify
from firsthand.reading.main_text import find_page_furniture
from firsthand.reading.metadata import read_metadata, tree_depth, without_outlet
from firsthand.reading.no_text import NoTextError
from firsthand.reading.page import read_page, resolved
from firsthand.reading.plain import main_sample, read_claims
from firsthand.text import Date, Document, Link

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_OF_HEAD = frozenset(["base", "link", "meta", "noscript", "script", "style", "template", "title", "object"])
_TAGS = 250_000  # a tree of more would not fit into a modest machine
_ATTRIBUTE = r"""\s+[^\s=<>"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']+))?"""
# The parser compares each attribute of a tag with all before it: of one that has hundreds, the first are kept.
_TOO_MANY_ATTRIBUTES = re.compile(rf"(<[a-zA-Z][^\s<>]*+(?:{_ATTRIBUTE}){{200}}+)(?:{_ATTRIBUTE})++")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0e-\x1f\ufffe\uffff]")


def html_document(
    markup: str, *, address: str, document_id: str = "d1", language: str | None = None, notes: tuple[str, ...] = ()
) -> Document:
    """Read a page: every visible line in document order, its links, its furniture, and what it says about itself.

    Args:
        markup: The page as characters, of any correctness.
        address: Where it was captured; relative links are resolved against it.
        document_id: The id that the document gets.
        language: BCP 47, where a person knows better than the page and its words.
        notes: What is known already about how the characters were got.

    Raises:
        NoTextError: Nothing on the page can be seen.
    """
    url = address if address.lower().startswith(("http://", "https://")) else None
    markup, root, broken = _parsed(markup, address)
    page = read_page(root, url)
    if not page.lines:
        raise NoTextError(address, "; ".join(("is a page without visible text", *broken)))
    metadata = read_metadata(root, address)
    furniture = find_page_furniture(page, root, markup, metadata.title, tree_depth(root))
    told = metadata.language
    words = language or identify(main_sample(page.text, furniture), told)
    if language is None and told and words and told != words:
        notes += (f"the page calls its language “{told}”; by its words it is “{words}”",)
    claims = read_claims(page.text, furniture, words)
    outlet = metadata.outlet or claims.outlet
    embeds = tuple(Link(found, "embed") for video in metadata.videos if (found := resolved(video, url)))
    return Document(
        id=document_id,
        text=page.text,
        language=words,
        title=without_outlet(metadata.title, outlet) if metadata.title else claims.title,
        outlet=outlet,
        byline=metadata.byline or claims.byline,
        url=metadata.url or url,
        dates=_best_first(metadata.dates, claims.dates) or _last_resort(markup, url),
        links=tuple(dict.fromkeys((*embeds, *page.links))),
        furniture=furniture,
        translated=metadata.translated,
        notes=notes + broken,
    )


def _parsed(markup: str, address: str) -> tuple[str, HtmlElement, tuple[str, ...]]:
    """Return the markup that a parser can bear, its tree, and what was left out."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    clean = _CONTROLS.sub("\ufffd", _XML_DECLARATION.sub("", markup, count=1))
    clean = _TOO_MANY_ATTRIBUTES.sub(r"\1", clean)
    notes: tuple[str, ...] = ()
    if clean.count("<") > _TAGS:
        clean = clean[: next(islice(re.finditer("<", clean), _TAGS, None)).start()]
        notes += (f"only the first {_TAGS:,} tags of the page were read",)
    try:
        root = document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise NoTextError(address, "is a page without visible text") from error
    _begin_body(root)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        notes += ("the page is nested so deeply that it was read only in part",)
    return clean, root, notes


def _begin_body(root: HtmlElement) -> None:
    """Have the body begin with the first element that no head has, as browsers do (HTML §13.2.6.4.4).

    The parser knows no elements of HTML 5, and leaves those that stand before a body, or without one, in the head.
    """
    strange = [each for head in root.findall("head") for each in head if each.tag not in _OF_HEAD][:1]
    if not strange:
        return
    moved = [*strange, *strange[0].itersiblings()]
    if not root.findall("body"):
        root.append(root.makeelement("body"))
    body = root.findall("body")[0]
    moved[-1].tail = (moved[-1].tail or "") + (body.text or "")
    body.text = None
    for place, each in enumerate(moved):
        body.insert(place, each)


def _best_first(told: tuple[Date, ...], printed: tuple[Date, ...]) -> tuple[Date, ...]:
    """Put printed dates after what the page's data says of its publication and before what it says of changes."""
    changes = tuple(date for date in told if "modif" in date.found.lower() or "updated" in date.found.lower())
    return (*(date for date in told if date not in changes), *printed, *changes)


def _last_resort(markup: str, url: str | None) -> tuple[Date, ...]:
    """Ask htmldate. It pads: the first of a month may mean that no day was found, so it is not taken for one."""
    from htmldate import find_date

    try:
        found = find_date(markup[:500_000], url=url, extensive_search=False, original_date=True)
    except Exception:  # noqa: BLE001 - a guess that fails on a broken page is no guess
        return ()
    return (Date(found, "htmldate"),) if found and not found.endswith("-01") else ()
