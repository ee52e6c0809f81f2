"""What is wrong with an External event step that only its connector can tell.

For: connectors and events that are not there, an account that is needed, parameters that are missing.
Not here: what every step's inputs must be (`runtime.engine.validation`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from runtime.components.event import EVENT
from runtime.connectors import catalogue
from runtime.connectors.catalogue import ConnectorMissing
from runtime.connectors.package import Element, ElementKind, Package
from runtime.tenancy.models import Tenant

MOST_NAMED = 20


def event_problems(tenant: Tenant, definition: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """As `designer.integrations.problems` gives them. What is not chosen yet is the engine's to say."""
    pins = definition.get("connectors") or {}
    optional = {one.get("name") for one in definition.get("configVariables", ()) if one.get("required") is not True}
    for flow in definition.get("flows", ()):
        for step in flow.get("steps", ()):
            inputs = step.get("inputs") or {}
            connector, event = _told(inputs, "connector"), _told(inputs, "event")
            if step.get("component") != EVENT.key or not connector or not event:
                continue
            for code, message, severity, field in _of(tenant, connector, event, inputs, pins.get(connector)):
                place = {"flow": flow["key"], "step": step["id"], "field": field}
                yield {"code": code, "message": message, "severity": severity, **place}
            account = (inputs.get("connection") or {}).get("configVariable")
            if account in optional:
                message = f"Without {account} this flow would never start; make the config variable required."
                place = {"flow": flow["key"], "step": step["id"], "field": "connection"}
                yield {"code": "account_optional", "message": message, "severity": "warning", **place}


def _of(
    tenant: Tenant, connector: str, event: str, inputs: Mapping[str, Any], version: int | None
) -> Iterator[tuple[str, str, str, str]]:
    try:
        package = catalogue.find(tenant.pk, connector, version).package
    except ConnectorMissing as missing:
        yield "connector_missing", missing.message, "error", "connector"
        return
    found = package.find(ElementKind.EVENT, event)
    if found is None:
        known = ", ".join(one.key for one in package.events[:MOST_NAMED]) or "none"
        yield "event_missing", f"{package.name} has no event {event}. It has: {known}.", "error", "event"
        return
    yield from _account(package, found, inputs)
    given = _parameters(inputs.get("parameters"))
    required = (found.spec.get("parametersSchema") or {}).get("required")
    for name in required if isinstance(required, list) and given is not None else ():
        if given.get(name) in (None, ""):
            yield "input_missing", f"{found.name} of {package.name} asks for {name}; fill it in.", "error", "parameters"


def _parameters(entry: Any) -> Mapping[str, Any] | None:
    """None for what is known only when it runs."""
    if not isinstance(entry, Mapping):
        return {}
    given = entry.get("value", entry.get("object"))
    return given if isinstance(given, Mapping) else None


def _account(package: Package, event: Element, inputs: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    if not package.auths or inputs.get("connection"):
        return
    registers = event.implementation_type != "global-webhook"
    what = "registers itself with" if registers else "finds its customer by"
    message = f"{event.name} {what} an account at {package.name}: choose the config variable that brings each customer's own."
    yield "account_missing", message, "error" if registers else "warning", "connection"


def _told(inputs: Mapping[str, Any], name: str) -> str:
    """Empty for what is put together of references."""
    entry = inputs.get(name)
    value = entry.get("value") if isinstance(entry, Mapping) else None
    return value if isinstance(value, str) and "\0" not in value else ""
