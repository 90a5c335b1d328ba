from __future__ import annotations

import gzip
import shutil
import socketserver
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firsthand.capture import Archived, Capture, Limits
from firsthand.capture.encodings import zstd
from firsthand.capture.web import _not_public, fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Route = bytes | Callable[[BinaryIO], object]

PAGE = "<html><p>“No,” she said.".encode()


def answer(body: bytes = PAGE, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """An answer as it goes over the wire; the length is told unless it is given as -1."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if length != -1:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {to}", status=status)


class Site(socketserver.ThreadingTCPServer):
    """A web server on this computer that sends the very bytes it is told to, and remembers what it was asked."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, routes: dict[str, Route], tls: ssl.SSLContext | None = None) -> None:
        self.routes, self.asked, self.tls = routes, list[bytes](), tls
        super().__init__(("127.0.0.1", 0), _Handler)
        self.port = self.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def get(self, path: str = "/", limits: Limits = Limits(), **more: object) -> Capture:  # noqa: B008
        return fetch(self.url + path, allow_private=True, limits=limits, **more)  # type: ignore[arg-type]


class _Handler(socketserver.StreamRequestHandler):
    server: Site

    def handle(self) -> None:
        try:
            if self.server.tls:
                with self.server.tls.wrap_socket(self.request, server_side=True) as wrapped:
                    self.answer(wrapped.makefile("rwb", 0))  # type: ignore[arg-type]
            else:
                self.answer(self.request.makefile("rwb", 0))
        except OSError:
            pass  # the client left, as it should in these tests

    def answer(self, stream: BinaryIO) -> None:
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            line = stream.readline()
            if not line:
                return
            request += line
        self.server.asked.append(request)
        route = self.server.routes.get(request.split()[1].decode(), answer(b"", status="404 Not Found"))
        if isinstance(route, bytes):
            stream.write(route)
        else:
            route(stream)
        stream.close()


@contextmanager
def serving(routes: dict[str, Route] | bytes, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    with Site(routes if isinstance(routes, dict) else {"/": routes}, tls) as site:
        thread = threading.Thread(target=site.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield site
        site.shutdown()
        thread.join()


class TestAnswers:
    def test_a_page_is_kept_with_what_the_server_said(self) -> None:
        with serving(answer(PAGE, "Content-Type: Text/HTML; Charset='Windows-1251'", "X-A: 1", "x-a: é")) as site:
            capture = site.get()
        assert capture.body == PAGE
        assert (capture.obtained, capture.status, capture.error) == ("fetched", 200, None)
        assert (capture.media_type, capture.charset) == ("text/html", "windows-1251")
        assert capture.address == site.url + "/" == capture.url
        assert capture.headers[1:3] == (("X-A", "1"), ("x-a", "Ã©"))
        (request,) = site.asked
        assert b"User-Agent: firsthand/" in request
        assert b"Accept-Encoding: gzip, deflate\r\n" in request

    def test_without_a_declared_type_the_bytes_tell(self) -> None:
        with serving(answer()) as site:
            assert site.get().media_type == "text/html"

    def test_a_refusal_is_kept(self) -> None:
        with serving(answer(b"gone fishing", status="404 No Such Luck")) as site:
            capture = site.get()
        assert capture.error == f"{site.url}/ answered 404 Not Found"
        assert (capture.status, capture.body) == (404, b"gone fishing")

    def test_a_status_nobody_knows(self) -> None:
        with serving(answer(b"", status="799 Odd")) as site:
            assert site.get().error == f"{site.url}/ answered 799"

    def test_chunks_and_an_answer_without_a_length(self) -> None:
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        with serving({"/chunks": chunked, "/until-closed": answer(b"abcde", length=-1)}) as site:
            assert site.get("/chunks").body == site.get("/until-closed").body == b"abcde"

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            (answer(b"abc", length=10), b"abc"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n5\r\nde", b"abcde"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n", b"abc"),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", b""),
            (b"", b""),
            (b"SSH-2.0-OpenSSH_9.2\r\n", b""),
            (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000, b""),
        ],
        ids=["too short", "chunk cut", "chunk broken", "two lengths", "nothing", "another protocol", "endless header"],
    )
    def test_a_broken_answer_is_an_error_and_keeps_what_came(self, sent: bytes, kept: bytes) -> None:
        with serving(sent) as site:
            capture = site.get()
        assert capture.error is not None
        assert capture.error.startswith(f"{site.url}/: ")
        assert kept.startswith(capture.body)
        assert capture.body == kept or b"chunked" in sent  # a broken chunk may take its neighbour with it

    def test_an_error_is_no_longer_than_a_person_reads(self) -> None:
        with serving(answer(status="200 OK").replace(b"HTTP", b"x" * 9000)) as site:
            error = site.get().error
        assert error is not None
        assert error.startswith(f"{site.url}/: no answer: illegal status line")
        assert len(error) < 700

    def test_more_than_the_length_is_not_part_of_the_answer(self) -> None:
        with serving(answer(b"abcdef", length=3)) as site:
            assert site.get().body == b"abc"

    @settings(max_examples=150)
    @given(st.binary(max_size=80), st.booleans())
    @example(b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\x1f\x8b\x08\x00\x00", True)
    @example(b"Location: http://[::1\r\n\r\n", True)
    @example(b"Set-Cookie: a=\xff; expires=Someday; path=\r\nContent-Length: 0\r\n\r\n", True)
    def test_any_bytes_end_in_a_capture(self, sent: bytes, started: bool) -> None:
        with serving(
            (b"HTTP/1.1 302 OK\r\n" if b"Location" in sent else b"HTTP/1.1 200 OK\r\n") * started + sent
        ) as site:
            assert isinstance(site.get(limits=Limits(seconds=5, wait=2)), Capture)


class TestLimits:
    def test_size(self) -> None:
        with serving(answer(b"a" * 300_000)) as site:
            assert site.get(limits=Limits(size=300_000)).error is None
            capture = site.get(limits=Limits(size=299_999))
        assert capture.error == f"{site.url}/: larger than 299999 bytes, the most that is read at once"
        assert len(capture.body) == 299_999

    def test_bytes_that_drip_do_not_outlast_the_time(self) -> None:
        def drip(stream: BinaryIO) -> None:
            for byte in answer(b"a" * 1000):
                stream.write(bytes([byte]))
                time.sleep(0.02)

        with serving({"/": drip}) as site:
            began = time.monotonic()
            capture = site.get(limits=Limits(seconds=0.4, wait=5))
        assert capture.error == f"{site.url}/: took longer than 0.4 s in all"
        assert time.monotonic() - began < 3

    def test_a_server_that_falls_silent(self) -> None:
        def stall(stream: BinaryIO) -> None:
            stream.write(answer(b"abc", length=10))
            time.sleep(1)

        with serving({"/": stall}) as site:
            capture = site.get(limits=Limits(wait=0.2))
        assert capture.error == f"{site.url}/: sent nothing for 0.2 s; try again later"
        assert capture.body == b"abc"

    def test_a_name_that_is_looked_up_for_ever(self) -> None:
        def slow(host: str, port: int) -> Sequence[str]:
            time.sleep(1)
            return ()

        capture = fetch("http://dayline.example/", limits=Limits(seconds=0.1), resolve=slow)
        assert capture.error == "http://dayline.example/: dayline.example: looking up the name took too long; " + (
            "check your connection"
        )


def deflated(body: bytes, wbits: int) -> bytes:
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(body) + packer.flush()


class TestEncodings:
    @pytest.mark.parametrize(
        ("encoding", "sent"),
        [
            ("gzip", gzip.compress(PAGE)),
            ("X-GZip", gzip.compress(PAGE)),
            ("gzip", gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:])),
            ("deflate", zlib.compress(PAGE)),
            ("deflate", deflated(PAGE, -15)),
            ("deflate, gzip", gzip.compress(zlib.compress(PAGE))),
            ("gzip , identity,gzip", gzip.compress(gzip.compress(PAGE))),
            ("identity", PAGE),
        ],
        ids=["gzip", "x-gzip", "two members", "zlib", "raw deflate", "two kinds", "twice", "identity"],
    )
    @pytest.mark.parametrize("size", [1, 2, 10_000], ids=lambda size: f"by {size}")
    def test_they_are_taken_off(self, encoding: str, sent: bytes, size: int) -> None:
        chunks = b"".join(
            b"%x\r\n%b\r\n" % (len(sent[i : i + size]), sent[i : i + size]) for i in range(0, len(sent), size)
        )
        head = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: {encoding}\r\n\r\n".encode()
        with serving(head + chunks + b"0\r\n\r\n") as site:
            capture = site.get()
        assert (capture.body, capture.error, capture.notes) == (PAGE, None, ())

    @pytest.mark.parametrize("encoding", ["gzip", "deflate"])
    @pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 131_072, 1_000_003])
    def test_large_ones_come_out_whole(self, encoding: str, size: int) -> None:
        body = (b"ab" * size)[:size]
        sent = gzip.compress(body) if encoding == "gzip" else zlib.compress(body)
        with serving(answer(sent, f"Content-Encoding: {encoding}")) as site:
            assert site.get().body == body

    def test_an_empty_body_has_no_encoding(self) -> None:
        with serving(answer(b"", "Content-Encoding: gzip")) as site:
            assert site.get().error is None

    @pytest.mark.parametrize("layers", [1, 2, 3])
    def test_a_bomb_stops_early(self, layers: int) -> None:
        bomb = gzip.compress(bytes(2**20)) * 1024  # of 1 GiB
        for _ in range(layers - 1):
            bomb = gzip.compress(bomb)
        with serving(answer(bomb, "Content-Encoding: " + ", ".join(["gzip"] * layers))) as site:
            tracemalloc.start()
            try:
                capture = site.get(limits=Limits(size=2 * 2**20))
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
        assert capture.error == f"{site.url}/: larger than 2 MiB, the most that is read at once"
        assert len(capture.body) == 2 * 2**20
        assert peak < 8 * 2**20

    def test_a_bomb_that_comes_to_nothing_stops_too(self) -> None:
        empty = gzip.compress(gzip.compress(b"") * 200_000)  # the inner layer is large, what is left is not
        with serving(answer(empty, "Content-Encoding: gzip, gzip")) as site:
            capture = site.get(limits=Limits(size=2**20))
        assert capture.error is not None
        assert "larger than 1 MiB" in capture.error

    @pytest.mark.parametrize(
        ("encoding", "sent", "kept", "why"),
        [
            ("gzip", gzip.compress(PAGE * 1000)[:-9], None, "the gzip encoding ends too early; what came is kept"),
            ("gzip", b"\x1f", b"", "the gzip encoding ends too early"),
            ("deflate", zlib.compress(PAGE)[:-4], PAGE, "the deflate encoding ends too early"),
            ("gzip", gzip.compress(PAGE)[:-8] + b"\0" * 8, None, "broken gzip encoding"),
            ("deflate", b"\xff\xff\xff", b"", "broken deflate encoding"),
            ("br", b"abc", b"", "the br encoding ends too early"),
            ("zstd", zstd.compress(PAGE)[:-6], None, "the zstd encoding ends too early"),
            ("zstd", zstd.compress(b"")[:4] + b"\xff" * 20, b"", "broken zstd encoding"),
            ("gzip, compress", b"abc", b"abc", "encoded as 'gzip, compress', which cannot be undone here"),
            ("gzip, zstd, zstd, gzip", b"abc", b"abc", "encoded as 'gzip, zstd, zstd, gzip'"),
            (", ".join(["gzip"] * 4000), b"abc", b"abc", "encoded as 'gzip, gzip, gzip, gzip, gzip'"),
        ],
        ids=[
            "cut",
            "cut in the head",
            "zlib cut",
            "wrong checksum",
            "garbage",
            "brotli",
            "zstd cut",
            "zstd broken",
            "one unknown",
            "four",
            "very many",
        ],
    )
    def test_broken_and_unknown_ones(self, encoding: str, sent: bytes, kept: bytes | None, why: str) -> None:
        with serving(answer(sent, f"Content-Encoding: {encoding}")) as site:
            capture = site.get()
        assert capture.error is not None
        assert why in capture.error
        assert capture.body == kept if kept is not None else (PAGE * 1000).startswith(capture.body)

    def test_announced_but_absent(self) -> None:
        with serving(answer(PAGE, "Content-Encoding: gzip")) as site:
            capture = site.get()
        assert (capture.body, capture.error) == (PAGE, None)
        assert capture.notes == ("announced as gzip but sent without it: taken as it came",)

    def test_rest_after_the_end_is_said(self) -> None:
        with serving(answer(gzip.compress(PAGE) + b"\0\0\0", "Content-Encoding: gzip")) as site:
            capture = site.get()
        assert (capture.body, capture.error) == (PAGE, None)
        assert capture.notes == ("what stands after the end of the gzip encoding is left out",)


