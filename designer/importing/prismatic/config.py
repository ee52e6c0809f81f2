"""Config variables and pages of the wizard, from their way of writing to ours.

Not here: the way back (`writing_config`), secrets, which no import keeps (`secrets`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from designer.importing.prismatic.naming import short, variable_key
from designer.importing.prismatic.pointing import Names
from designer.importing.prismatic.rules import boolean, number, structured
from designer.importing.report import Report
from runtime.engine.config_shown import is_seen

Variable = Mapping[str, Any]
OURS = {
    "string": "string",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "string",
    "picklist": "picklist",
    "schedule": "schedule",
    "code": "string",
    "objectSelection": "json",
    "objectFieldMap": "json",
    "jsonForm": "json",
    "connection": "connection",
    "credential": "connection",
}
LIKE_TEXT = {"timestamp": "a time", "code": "code"}
AS_JSON = {"objectSelection": "a selection of objects", "objectFieldMap": "a map of fields", "jsonForm": "a JSON form"}
LISTABLE = ("string", "number", "boolean", "date", "picklist")


def read_variables(given: list[Variable], names: Names, report: Report) -> list[dict[str, Any]]:
    """Keys first: any of them may be read from anywhere."""
    for one in given:
        if one["key"] not in names.variables:
            names.variables[one["key"]] = variable_key(one["key"], names.variables.values())
    seen: set[str] = set()
    return [_variable(one, names, report) for one in given if not (one["key"] in seen or seen.add(one["key"]))]  # type: ignore[func-returns-value]


def _variable(given: Variable, names: Names, report: Report) -> dict[str, Any]:
    name, told = short(given["key"]), given.get("dataType") or ("connection" if given.get("connection") else "string")
    made: dict[str, Any] = {"key": names.variables[given["key"]], "name": name, "type": OURS.get(told, "string")}
    if told not in OURS:
        report.add("changed", f"{name}: nothing here is of type {told[:60]}, so it is text.", todo="Look whether text will do.")
    if told in LIKE_TEXT:
        report.add("changed", f"{name} is {LIKE_TEXT[told]} there and text here.")
    if told in AS_JSON:
        todo = "Give it a form with a schema of its own, if customers should fill it in themselves."
        report.add("changed", f"{name} is {AS_JSON[told]} there; here it takes any JSON.", todo=todo)
    if given.get("description"):
        made["description"] = given["description"][:10_000]
    if made["type"] == "picklist":
        _choices(given, made, report)
    if made["type"] == "connection":
        made["service"] = _service(given)
        todo = f"Make the service {made['service']} under Services, with the URLs and scopes of the file."
        report.add("changed", f"{name} connects to {made['service']}, and secrets are never imported.", todo=todo)
    _collect(given, made)
    default = _default(given, made)
    if default is not None:
        made["default"] = default
    if (visibility := _visibility(given)) != "customer":
        made["visibility"] = visibility
    elif made["type"] == "connection":
        made["required"] = True
    return made


def _service(given: Variable) -> str:
    connection = given.get("connection") or {}
    component = connection.get("component")
    key = component.get("key") if isinstance(component, Mapping) else connection.get("componentKey")
    return str(key or "service")[:80]


def _choices(given: Variable, made: dict[str, Any], report: Report) -> None:
    values = list(dict.fromkeys(str(value)[:200] for value in given.get("pickList") or () if str(value)))[:500]
    if values:
        made["choices"] = [{"value": value} for value in values]
        return
    made["type"] = "string"
    source = given.get("dataSource") or {}
    component = source.get("component")
    was = f"{component.get('key') if isinstance(component, Mapping) else ''}.{source.get('key', '')}".strip(".")
    filled = f"by {was} " if was else ""
    todo = "Write a flow that gives the choices, and make the variable a picklist that it fills."
    report.add("changed", f"The choices of {made['name']} were filled {filled}there; here it is text.", todo=todo)


def _collect(given: Variable, made: dict[str, Any]) -> None:
    kind = given.get("collectionType")
    if kind in ("valuelist", "keyvaluelist") and made["type"] in LISTABLE:
        made |= {"of": made["type"], "type": "list" if kind == "valuelist" else "keyValue"}


def _default(given: Variable, made: dict[str, Any]) -> Any:
    value = given.get("defaultValue")
    if value in (None, ""):
        return None
    match made["type"]:
        case "number":
            return number(value)
        case "boolean":
            return boolean(value)
        case "connection":
            return None
        case "schedule":
            zone = given.get("timeZone")
            return {"cron": str(value), **({"timezone": zone} if zone else {})}
        case "json" | "list":
            return structured(value)
        case "keyValue":
            return _object(structured(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _object(value: Any) -> Any:
    """Theirs is a list of {key, value}."""
    if isinstance(value, list) and all(isinstance(one, dict) and isinstance(one.get("key"), str) for one in value):
        return {one["key"]: one.get("value") for one in value}
    return value


def _visibility(given: Variable) -> str:
    """Whom the file lets see it, in any of the spellings there are."""
    meta = given.get("meta") or {}
    seen = next((meta[name] for name in ("visibleToCustomerDeployer", "isVisibleToCustomerDeployer") if name in meta), True)
    if boolean(given.get("orgOnly")) is True or boolean(meta.get("orgOnly")) is True:
        return "organization"
    return "embedded" if seen is False else "customer"


def read_pages(given: list[Mapping[str, Any]], made: list[dict[str, Any]], names: Names, report: Report) -> list[dict[str, Any]]:
    """Pages without an element are left out: an empty screen helps nobody."""
    variables = {one["key"]: one for one in made}
    pages = [_page(page, variables, names, report) for page in given]
    for page in pages:
        if not page["elements"]:
            report.add("kept", f"The page {page['name']} is empty; it comes back in an export.")
    return [page for page in pages if page["elements"]]


def _page(page: Mapping[str, Any], variables: Mapping[str, Mapping[str, Any]], names: Names, report: Report) -> dict[str, Any]:
    name = short(page.get("name") or "Configuration")
    if page.get("userLevelConfigured"):
        message = f"The page {name} was filled in by each user; here each customer fills it in once."
        report.add("changed", message, todo="Look whether one value per customer will do.")
    elements = [_element(each, variables, names, report) for each in page.get("elements") or ()]
    tagline = (page.get("tagline") or "")[:300]
    return {
        "name": name,
        **({"tagline": tagline} if tagline else {}),
        "elements": [each for each in elements if each is not None],
    }


def _element(
    given: Mapping[str, Any], variables: Mapping[str, Mapping[str, Any]], names: Names, report: Report
) -> dict[str, Any] | None:
    value = given.get("value")
    if given.get("type") == "htmlElement":
        report.add(
            "changed", "HTML on a page of the wizard shows as text here.", todo="Write it as Markdown, with headings and links."
        )
        return {"type": "text", "text": str(value or "")[:10_000]} if str(value or "").strip() else None
    variable = variables.get(names.variable(value)) if isinstance(value, str) else None
    if variable is None:
        report.add("changed", f"A page shows {str(value)[:80]!r}, which is no config variable of the file.")
        return None
    if not is_seen(variable):
        message = f"{variable['name']} stands on a page, but customers do not see it; it is left off."
        report.add("changed", message, todo="Its value is given when the instance is deployed.")
        return None
    return {"type": "connection" if variable["type"] == "connection" else "configVariable", "variable": variable["key"]}
