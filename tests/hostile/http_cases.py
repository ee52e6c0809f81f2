"""HTTP as attackers, broken programs and other protocols speak it, byte by byte.

Each case is what one connection sends, and which answers are right: statuses, in order, or a close without a word.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

REFUSED = frozenset({400})
CLOSED = frozenset({0})  # hung up without an answer
BODY = b'{"a":1}'
CANARY = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@dataclass(frozen=True)
class HttpCase:
    """`statuses` are right for the first answer; `most` answers may come, so that nothing smuggled is taken for a request."""

    name: str
    sent: bytes
    statuses: frozenset[int]
    most: int = 1


def http_cases(path: str) -> list[HttpCase]:
    """Against the path of an endpoint that takes POST with JSON and answers 200."""
    return [*_framing(path), *_heads(path), *_lines(path), *_others(path), *_verbs(path), *_fine(path)]


def head(path: str, *headers: str | bytes, method: str = "POST", version: str = "HTTP/1.1", host: str = "Host: x") -> bytes:
    lines = [f"{method} {path} {version}".encode(), host.encode(), b"Content-Type: application/json"]
    return b"\r\n".join([*lines, *(line.encode() if isinstance(line, str) else line for line in headers), b"", b""])


def _framing(path: str) -> Iterator[HttpCase]:
    """How long a body is: what front and back of a chain of servers must never see differently."""
    length, chunked = f"Content-Length: {len(BODY)}", "Transfer-Encoding: chunked"
    one_chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
    both = {
        "a length, then chunks": (length, chunked),
        "chunks, then a length": (chunked, length),
        "a length of nothing and chunks": ("Content-Length: 0", chunked),
        "two lengths": (length, "Content-Length: 3"),
        "a length of nothing and one of something": ("Content-Length: 0", length),
        "two lengths in one line": (f"{length}, 3",),
    }
    for name, headers in both.items():
        yield HttpCase(name, head(path, *headers) + one_chunk + CANARY, REFUSED)
    for value in (
        "-1",
        "+7",
        "0x7",
        "7.0",
        "7 7",
        "7a",
        "",
        "  ",
        "99999999999999999999999",
        "7,7",
        "\uff11",
        "1e1",
        "\x0b7",
        "7;",
    ):
        yield HttpCase(
            f"a length of {value!r}", head(path, f"Content-Length: {value}".encode()) + BODY + CANARY, REFUSED | {408, 413}
        )
    for value in (
        "chunked, identity",
        "xchunked",
        "chunkedx",
        "identity",
        "gzip",
        "chunked;q=1",
        "\x0bchunked",
        "chunked chunked",
        "chunk",
    ):
        yield HttpCase(
            f"an encoding of {value!r}", head(path, f"Transfer-Encoding: {value}".encode()) + one_chunk + CANARY, REFUSED
        )
    for name, line in {
        "space before the colon of a length": "Content-Length : 7",
        "space before the colon of an encoding": "Transfer-Encoding : chunked",
        "an encoding in a folded line": "Transfer-Encoding:\r\n chunked",
        "a length in a folded line": "X: y\r\n Content-Length: 7",
        "a tab before the name": "\tTransfer-Encoding: chunked",
        "an encoding behind a bare return": "X: y\rTransfer-Encoding: chunked",
        "a NUL in an encoding": "Transfer-Encoding: chunked\x00",
        "a NUL in a name": "Transfer\x00-Encoding: chunked",
    }.items():
        yield HttpCase(name, head(path, line) + one_chunk + CANARY, REFUSED)
    for name, chunks in {
        "a size that is no number": b"zz\r\n{}\r\n0\r\n\r\n",
        "a negative size": b"-2\r\n{}\r\n0\r\n\r\n",
        "a size in 0x": b"0x2\r\n{}\r\n0\r\n\r\n",
        "a size of nothing": b"\r\n{}\r\n0\r\n\r\n",
        "a size past any number": b"f" * 40 + b"\r\n{}\r\n0\r\n\r\n",
        "a size past 64 bits": b"10000000000000002\r\n{}\r\n0\r\n\r\n",
        "a size with a space before it": b" 2\r\n{}\r\n0\r\n\r\n",
        "a size that underscores": b"1_0\r\n{}\r\n0\r\n\r\n",
        "a chunk longer than it says": b"1\r\n{}\r\n0\r\n\r\n",
        "a chunk that ends with a bare return": b"2\r{}\r\n0\r\n\r\n",
        "no end behind a chunk": b"2\r\n{}0\r\n\r\n",
    }.items():
        yield HttpCase(name, head(path, chunked) + chunks + CANARY, REFUSED)
    yield HttpCase("a chunk that never ends", head(path, chunked) + b"5\r\n{}", CLOSED | REFUSED)
    yield HttpCase("a body that breaks off", head(path, "Content-Length: 50") + b"{", CLOSED | {408})
    yield HttpCase(
        "a size with a megabyte behind it",
        head(path, chunked) + b"2;" + b"x" * 1_000_000 + b"\r\n{}\r\n0\r\n\r\n",
        REFUSED | CLOSED | {413, 200},
    )
    yield HttpCase(
        "a trailer that would be a length",
        head(path, chunked) + one_chunk[:-2] + b"Content-Length: 9\r\n\r\n",
        frozenset({200, 400}),
    )


def _heads(path: str) -> Iterator[HttpCase]:
    """Heads past every size."""
    yield HttpCase("one header of 100 kB", head(path, "X-A: " + "a" * 100_000), frozenset({431}))
    yield HttpCase("a name of 100 kB", head(path, "X" * 100_000 + ": a"), frozenset({431}))
    yield HttpCase("ten thousand headers", head(path, *[f"X-{number}: a" for number in range(10_000)]), frozenset({431}))
    yield HttpCase("ten thousand headers of one name", head(path, *["X: a"] * 10_000), frozenset({431}))
    yield HttpCase("a header that never ends", head(path)[:-2] + b"X-A: " + b"a" * 200_000, frozenset({431}))
    yield HttpCase("a path of 100 kB", head(path + "/" + "a" * 100_000), frozenset({431}))
    yield HttpCase("a query of 100 kB", head(path + "?" + "a=1&" * 25_000), frozenset({431}))
    yield HttpCase(
        "a query of ten thousand parameters",
        head(path + "?" + "&".join("a=1" for _ in range(10_000)), "Content-Length: 0"),
        frozenset({400}),
    )
    yield HttpCase("a cookie of 60 kB", head(path, "Cookie: " + "a" * 60_000, "Content-Length: 0"), frozenset({200, 431}))
    yield HttpCase("empty lines for ever", b"\r\n" * 100_000, frozenset({0, 400, 431}))


def _lines(path: str) -> Iterator[HttpCase]:
    """The request line and single lines of the head."""
    rest = b"Host: x\r\nContent-Length: 0\r\n\r\n"
    for name, line in {
        "no version": f"POST {path}",
        "version 0.9": f"POST {path} HTTP/0.9",
        "version 2.0 in plain": f"POST {path} HTTP/2.0",
        "version 9.9": f"POST {path} HTTP/9.9",
        "a version of letters": f"POST {path} HTTP/a.b",
        "another protocol": f"POST {path} HTCPCP/1.0",
        "a version too long": f"POST {path} HTTP/1.1111111111",
        "two spaces": f"POST  {path}  HTTP/1.1",
        "tabs": f"POST\t{path}\tHTTP/1.1",
        "no path": "POST  HTTP/1.1",
        "a path without a slash": "POST hooks HTTP/1.1",
        "a space in the path": f"POST {path} x HTTP/1.1",
        "a method in small letters": f"post {path} HTTP/1.1",
        "a method that is none": f"BREW {path} HTTP/1.1",
        "a method of 10 kB": f"{'A' * 10_000} {path} HTTP/1.1",
        "a method with a colon": f"PO:ST {path} HTTP/1.1",
        "a NUL in the path": f"POST {path}\x00 HTTP/1.1",
        "a return in the path": f"POST {path}\rX HTTP/1.1",
        "a byte past ASCII in the path": f"POST {path}é HTTP/1.1",
    }.items():
        yield HttpCase(name, line.encode() + b"\r\n" + rest, frozenset({0, 200, 400, 404, 405}), most=1)
    for name, line in {
        "a header without a colon": b"Nonsense",
        "a header without a name": b": a",
        "a space in a name": b"X A: a",
        "a NUL in a value": b"X-A: a\x00b",
        "a return in a value": b"X-A: a\rb",
        "a bell in a name": b"X\x07: a",
        "an escape in a value": b"X-A: \x1b[31m",
        "bytes past ASCII in a name": b"X-\xff: a",
        "a header of nothing but a space": b" ",
    }.items():
        yield HttpCase(name, head(path, line, "Content-Length: 0"), frozenset({200, 400}))
    yield HttpCase("bytes past ASCII in a value", head(path, b"X-A: \xff\xfe", "Content-Length: 0"), frozenset({200}))
    yield HttpCase("no host", f"POST {path} HTTP/1.1\r\nContent-Length: 0\r\n\r\n".encode(), frozenset({200, 400}))
    yield HttpCase("two hosts", head(path, "Host: y", "Content-Length: 0"), frozenset({200, 400}))
    yield HttpCase("bare line feeds", head(path, "Content-Length: 0").replace(b"\r\n", b"\n"), frozenset({200, 400}))


def _others(path: str) -> Iterator[HttpCase]:
    """Programs that meant somebody else."""
    hello = bytes.fromhex("16030100f8010000f40303") + bytes(range(200)) + b"\x00" * 37
    yield HttpCase("a TLS hello", hello, REFUSED)
    yield HttpCase("an SSH client", b"SSH-2.0-OpenSSH_9.2\r\n", REFUSED)
    yield HttpCase("an HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00", REFUSED)
    yield HttpCase("a mail server's greeting", b"EHLO example.com\r\n", REFUSED)
    yield HttpCase("a Redis command", b"*1\r\n$4\r\nPING\r\n", REFUSED)
    yield HttpCase("a PostgreSQL start", bytes.fromhex("00000008 04d2162f"), REFUSED | CLOSED)
    yield HttpCase("a SOCKS greeting", b"\x05\x01\x00", REFUSED | CLOSED)
    yield HttpCase("a PROXY line", b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + head(path, "Content-Length: 0"), REFUSED)
    yield HttpCase("nothing", b"", CLOSED)
    yield HttpCase("one byte", b"P", CLOSED)
    yield HttpCase("zeros", bytes(10_000), REFUSED)
    yield HttpCase("every byte there is", bytes(range(256)) * 40, REFUSED)
    yield HttpCase("half a request line", b"POST /ho", CLOSED)
    yield HttpCase("half a head", head(path)[:-2], CLOSED)
    upgrade = (
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    )
    yield HttpCase("a WebSocket to an endpoint", head(path, *upgrade, method="GET"), frozenset({403, 404, 405, 426}))
    yield HttpCase(
        "a WebSocket with a key that is none",
        head(path, *upgrade[:3], "Sec-WebSocket-Key: x", method="GET"),
        frozenset({400, 403}),
    )
    yield HttpCase(
        "an upgrade to HTTP/2",
        head(path, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk", "Content-Length: 0"),
        frozenset({200, 400}),
    )
    yield HttpCase("a proxy's question", head("example.com:443", method="CONNECT"), REFUSED)
    yield HttpCase("a question to a proxy", head(f"http://example.com{path}", "Content-Length: 0"), frozenset({200, 400, 404}))


VERBS = """
GET HEAD PUT PATCH DELETE OPTIONS TRACE COPY LOCK MKCOL MOVE PROPFIND PROPPATCH SEARCH UNLOCK BIND UNBIND REBIND ACL REPORT
MKACTIVITY CHECKOUT MERGE NOTIFY SUBSCRIBE UNSUBSCRIBE PURGE MKCALENDAR LINK UNLINK SOURCE M-SEARCH QUERY DEBUG BREW
"""


def _verbs(path: str) -> Iterator[HttpCase]:
    for method in VERBS.split():
        sent = head(path, "Content-Length: 0", "Connection: close", method=method)
        yield HttpCase(f"the verb {method}", sent, frozenset({400, 405}))


def _fine(path: str) -> Iterator[HttpCase]:
    """Odd, and right: these must be served."""
    length = f"Content-Length: {len(BODY)}"
    close = "Connection: close"
    fine = frozenset({200})
    yield HttpCase(
        "chunks of one byte",
        head(path, "Transfer-Encoding: chunked", close) + b"".join(b"1\r\n%c\r\n" % byte for byte in BODY) + b"0\r\n\r\n",
        fine,
    )
    yield HttpCase(
        "chunks with extensions", head(path, "Transfer-Encoding: chunked", close) + b"7;a=b\r\n" + BODY + b"\r\n0;c\r\n\r\n", fine
    )
    yield HttpCase(
        "chunks with a trailer",
        head(path, "Transfer-Encoding: chunked", close) + b"7\r\n" + BODY + b"\r\n0\r\nX-T: y\r\n\r\n",
        fine,
    )
    yield HttpCase(
        "an encoding in capitals", head(path, "TRANSFER-ENCODING: CHUNKED", close) + b"7\r\n" + BODY + b"\r\n0\r\n\r\n", fine
    )
    empty_first = head(path, "Transfer-Encoding: , chunked", close) + b"7\r\n" + BODY + b"\r\n0\r\n\r\n"
    yield HttpCase("an encoding behind an empty one", empty_first, fine)
    yield HttpCase("the same length twice", head(path, length, length, close) + BODY, fine | REFUSED)
    yield HttpCase("an empty line first", b"\r\n" + head(path, length, close) + BODY, fine)
    yield HttpCase("version 1.0", head(path, length, version="HTTP/1.0") + BODY, fine)
    yield HttpCase("a value with spaces around", head(path, f"Content-Length:   {len(BODY)}   ", close) + BODY, fine)
    yield HttpCase(
        "a hundred and fifty headers", head(path, *[f"X-{number}: a" for number in range(150)], length, close) + BODY, fine
    )
    yield HttpCase("ten requests at once", (head(path, length) + BODY) * 9 + head(path, length, close) + BODY, fine, most=10)
    yield HttpCase(
        "a hundred requests at once", (head(path, length) + BODY) * 99 + head(path, length, close) + BODY, fine, most=100
    )
    yield HttpCase(
        "a client that asks before it sends",
        head(path, length, close, "Expect: 100-continue") + BODY,
        frozenset({100, 200}),
        most=2,
    )
    yield HttpCase("an expectation nobody knows", head(path, length, close, "Expect: a-pony") + BODY, frozenset({200, 417}))
    yield HttpCase("more behind the last request", head(path, length, close) + BODY + CANARY, fine)


def speak(port: int, sent: bytes, *, timeout: float = 20.0) -> list[int]:
    """The statuses of all answers to what was sent; [0] when the other side hung up without one. Raises `TimeoutError`."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        with suppress(OSError):  # refused before all was sent
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except ConnectionError:  # refused while we were still sending: the answer may be lost on the way
            pass
    return [int(status) for status in re.findall(rb"HTTP/1\.1 ([0-9]{3}) ", received)] or [0]