class TestRedirects:
    def test_they_are_followed_and_recorded(self) -> None:
        routes: dict[str, Route] = {
            "/a": redirect("/b?q=ї", "301 Moved"),
            "/b?q=%D1%97": redirect("c", "307 Temporary"),
            "/c": answer(),
        }
        with serving(routes) as site:
            capture = site.get("/a")
        assert capture.redirects == ((301, f"{site.url}/a"), (307, f"{site.url}/b?q=%D1%97"))
        assert (capture.address, capture.url) == (f"{site.url}/a", f"{site.url}/c")
        assert (capture.status, capture.body, capture.error) == (200, PAGE, None)

    def test_a_circle_ends(self) -> None:
        with serving({"/": redirect("/")}) as site:
            capture = site.get(limits=Limits(redirects=3))
        assert capture.error == f"{site.url}/: redirected onwards after 3 redirects; is it going in circles?"
        assert len(site.asked) == 4
        assert capture.status == 302

    def test_a_cookie_is_sent_back(self) -> None:
        def ask(stream: BinaryIO) -> None:
            known = b"Cookie: seen=1" in site.asked[-1]
            stream.write(answer() if known else answer(b"", "Location: /", "Set-Cookie: seen=1", status="302 Found"))

        with serving({"/": ask}) as site:
            assert site.get().body == PAGE

    def test_without_a_place_to_go(self) -> None:
        with serving(answer(b"where?", status="302 Found")) as site:
            capture = site.get()
        assert (capture.error, capture.body) == (f"{site.url}/ answered 302 Found", b"where?")

    @pytest.mark.parametrize(
        ("to", "why"),
        [
            ("file:///etc/passwd", "not an http or https address"),
            ("gopher://dayline.example/", "not an http or https address"),
            ("http://[::1", "not an address"),
            ("http://me:secret@dayline.example/", "user name or password"),
            ("http://xn--a.example/", "not an address that can be asked"),
        ],
    )
    def test_to_what_cannot_be_asked(self, to: str, why: str) -> None:
        with serving({"/": redirect(to)}) as site:
            capture = site.get()
        assert capture.error is not None
        assert why in capture.error
        assert "secret" not in repr(capture)
        assert capture.redirects == ((302, f"{site.url}/"),)


