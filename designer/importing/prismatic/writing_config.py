"""Config variables and pages of the wizard as they write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.importing.prismatic.inputs import as_text
from designer.importing.report import Report

Their = dict[str, Any]
TYPES = {"json": "code", "object": "code", "form": "jsonForm", "list": "string", "keyValue": "string"}
WORDS = {"heading": "h2", "text": "p", "link": "p"}


def write_variable(ours: Mapping[str, Any], report: Report) -> Their:
    kind = ours.get("type", "string")
    collected = {"list": "valuelist", "keyValue": "keyvaluelist"}.get(kind)
    written: Their = {
        "key": ours["name"],
        "dataType": ours.get("of", "string") if collected else TYPES.get(kind, kind),
        "description": ours.get("description", ""),
        "orgOnly": ours.get("visibility") == "organization",
    }
    if collected:
        written["collectionType"] = collected
    if kind == "picklist":
        written["pickList"] = [choice["value"] for choice in ours.get("choices", ())]
        if ours.get("choicesFrom"):
            report.add("changed", f"The choices of {ours['name']} are filled by a flow here; there they need a data source.")
    if kind == "connection":
        service = ours.get("service") or "service"
        written["connection"] = {"key": "oauth2", "component": {"key": service, "version": "LATEST", "isPublic": True}}
        written["inputs"] = {}
    if ours.get("visibility") == "embedded":
        written["meta"] = {"visibleToCustomerDeployer": False, "visibleToOrgDeployer": True}
    return written | _default(ours, kind)


def _default(ours: Mapping[str, Any], kind: str) -> Their:
    value = ours.get("default")
    if value is None or kind == "connection":
        return {}
    if kind == "schedule" and isinstance(value, Mapping):
        return {"defaultValue": as_text(value.get("cron")), "scheduleType": "custom", "timeZone": value.get("timezone", "")}
    if kind == "keyValue" and isinstance(value, Mapping):
        return {"defaultValue": as_text([{"key": key, "value": each} for key, each in value.items()])}
    return {"defaultValue": as_text(value)}


def write_page(ours: Mapping[str, Any], variables: Mapping[str, str], report: Report) -> Their:
    """`variables` are their keys, by ours."""
    elements = [written for one in ours.get("elements", ()) if (written := _element(one, variables, ours["name"], report))]
    return {
        "name": ours["name"],
        "tagline": ours.get("tagline", ""),
        "userLevelConfigured": False,
        "elements": elements,
    }


def _element(ours: Mapping[str, Any], variables: Mapping[str, str], page: str, report: Report) -> Their | None:
    if ours["type"] in ("configVariable", "connection"):
        key = ours.get("variable", "")
        return {"type": "configVar", "value": variables.get(key, key)}
    if ours["type"] in WORDS:
        return {"type": "htmlElement", "value": ours.get("text", "")}
    report.add("changed", f"The page {page} shows {ours['type']} here, which no page shows there; it is left out.")
    return None
