"""How a flow runs, and who may call it, from their way of writing to ours."""

from __future__ import annotations

from typing import Any

from designer.importing.prismatic.flow_reading import FlowReading
from designer.importing.prismatic.naming import short
from designer.importing.prismatic.pointing import read_reference


def read_policy(reading: FlowReading) -> dict[str, Any]:
    retry, queue = reading.flow.get("retryConfig") or {}, reading.flow.get("queueConfig") or {}
    policy: dict[str, Any] = {}
    if retry:
        policy["retry"] = {
            "maxAttempts": max(1, min(_whole(retry.get("maxAttempts"), 1) + 1, 20)),
            "delaySeconds": max(0, min(_whole(retry.get("delayMinutes"), 0) * 60, 86_400)),
            "exponential": bool(retry.get("usesExponentialBackoff")),
        }
        name = short(reading.flow["name"])
        reading.tell("changed", f"{name} was tried again from its first step; here from the step that failed.")
        if _reference(retry.get("uniqueRequestIdField")):
            message = f"{name} gave up its tries when a newer request had the same id; here it goes on trying."
            reading.tell("kept", message, todo="Keep the flow in order by that id instead, if order matters.")
    at_once = 1 if queue.get("usesFifoQueue") or queue.get("singletonExecutions") else _whole(queue.get("concurrencyLimit"), 0)
    if at_once > 0:
        policy["concurrency"] = {"atOnce": min(at_once, 1000)}
    if dedupe := _reference(queue.get("dedupeIdField")):
        policy["dedupe"] = {"id": {"reference": read_reference(dedupe, reading.names)}}
    return policy


def tell_of_access(reading: FlowReading) -> None:
    name, asked = short(reading.flow["name"]), reading.flow.get("endpointSecurityType")
    if asked in ("organization", "customer_required"):
        whose = "keys of the organization" if asked == "organization" else "a key of each customer"
        todo = (
            "Make an API key under Credentials, with the header Api-Key, and choose it in the flow's Webhook or under Endpoint."
        )
        reading.tell("changed", f"{name} asks its callers for {whose}, and keys are never imported.", todo=todo)
    elif asked == "customer_optional":
        reading.report.add("kept", "Customers could give a URL keys of their own; here the builder says who may call.")


def _whole(value: Any, default: int) -> int:
    try:
        return default if isinstance(value, bool) else int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


def _reference(given: Any) -> str:
    value = given.get("value") if isinstance(given, dict) else given
    return value.strip() if isinstance(value, str) else ""
