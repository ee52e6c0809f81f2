"""What happens when a step fails: ignored, tried again, or as its inputs say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.importing.prismatic.flow_reading import Drawn, FlowReading, Step
from designer.importing.prismatic.rules import number


def handle_errors(reading: FlowReading, given: Step, drawn: Drawn) -> None:
    """What happens when it fails is said of the first of our steps: the others cannot fail."""
    step, config = drawn.steps[0], given.get("errorConfig") or {}
    handler = config.get("errorHandlerType")
    if handler == "ignore":
        step["onError"] = "ignore"
    elif handler == "retry":
        step |= {"onError": "retry", "retry": _retry(config.get("maxAttempts"), config.get("delaySeconds"), config)}
        if config.get("ignoreFinalError"):
            message = f"{step['name']} went on after its last try failed; here the run fails then."
            reading.tell("changed", message, todo="Branch on its error instead, if it should go on.", step=step["id"])
    elif step["component"] == "http.request":
        _retry_by_inputs(given, step)


def _retry_by_inputs(given: Step, step: dict[str, Any]) -> None:
    values = {name: one.get("value") for name, one in (given.get("inputs") or {}).items() if isinstance(one, Mapping)}
    tries = number(values.get("maxRetries"))
    if isinstance(tries, (int, float)) and not isinstance(tries, bool) and tries > 0:
        delay = number(values.get("retryDelayMS"))
        delay = delay / 1000 if isinstance(delay, (int, float)) else 1
        config = {"usesExponentialBackoff": values.get("useExponentialBackoff") == "true"}
        step |= {"onError": "retry", "retry": _retry(tries, delay, config)}


def _retry(tries: Any, delay: Any, config: Mapping[str, Any]) -> dict[str, Any]:
    """Theirs counts the tries after the first."""
    count = tries if isinstance(tries, (int, float)) and not isinstance(tries, bool) else 1
    seconds = delay if isinstance(delay, (int, float)) and not isinstance(delay, bool) else 0
    return {
        "maxAttempts": max(1, min(int(count) + 1, 20)),
        "delaySeconds": max(0, min(seconds, 86_400)),
        "exponential": bool(config.get("usesExponentialBackoff")),
    }
