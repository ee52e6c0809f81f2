"""What of a definition carries meaning, in one form: equal forms mean the same.

For: whether a draft differs from what is live. Where boxes stand and what is written beside them never counts, and absent is the
same as default. The pages say what differs by the same rules; `fixtures/meaning/` holds both to them.
Not here: what differs (the pages), whether it makes sense (`runtime.engine.validation`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Fields = Mapping[str, Any]

# Where boxes stand; and which versions of connectors publishing noted, which is nobody's edit.
DRAWN = ("layout", "annotations", "connectors")
STEP = {"onError": "fail", "disabled": False, "notes": "", "name": "", "retry": None, "inputs": {}}
FLOW = {"description": "", "response": "async", "policy": {}}
ENDPOINT: dict[str, Any] = {
    "type": "flow",
    "unrouted": "reject",
    **{name: [] for name in ("methods", "contentTypes", "allowedAddresses", "allowedOrigins")},
}
SETS = ("methods", "contentTypes", "allowedAddresses", "allowedOrigins")
VARIABLE = {"type": "string", "required": False, "description": "", "default": None, "visibility": "customer"}
PAGE = {"tagline": "", "elements": []}
ELEMENT = {"label": "", "mode": "enter", "settings": {}, "instructions": []}
DEFINITION = {"description": "", "configPages": [], "configVariables": [], "endpoint": {}}


def meaning(definition: Fields) -> dict[str, Any]:
    endpoint = definition.get("endpoint") or {}
    told = {name: sorted(value, key=str) if name in SETS else value for name, value in endpoint.items() if value is not None}
    return _told(
        {
            **definition,
            "endpoint": _told(told, ENDPOINT),
            "configVariables": [_told(variable, VARIABLE) for variable in definition.get("configVariables", ())],
            "configPages": [_page(page) for page in definition.get("configPages", ())],
            "flows": [_flow(flow) for flow in definition.get("flows", ())],
        },
        DEFINITION,
    )


def _page(page: Fields) -> dict[str, Any]:
    return _told({**page, "elements": [_told(element, ELEMENT) for element in page.get("elements", ())]}, PAGE)


def _told(fields: Fields, defaults: Fields) -> dict[str, Any]:
    """Without what is as usual. False and 0 are not the same here."""
    usual = {name: value for name, value in defaults.items() if name in fields and _same(fields[name], value)}
    return {name: value for name, value in fields.items() if name not in usual and name not in DRAWN}


def _same(value: Any, usual: Any) -> bool:
    return type(value) is type(usual) and value == usual


def _flow(flow: Fields) -> dict[str, Any]:
    policy = {name: value for name, value in (flow.get("policy") or {}).items() if value is not None}
    return _told({**flow, "policy": policy, **_graph(flow)}, FLOW)


def _graph(holder: Fields) -> dict[str, Any]:
    """Steps in the order in which links lead, since the last one's result is the flow's; links as the set they are."""
    # A draft may hold anything for an outlet, so it is compared as it would be written.
    links = sorted({(link["from"], repr(link.get("outlet", "out")), link["to"]) for link in holder.get("links", ())})
    steps = [_told({**step, **(_graph(step) if "steps" in step else {})}, STEP) for step in holder.get("steps", ())]
    return {"steps": _in_order(steps, holder.get("links", ())), "links": links}


def _in_order(steps: Sequence[dict[str, Any]], links: Sequence[Fields]) -> list[dict[str, Any]]:
    """Ties by place in the document, as the engine breaks them. What stands in a circle comes last."""
    waiting = {step["id"]: 0 for step in steps}
    targets: dict[str, list[str]] = {}
    for link in links:
        if link["to"] in waiting:
            waiting[link["to"]] += 1
            targets.setdefault(link["from"], []).append(link["to"])
    order = [step["id"] for step in steps if waiting[step["id"]] == 0]
    for done in order:  # grows while we walk it
        for target in targets.get(done, ()):
            waiting[target] -= 1
            if waiting[target] == 0:
                order.append(target)
    place = {step_id: index for index, step_id in enumerate(order)}
    return sorted(steps, key=lambda step: place.get(step["id"], len(steps)))
