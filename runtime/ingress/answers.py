"""What the caller of an endpoint gets.

For: the table of codes and statuses (the README prints it), problem+json (RFC 9457), safe headers.
Not here: deciding which answer it is (`reception`, `door`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from runtime.engine.values import value
from runtime.journal.encoding import NotStorable, encode

STATUS_OF = {
    "endpoint_not_found": 404,
    "method_not_allowed": 405,
    "request_too_slow": 408,
    "body_too_large": 413,
    "headers_too_large": 431,
    "address_not_allowed": 403,
    "origin_not_allowed": 403,
    "content_type_not_taken": 415,
    "content_encoding_not_taken": 415,
    "charset_unknown": 415,
    "credential_missing": 401,
    "signature_invalid": 401,
    "timestamp_stale": 401,
    "body_malformed": 400,
    "query_malformed": 400,
    "preprocess_failed": 502,
    "picker_empty": 422,
    "customer_not_found": 404,
    "flow_not_found": 404,
    "instance_not_found": 404,
    "rate_limited": 429,
    "storage_quota": 429,
    "executions_quota": 429,
    "queue_full": 429,
    "deliveries_quota": 429,
    "proof_unavailable": 503,
    "tenant_suspended": 503,
    "storage_refused": 503,
    "flow_failed": 500,
    "hook_gone": 410,
    "handle_unauthorized": 401,
    "handle_forbidden": 403,
    "handle_failed": 500,
    "internal_error": 500,
}
TITLES = {
    400: "Bad request",
    401: "Not authorised",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "Request too slow",
    410: "Gone",
    413: "Too large",
    415: "Content type not taken",
    422: "Nothing picked",
    429: "Too many requests",
    431: "Headers too large",
    500: "Failed",
    502: "Preprocess failed",
    503: "Try again",
}
# A tenant's answer comes from our origin: it may carry data, never run as a page of ours.
SAFE_HEADERS = (("x-content-type-options", "nosniff"), ("content-security-policy", "sandbox; default-src 'none'"))
OURS_ALONE = {
    "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "trailer", "te", "set-cookie",
    "x-content-type-options", "content-security-policy", "date", "server", "strict-transport-security",
    "x-hookyard-request", "x-hookyard-execution",
    # A page may never act with the cookies of whoever looks at it.
    "access-control-allow-credentials",
    # What a browser would do to our origin as a whole.
    "alt-svc", "clear-site-data", "nel", "refresh", "report-to", "reporting-endpoints", "service-worker-allowed",
}  # fmt: skip
BODILESS = (204, 205, 304)  # RFC 9110, 15.3.5, 15.3.6, 15.4.5
# With `nosniff`, what is plain text cannot be loaded by a page of ours, whose policy trusts scripts of its own origin.
_LOADABLE = re.compile(r"script|css|wasm", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+\Z")


@value
class Answer:
    """`code` is empty when all went well. `headers` are lower case."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = (("content-type", "application/json"),)
    code: str = ""

    def with_headers(self, *more: tuple[str, str]) -> Answer:
        return Answer(self.status, self.body, (*self.headers, *more), self.code)

    def as_json(self) -> dict[str, Any]:
        return {"status": self.status, "headers": dict(self.headers), "body": self.body.decode(errors="replace")}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Answer:
        return cls(stored["status"], stored["body"].encode(), tuple(stored["headers"].items()))


@dataclass(frozen=True, slots=True)
class Problem:
    """An error for the caller, before it knows the request's id."""

    code: str
    detail: str
    headers: tuple[tuple[str, str], ...] = field(default=())

    def answer(self, request_id: str) -> Answer:
        status = STATUS_OF.get(self.code, 400)
        body = {
            "type": "about:blank",
            "title": TITLES.get(status, "Refused"),
            "status": status,
            "code": self.code,
            "detail": self.detail,
            "requestId": request_id,
        }
        return Answer(status, encode(body).encode(), (("content-type", "application/problem+json"), *self.headers), self.code)


# 503, so that senders try again and nothing of theirs is lost when it is resumed.
SUSPENDED = Problem(
    "tenant_suspended",
    "Whoever runs this Hookyard has suspended the tenant of this URL. Send it again later.",
    (("retry-after", "3600"),),
)


def accepted(execution_id: str, http_status: int = 200, **more: str) -> Answer:
    return Answer(http_status, encode({"executionId": execution_id, **more}).encode())


def custom(response: Mapping[str, Any] | None, fallback: Any = None) -> Answer:
    """The answer a builder wrote: {status, headers, contentType, body}. What would break HTTP or our origin is left out."""
    response = response or {"body": fallback}
    given = response.get("headers") or {}
    headers = {
        str(name).lower(): _one_line(value)
        for name, value in (given.items() if isinstance(given, Mapping) else ())
        if _TOKEN.match(str(name)) and str(name).lower() not in OURS_ALONE
    }
    if response.get("contentType"):
        headers["content-type"] = _one_line(response["contentType"])
    status = _status(response.get("status"))
    content = b"" if status in BODILESS else _content(response.get("body"), as_text="content-type" in headers)
    headers.setdefault("content-type", "application/json")
    if _LOADABLE.search(headers["content-type"]):
        headers["content-type"] = "text/plain; charset=utf-8"
    return Answer(status, content, tuple(headers.items()))


def _content(body: Any, *, as_text: bool) -> bytes:
    """Text under a type its builder named goes out as it is, anything else as JSON."""
    if as_text and isinstance(body, str):
        return body.encode(errors="replace")
    try:
        return encode(body).encode()
    except NotStorable:
        return b"null"


def _status(given: Any) -> int:
    return given if isinstance(given, int) and 200 <= given <= 599 else 200


def _one_line(value: Any) -> str:
    """A header value as Latin-1 without control characters, so that no value can add a header."""
    return re.sub(r"[\x00-\x1f\x7f]", " ", str(value)).encode("latin-1", "replace").decode("latin-1")
