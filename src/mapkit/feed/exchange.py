"""One request over HTTP/1.1 (RFC 9112) to one checked address, within limits of time and size."""

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from typing import Final

from mapkit.errors import FeedError
from mapkit.feed.links import Link

#: The longest body, as it comes and unpacked, in bytes.
MAX_BYTES: Final = 10_000_000
#: Seconds to connect, to wait for the next bytes, and for a whole answer.
CONNECT_S: Final = 10.0
READ_S: Final = 20.0
WHOLE_S: Final = 60.0

_ADDRESSES: Final = 4
_CHUNK: Final = 65_536
_EITHER_ZLIB_OR_GZIP: Final = 47


class UnreachableError(FeedError):
    """No address of a host takes a connection."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Parameters
    ----------
    status : int
    headers : email.message.Message
        Looked up without regard to case.
    body : bytes
        Unpacked; empty where `wanted` did not ask for it.
    """

    status: int
    headers: Message
    body: bytes


class _Connection(http.client.HTTPConnection):
    """A connection to one address, under the name of the host that was asked for."""

    def __init__(self, link: Link, address: str, tls: ssl.SSLContext) -> None:
        super().__init__(link.host, link.port)
        self._address = (address, link.port)
        self._tls = tls if link.scheme == "https" else None
        if link.usual_port:
            self.default_port = link.port  # http.client leaves the usual port out of the Host header

    def connect(self) -> None:
        self.sock = socket.create_connection(self._address, CONNECT_S)
        self.sock.settimeout(READ_S)
        if self._tls:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self._wire = self.sock  # http.client lets go of its own once an answer has begun

    def handshake(self) -> None:
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def cut(self) -> None:
        """End it from another thread, whatever it waits for."""
        with suppress(OSError):
            socket.socket.shutdown(self._wire, socket.SHUT_RDWR)  # not TLS's own, which would take its state away


def exchange(
    link: Link,
    addresses: Sequence[str],
    headers: Mapping[str, str],
    tls: ssl.SSLContext,
    wanted: Callable[[int, Message], bool],
) -> Answer:
    """Ask for a link once, at the first address that can be reached.

    Parameters
    ----------
    link : Link
    addresses : sequence of str
        Checked ones; no name is resolved here.
    headers : mapping
    tls : ssl.SSLContext
    wanted : callable
        Takes status and headers, tells whether the body is to be read; it may raise `FeedError`.

    Raises
    ------
    FeedError
        Where no address can be reached, or the answer is broken or beyond a limit.
    """
    with _connected(link, addresses, tls) as connection:
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            connection.cut()

        timer = threading.Timer(WHOLE_S, expire)
        timer.daemon = True
        timer.start()
        try:
            connection.handshake()
            connection.request("GET", link.target, headers=dict(headers))
            with connection.getresponse() as response:
                body = b"".join(_body(response)) if wanted(response.status, response.headers) else b""
                complete = not expired.is_set()
                answer = Answer(response.status, response.headers, body)
        except ssl.SSLCertVerificationError as error:
            raise FeedError(f"its certificate is not valid ({error.verify_message})") from None
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            if expired.is_set():
                raise FeedError(f"takes longer than {WHOLE_S:.0f} seconds to answer") from None
            raise FeedError(f"its server breaks off or answers what is no HTTP ({type(error).__name__})") from None
        finally:
            timer.cancel()
    if not complete:  # a body without a stated length ends where the connection was cut
        raise FeedError(f"takes longer than {WHOLE_S:.0f} seconds to answer")
    return answer


@contextmanager
def _connected(link: Link, addresses: Sequence[str], tls: ssl.SSLContext) -> Iterator[_Connection]:
    reasons = []
    for address in addresses[:_ADDRESSES]:
        connection = _Connection(link, address, tls)
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            reasons.append(f"{address}: {error.strerror or 'timed out'}")
            continue
        try:
            yield connection
        finally:
            connection.close()
        return
    raise UnreachableError(f"its host {link.host} cannot be reached ({'; '.join(reasons)})")


def _body(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield the body, unpacked, and stop where it is too long."""
    encoding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise FeedError("comes packed in a way that was not asked for")
    unpacker = None if encoding == "identity" else zlib.decompressobj(_EITHER_ZLIB_OR_GZIP)
    came = given = 0
    while chunk := response.read(_CHUNK):
        came += len(chunk)
        piece = unpacker.decompress(chunk, MAX_BYTES - given + 1) if unpacker else chunk
        given += len(piece)
        if max(came, given) > MAX_BYTES:
            raise FeedError(f"is larger than {MAX_BYTES // 1_000_000} MB")
        yield piece
    if response.length or (unpacker and given and not unpacker.eof):
        raise FeedError("breaks off before its end; try again")
