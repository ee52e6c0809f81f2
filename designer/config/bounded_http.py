"""HTTP as the server reads it, bounded before any application sees a request.

For: how large and how slow the head of a request may be, how slowly an answer may be taken, how long a connection may linger
after it, and who may open one more.
Not here: bodies, which the door and the pages bound each their way; what a request is for.

The server's own protocol puts no bound on headers: one connection could fill the memory, or stay open for ever by sending a
byte now and then, or by taking its answer that slowly. 431 is RFC 6585, section 5.
"""

from __future__ import annotations

import asyncio
from typing import Any

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from designer.config.crowd import Crowd, files_for_connections
from designer.config.proxies import TrustedProxies

MOST_HEAD = 64 * 1024  # bytes of request line and headers
MOST_HEADERS = 200
SLOWEST_HEAD = settings.SLOWEST_HEAD  # seconds from the first byte (or from connecting) to the empty line
LONGEST_LINGER = 10.0  # seconds in which a body that nobody waits for any more may end
MOST_LINGERING = 64 * 1024 * 1024  # bytes of it that are read and thrown away
SLOWEST_READER = 4 * 1024  # bytes a second of an answer that its client must take
LAST_REQUEST = 1.0  # seconds that a connection nobody uses stays open once the server ends
READER_LOOKED_AT = 10.0  # seconds between looks at a client that is behind

CROWDED = b"Too many connections are open. Close some, or wait."
ALL_IN = Crowd(
    each=settings.CONNECTIONS_PER_ADDRESS,
    together=files_for_connections(),
    trusts=TrustedProxies(settings.TRUSTED_PROXIES).trusts,
)


class HeadTooLarge(Exception):
    """Ends the parsing; never leaves this module."""


class LingeringTransport:
    """What an answer is written to. Closing it while the client still sends would reset the connection, and the client would
    never read the answer (RFC 9112, 9.6); so our half is closed, and what comes is thrown away for a while.

    The server writes head and body apart; most come in one turn of the loop, and leave in one packet."""

    __slots__ = ("_head", "_protocol", "is_closing")

    def __init__(self, protocol: BoundedHttp) -> None:
        self._protocol = protocol
        self._head = b""
        self.is_closing = protocol.transport.is_closing

    def write(self, data: bytes) -> None:
        if self._head:
            data, self._head = self._head + data, b""
            self._protocol.transport.write(data)
        else:
            self._head = data
            self._protocol.loop.call_soon(self.flush)

    def flush(self) -> None:
        if self._head:
            data, self._head = self._head, b""
            self._protocol.transport.write(data)

    def close(self) -> None:
        self.flush()
        self._protocol.close_politely()


