"""Hostile inputs: what `benchmarks.fuzz` throws at a reading. The same seed makes the same input, on any machine."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Literal

from firsthand.languages import CODES

LANGUAGES = (None, *CODES)
_ROOT = Path(__file__).parents[1]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_MARKS = "\"'“”„‟«»‹›‘’‚‛`´「」—–―-−.,:;!?…()[]{}/|"
_INVISIBLE = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2069\ufeff"
_ENDS = "\n\r\t\x0b\x0c\x1c\x1d\x85\u2028\u2029\u00a0\u202f "
_ODD = "\x00\x01\x07\x1b\x7f\u0301\u0338\u20e3\ufffd\ufffe\uffff\U0001f1fa\U0001f468\U000e0041\U0010ffff\ufdd0İßŉǅﬁΣ"
_NAMES = _words("""
    Anna Anton Belyaev Orel Marta Olden Dr. Mr Mrs. Lindmark Dayline Meseta Ilyich O’Neill al-Hadi de la Vega
    Анна Антон Беляев Ильич Марта Орёл Вестовой Олена Гай Ганна Рохас Íñigo Peña U.N. NATO ООН García-Peña
""")
_GLUE = _words("""
    he she they it I we you who that which and but not after when yesterday the a of in him her their one
    another him él ella ellos que y pero no de la el los una otro yo su quien cuando он она они что кто и но не
    я мы его её в на который другой він вона вони що хто та але ні я ми його її у який інший bridge closed
    puente мост закрыли міст 12 17-year-old 3.5 2023
""")
_TAGS = _words("""
    p div span a b i br h1 h2 ul li table tr td th form input select option textarea iframe video audio source
    svg math template noscript script style title head body html meta link base blockquote q time address header
    footer nav aside article main section figure figcaption frameset frame object embed dialog button font
    center marquee plaintext xmp listing image isindex ruby rt details summary slot x-y amp-img
