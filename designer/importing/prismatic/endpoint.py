"""Where requests go: endpoint type, preprocess flow and pickers, from their way of writing to ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.importing.prismatic.pointing import Names, join, split
from designer.importing.report import Report

TYPES = {"flow_specific": "flow", "instance_specific": "instance", "shared_instance": "shared"}
PICKERS = {"flowNameField": "flowName", "externalCustomerIdField": "externalCustomerId"}


def read_endpoint(document: Mapping[str, Any], names: Names, report: Report) -> dict[str, Any]:
    told = document.get("endpointType") or "flow_specific"
    endpoint: dict[str, Any] = {"type": TYPES.get(told, "flow")}
    if told not in TYPES:
        report.add("changed", f"The endpoint type {told[:60]} is not known here, so each flow has a URL of its own.")
    if endpoint["type"] != "flow":
        endpoint["methods"] = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    preprocess = document.get("preprocessFlowName")
    if preprocess:
        endpoint["preprocessFlow"] = names.flows.get(preprocess, preprocess)
        if preprocess not in names.flows:
            report.add(
                "changed", f"The preprocess flow {preprocess[:80]!r} is not in the file.", todo="Choose another under Endpoint."
            )
    for theirs, ours in PICKERS.items():
        if (picker := read_picker(document.get(theirs))) is not None:
            endpoint[ours] = {"reference": picker}
    if read_picker(document.get("externalCustomerUserIdField")) is not None:
        message = "Requests chose the configuration of one user there; here a customer has one."
        report.add("kept", message, todo="Route by customer, and look the user up in the flow.")
    return endpoint


def read_picker(given: Any) -> str | None:
    """Whatever stands before `results` there (a step, `payload`, `onExecution`) is the result of the preprocess flow, or the
    request, here."""
    value = given.get("value") if isinstance(given, Mapping) else None
    if not isinstance(value, str) or not value.strip():
        return None
    root, keys = split(value)
    if root != "results":
        keys = keys[keys.index("results") + 1 :] if "results" in keys else keys
    return join("results", keys)
