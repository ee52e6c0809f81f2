"""A file of Prismatic's as a definition of ours, with a report.

For: the one way in: document to definition. Pure: no tables, no tenant.
Not here: reading text safely (`designer.integrations.yaml_format`), keeping the result (`designer.importing.services`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designer.importing.prismatic.config import read_pages, read_variables
from designer.importing.prismatic.dialects import Document, component_of, read_document, walk
from designer.importing.prismatic.endpoint import read_endpoint
from designer.importing.prismatic.flow_reading import FlowReading
from designer.importing.prismatic.layout import lay_out
from designer.importing.prismatic.naming import flow_key, integration_key, short
from designer.importing.prismatic.pointing import Names
from designer.importing.prismatic.policies import read_policy, tell_of_access
from designer.importing.prismatic.special import called_flows
from designer.importing.prismatic.steps import draw_flow
from designer.importing.report import Report

# What has no effect here and comes back in an export.
KEPT_ABOVE = ("documentation", "category", "labels", "defaultInstanceProfile", "renameAttributes", "importMetadata", "version")
KEPT_OF_FLOWS = {
    "isAgentFlow": "offers itself as a tool to agents",
    "schemas": "says the shapes of what it takes and gives",
    "triggerResolver": "takes items in batches",
    "supplementalComponents": "names further components",
}


@dataclass(frozen=True, slots=True)
class Converted:
    definition: dict[str, Any]
    report: Report
    placeholders: int


def convert(source: Document, dialect: str) -> Converted:
    """Raises `NotAnIntegration`."""
    report = Report()
    document = read_document(source, dialect, report)
    names = Names()
    variables = read_variables(document["requiredConfigVars"], names, report)
    for flow in document["flows"]:
        names.flows.setdefault(flow["name"], flow_key(flow["name"], names.flows.values()))
    called = frozenset(called_flows(document, names.flows))
    waits = frozenset(flow["name"] for flow in document["flows"] if flow.get("isSynchronous") is True)
    placeholders, flows, taken = 0, [], set()
    for flow in document["flows"]:
        key = names.flows[flow["name"]] if flow["name"] not in taken else flow_key(flow["name"], names.flows.values())
        if flow["name"] in taken:
            report.add("changed", f'Two flows are called "{flow["name"][:80]}".', todo="Rename one of them.", flow=key)
        taken.add(flow["name"])
        reading = FlowReading(
            flow=flow,
            key=key,
            names=Names(variables=names.variables, flows=names.flows),
            report=report,
            called=called,
            waits=waits,
        )
        flows.append(_flow(reading))
        placeholders += reading.placeholders
    _tell_of_the_whole(document, report)
    definition = {
        "name": short(document["name"]),
        "key": integration_key(document["name"]),
        "description": (document.get("description") or document.get("documentation") or "").strip()[:10_000],
        "endpoint": read_endpoint(document, names, report),
        "configVariables": variables,
        "configPages": read_pages(document.get("configPages") or [], variables, names, report),
        "flows": flows,
    }
    return Converted(definition, report, placeholders)


def _flow(reading: FlowReading) -> dict[str, Any]:
    flow = reading.flow
    reading.name_steps()
    level = draw_flow(reading)
    policy = read_policy(reading)
    tell_of_access(reading)
    for name, does in KEPT_OF_FLOWS.items():
        if flow.get(name):
            reading.tell("kept", f"{short(flow['name'])} {does} there, which has no effect here.")
    count = sum(1 for _ in walk(flow.get("steps")))
    reading.tell("taken", f"Flow {short(flow['name'])} with {count} {'step' if count == 1 else 'steps'}.")
    return {
        "key": reading.key,
        "name": short(flow["name"]),
        "description": (flow.get("description") or "")[:10_000],
        "response": "sync" if reading.answers_when_done else "async",
        "steps": level.steps,
        "links": level.links,
        **({"policy": policy} if policy else {}),
        "layout": lay_out(level.steps, level.links),
    }


def _tell_of_the_whole(document: Document, report: Report) -> None:
    kept = [name for name in KEPT_ABOVE if document.get(name)]
    if kept:
        report.add("kept", f"Of the integration itself, without effect here and written again by an export: {', '.join(kept)}.")
    if document.get("isCodeNative"):
        message = "It is code-native: its flows are written in TypeScript, which is not in the file."
        report.add("changed", message, todo="Paste the code of each flow into Code steps.")
    count, flows = len(document["requiredConfigVars"]), len(document["flows"])
    report.add(
        "taken", f"{count} config {'variable' if count == 1 else 'variables'}, {flows} {'flow' if flows == 1 else 'flows'}."
    )


def unknown_components(document: Mapping[str, Any]) -> dict[str, int]:
    """How often each component is used, by key; for a summary."""
    counts: dict[str, int] = {}
    for flow in document.get("flows") or ():
        for step, _ in walk(flow.get("steps")):
            key = component_of(step)[0]
            counts[key] = counts.get(key, 0) + 1
    return counts