class TestCopiesInOtherArchives:
    HEADERS = (
        "Memento-Datetime: Wed, 08 Mar 2023 10:22:00 GMT",
        'Link: <https://dayline.example/s>; rel="original", </timemap>; rel="timemap"; type="a/b, c"',
    )

    def test_what_the_headers_say_is_kept_after_redirects(self) -> None:
        routes: dict[str, Route] = {"/AbC12": redirect("/copy"), "/copy": answer(PAGE, *self.HEADERS)}
        with serving(routes) as site:
            capture = site.get("/AbC12")
        assert capture.archived == Archived("127.0.0.1", "https://dayline.example/s", "2023-03-08T10:22:00Z")
        assert capture.url == f"{site.url}/copy"

    def test_a_refusal_is_a_copy_of_nothing(self) -> None:
        with serving(answer(b"not here", *self.HEADERS, status="404 Not Found")) as site:
            capture = site.get()
        assert (capture.archived, capture.body, capture.status) == (None, b"not here", 404)
        assert ("Memento-Datetime", "Wed, 08 Mar 2023 10:22:00 GMT") in capture.headers

    def test_any_other_page_is_a_copy_of_nothing(self) -> None:
        with serving(answer()) as site:
            assert site.get().archived is None


class TestPrivateAddresses:
    @pytest.mark.parametrize(
        ("url", "why"),
        [
            ("http://127.0.0.1/", "a loopback address"),
            ("http://127.1/", "a number instead of a name"),
            ("http://2130706433/", "a number instead of a name"),
            ("http://0x7f000001/", "a number instead of a name"),
            ("http://0x7f.1/", "a number instead of a name"),
            ("http://127.0.0.1./", "a number instead of a name"),
            ("http://0177.0.0.1/", ""),
            ("http://１２７.0.0.1/", ""),
            ("http://[::1]/", "a loopback address"),
            ("http://[::]/", "an unspecified address"),
            ("http://0.0.0.0/", "an unspecified address"),
            ("http://[::ffff:127.0.0.1]/", "a loopback address"),
            ("http://[64:ff9b::10.0.0.1]/", "a private address"),
            ("http://[2002:7f00:1::]/", "a loopback address"),
            ("http://[2001:0:7f00:1::]/", "a private address"),
            ("http://[fe80::1%25eth0]/", "address"),
            ("http://[fe80::1]/", "a link-local address"),
            ("http://[fec0::1]/", "a site-local address"),
            ("http://[fd00::1]/", "a private address"),
            ("http://[ff02::1]/", "a multicast address"),
            ("http://169.254.169.254/latest/meta-data/", "a link-local address"),
            ("http://10.1.2.3/", "a private address"),
            ("http://172.16.0.1/", "a private address"),
            ("http://192.168.1.1:8080/", "a private address"),
            ("http://100.64.0.1/", "a private address"),
            ("http://224.0.0.1/", "a multicast address"),
            ("http://255.255.255.255/", "address"),
            ("http://localhost/", "a loopback address"),
        ],
    )
    def test_they_are_refused(self, url: str, why: str) -> None:
        capture = fetch(url, limits=Limits(seconds=2))
        assert capture.error is not None
        assert why in capture.error
        assert (capture.body, capture.status) == (b"", None)

    @pytest.mark.parametrize("ip", ["93.184.215.14", "2606:2800:220:1::1", "64:ff9b::5db8:d70e", "2002:5db8:d70e::"])
    def test_public_ones_pass(self, ip: str) -> None:
        assert _not_public(ip) is None  # nothing is dialled here

    def test_one_private_address_among_public_ones_is_enough(self) -> None:
        capture = fetch("http://dayline.example/", resolve=lambda host, port: ["93.184.215.14", "10.0.0.5"])
        assert capture.error is not None
        assert "dayline.example is 10.0.0.5 here, a private address: refused" in capture.error

    def test_the_address_that_was_checked_is_the_one_dialled(self) -> None:
        asked = []

        def rebind(host: str, port: int) -> Sequence[str]:
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.5"]

        with serving(answer()) as site:
            capture = fetch(f"http://dayline.example:{site.port}/", allow_private=True, resolve=rebind)
        assert (capture.body, asked) == (PAGE, ["dayline.example"])
        assert f"Host: dayline.example:{site.port}\r\n".encode() in site.asked[0]

    def test_the_next_address_is_tried(self) -> None:
        with serving(answer()) as site:
            capture = fetch(
                f"http://dayline.example:{site.port}/",
                allow_private=True,
                resolve=lambda host, port: ["127.0.0.2", "::1", "127.0.0.1"],
            )
        assert capture.body == PAGE

    def test_nobody_there(self) -> None:
        with serving(answer()) as site:
            pass
        capture = site.get()
        assert capture.error is not None
        assert capture.error.startswith(f"{site.url}/: no answer: ")

    def test_unknown_name(self) -> None:
        def unknown(host: str, port: int) -> Sequence[str]:
            raise OSError("Name or service not known")

        capture = fetch("https://dayline.example/x", resolve=unknown)
        assert capture.error is not None
        assert "dayline.example: no such host is known here" in capture.error
        assert (capture.url, capture.status, capture.media_type) == ("https://dayline.example/x", None, None)

    def test_a_password_is_not_kept(self) -> None:
        capture = fetch("https://me:sec@ret@dayline.example/")
        assert "user name or password" in (capture.error or "")
        assert capture.address == "https://dayline.example/"
        assert "ret@" not in repr(capture)

    @settings(max_examples=200)
    @given(st.text(max_size=40) | st.text("0123456789abcdefx.:[]@%/?#\\", max_size=30).map("http://".__add__))
    @example("https://.dayline.example/")
    @example("https://" + "a" * 300 + ".example/")
    @example("http://xn--a.example/")
    @example("http://dayline.example:99999/")
    def test_any_address_ends_in_a_capture(self, url: str) -> None:
        assert fetch(url, limits=Limits(seconds=1), resolve=lambda host, port: ["127.0.0.1"]).error is not None


