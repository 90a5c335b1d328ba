"""Captures of what an address on the web answers. The one place that reaches the network.

Pages are asked for from addresses that strangers wrote, so nothing here trusts them: a name is looked up once, all its
addresses are checked and one of those is dialled (what the name means a moment later does not matter); sizes are
counted while bytes arrive and again after each content encoding; the time is limited as a whole, not only between two
bytes.
"""

from __future__ import annotations

import io
import ipaddress
import re
import socket
import threading
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpcore
import httpx

from firsthand import __version__
from firsthand.capture.archived import archived
from firsthand.capture.capture import Capture, now
from firsthand.capture.encodings import ENCODINGS, EncodingError, inflated
from firsthand.capture.limits import USUAL, Limits
from firsthand.capture.media_type import sniff

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    Resolve = Callable[[str, int], Sequence[str]]

_HEADERS = {
    "User-Agent": f"firsthand/{__version__}",
    "Accept": "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.9, */*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}
_MOST_ENCODINGS = 3
_UNREAD = httpx.ByteStream(b"")  # httpx would undo the encodings of what it has not got, and fail over some
_MOST_SAID = 600  # characters of an error
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)
_LOCAL_NAME = re.compile(r"(?:.*\.)?(?:localhost|local|internal|localdomain|home\.arpa)\.?|[^.]+\.?", re.IGNORECASE)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_KINDS = ("unspecified", "loopback", "link_local", "site_local", "multicast", "private", "reserved")
_USERINFO = re.compile(r"(?<=://)[^/?#]*@")
_ALLOW = "refused, because a stranger's link could reach into your network this way; say --allow-private to read it"


class _Failure(Exception):
    """Why there is no more of an answer: a sentence for the `error` of the capture, in which it always ends."""


