"""A request as it came, and what flows see of it.

For: bytes and headers to the trigger results that `webhook_1.results` names. Pure; the shape is listed in the README.
Not here: sockets (`runtime.ingress`), who it is for (`road`).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from runtime.routing.bodies.forms import parse_query
from runtime.routing.bodies.parsing import LARGEST_UNPACKED, parse_body
from runtime.routing.bodies.text import as_text


@dataclass(slots=True)
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
    content_type: str = field(init=False)

    def __post_init__(self) -> None:
        self.content_type = self.header("content-type")

    def header(self, wanted: str) -> str:
        """The first of this name, in lower case."""
        for name, value in self.headers:
            if name == wanted:
                return value
        return ""


def merged(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Name to value; repeated headers joined by a comma (RFC 9110, 5.3)."""
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def read_request(inbound: Inbound, *, most: int = LARGEST_UNPACKED) -> dict[str, Any]:
    """The request with its body as data. Raises NotAllowed, as `parse_body` and `parse_query` do."""
    data = parse_body(inbound.content_type, inbound.body, encoding=inbound.header("content-encoding"), most=most)
    return request_results(inbound, data)


def request_results(inbound: Inbound, data: Any) -> dict[str, Any]:
    """The part of the trigger results that speaks of the request alone: what pickers see without a preprocess flow.

    `rawBody` holds the bytes as they were sent, packed ones packed. Raises NotAllowed `query_malformed`.
    """
    text = as_text(inbound.body)
    raw = {"data": text} if text is not None else {"data": base64.b64encode(inbound.body).decode(), "encoding": "base64"}
    return {
        "headers": merged(inbound.headers),
        "queryParameters": parse_query(inbound.query),
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