""")
_ATTRIBUTES = (
    "class=author",
    "class='share-links'",
    "class=twitter-tweet",
    "id=comments",
    "style='display:none'",
    "hidden",
    "href=javascript:alert(1)",
    "href=http://[",
    "href='//['",
    "href=/a/2023/03/06/b",
    "href='https://dayline.example/x'",
    "src=data:text/html,x",
    "src=http://[::1",
    "rel=canonical",
    "rel='author original'",
    "hreflang=x-default",
    "itemprop=author",
    "itemprop=datePublished",
    "datetime=2023-99-99T99:99",
    "datetime=2023-03-06",
    "lang=xx-Bad-",
    "lang=ru",
    "content=''",
    "content='9999-12-31'",
    "charset=utf-7",
    "role=navigation",
    "=",
    "a=\"'>",
    "onload=x()",
    "xml:lang=es",
    "xmlns:x=y",
)
_HEADS = (
    "<meta charset=utf-7>",
    "<meta charset=utf-16>",
    "<meta charset='\x00'>",
    "<meta http-equiv=Content-Type content='text/html; charset=koi8-u'>",
    "<base href='http://['>",
    "<base href=javascript:1>",
    "<base href=//>",
    "<meta property=og:video content='http://['>",
    "<meta property=og:video content='//[x'>",
    "<meta property=og:url content='http://[::'>",
    "<link rel=canonical href='https://'>",
    "<link rel=canonical href='http://[x'>",
    "<link rel=alternate hreflang=x-default href='http://[/'>",
    "<meta name=generator content=WPML>",
    "<meta property=og:title content='&#xD800;&#0;&#x110000; | Dayline'>",
    "<meta name=author content='&#x202e;x'>",
    "<meta property=article:published_time content='2023-02-31T25:61:61+99:99'>",
    "<meta name=date content='²⁰²³-03-06'>",
    "<meta name=date content='٢٠٢٣-٠٣-٠٦'>",
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"\\ud800",'
    '"author":[[[{"name":1}]]]}</script>',
    '<script type="application/ld+json">{"@type":["Article",null,{}],"publisher":[null,"",{"name":[]}],'
    '"datePublished":2023}</script>',
    '<script type="application/ld+json">' + "[" * 5000 + "</script>",
    '<script type="application/ld+json">{"@type":"Article","author":{"name":{"name":"x"}},"datePublished":"'
    + "9" * 5000,
    '<script type="application/ld+json">' + "9" * 6000 + "</script>",
    '<script type="application/ld+json">NaN</script>',
    '<html lang="' + "x-" * 300 + '">',
    '<?xml version="1.0" encoding="utf-32"?>',
    "<!DOCTYPE html [<!ENTITY a '&a;&a;'>]>&a;",
    "<![CDATA[ x ]]>",
    "<frameset><frame src=x></frameset>",
)
_CHARSETS = (
    None,
    "utf-8",
    "utf-7",
    "utf-16",
    "utf-32-be",
    "windows-1251",
    "koi8-u",
    "latin-1",
    "ascii",
    "shift_jis",
    "gb18030",
    "hz",
    "iso2022_jp",
    "idna",
    "punycode",
    "hex",
    "base64",
    "rot13",
    "unicode_escape",
    "undefined",
    "mbcs",
    "none",
    "x" * 3000,
    "a\x00b",
    "",
)
_TYPES = (
    None,
    "text/plain",
    "text/html",
    "application/xhtml+xml",
    "application/pdf",
    "text/xml",
    "application/json",
    "image/png",
    "text/vtt",
    "application/octet-stream",
    "",
    "text",
    "/",
    "x/y",
)
_ENCODINGS = ("gzip", "gzip", "gzip", "deflate", "deflate", "x-gzip", "identity", "br", "zstd")
_ADDRESSES = (
    "-",
    "page.html",
    "a/b.pdf",
    "https://dayline.example/2023/03/06/x",
    "http://[",
    "http://",
    "https://[::1]/?x#",
)


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read."""

    body: bytes
    """The page; for `wire` a web server's whole answer, for `command` what is sent to standard input."""
    media_type: str | None = None
    charset: str | None = None
    address: str = "-"
    languages: tuple[str | None, ...] = LANGUAGES
    """It is read once for each: None has the language found out."""
    by: Literal["value", "wire", "command"] = "value"
    arguments: tuple[str, ...] = ()
    smaller: bytes | None = None
    """The same thing a tenth as large: what the time may be compared with."""


Make = Callable[[Random, int], Input]


# Text


