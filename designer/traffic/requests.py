"""Requests as people look at them.

For: one request with its trace, its body as text where it is text, and the command that sends it again.
"""

from __future__ import annotations

import base64
import re
import shlex
from typing import Any
from urllib.parse import quote

from django.conf import settings

from designer.traffic.inbox import named_by
from designer.traffic.references import References
from designer.traffic.shapes import RequestDetailShape, RequestShape
from runtime.instances.models import Integration
from runtime.journal.models import Execution, Request

# Set by the client itself, or belonging to one connection (RFC 9110, 7.6.1); sending them again would lie.
NOT_SENT_AGAIN = {"host", "content-length", "connection", "transfer-encoding", "accept-encoding", "keep-alive", "te", "upgrade"}
REDACTED = "[redacted]"
UNTYPABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\uffff\U00010000-\U0010ffff]")  # control characters, and a lone carriage return
LIST_FIELDS = (
    *("id", "received_at", "method", "path", "status", "answer_status", "duration_us"),
    *("body_size", "content_type", "is_draft", "resolved_at"),
)


def show_requests(rows: list[Request]) -> list[dict[str, Any]]:
    references, flows, named = References.of(rows), flow_names_of(rows), names_not_found(rows)
    told = [{**_summary(row, references), "flow_name": flows.get(row.pk), "named": named.get(row.pk)} for row in rows]
    return RequestShape(told, many=True).data


def names_not_found(rows: list[Request]) -> dict[str, str]:
    """By request: the customer's id or the flow that nobody has. Traces are long, so only those of the inbox are read."""
    unrouted = [row.pk for row in rows if row.status == Request.Status.UNROUTED]
    if not unrouted:
        return {}
    traces = Request.of(rows[0].tenant_id).filter(pk__in=unrouted).values_list("pk", "code", "trace")
    return {pk: name for pk, code, trace in traces if (name := named_by(code, trace))}


def flow_names_of(rows: list[Request]) -> dict[str, str]:
    """As the flow was called when it ran; else as the live version calls it."""
    if not rows:
        return {}
    ran = Execution.of(rows[0].tenant_id).filter(pk__in=[row.execution_id for row in rows if row.execution_id])
    called = dict(ran.values_list("pk", "flow_name"))
    left = {row.integration_id for row in rows if row.flow_key and row.execution_id not in called}
    live = Integration.of(rows[0].tenant_id).filter(pk__in=left, live_version__isnull=False)
    flows = {
        pk: {flow["key"]: flow["name"] for flow in definition.get("flows", ())}
        for pk, definition in live.values_list("pk", "live_version__definition")
    }
    names = {row.pk: called.get(row.execution_id) or flows.get(row.integration_id, {}).get(row.flow_key) for row in rows}
    return {pk: name for pk, name in names.items() if name}


def show_request(row: Request) -> dict[str, Any]:
    body = bytes(row.body)
    text = as_text(body)
    return RequestDetailShape(
        {
            **_summary(row, References.of([row])),
            "flow_name": flow_names_of([row]).get(row.pk),
            "named": names_not_found([row]).get(row.pk),
            "headers": row.headers,
            "query": row.query,
            "body": text,
            "body_base64": None if text is not None else base64.b64encode(body).decode(),
            "trace": [],
            "nearest": nearest_of(row.trace),
            "curl": curl_of(row),
        }
    ).data | {"trace": row.trace}


def _summary(row: Request, references: References) -> dict[str, Any]:
    empty_to_null = {field: getattr(row, field) or None for field in ("code", "flow_key", "execution_id", "replay_of")}
    return {
        **{field: getattr(row, field) for field in LIST_FIELDS},
        **empty_to_null,
        "integration": references.integration(row),
        "customer": references.customer(row),
        "subscription": references.subscription(row),
    }


def as_text(body: bytes) -> str | None:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def nearest_of(trace: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The customers that matching found most alike: [{external_id, name}]."""
    matched = next((stage.get("data") or {} for stage in trace if stage.get("stage") == "match"), {})
    found = {entry["externalId"]: entry["name"] for entry in matched.get("nearest") or []}
    return [{"external_id": external_id, "name": name} for external_id, name in found.items()]


def curl_of(row: Request) -> str:
    """For pasting into a shell, though every part of it was written by a stranger: no text can end its quotes, name a file
    to send (`@`), make one URL into many (`{a,b}`) or reach the terminal as a key (Ctrl-C)."""
    query = f"?{row.query}" if row.query else ""
    parts = ["curl", "--globoff", "-X", row.method, f"{settings.PUBLIC_URL}{quote(row.path)}{query}"]
    for name, value in row.headers:
        if name.lower() not in NOT_SENT_AGAIN and value != REDACTED:
            parts += ["-H", f"{name}: {value}"]
    body = bytes(row.body)
    text = as_text(body)
    if text is not None and UNTYPABLE.search(text):
        text = None
    if text:
        parts += ["--data-raw", text]
    command = shlex.join(parts)
    if body and text is None:
        return f"echo {base64.b64encode(body).decode()} | base64 -d | {command} --data-binary @-"
    return command
