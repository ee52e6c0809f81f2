"""`apiClient`: requests to the service, proven as the connector says, on behalf of one account.

For: where requests go and what is put on them, a second try with fresh credentials after a 401, patience after a 429, the answer
read and its errors told.
Not here: the connection itself and which addresses are never called (`runtime.outbound`), the sandboxed side (`host/host.js`).

Also for `.rest.yml` methods, which run on this side: `request` is all they need.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from datetime import UTC, datetime
from typing import Any, Final

from runtime.components.authorization import allowed_hosts, authorization_headers
from runtime.components.http_answer import answer_text, read_body, retry_after
from runtime.connectors import formulas
from runtime.connectors.functions.accounts import Account, Opened
from runtime.connectors.functions.bodies import address, encode, with_query
from runtime.connectors.functions.calls import Calls
from runtime.engine.component import HttpAnswer, HttpPort
from runtime.engine.errors import ConnectionProblem, HookyardError, NotAllowed, RemoteProblem, StepProblem
from runtime.engine.values import value
from runtime.outbound.targets import parse_url

TIMEOUT: Final = 30.0  # seconds for one request
MOST_TRIES: Final = 4  # of one that the service puts off with 429
LONGEST_WAIT: Final = 20.0  # seconds before such a try
FIRST_WAIT: Final = 1.0
REDIRECTS: Final = 3
EXCERPT: Final = 500


@value
class ApiConfig:
    """What `make-api-client` returned."""

    base_uri: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    auth: Mapping[str, str] | None = None
    response_handlers: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def read(cls, said: Any) -> ApiConfig:
        """Also under the names of older packages."""
        config = said if isinstance(said, Mapping) else {}
        handlers = config.get("responseHandlers")
        return cls(
            base_uri=str(config.get("baseUri") or config.get("baseUrl") or ""),
            headers=_mapping(config.get("headers")),
            query=_mapping(config.get("query") or config.get("defaultQueryParameters")),
            auth=_mapping(config.get("auth")) or None,
            response_handlers=tuple(one for one in handlers if isinstance(one, dict)) if isinstance(handlers, list) else (),
        )


@value
class ApiAnswer:
    status: int
    headers: Mapping[str, str]
    data: Any


class ApiRefused(Exception):
    """The service answered, and it is an error. `problem` is what becomes of it where nobody catches it."""

    def __init__(self, problem: HookyardError, key: str, answer: ApiAnswer) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.key = key
        self.answer = answer


Configure = Callable[[Opened], Awaitable[ApiConfig]]


class ApiClient:
    """Belongs to one run of one function. `is_patient` is for flows, which may wait; somebody waits for everything else."""

    def __init__(
        self, http: HttpPort, account: Account | None, configure: Configure, calls: Calls, *, is_patient: bool = False
    ) -> None:
        self._http = http
        self._account = account
        self._configure = configure
        self._calls = calls
        self._tries = MOST_TRIES if is_patient else 1
        self._opened: Opened | None = None
        self._config = ApiConfig()
        self._lock = asyncio.Lock()

    async def opened(self) -> Opened:
        """Raises what opening the account does."""
        async with self._lock:
            if self._opened is None:
                opened = await self._account.open() if self._account else Opened({})
                self._calls.keep_secret(_secret_of(opened))
                self._config = await self._configure(opened)
                self._opened = opened
            return self._opened

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        base_uri: str = "",
        auth: Mapping[str, str] | None = None,
        is_binary: bool = False,
    ) -> ApiAnswer:
        """`body` is `{"data"}`, `{"form"}` or `{"base64"}`. Raises `ApiRefused` for an error answer, and `HookyardError`."""
        asked = _Asked(method.upper(), path, query or {}, headers or {}, body or {}, base_uri, auth)
        opened = await self.opened()
        answer = await self._patiently(asked, opened)
        if answer.status == 401 and opened.can_renew and self._account is not None:
            answer = await self._patiently(asked, await self._renewed(opened))
        read = self._read(answer, is_binary)
        return await self._judged(read, answer)

    async def fetch(self, method: str, url: str, headers: dict[str, str], content: bytes | None, redirects: int) -> HttpAnswer:
        """As it is, without the account. Raises `HookyardError`."""
        return await self._sent(method, url, headers, content, (), redirects=redirects)

    async def _renewed(self, refused: Opened) -> Opened:
        """Once for all requests that were refused with the same credentials."""
        async with self._lock:
            if self._opened is refused and self._account is not None:
                self._opened = await self._account.renew(refused)
                self._calls.keep_secret(_secret_of(self._opened))
                self._config = await self._configure(self._opened)
            return self._opened or refused

    async def _patiently(self, asked: _Asked, opened: Opened) -> HttpAnswer:
        for again in range(self._tries):
            answer = await self._once(asked, opened)
            if answer.status != 429 or again == self._tries - 1:
                break
            told = retry_after(answer.headers, now=datetime.now(UTC))
            await asyncio.sleep(min(told if told is not None else FIRST_WAIT * 2**again, LONGEST_WAIT))
        return answer

    async def _once(self, asked: _Asked, opened: Opened) -> HttpAnswer:
        config = self._config
        where, hosts = address(asked.base_uri or config.base_uri, asked.path), opened.hosts or allowed_hosts(opened.proof)
        if not hosts and config.base_uri and not asked.base_uri:
            # A path may come with an event or from a service: what it names gets no credentials of another's.
            hosts = (parse_url(config.base_uri).raw_host.decode("ascii", "replace").lower(),)
        if where.lower().startswith("http://") and config.base_uri.lower().startswith("https://"):
            raise NotAllowed("The service is called by https; by http anybody on the way would read the credentials.",
                             code="host_not_allowed")  # fmt: skip
        url = with_query(where, {**config.query, **asked.query})
        headers = {str(name): _text(given) for name, given in {**config.headers, **asked.headers}.items() if given is not None}
        content = encode(asked.body, headers)
        if auth := asked.auth or config.auth:
            pair = f"{auth.get('username', '')}:{auth.get('password', '')}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode('ascii')}"
        if not config.headers and not config.query and not auth and opened.proof is not None:
            headers |= authorization_headers(opened.proof, body=content or b"", now=datetime.now(UTC).timestamp())
        return await self._sent(asked.method, url, headers, content, hosts)

    async def _sent(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None, hosts: Any, *, redirects: int = REDIRECTS
    ) -> HttpAnswer:
        call = self._calls.begin(method, url, content)
        secret = [name for name in headers if name.lower() not in ("accept", "content-type", "user-agent")]
        try:
            answer = await self._http.request(
                method,
                url,
                headers=headers,
                content=content,
                timeout=TIMEOUT,
                redirects=redirects,
                hosts=hosts,
                secret_headers=secret,
            )
        except HookyardError as problem:
            if call:
                call.failed(problem)
            raise
        if call:
            call.answered(answer)
        return answer

    def _read(self, answer: HttpAnswer, is_binary: bool) -> ApiAnswer:
        if is_binary:
            return ApiAnswer(answer.status, answer.headers, {"base64": base64.b64encode(answer.body).decode("ascii")})
        try:
            return ApiAnswer(answer.status, answer.headers, read_body(answer))
        except RemoteProblem:
            if answer.status < 300:
                raise
            return ApiAnswer(answer.status, answer.headers, answer_text(answer))

    async def _judged(self, read: ApiAnswer, answer: HttpAnswer) -> ApiAnswer:
        handler = self._handler(read)
        if handler is not None:
            variables = {"response": {"status": read.status, "headers": dict(read.headers), "data": read.data}}
            if handler.get("isSuccess"):
                data = formulas.evaluate(handler["data"], variables) if "data" in handler else read.data
                return ApiAnswer(read.status, read.headers, None if data is formulas.UNDEFINED else data)
            said = formulas.evaluate(handler.get("error") or {}, variables)
            told = said if isinstance(said, dict) else {}
            raise await self._refusal(read, answer, key=str(told.get("key") or ""), message=str(told.get("message") or ""))
        if 200 <= read.status < 300:
            return read
        raise await self._refusal(read, answer)

    def _handler(self, read: ApiAnswer) -> Mapping[str, Any] | None:
        variables = {"response": {"status": read.status, "headers": dict(read.headers), "data": read.data}}
        for handler in self._config.response_handlers:
            matched = formulas.evaluate(handler["match"], variables) if "match" in handler else True
            if matched and matched is not formulas.UNDEFINED:
                return handler
        return None

    async def _refusal(self, read: ApiAnswer, answer: HttpAnswer, *, key: str = "", message: str = "") -> ApiRefused:
        key = key or {401: "access_token_expired", 429: "rate_limit_exceeded"}.get(read.status, "")
        told = self._calls.hide(message) or f"The service answered {read.status}."
        details = {"status": read.status, "answer": self._calls.hide(answer_text(answer))[:EXCERPT]}
        problem: HookyardError = StepProblem(told, code="http_status", **details)
        if read.status in (408, 429) or read.status >= 500 or key == "rate_limit_exceeded":
            wait = retry_after(answer.headers, now=datetime.now(UTC))
            problem = RemoteProblem(told, code="http_status", retry_after=wait, **details)
        elif read.status == 401 or key in ("access_token_expired", "connection_is_defunct"):
            problem = ConnectionProblem(told, code="http_status", **details)
            if self._account is not None:
                try:
                    await self._account.refused(read.status)
                except ConnectionProblem as refused:
                    problem = refused
        return ApiRefused(problem, key, read)


@value
class _Asked:
    method: str
    path: str
    query: Mapping[str, Any]
    headers: Mapping[str, Any]
    body: Mapping[str, Any]
    base_uri: str
    auth: Mapping[str, str] | None


def _mapping(given: Any) -> dict[str, Any]:
    return dict(given) if isinstance(given, Mapping) else {}


def _text(given: Any) -> str:
    return given if isinstance(given, str) else str(given)


def _secret_of(opened: Opened) -> Any:
    """Of what somebody typed nothing says which part is secret."""
    return opened.proof["secret"] if opened.proof else opened.credentials