@cache
def _vocabulary(code: str) -> tuple[str, ...]:
    """Every word of a language's file: whatever a rule looks for is among them."""
    text = files("firsthand.languages").joinpath(f"{code}.toml").read_text(encoding="utf-8")
    return tuple(sorted(set(re.findall(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*", re.sub(r"#.*", "", text)))))


def _unicode(random: Random, most: int = 400) -> str:
    """Characters of any kind, those that mean something to a reader more often than others."""
    pools = (_MARKS, _INVISIBLE, _ENDS, _ODD, "aAеЕіÍñ09", " ", " ", "\n")
    picked = []
    for _ in range(random.randrange(most)):
        kind = random.randrange(len(pools) + 2)
        if kind < len(pools):
            picked.append(random.choice(pools[kind]))
        elif kind == len(pools):
            picked.append(chr(random.randrange(0x110000)))
        else:
            picked.append(chr(random.randrange(0x600)))
        if random.random() < 0.02:
            picked.append(picked[-1] * random.randrange(60))
    return "".join(picked)


def _prose(random: Random, most: int = 120) -> str:
    """Words that rules look for, marks and names, in no order that a person would write them in."""
    vocabulary = _vocabulary(random.choice(CODES))
    picked: list[str] = []
    for _ in range(random.randrange(1, most)):
        kind = random.random()
        if kind < 0.25:
            picked.append(random.choice(vocabulary))
        elif kind < 0.45:
            picked.append(random.choice(_GLUE))
        elif kind < 0.62:
            picked.append(random.choice(_NAMES))
        elif kind < 0.94:
            picked.append(random.choice(_MARKS + '“”«»"—,.,.:'))
        elif kind < 0.97:
            picked.append(random.choice(_INVISIBLE + _ENDS + _ODD))
        else:
            picked.append("\n")
        picked.append(random.choice(("", " ", " ", " ")))
    return "".join(picked)


def _text(make: Callable[[Random], str]) -> Make:
    def made(random: Random, _index: int) -> Input:
        return Input(make(random).encode("utf-8", "surrogatepass"), "text/plain")

    return made


@cache
def _own_pages() -> tuple[bytes, ...]:
    """Pages that we wrote: the example case and those of the tests."""
    folders = (_ROOT / "src/firsthand/example/case", _ROOT / "tests/reading/pages", _ROOT / "benchmarks/samples")
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return tuple(path.read_bytes() for path in paths if path.suffix in (".html", ".txt", ".srt", ".vtt", ".json"))


def _mutated(random: Random, body: bytes, most: int = 6000) -> bytes:
    """A piece of something, damaged in a few places."""
    start = random.randrange(max(1, len(body) - most // 4)) if random.random() < 0.6 else 0
    out = bytearray(body[start : start + random.randrange(200, most)])
    for _ in range(random.randrange(1, 12)):
        at, to = sorted(random.randrange(len(out) + 1) for _ in range(2))
        to = min(to, at + random.choice((1, 5, 80, 600)))
        match random.randrange(7):
            case 0:
                out[at : at + 1] = bytes([random.randrange(256)])
            case 1:
                del out[at:to]
            case 2:
                out[at:at] = out[at:to] * random.choice((1, 1, 2, 20))
            case 3:
                other = random.choice(_own_pages())
                place = random.randrange(len(other))
                out[at:to] = other[place : place + random.randrange(300)]
            case 4:
                parts = re.split(rb"(?=<)", bytes(out[at:to]))
                random.shuffle(parts)
                out[at:to] = b"".join(parts)
            case 5:
                out[at:at] = random.choice(_MARKS + _INVISIBLE + _ENDS + _ODD).encode() * random.choice((1, 2, 30))
            case _:
                out[at:at] = bytes(random.randrange(256) for _ in range(random.randrange(8)))
        del out[2 * most :]
    return bytes(out)


def _page(random: Random, _index: int) -> Input:
    body = _mutated(random, random.choice(_own_pages()))
    return Input(
        body,
        random.choice(("text/html", "text/html", "text/plain", None)),
        random.choice(_CHARSETS) if random.random() < 0.1 else None,
        random.choice(_ADDRESSES),
        (random.choice(LANGUAGES),),
    )


# Markup


def _markup(random: Random, _index: int) -> Input:
    """Tags of all kinds, opened and closed as they come."""
    pieces = [random.choice(_HEADS) for _ in range(random.randrange(3))]
    for _ in range(random.randrange(1, 60)):
        kind = random.random()
        tag = random.choice(_TAGS)
        if kind < 0.4:
            attributes = " ".join(random.choice(_ATTRIBUTES) for _ in range(random.choice((0, 0, 1, 3))))
            pieces.append(f"<{tag} {attributes}{random.choice(('>', '>', '>', '/>', ''))}")
        elif kind < 0.6:
            pieces.append(f"</{tag}>")
        elif kind < 0.9:
            pieces.append(_prose(random, 20))
        else:
            pieces.append(
                random.choice(("&", "&#", "&#xD800;", "&#0;", "&nbsp;", "&lt;", "<", "<!", "<!--", "-->", "<?x", "]]>"))
            )
    text = "".join(pieces)
    if random.random() < 0.1:
        text = text[: random.randrange(len(text) + 1)]
    return Input(
        text.encode("utf-8", "surrogatepass"), "text/html", None, random.choice(_ADDRESSES), (random.choice(LANGUAGES),)
    )


def _any_bytes(random: Random, _index: int) -> Input:
    """Bytes of no meaning, or text in one encoding that is declared as another."""
    if random.random() < 0.5:
        body = random.choice(
            (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"%PDF-", b"\x1f\x8b", b"<html>")
        )
        body += random.randbytes(random.randrange(600))
    else:
        encoding = random.choice(("utf-16", "utf-32", "cp1251", "koi8-u", "utf-8", "utf-7", "cp866", "gb18030"))
        body = _prose(random).encode(encoding, "replace")
        body = body[: random.randrange(len(body) + 1)] if random.random() < 0.3 else body
    return Input(
        body, random.choice(_TYPES), random.choice(_CHARSETS), random.choice(_ADDRESSES), (random.choice(LANGUAGES),)
    )


# PDF


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Write a small PDF, each page a list of lines in Latin letters."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        shown = b" ".join(b"(%s) Tj T*" % re.sub(r"[()\\]", "", line).encode("latin-1", "replace") for line in lines)
        stream = zlib.compress(b"BT /F1 12 Tf 14 TL 72 720 Td %s ET" % shown)
        objects.append(b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return bytes(out) + end % (len(objects) + 1, table, len(objects) + 1, len(out))


def _pdf(random: Random, _index: int) -> Input:
    lines = [[_prose(random, 15) for _ in range(random.randrange(12))] for _ in range(random.randrange(1, 4))]
    body = bytearray(pdf(lines))
    for _ in range(random.choice((0, 1, 3, 30))):
        at = random.randrange(len(body))
        body[at : at + random.choice((0, 1, 1, 9))] = random.choice(
            (b"", b"0", b"9" * 9, b"<<", b"R", random.randbytes(2))
        )
    if random.random() < 0.2:
        del body[random.randrange(len(body)) :]
    return Input(bytes(body), random.choice(("application/pdf", None)), languages=(random.choice(LANGUAGES),))


# The web


@cache
def _bomb(name: str) -> bytes:
    """Some kilobytes that unpack to hundreds of megabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if name == "gzip" else 15)
    block = {"gzip": b"\x00", "deflate": b"<p>", "text": b"\xc2\xab said Anna. "}.get(name, b"x") * 2**18
    parts = [packer.compress(block) for _ in range(300_000_000 // len(block))]
    return b"".join((*parts, packer.flush()))


def _wire(random: Random, index: int) -> Input:
    """What a web server answers: a page in encodings that are right, cut, garbled, stacked or a bomb."""
    if index % 100 == 0:
        name = ("gzip", "deflate")[index // 100 % 2]
        return Input(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %s\r\n\r\n" % name.encode() + _bomb(name),
            languages=(None,),
            by="wire",
        )
    body = _mutated(random, random.choice(_own_pages()), 2000)
    encodings = [random.choice(_ENCODINGS) for _ in range(random.choice((0, 1, 1, 1, 2, 3, 4)))]
    for name in encodings:
        if random.random() < 0.9:
            body = gzip.compress(body, mtime=0) if "gzip" in name else zlib.compress(body)
    if random.random() < 0.3:
        body = body[: random.randrange(len(body) + 1)] + random.choice((b"", b"", random.randbytes(9), body))
    headers = {
        "Content-Type": f"{random.choice(_TYPES)}; charset={random.choice(_CHARSETS)}",
        "Content-Encoding": ", ".join(encodings) or None,
        "Content-Length": _seldom(random, len(body), (None, 0, -1, len(body) + 7, 10**18, "x")),
        "Transfer-Encoding": _seldom(random, None, ("chunked", "gzip")),
        "Location": _seldom(random, None, ("/", "http://[", "//", "file:///etc/passwd", "x" * 9000, "\x01")),
        "Set-Cookie": _seldom(random, None, ("a=b", "=", "x" * 5000, "a=b; expires=never")),
        "X": _seldom(random, None, ("y", "é", "y" * 70_000)),
    }
    status = _seldom(random, "200 OK", ("206", "404 é", "302 Found", "304", "999", "x"))
    head = [f"HTTP/{_seldom(random, '1.1', ('1.0', '2', '1.9'))} {status}"]
    head += [f"{name}: {value}" for name, value in headers.items() if value is not None]
    raw = "\r\n".join([*head, "", ""]).encode("latin-1", "replace") + body
    return Input(_mutated(random, raw, len(raw) + 200) if random.random() < 0.1 else raw, languages=(None,), by="wire")


def _seldom(random: Random, usual: object, others: Sequence[object]) -> object:
    return random.choice(others) if random.random() < 0.1 else usual


# Large things


_REPEATED = {
    "en": (
        '"', "'", "“", "”", "“”", "” “", "“ ", "« ", "«", "« « » ", "„“”«»‹›‘’", "“a” ", "“a ‘b “c ",
        "“A,” he said, “b. ",
        "(", ")", "( ) ", "[a] ", "{", "—", "— ", "—\n", "– a – ", "- - ", "-\n", ",", ", ", ". ", "...", "… ",
        "? ! ", ":",
        "A", "A ", "a", "a ", "A. ", "Anna ", "Anna Orel ", "Anna, ", "Anna and ", "Anna’s ", "Dr. ", "Mr Orel ",
        "said ",
        "said that ", "that ", "said “", "said: ", "Anna said ", "Anna said that ", "Anna, who said that ",
        "he said she said ",
        "said Anna, ", "according to ", "according to Anna, ", "he ", "who ", "and ", "of ", "the man, ",
        "the young man ",
        "the mother of ", "another soldier ", "told Dayline ", "told Anna that ", "the bridge is closed ",
        "“Yes,” said Anna. ",
        "“Yes,” Anna said.\n", "“Yes\n", "“Yes.”\n\n", "Anna said that “b” and ", "As Anna said, ", "says says “ ” ",
        "\u0301", "a\u0301", "\u200f", "\u202e", "\u200b", "\x00", "\x1b[2J", "\ufeff", "9", "9 ", "1,000 ", "9.",
        "\n", "\r",
        "\r\n", "\t", " ", "\u00a0", "\u2028", "a\n", "Anna\n", "a b c d e f g h\n", "http://a.example/ ", "http",
        "#a ", "@a ",
        "a.b.", "a@b.c ", "😀", "記者", "By Anna Orel\n", "By ", "Read also: a\n", "Photo: Anna / Dayline\n", "photo ",
        "6 March 2023\n", "6 March 2023 ", "6 ", "March ", "12:00 ", "/ ", "a / ", " via ", "© ", "via Dayline ",
        "Source: Dayline\n",
        "Comments\n", "a-b-", "a'b'", "I ", "prisoner ", "the captured soldier said ", "17-year-old ",
    ),
    "es": ("dijo ", "dijo que ", "que ", "según ", "según Ana, ", "—Sí —dijo Ana—. ", "—a\n", "de la ",
        "«Sí», dijo Ana. ", "Ana "),
    "ru": ("сказал ", "сказал, что ", "что ", "по словам ", "— Да, — сказала Анна. — ", "— Да\n",
        "«Да», — сказала Анна. ",
           "Анна ", "Анна Ильинична Орёл ", "его мать ", "а ", "О"),
    "uk": ("сказав ", "сказав, що ", "що ", "за словами ", "— Так, — сказала Ганна. — ", "«Так», — сказала Ганна. ",
        "Ганна ", "її "),
}  # fmt: skip
_NESTED = (
    "<div>", "<p>", "<b>", "<a href=x>a", "<table><tr><td>", "<table>", "<font>a", "<form>", "<svg>", "<math><mi>",
    "<template>", "<noscript>", "<select><option>", "<ul><li>a", "<blockquote class=twitter-tweet><a href=/x>",
        "<h1>a",
    "<h1>a</h1>", "<div class=author>A", "<span itemprop=author>A</span>", "<nav>a", "<time datetime=2023-03-06>",
    "<meta property=og:video content='http://['>", "<link rel=canonical href=x>", "<script type=ld+json>[1]</script>",
    "<base href=x>", "&amp;", "&#x110000;", "&", "<", "</", "<!", "<!--", "<!-->a", "<![CDATA[", "<?x ", "<p hidden>",
    "<p a=b c=d>a</p>", "<iframe src=/x></iframe>", "<p>a</p>", "<p>“Yes,” said Anna Orel.</p>\n", "<br>", "a<br>",
        "<title>",
    "<textarea>", "<plaintext>", "<a name=x></a>", "<frameset>", "<object>", "<button>a", "<x-y>",
        "<p>6 March 2023</p>",
    "<article><p>a", "<main>", "<td>", "<option>", "<rt>", "</p>", "</br>", "<img src=x>", "<video><source src=x>",
)  # fmt: skip


def _large(whole: Callable[[int], str], size: int, media_type: str, *languages: str | None) -> Input:
    return Input(
        whole(size).encode(),
        media_type,
        None,
        "https://dayline.example/x",
        languages,
        smaller=whole(size // 10).encode(),
    )


@cache
def large_texts() -> tuple[tuple[str, str], ...]:
    """What a long text is made of, with the language it is read as."""
    return tuple((code, unit) for code, units in _REPEATED.items() for unit in units)


def _repeated(_random: Random, index: int) -> Input:
    code, unit = large_texts()[index]
    return _large(lambda size: unit * (size // len(unit.encode())), 300_000, "text/plain", code)


def _mixed(random: Random, _index: int) -> Input:
    """A few units that are repeated one after another."""
    code = random.choice(CODES)
    units = [random.choice((*_REPEATED[code], *_REPEATED["en"])) for _ in range(4)]
    return _large(lambda size: "".join(units) * (size // len("".join(units).encode())), 200_000, "text/plain", code)


def _nested(_random: Random, index: int) -> Input:
    unit = _NESTED[index]
    return _large(lambda size: "<html><p>a" + unit * (size // len(unit)), 1_000_000, "text/html", "en")


def _attributes(count: int) -> str:
    return "<p " + " ".join(f"a{number}=b" for number in range(count)) + ">Anna said."


_SOLDIER = (
    "“They took the phones first,” Anton Orel told Dayline on the bridge, and the mayor said that nobody had come.\n"
)
_HUGE: tuple[Callable[[], Input], ...] = (
    lambda: Input(_SOLDIER.encode() * 45_000, "text/plain", languages=("en",)),
    lambda: Input(_SOLDIER.replace("\n", " ").encode() * 45_000, "text/plain", languages=("en",)),
    lambda: Input(_SOLDIER.encode() * 450_000, "text/plain", languages=("en",)),
    lambda: Input(b"<html><p>" + _SOLDIER.replace("\n", "<p>").encode() * 45_000, "text/html", languages=("en",)),
    lambda: Input(b"<html><p>" + _SOLDIER.replace("\n", "<p>").encode() * 450_000, "text/html", languages=("en",)),
    lambda: Input(b"<html><body>" + b"<div>a" * 8_000_000, "text/html", languages=(None,)),
    lambda: Input(b"<html><body>" + b"<div>" * 100_000, "text/html", languages=(None,)),
    lambda: Input(b"<html><body>" + b"<div>" * 100_000 + b"a" + b"</div>" * 100_000, "text/html", languages=(None,)),
    lambda: Input(b"<html><body>" + b"<b>a" * 200_000, "text/html", languages=(None,)),
    lambda: Input(b"<html><body>" + b"<p>a</p>\n" * 6_000_000, "text/html", languages=(None,)),
    lambda: Input(b"<html><body><p>a <!-- " + b"-" * 50_000_000, "text/html", languages=(None,)),
    lambda: Input(b"<html><body><p>" + b"&amp;" * 10_000_000, "text/html", languages=(None,)),
    lambda: Input(b"<html><body><p>a<p title='" + b"x" * 50_000_000, "text/html", languages=(None,)),
    lambda: Input(_attributes(300_000).encode(), "text/html", languages=(None,)),
    lambda: Input(b"<html><script type=application/ld+json>" + b'[{"a":' * 5_000_000, "text/html", languages=(None,)),
    lambda: Input(
        b"<html><script type=application/ld+json>[" + b'{"@type":"Article"},' * 45_000 + b"1]</script><p>a",
        "text/html",
        languages=(None,),
    ),
    lambda: Input(b"<html><p>" + "记".encode() * 16_000_000, "text/html", languages=(None,)),
    lambda: Input("\U0001f468".encode() * 12_500_000, "text/plain", languages=("en",)),
    lambda: Input("е".encode() * 25_000_000, "text/plain", languages=(None,)),
    lambda: Input("«Да», — сказал он. ".encode("utf-16") * 1_000_000, None, "utf-16", languages=(None,)),
    lambda: Input("«Да», — сказал он. ".encode("cp1251") * 2_500_000, "text/plain", None, languages=("ru",)),
    lambda: Input(bytes(range(256)) * 200_000, "text/plain", languages=(None,)),
    lambda: Input(b"\x00" * 50_000_000, None, languages=(None,)),
    lambda: Input(b"\n" * 50_000_000, None, languages=(None,)),
    lambda: Input(b" " * 50_000_000 + b"a", "text/html", languages=(None,)),
    lambda: Input(pdf([["said Anna. " * 8] * 50] * 1500), None, languages=("en",)),
    lambda: Input(pdf([["a" * 4_000_000]]), None, languages=("en",)),
    lambda: Input(pdf([[""]] * 20_000), None, languages=(None,)),
    lambda: Input(b"%PDF-1.4\n" + b"1 0 obj\n<<" * 5_000_000, None, languages=(None,)),
    lambda: Input(b"dijo que " * 550_000, "text/plain", languages=("es",)),
    lambda: Input(b"he said she said " * 300_000, "text/plain", languages=("en",)),
    lambda: Input(b"said Anna, " * 450_000, "text/plain", languages=("en",)),
    lambda: Input("“Yes,” said Anna. ".encode() * 230_000, "text/plain", languages=("en",)),
    lambda: Input(b'"' * 5_000_000, "text/plain", languages=("en",)),
)  # fmt: skip


def _huge(_random: Random, index: int) -> Input:
    return _HUGE[index]()


_ARGUMENTS = ((), ("--json",), ("--lang", "ru"), ("--lang", "xx"), ("--json", "--lang", "uk"))


def _command(random: Random, index: int) -> Input:
    """The whole command, its standard input hostile."""
    if index < len(_HUGE):
        made = _HUGE[index]()
    else:
        made = random.choice((_page, _markup, _any_bytes, _pdf, _text(_unicode), _text(_prose)))(random, index)
    return replace(made, by="command", arguments=random.choice(_ARGUMENTS), smaller=None)


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of input."""

    make: Make
    share: float = 0.0
    """Of the count that is asked for."""
    exactly: int = 0
    """How many there are, where they are not a share."""

    def count(self, count: int) -> int:
        """Return how many of them belong to `count` inputs in all."""
        return self.exactly or round(self.share * count)


FAMILIES = {
    "unicode": Family(_text(_unicode), 0.22),
    "prose": Family(_text(_prose), 0.30),
    "pages": Family(_page, 0.18),
    "markup": Family(_markup, 0.16),
    "bytes": Family(_any_bytes, 0.10),
    "pdf": Family(_pdf, 0.02),
    "wire": Family(_wire, 0.02),
    "repeated": Family(_repeated, exactly=len(large_texts())),
    "nested": Family(_nested, exactly=len(_NESTED)),
    "mixed": Family(_mixed, exactly=40),
    "huge": Family(_huge, exactly=len(_HUGE)),
    "command": Family(_command, exactly=200),
}
"""Those with a share have as many inputs as are asked for; the others have what a reader should survive by name."""


def make(family: str, index: int, seed: int) -> Input:
    """Return one input: the same for the same arguments."""
    return FAMILIES[family].make(Random(f"{seed}/{family}/{index}"), index)  # noqa: S311 - nothing secret