class TestProxy:
    def test_it_is_asked_for_the_whole_address(self) -> None:
        with serving({"http://dayline.example/": answer()}) as site:
            capture = fetch("http://dayline.example/", proxy=site.url.replace("//", "//me:secret@"))
        assert (capture.body, capture.error) == (PAGE, None)
        assert b"Proxy-Authorization: Basic" in site.asked[0]
        assert capture.notes == (
            "asked through the proxy 127.0.0.1, which looked names up itself: addresses are not checked",
        )

    @pytest.mark.parametrize(
        "host", ["localhost", "intranet", "router.local", "metadata.google.internal", "10.0.0.1", "[::1]"]
    )
    def test_what_an_address_says_is_checked(self, host: str) -> None:
        with serving(answer()) as site:
            capture = fetch(f"http://{host}/", proxy=site.url)
        assert "refused, because" in (capture.error or "")
        assert site.asked == []

    @pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "nonsense", "http://[::1"])
    def test_one_that_cannot_be_used(self, proxy: str) -> None:
        assert "the proxy cannot be used" in (fetch("http://dayline.example/", proxy=proxy).error or "")

    def test_the_environment_is_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        with serving(answer()) as site:
            assert site.get().body == PAGE


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
class TestEncryption:
    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        path = tmp_path / "both.pem"
        command = f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {path} -out {tmp_path}/c -days 2 -subj /CN=d"
        extension = ["-addext", "subjectAltName=DNS:dayline.example"]
        subprocess.run([*command.split(), *extension], check=True, capture_output=True)  # noqa: S603
        path.write_bytes(path.read_bytes() + (tmp_path / "c").read_bytes())
        return path

    def test_the_certificate_is_that_of_the_name(self, certificate: Path) -> None:
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(certificate)
        believed = ssl.create_default_context(cafile=certificate)
        with serving(answer(), server) as site:

            def get(host: str, tls: ssl.SSLContext | None) -> Capture:
                url = f"https://{host}:{site.port}/"
                return fetch(url, allow_private=True, resolve=lambda host, port: ["127.0.0.1"], tls=tls)

            assert get("dayline.example", believed).body == PAGE
            assert "CERTIFICATE_VERIFY_FAILED" in (get("other.example", believed).error or "")
            assert "CERTIFICATE_VERIFY_FAILED" in (get("dayline.example", None).error or "")