def look_up(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of a host, as this computer's resolver gives them.

    Raises:
        OSError: There is none, or nobody to ask.
    """
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    address: str,
    *,
    allow_private: bool = False,
    limits: Limits = USUAL,
    proxy: str | None = None,
    resolve: Resolve = look_up,
    tls: ssl.SSLContext | None = None,
    posting: tuple[str, bytes] | None = None,
) -> Capture:
    """Ask an http(s) address for what it holds and follow its redirects.

    Args:
        address: The URL. One that holds a user name or a password is refused: it would be kept in clear.
        allow_private: Whether private, loopback, link-local, multicast, reserved and disguised addresses may be asked.
        limits: For size, time and redirects.
        proxy: Address of an HTTP proxy. The proxy looks names up itself: only what an address says can be checked here.
            Settings of the environment are not read.
        resolve: Gives the IP addresses of (host, port), or raises OSError.
        tls: Which certificates are believed; by default those of the system and of certifi.
        posting: Media type and bytes to send along, to the first address only.

    Returns:
        The capture, whatever happens: `error` says what went wrong (also of an answer other than 2xx), beside the bytes
        that came before it did.
    """
    deadline = _Deadline(limits)
    at, url, cookies = now(), address, httpx.Cookies()
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    redirects: list[tuple[int, str]] = []
    notes: list[str] = []
    errors: list[str] = []
    body = io.BytesIO()
    try:
        with _pool(allow_private, deadline, proxy, resolve, tls, notes) as pool:
            while True:
                target = _checked(url, allow_private, by_name=proxy is not None)
                url = str(target)
                if posting and not redirects:
                    sent = {**_HEADERS, "Content-Type": posting[0]}
                    request = httpx.Request("POST", target, headers=sent, content=posting[1])
                else:
                    request = httpx.Request("GET", target, headers=_HEADERS, cookies=cookies)
                method, content = request.method, request.read()
                with pool.stream(method, _plain(target), headers=request.headers.raw, content=content) as stream:
                    answer = httpx.Response(stream.status, headers=stream.headers, request=request, stream=_UNREAD)
                    cookies.extract_cookies(answer)
                    status = answer.status_code
                    headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in stream.headers)
                    if status not in _REDIRECTS or "location" not in answer.headers:
                        if not answer.is_success:
                            errors.append(f"{url} answered {status} {_phrase(status)}".rstrip())
                        encodings = answer.headers.get("content-encoding", "")
                        for piece in _decoded(stream.iter_stream(), encodings, deadline, notes):
                            body.write(piece)
                        break
                    redirects.append((status, url))
                    if len(redirects) > limits.redirects:
                        raise _Failure(
                            f"redirected onwards after {limits.redirects} redirects; is it going in circles?"
                        )
                    url, status, headers = _join(target, answer.headers["location"]), None, ()
    except (_Failure, EncodingError) as failure:
        errors.append(f"{url}: {failure}")
    except httpcore.TimeoutException:
        errors.append(f"{url}: {deadline.passed() or f'sent nothing for {limits.wait:g} s; try again later'}")
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as error:
        errors.append(f"{url}: {'broke off' if status else 'no answer'}: {str(error) or type(error).__name__}")
    declared = next((value for name, value in headers if name.lower() == "content-type"), "")
    answered = _USERINFO.sub("", url)
    charset = re.search(r";\s*charset\s*=\s*[\"']?([^\s;\"']+)", declared, re.IGNORECASE)
    return Capture(
        _USERINFO.sub("", address),
        "fetched",
        at,
        body.getvalue(),
        url=answered,
        media_type=declared.partition(";")[0].strip().lower() or (sniff(body.getvalue(), url) if body.tell() else None),
        charset=charset[1].lower() if charset else None,
        status=status,
        headers=headers,
        redirects=tuple(redirects),
        error="; ".join(_short(_USERINFO.sub("", error)) for error in errors) or None,
        notes=tuple(notes),
        archived=archived(answered, headers) if status and HTTPStatus.OK <= status < 300 else None,
    )


def _short(error: str) -> str:
    """Leave out the middle of what repeats too much of an address or an answer."""
    return error if len(error) <= _MOST_SAID else f"{error[: _MOST_SAID // 2]} … {error[-_MOST_SAID // 2 :]}"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


# Addresses


def _checked(url: str, allow_private: bool, *, by_name: bool) -> httpx.URL:
    """Parse an address and refuse what can be refused before a name is looked up.

    Args:
        url: The address.
        allow_private: Whether local and disguised ones pass.
        by_name: Whether to refuse the usual names of local hosts too, because nobody here will look them up.
    """
    try:
        target = httpx.URL(url)
        host = target.host and target.raw_host.decode("ascii")  # reading `host` refuses what httpx would choke on later
    except (httpx.InvalidURL, ValueError) as error:
        raise _Failure(f"not an address that can be asked: {error}") from error
    if target.scheme not in ("http", "https") or not host:
        raise _Failure("not an http or https address; a file is given by its path")
    if target.userinfo:
        raise _Failure("the address holds a user name or password, which would be kept in clear: take it out")
    if allow_private:
        return target
    try:
        why = _not_public(host)
    except ValueError:  # a name, or a number in disguise such as 0x7f000001 and 127.1
        last = host.rstrip(".").rpartition(".")[2]
        why = "a number instead of a name" if _NUMBER.fullmatch(last) else None
        if by_name and _LOCAL_NAME.fullmatch(host):
            why = "a local name"
    if why:
        raise _Failure(f"{host} is {why}: {_ALLOW}")
    return target


def _not_public(address: str) -> str | None:
    """Say what kind of address it is if it is not a public one.

    Raises:
        ValueError: It is not an IP address in its usual form.

    >>> _not_public("64:ff9b::7f00:1")
    'a loopback address'
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id:
            return "a link-local address"
        inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        ip = ip.ipv4_mapped or ip.sixtofour or inside or ip
    kind = next((kind for kind in _KINDS if getattr(ip, f"is_{kind}", False)), None if ip.is_global else "private")
    return kind and f"a{'n' if kind[0] in 'aeiou' else ''} {kind.replace('_', '-')} address"


def _join(base: httpx.URL, location: str) -> str:
    try:
        return str(base.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise _Failure(f"redirects to what is not an address: {error}") from error


# Connections


class _Deadline:
    """The end of the time that one address gets."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._end = time.monotonic() + limits.seconds

    def passed(self) -> str | None:
        """Return what to say when the time is up, else None."""
        return f"took longer than {self.limits.seconds:g} s in all" if time.monotonic() >= self._end else None

    def left(self) -> float:
        """Return how many seconds the next wait may take."""
        if why := self.passed():
            raise _Failure(why)
        return min(self.limits.wait, max(self._end - time.monotonic(), 0.001))


class _Connection(httpcore.NetworkStream):
    """A connection on which no single wait goes past the deadline, however slowly bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        except ValueError as error:
            raise _Failure(f"no encrypted connection to a host of this name: {error}") from error
        return _Connection(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Dialler(httpcore.NetworkBackend):
    """Looks a host up, refuses it if any of its addresses is not public, and dials the very addresses it checked."""

    def __init__(self, allow_private: bool, deadline: _Deadline, resolve: Resolve) -> None:
        self._allow_private, self._deadline, self._resolve = allow_private, deadline, resolve
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._addresses(host, port)
        for ip in () if self._allow_private else addresses:
            if why := _not_public(ip):
                raise _Failure(f"{host} is {ip} here, {why}: {_ALLOW}")
        failure: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for ip in addresses:
            try:
                inner = self._inner.connect_tcp(ip, port, self._deadline.left(), local_address, socket_options)
                return _Connection(inner, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or _Failure(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        """Look the host up in a thread, because the system's resolver cannot be told when to stop."""
        found: list[Sequence[str]] = []
        failed: list[Exception] = []

        def ask() -> None:
            try:
                found.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(self._deadline.left())
        if failed:
            raise _Failure(f"{host}: no such host is known here; check the spelling and your connection") from failed[0]
        if not found:
            raise _Failure(f"{host}: looking up the name took too long; check your connection")
        return found[0]


def _pool(
    allow_private: bool,
    deadline: _Deadline,
    proxy: str | None,
    resolve: Resolve,
    tls: ssl.SSLContext | None,
    notes: list[str],
) -> httpcore.ConnectionPool:
    if proxy is None:
        return httpcore.ConnectionPool(tls, network_backend=_Dialler(allow_private, deadline, resolve))
    try:
        via = httpx.Proxy(proxy)
        if via.url.scheme not in ("http", "https"):
            raise ValueError("only http and https proxies are known")
    except (httpx.InvalidURL, ValueError) as error:
        raise _Failure(f"the proxy cannot be used: {error}") from error
    notes.append(f"asked through the proxy {via.url.host}, which looked names up itself: addresses are not checked")
    return httpcore.HTTPProxy(
        _plain(via.url),
        proxy_auth=via.raw_auth,
        ssl_context=tls,
        network_backend=_Dialler(True, deadline, resolve),
    )


def _plain(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


# Bodies


def _decoded(pieces: Iterable[bytes], encodings: str, deadline: _Deadline, notes: list[str]) -> Iterator[bytes]:
    """Take the content encodings off piece by piece, holding a bounded number of bytes at any time."""
    pieces = _counted(pieces, deadline)
    names = [name for name in re.split(r"[\s,]+", encodings.lower()) if name not in ("", "identity")]
    if len(names) > _MOST_ENCODINGS or not set(names) <= ENCODINGS:
        yield from pieces
        raise _Failure(f"encoded as {', '.join(names[:5])!r}, which cannot be undone here")
    for name in reversed(names):
        pieces = _counted(inflated(pieces, name, notes), deadline)
    yield from pieces


def _counted(pieces: Iterable[bytes], deadline: _Deadline) -> Iterator[bytes]:
    """Pass bytes on up to the limits of size and time."""
    left = deadline.limits.size
    for piece in pieces:
        deadline.left()
        if len(piece) > left:
            yield piece[:left]
            raise _Failure(f"larger than {deadline.limits.size_text}, the most that is read at once")
        left -= len(piece)
        yield piece
