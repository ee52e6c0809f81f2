"""Actions of theirs that need more than names for names.

For: stopping with an answer, calling a sibling flow by its name or by its URL, listing whom a flow calls.
Not here: everything a table can say (`rulebook`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from designer.importing.prismatic.dialects import Document, component_of, walk
from designer.importing.prismatic.inputs import Tagged, read_input
from designer.importing.prismatic.pointing import Names, split
from designer.importing.prismatic.rules import number, structured

HTTP = ("http", "customHttp")
BY_URL = "webhookUrls"


def called_by_url(step: Mapping[str, Any], flows: Mapping[str, str]) -> str | None:
    """The name of the sibling flow whose own URL an HTTP step calls."""
    component, action = component_of(step)
    url = (step.get("inputs") or {}).get("url")
    if component not in HTTP or not action.startswith("http") or not isinstance(url, Mapping) or url.get("type") != "reference":
        return None
    _, keys = split(str(url.get("value")), tuple(flows))
    return keys[-1] if len(keys) > 1 and keys[-2] == BY_URL and keys[-1] in flows else None


def called_by_name(step: Mapping[str, Any]) -> Any:
    """The input that names the flow, of a cross-flow step."""
    component, _ = component_of(step)
    return (step.get("inputs") or {}).get("flowName") if component == "cross-flow" and not step.get("isTrigger") else None


def called_flows(document: Document, flows: Mapping[str, str]) -> Iterator[str]:
    for flow in document["flows"]:
        for step, _ in walk(flow.get("steps")):
            named = called_by_name(step)
            if isinstance(named, Mapping) and isinstance(named.get("value"), str) and named["value"] in flows:
                yield named["value"]
            if (by_url := called_by_url(step, flows)) is not None:
                yield by_url


def read_call(step: Mapping[str, Any], names: Names, *, waits: frozenset[str]) -> dict[str, Tagged]:
    """Inputs of Call flow. `waits` are the flows that answer when they are done."""
    given = step.get("inputs") or {}
    by_url = called_by_url(step, names.flows)
    named = {"type": "value", "value": by_url} if by_url else given.get("flowName")
    flow = read_input(named, names) or {"value": ""}
    data = read_input(given.get("data"), names)
    if data and "value" in data:
        data = {"value": structured(data["value"])}
    return {
        "flow": flow,
        **({"data": data} if data else {}),
        "wait": {"value": flow.get("value") in waits if isinstance(flow.get("value"), str) else False},
    }


def read_stop(step: Mapping[str, Any], names: Names) -> tuple[dict[str, Tagged], dict[str, Tagged]]:
    """Inputs of Respond, and of the Stop behind it."""
    given = step.get("inputs") or {}
    body = read_input(given.get("jsonBody"), names)
    if body and "value" in body:
        body = {"value": structured(body["value"])}
    status = read_input(given.get("statusCode"), names)
    headers = read_input(given.get("headers"), names)
    kind = read_input(given.get("contentType"), names)
    fields = dict(headers["object"]) if headers and "object" in headers else {}
    if kind and kind != {"value": "application/json"} and not any(name.lower() == "content-type" for name in fields):
        fields["Content-Type"] = kind
    respond: dict[str, Tagged] = {}
    if status and status != {"value": "200"}:
        respond["status"] = {"value": number(status["value"])} if "value" in status else status
    if fields:
        respond["headers"] = {"object": fields}
    if body:
        respond["body"] = body
    return respond, ({"result": body} if body else {})