class BoundedHttp(HttpToolsProtocol):
    """One connection. `_in_head` is true whenever the next bytes belong to the head of a request."""

    crowd = ALL_IN

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_head = True
        self._heads = 0
        self._unread = 0  # bytes of an unfinished head
        self._refusal = 400
        self._deadline: asyncio.TimerHandle | None = None
        self._lingering = 0  # bytes read since our half was closed, and 1
        self._reader: asyncio.TimerHandle | None = None
        self._answering: RequestResponseCycle | None = None
        self._came_from: str | None = None  # while it counts in the crowd
        self._is_leaving = False  # the server ends: what comes now is the last request

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if not self.crowd.enter(address):
            self._turn_away(STATUS_LINE[429], CROWDED, b"retry-after: 10\r\n")
            return
        self._came_from = address
        self._expect_within(SLOWEST_HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_deadline()
        self._forget_reader()
        self._leave_crowd()
        super().connection_lost(exc)
        if self._answering is not None:  # with pipelined requests not the last one read, which the server tells itself
            self._answering.disconnected = True
            self._answering.message_event.set()

    def data_received(self, data: bytes) -> None:
        if self._lingering:
            self._throw_away(len(data))
            return
        if self.transport.is_closing():
            return
        began_in_head, heads = self._in_head, self._heads
        super().data_received(data)
        if began_in_head and heads == self._heads and not self._lingering:
            if self._deadline is None:  # most heads come whole and need no clock
                self._expect_within(SLOWEST_HEAD)
            self._unread += len(data)
            if self._unread > MOST_HEAD:
                self._refusal = 431
                self.send_400_response("")

    def eof_received(self) -> bool:  # type: ignore[override]
        """A client that says it sends no more still gets its answer (RFC 9112, 9.6), and nothing after it."""
        if self._lingering or not self._in_head or self.cycle is None or self.cycle.response_complete:
            return False
        self.cycle.keep_alive = False
        return True

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        cycle.transport = LingeringTransport(self)
        super()._start_asgi_task(cycle, app)

    def on_headers_complete(self) -> None:
        size = len(self.url) + sum([len(name) + len(value) + 4 for name, value in self.headers])
        if size > MOST_HEAD or len(self.headers) > MOST_HEADERS:
            self._refusal = 431
            raise HeadTooLarge
        self._in_head = False
        self._heads += 1
        self._unread = 0
        self._forget_deadline()
        super().on_headers_complete()
        if self._is_leaving and self.cycle is not None:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head = True
        self._forget_deadline()

    def on_response_complete(self) -> None:
        if self._lingering:
            self.server_state.total_requests += 1
            return
        super().on_response_complete()
        if not self._in_head:  # answered before the body ended
            self._expect_within(LONGEST_LINGER)

    def send_400_response(self, msg: str) -> None:
        if self._refusal != 431:
            super().send_400_response(msg)
            return
        text = f"The request line and headers may be {MOST_HEAD} bytes and {MOST_HEADERS} headers."
        self._turn_away(STATUS_LINE[431], text.encode())

    def shutdown(self) -> None:
        """The server ends. A sender may be about to use its open connection: closing it now would cut that request off, so it
        is answered once more, and told that it was the last time."""
        self._is_leaving = True
        if self.cycle is None or self.cycle.response_complete:
            self._expect_within(LAST_REQUEST)
        else:
            self.cycle.keep_alive = False

    def pause_writing(self) -> None:
        super().pause_writing()
        self._look_at_reader_after(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        self._forget_reader()
        super().resume_writing()

    def handle_websocket_upgrade(self) -> None:
        self._leave_crowd()  # from here on another protocol hears when the connection ends
        super().handle_websocket_upgrade()

    def _leave_crowd(self) -> None:
        if self._came_from is not None:
            self.crowd.leave(self._came_from)
            self._came_from = None

    def _turn_away(self, status_line: bytes, text: bytes, more: bytes = b"") -> None:
        head = b"content-type: text/plain\r\nconnection: close\r\ncontent-length: " + str(len(text)).encode()
        self.transport.write(status_line + more + head + b"\r\n\r\n" + text)
        self._linger()

    def close_politely(self) -> None:
        """After an answer; at once when the whole request was read."""
        if self._in_head or not self.transport.can_write_eof():
            self.transport.close()
        else:
            self._linger()

    def _linger(self) -> None:
        if self._lingering or self.transport.is_closing():
            return
        self._lingering = 1
        self._in_head = False  # nothing more is a request
        self.flow.resume_reading()
        self.transport.write_eof()
        self._expect_within(LONGEST_LINGER)

    def _throw_away(self, size: int) -> None:
        self._lingering += size
        if self._lingering > MOST_LINGERING:
            self.transport.abort()

    def _look_at_reader_after(self, waiting: int) -> None:
        self._forget_reader()
        self._reader = self.loop.call_later(READER_LOOKED_AT, self._look_at_reader, waiting)

    def _look_at_reader(self, waited_for: int) -> None:
        """Closing would wait for the client to take what is left, so one that does not is cut off."""
        waiting = self.transport.get_write_buffer_size()
        if waited_for - waiting < SLOWEST_READER * READER_LOOKED_AT:
            self.transport.abort()
        else:
            self._look_at_reader_after(waiting)

    def _forget_reader(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None

    def _expect_within(self, seconds: float) -> None:
        self._forget_deadline()
        self._deadline = self.loop.call_later(seconds, self._give_up, seconds)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self, seconds: float) -> None:
        if self._in_head and self.cycle is not None and not self.cycle.response_complete:
            self._expect_within(seconds)  # the next request may wait while this one is answered
        elif not self.transport.is_closing():
            self.transport.close()
