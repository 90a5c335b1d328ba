"""Metadata: what a page says about itself in its head, its JSON-LD and its marked-up parts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from firsthand.reading.dates import iso_date, url_date
from firsthand.text import Date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

_SPACES = re.compile(r"\s+")
_ARTICLE = re.compile(r"Article|Report|Posting|WebPage|VideoObject|Review")
_SUFFIX = re.compile(r"\s+(?:[|–—·•»:/-]|::)\s+|\s*\|\s*")
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|author[_-]name|(?:entry|post|article)[_-]author)(?:$|[\s_-])|(?:^|\s)author(?:$|\s)"
)
_PUBLISHED = (
    "article:published_time og:article:published_time og:published_time datepublished date.published publication_date "
    "publishdate publish-date pubdate parsely-pub-date sailthru.date cxenseparse:recs:publishtime dc.date.issued "
    "dcterms.issued dc.date dcterms.date dc.date.created dcterms.created citation_publication_date article.published "
    "article:post_date date release_date datecreated timestamp"
)
_MODIFIED = (
    "article:modified_time og:updated_time og:modified_time datemodified last-modified lastmod dc.date.modified "
    "dcterms.modified article.updated"
)
_PLUGINS = re.compile(r"wpml|weglot|gtranslate|translatepress|polylang|transposh|conveythis|linguise", re.IGNORECASE)
_JSON_LIMIT = 1_000_000  # characters
_MOST_HEADINGS = 100
_MOST_PIECES = 200  # of text, in one element
_NO_AUTHOR = re.compile(r"https?://|@|^\d*$|^(?:admin|editor|редакция|редакція|redacción)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The page's claims for itself. `dates` are in order of trust, publication before modification."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    dates: tuple[Date, ...] = ()
    translated: str | None = None
    videos: tuple[str, ...] = ()


def read_metadata(root: HtmlElement, address: str) -> Metadata:
    """Collect what the page says about itself.

    Args:
        root: The `html` element of a parsed page.
        address: Where the page was captured; a date in it counts as a late candidate.
    """
    metas = _metas(root)
    articles = [node for node in _json_ld(root) if _ARTICLE.search(_type(node))]
    articles.sort(key=lambda node: not re.search(r"Article|Report|Posting", _type(node)))
    links = {
        rel: href
        for link in root.iter("link")
        for rel in (link.get("rel") or "").lower().split()
        if (href := link.get("href"))
    }
    outlet = _outlet(metas, articles)
    url = next((found for found in (links.get("canonical"), metas.get("og:url")) if found and _is_address(found)), None)
    titled = _title_element(root)
    return Metadata(
        title=_title(root, metas, articles, titled, outlet),
        outlet=outlet or _outlet_in_title(root, titled),
        byline=_byline(root, metas, articles),
        url=url,
        language=_language(root, metas),
        dates=tuple(_dates(root, metas, articles, url or "", address)),
        translated=_translated(root, metas, articles, url, address),
        videos=tuple(
            video for name in ("og:video:secure_url", "og:video:url", "og:video") if (video := metas.get(name))
        )[:1],
    )


def _metas(root: HtmlElement) -> Mapping[str, str]:
    """Return the first content of each `<meta>`, by its property, name or itemprop in lower case."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = _clean(meta.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := meta.get(key)):
                metas.setdefault(name.lower()[:100], content[:2000])
    return metas


def _clean(text: str | None) -> str:
    return _SPACES.sub(" ", text).strip() if text else ""


def _written(element: HtmlElement) -> str:
    """Return what stands in an element; of one that holds half the page, the beginning."""
    return _clean("".join(islice(element.itertext(with_tail=False), _MOST_PIECES)))


