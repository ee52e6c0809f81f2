"""A definition of ours as a file of Prismatic's.

For: the way back. What is as it came is written as it came, word for word; what changed, or was made here, by the same rules that
read it; what has no like there under a name of our own, with a line that says so.
Not here: what the rules are (`rulebook`), secrets (none is in a definition).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designer.importing.prismatic.dialects import OF_2020, V7, VERSION, Document, read_document
from designer.importing.prismatic.flow_reading import FlowReading
from designer.importing.prismatic.inputs import Writing
from designer.importing.prismatic.pointing import Names, split
from designer.importing.prismatic.writing_config import write_page, write_variable
from designer.importing.prismatic.writing_flows import write_flow
from designer.importing.report import Report
from runtime.engine.errors import HookyardError

TYPES = {"flow": "flow_specific", "instance": "instance_specific", "shared": "shared_instance"}
DRAWN = ("layout", "annotations")


class Unwritable(HookyardError):
    """The definition cannot be said in that dialect; the message says why."""

    default_code = "export_not_possible"


@dataclass(frozen=True, slots=True)
class Came:
    """The file as it came, in which dialect, and the definition it became."""

    dialect: str
    source: Document
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    document: Document
    report: Report


def write(definition: Mapping[str, Any], dialect: str, came: Came | None) -> Written:
    """Raises `Unwritable`."""
    report = Report()
    if came is not None and came.dialect == dialect and _meaning(definition) == _meaning(came.definition):
        return Written(came.source, report)
    document = _document(definition, came, report)
    return Written(_as_of_2020(document) if dialect == OF_2020 else document, report)


def _document(definition: Mapping[str, Any], came: Came | None, report: Report) -> Document:
    source = _in_version_7(came)
    earlier = came.definition if came else {}
    variables = {one["key"]: one["name"] for one in definition.get("configVariables", ())}
    names = {flow["key"]: flow["name"] for flow in definition.get("flows", ())}
    kept = {key: value for key, value in source.items() if key not in _WRITTEN}
    same_text = (definition.get("description"), definition["name"]) == (earlier.get("description"), earlier.get("name"))
    return {
        "definitionVersion": VERSION,
        "name": definition["name"],
        "description": source.get("description", "") if same_text else definition.get("description", ""),
        "documentation": source.get("documentation", ""),
        "category": source.get("category", ""),
        **kept,
        **_endpoint(definition, names, source, earlier),
        "requiredConfigVars": _variables(definition, source, earlier, report),
        "configPages": _pages(definition, source, earlier, variables, report),
        "flows": _flows(definition, source, earlier, Writing({}, variables), names, report),
    }


_WRITTEN = (
    *("name", "description", "definitionVersion", "flows", "configPages", "requiredConfigVars", "trigger", "steps"),
    *("endpointType", "preprocessFlowName", "flowNameField", "externalCustomerIdField"),
)


def _in_version_7(came: Came | None) -> Document:
    if came is None:
        return {}
    if came.dialect == V7:
        return came.source
    return read_document(came.source, came.dialect, Report())


def _flows(
    definition: Mapping[str, Any],
    source: Document,
    earlier: Mapping[str, Any],
    shared: Writing,
    names: Mapping[str, str],
    report: Report,
) -> list[Document]:
    given = source.get("flows") or []
    became = {flow["key"]: (flow, theirs) for flow, theirs in zip(earlier.get("flows", ()), given, strict=False)}
    written = []
    for flow in definition.get("flows", ()):
        before, theirs = became.get(flow["key"], (None, None))
        if before is not None and _plain(flow) == _plain(before):
            written.append(theirs)
            continue
        ids = _ids_of(theirs, before, earlier) if theirs is not None and before is not None else {}
        written.append(write_flow(flow, source=theirs, became=before, ids=ids, shared=shared, names=names, report=report))
    return written


def _ids_of(theirs: Mapping[str, Any], before: Mapping[str, Any], earlier: Mapping[str, Any]) -> dict[int, str]:
    """Ids are given in the order of the file, so giving them again gives the same."""
    reading = FlowReading(
        flow=theirs,
        key=before["key"],
        names=Names(flows={flow["name"]: flow["key"] for flow in earlier.get("flows", ())}),
        report=Report(),
        called=frozenset(),
        waits=frozenset(),
    )
    reading.name_steps()
    return reading.ids


def _variables(definition: Mapping[str, Any], source: Document, earlier: Mapping[str, Any], report: Report) -> list[Document]:
    given = source.get("requiredConfigVars") or []
    before = {one["key"]: (one, theirs) for one, theirs in zip(earlier.get("configVariables", ()), given, strict=False)}
    return [
        before[one["key"]][1] if one["key"] in before and before[one["key"]][0] == one else write_variable(one, report)
        for one in definition.get("configVariables", ())
    ]


def _pages(
    definition: Mapping[str, Any], source: Document, earlier: Mapping[str, Any], variables: Mapping[str, str], report: Report
) -> list[Document]:
    pages = definition.get("configPages", [])
    if source.get("configPages") is not None and pages == earlier.get("configPages"):
        return list(source["configPages"])
    return [write_page(page, variables, report) for page in pages]


def _endpoint(definition: Mapping[str, Any], names: Mapping[str, str], source: Document, earlier: Mapping[str, Any]) -> Document:
    endpoint = definition.get("endpoint") or {}
    fields = ("endpointType", "preprocessFlowName", "flowNameField", "externalCustomerIdField")
    if source and endpoint == earlier.get("endpoint"):
        return {name: source[name] for name in fields if name in source}
    written: Document = {"endpointType": TYPES[endpoint.get("type", "flow")]}
    root = "payload.results"
    if preprocess := endpoint.get("preprocessFlow"):
        written["preprocessFlowName"] = names.get(preprocess, preprocess)
        root = "onExecution.results"
    for theirs, ours in (("flowNameField", "flowName"), ("externalCustomerIdField", "externalCustomerId")):
        if picker := (endpoint.get(ours) or {}).get("reference"):
            _, keys = split(picker)
            written[theirs] = {"type": "reference", "value": ".".join([root, *keys])}
    return written


def _as_of_2020(document: Document) -> Document:
    """One trigger and its steps. Raises `Unwritable`."""
    flows = document["flows"]
    if len(flows) != 1:
        raise Unwritable(f"The dialect of 2020 holds one flow, and this integration has {len(flows)}; export version 7 instead.")
    first, *steps = flows[0]["steps"] or [{}]
    action = first.get("action", {}).get("component", {}).get("key")
    if action not in ("webhook-triggers", "schedule-triggers"):
        raise Unwritable("In the dialect of 2020 a flow begins with a webhook or a schedule; export version 7 instead.")
    connections = [one["key"] for one in document["requiredConfigVars"] if one.get("dataType") == "connection"]
    if connections:
        raise Unwritable(f"The dialect of 2020 has no connections ({', '.join(connections)}); export version 7 instead.")
    schedule = {"schedule": first["schedule"]} if action == "schedule-triggers" else {}
    written: Document = {
        "name": document["name"],
        "description": document["description"],
        "requiredConfigVars": {one["key"]: one.get("defaultValue", "") for one in document["requiredConfigVars"]},
        "trigger": {"name": first["name"], "description": first.get("description", ""), **schedule},
        "steps": [_old_step(step) for step in steps],
    }
    return written


def _old_step(step: Document) -> Document:
    action = step["action"]
    component = (action.get("component") or {}).get("key") or action.get("componentKey")
    old = {**step, "action": {"componentKey": component, "key": action["key"]}}
    if "steps" in step:
        old["steps"] = [_old_step(inner) for inner in step["steps"] or ()]
    if "branches" in step:
        old["branches"] = [{**one, "steps": [_old_step(inner) for inner in one.get("steps") or ()]} for one in step["branches"]]
    return old


def _meaning(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {**definition, "key": "", "flows": [_plain(flow) for flow in definition.get("flows", ())]}


def _plain(flow: Mapping[str, Any]) -> dict[str, Any]:
    """Where boxes stand, and what is written beside them, is no change."""
    return {key: value for key, value in flow.items() if key not in DRAWN}
