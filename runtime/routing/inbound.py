"""A request as it came, and what flows see of it.

For: bytes and headers to the trigger results that `webhook_1.results` names. Pure; the shape is listed in the README.
Not here: sockets (`runtime.ingress`), who it is for (`road`).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import orjson

from runtime.engine.errors import NotAllowed

DEEPEST_JSON = 64
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")


@dataclass(frozen=True, slots=True)
class Inbound:
    """One HTTP call. `headers` keep their order and repeats, names in lower case; `path_fragment` has no leading slash."""

    request_id: str
    received_at: datetime
    method: str
    path: str
    path_fragment: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def content_type(self) -> str:
        return next((value for name, value in self.headers if name == "content-type"), "")


def merged(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Name to value; repeated headers joined by a comma (RFC 9110, 5.3)."""
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def parse_body(content_type: str, body: bytes) -> Any:
    """The body as data: JSON as it says, a form as an object, text as text, anything else as base64.

    Raises NotAllowed `body_malformed` when it is not what its content type says, or nested past 64 levels.
    """
    media = content_type.partition(";")[0].strip().lower()
    if not body:
        return None
    if media == "application/json" or media.endswith("+json"):
        return _parse_json(body)
    if media == "application/x-www-form-urlencoded":
        return _parse_form(body)
    text = _as_text(body)
    if not media and text is not None and text.lstrip()[:1] in ("{", "["):
        # Senders that name no type mostly mean JSON; text that only looks like it stays text.
        try:
            return _parse_json(body)
        except NotAllowed:
            return text
    return base64.b64encode(body).decode() if text is None else text


def _parse_json(body: bytes) -> Any:
    body = body.removeprefix(b"\xef\xbb\xbf")  # a byte order mark, as some senders on Windows write it
    if body.count(b"[") + body.count(b"{") > DEEPEST_JSON and _too_deep(body):
        raise NotAllowed(f"The body nests deeper than {DEEPEST_JSON} levels.", code="body_malformed")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise NotAllowed(f"The body is not JSON: {error.msg} at character {error.pos}.", code="body_malformed") from None


def _too_deep(body: bytes) -> bool:
    """Whether brackets outside of strings nest past the limit. Those that do not match are left for the parser to name.

    Each pass takes away the innermost pairs, so no byte of a large body is looked at in Python.
    """
    brackets = _STRING.sub(b"", body).translate(_SQUARE, _NO_BRACKETS)
    for _ in range(DEEPEST_JSON):
        fewer = brackets.replace(b"[]", b"")
        if len(fewer) == len(brackets):
            return False
        brackets = fewer
    return b"[]" in brackets


def _parse_form(body: bytes) -> dict[str, Any]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        raise NotAllowed("The form is not UTF-8 text or has over 1000 fields.", code="body_malformed") from None
    return _gather(pairs)


def _gather(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Name to value, or to a list when a name repeats."""
    gathered: dict[str, Any] = {}
    for name, value in pairs:
        if name not in gathered:
            gathered[name] = value
        elif isinstance(gathered[name], list):
            gathered[name].append(value)
        else:
            gathered[name] = [gathered[name], value]
    return gathered


def _as_text(body: bytes) -> str | None:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def request_results(inbound: Inbound, data: Any) -> dict[str, Any]:
    """The part of the trigger results that speaks of the request alone: what pickers see without a preprocess flow."""
    text = _as_text(inbound.body)
    raw = {"data": text} if text is not None else {"data": base64.b64encode(inbound.body).decode(), "encoding": "base64"}
    try:
        query = _gather(parse_qsl(inbound.query, keep_blank_values=True, max_num_fields=1000)) if inbound.query else {}
    except ValueError:
        query = {}
    return {
        "headers": merged(inbound.headers),
        "queryParameters": query,
        "body": {"data": data, "contentType": inbound.content_type},
        "rawBody": {**raw, "contentType": inbound.content_type},
        "method": inbound.method,
        "pathFragment": inbound.path_fragment,
    }


def trigger_results(
    request: Mapping[str, Any],
    *,
    execution_id: str,
    started_at: datetime,
    integration: Mapping[str, Any],
    flow: Mapping[str, Any],
    customer: Mapping[str, Any] | None,
    instance: Mapping[str, Any] | None,
    webhook_urls: Mapping[str, str],
) -> dict[str, Any]:
    """What a webhook trigger returns: the request and where it came to."""
    return {
        **request,
        "executionId": execution_id,
        "customer": customer,
        "instance": instance,
        "flow": flow,
        "integration": integration,
        "webhookUrls": webhook_urls,
        "startedAt": started_at.isoformat(),
    }
