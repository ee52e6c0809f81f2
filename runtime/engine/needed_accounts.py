"""The accounts without which a flow cannot do what it is for, whatever its config variables say of being required.

For: keys of the connection variables that an external event, or a step that every run comes to, brings a customer's account by.
Pure.
Not here: what a customer chose (`runtime.instances.config`).

A step behind a branch or an error may never be reached: there a builder may well ask for an account that not everybody
has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

ACCOUNT: Final = "connection"  # the input that says whose account
MAY_END_EARLY: Final = ("stop",)


def needed_accounts(definition: Mapping[str, Any]) -> dict[str, str]:
    """By key of the config variable: who needs it, in words."""
    asked: dict[str, str] = {}
    for variable in definition.get("configVariables") or ():
        if variable.get("type") == "connection":
            asked |= dict.fromkeys((variable["name"], variable["key"]), variable["key"])
    needed: dict[str, str] = {}
    for flow in definition.get("flows") or () if asked else ():
        for step in _always_reached(flow):
            entry = (step.get("inputs") or {}).get(ACCOUNT)
            key = asked.get(str(entry.get("configVariable"))) if isinstance(entry, Mapping) else None
            if key and step.get("onError", "fail") == "fail":
                needed.setdefault(key, f"{step.get('name') or step['id']} of {flow['name']}")
    return needed


def _always_reached(flow: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Its triggers, and what follows them by plain links alone."""
    steps = {step["id"]: step for step in flow.get("steps") or ()}
    links = flow.get("links") or ()
    targets = {link["to"] for link in links}
    waiting = [key for key in steps if key not in targets]
    seen: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in seen or key not in steps:
            continue
        seen.add(key)
        step = steps[key]
        if not step.get("disabled"):
            yield step
        if step.get("component") not in MAY_END_EARLY:
            waiting += [link["to"] for link in links if link["from"] == key and link.get("outlet", "out") == "out"]