def _json_ld(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield every object in the page's JSON-LD, outer ones first; what is no JSON is passed over."""
    waiting: list[Any] = []
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(text) <= _JSON_LIMIT:
            try:
                waiting.append(json.loads(re.sub(r"^\s*<!--|-->\s*$", "", text), strict=False))
            except (ValueError, RecursionError):
                continue
    for _ in range(10_000):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting.extend(inner for inner in value.values() if isinstance(inner, dict | list))
        elif isinstance(value, list):
            waiting.extend(inner for inner in value if isinstance(inner, dict | list))


def _type(node: Mapping[str, Any]) -> str:
    kind = node.get("@type")
    return " ".join(str(part) for part in kind) if isinstance(kind, list) else str(kind or "")


def _names(value: Any) -> list[str]:
    """Return the names in a JSON-LD value: a string, an object with a name, or a list of them."""
    if isinstance(value, list):
        return [name for inner in value[:20] for name in (_names(inner) if not isinstance(inner, list) else [])]
    if isinstance(value, dict):
        value = value.get("name")
    return [_clean(value)] if isinstance(value, str) and _clean(value) else []


def _outlet(metas: Mapping[str, str], articles: list[dict[str, Any]]) -> str | None:
    published = (name for article in articles for name in _names(article.get("publisher")))
    named = (metas.get(name) for name in ("og:site_name", "application-name", "dc.publisher", "citation_journal_title"))
    site, *others = named
    return next((found for found in (site, *published, *others) if found), None)


def _title_element(root: HtmlElement) -> str:
    element = root.find(".//head/title")
    return _clean("".join(element.itertext())) if element is not None else ""


def _headings(root: HtmlElement) -> list[str]:
    return [text for heading in islice(root.iter("h1"), _MOST_HEADINGS) if (text := _written(heading))]


def _title(
    root: HtmlElement, metas: Mapping[str, str], articles: list[dict[str, Any]], titled: str, outlet: str | None
) -> str | None:
    """The page's headline without the outlet: its h1 where the head agrees with it, else what the head says."""
    told = [
        metas.get("og:title"),
        metas.get("twitter:title"),
        *(_text(article.get("headline")) for article in articles),
        titled,
    ]
    heads = [head for head in told if head]
    headings = _headings(root)
    for heading in headings:
        if any(heading.casefold() in head.casefold() for head in heads):
            return heading
    if heads:
        return without_outlet(heads[0], outlet)
    return headings[0] if headings else None


def _text(value: Any) -> str:
    return _clean(value) if isinstance(value, str) else ""


def without_outlet(title: str, outlet: str | None) -> str:
    """Cut the outlet's name off, where a title ends or begins with it.

    >>> without_outlet("Bridge closed | Dayline", "Dayline")
    'Bridge closed'
    """
    cuts = list(_SUFFIX.finditer(title))
    if outlet and cuts and title[cuts[-1].end() :].casefold().startswith(outlet.casefold()):
        return title[: cuts[-1].start()].strip()
    if outlet and cuts and title[: cuts[0].start()].casefold() == outlet.casefold():
        return title[cuts[0].end() :].strip()
    return title


def _outlet_in_title(root: HtmlElement, titled: str) -> str | None:
    """Take what follows the h1 in the title element for the outlet, if it is short."""
    for heading in _headings(root):
        if len(heading) > 15 and titled.startswith(heading):
            rest = _SUFFIX.match(titled[len(heading) :])
            name = titled[len(heading) + rest.end() :] if rest else ""
            return name if 0 < len(name) <= 40 and not _SUFFIX.search(name) else None
    return None


def _byline(root: HtmlElement, metas: Mapping[str, str], articles: list[dict[str, Any]]) -> str | None:
    names = [name for article in articles for name in _names(article.get("author"))]
    names = list(dict.fromkeys(name for name in names if not _NO_AUTHOR.search(name)))
    if names:
        return ", ".join(names[:10])
    for key in (
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "citation_author",
    ):
        if (name := metas.get(key)) and not _NO_AUTHOR.search(name) and len(name) <= 200:
            return name
    for element in root.iter("a", "span", "p", "div", "address", "li"):
        marked = "author" in (element.get("rel") or "").split() or element.get("itemprop") == "author"
        if marked or _BYLINE.search(element.get("class") or ""):
            name = re.sub(
                r"(?i)^(?:by|por|автор|text|текст)\s*:?\s+",
                "",
                _written(element)[:300],
            )
            if 0 < len(name) <= 80 and name[0].isupper() and not _NO_AUTHOR.search(name):
                return name
    return None


def _language(root: HtmlElement, metas: Mapping[str, str]) -> str | None:
    for told in (root.get("lang"), root.get("xml:lang"), metas.get("content-language"), metas.get("og:locale")):
        found = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", told or "")
        if found:
            return "uk" if found[1].lower() == "ua" else found[1].lower()  # a country's code, often written for it
    return None


def _dates(
    root: HtmlElement, metas: Mapping[str, str], articles: list[dict[str, Any]], url: str, address: str
) -> Iterator[Date]:
    """Yield each candidate once: publication, then the page's own times, its address, and modification last."""
    seen: set[tuple[str, str]] = set()
    for value, found in _candidates(root, metas, articles, url, address):
        date = iso_date(value)
        if date and (date, found) not in seen:
            seen.add((date, found))
            yield Date(date, found)


def _candidates(
    root: HtmlElement, metas: Mapping[str, str], articles: list[dict[str, Any]], url: str, address: str
) -> Iterator[tuple[str, str]]:
    for key in ("datePublished", "uploadDate", "dateCreated"):
        yield from ((_text(article.get(key)), f"json-ld {key}") for article in articles)
    yield from ((metas[name], f"meta {name}") for name in _PUBLISHED.split() if name in metas)
    times = [time for time in root.iter("time") if time.get("datetime")][:50]
    published = [time for time in times if time.get("pubdate") is not None or time.get("itemprop") == "datePublished"]
    yield from ((time.get("datetime") or "", "time datetime") for time in (*published, *times[:3]))
    for marked in root.iter("abbr", "span", "div"):
        if marked.get("itemprop") == "datePublished" or "published" in (marked.get("class") or "").split():
            yield marked.get("content") or marked.get("title") or marked.get("datetime") or "", "itemprop datePublished"
    yield from ((found, "address") for place in (url, address) if (found := url_date(place)))
    yield from ((_text(article.get("dateModified")), "json-ld dateModified") for article in articles)
    yield from ((metas[name], f"meta {name}") for name in _MODIFIED.split() if name in metas)


def _translated(
    root: HtmlElement, metas: Mapping[str, str], articles: list[dict[str, Any]], url: str | None, address: str
) -> str | None:
    """Name the page's own sign that it is a translation, or None.

    A plug-in alone proves nothing, for it stands on the original as well: it counts where the page names another
    address as the one for every language (`hreflang="x-default"`).
    """
    classes = (root.get("class") or "").split()
    for name in ("translated-ltr", "translated-rtl"):
        if name in classes:
            return f"html class {name} (Google Translate)"
    if re.match(r"https?://[^/]+\.translate\.goog(?:/|$)", address) or "translate.google" in address[:60]:
        return "address of Google Translate"
    if any("translationOfWork" in article for article in articles):
        return "json-ld translationOfWork"
    translators = [name for article in articles for name in _names(article.get("translator"))]
    if translators or metas.get("translator"):
        return f"translator: {translators[0] if translators else metas['translator']}"
    if "x-translated-by" in metas or "x-translated-from" in metas:
        return "meta " + ("x-translated-by" if "x-translated-by" in metas else "x-translated-from")
    original = next((link for link in root.iter("link") if "original" in (link.get("rel") or "").lower().split()), None)
    if original is not None and original.get("href") not in (None, url, address):
        return "link rel=original"
    default = next(
        (link.get("href") for link in root.iter("link") if (link.get("hreflang") or "").lower() == "x-default"), None
    )
    if default and default.rstrip("/") not in {(url or address).rstrip("/"), address.rstrip("/")}:
        for meta in root.iter("meta"):
            if (meta.get("name") or "").lower() == "generator" and (
                plugin := _PLUGINS.search(meta.get("content") or "")
            ):
                return f"meta generator {plugin[0]}, original at {default}"
        if any(
            _PLUGINS.search(link.get("id") or "") or _PLUGINS.search((link.get("href") or "")[:300])
            for link in root.iter("link")
        ):
            return f"translation plug-in, original at {default}"
    return None


def _is_address(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def tree_depth(root: HtmlElement) -> int:
    """Return how deep the elements of a tree lie in one another."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
