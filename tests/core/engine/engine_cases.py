"""Reads the notation of fixtures/conformance (see its README) into flows, events and comparable commands.

For: the tests of the engine, together with the small pure components they use.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from runtime.engine.component import Component, Control, Kind, Outcome, StepContext
from runtime.engine.definition import Flow, read_flow
from runtime.engine.inputs import literal
from runtime.engine.interpreter import (
    Command,
    Event,
    Finish,
    Recorded,
    RunStep,
    StepEnded,
    StepFailed,
    StepSucceeded,
    Surroundings,
    Wait,
    WaitEnded,
)

CASES = Path(__file__).parents[3] / "fixtures" / "conformance"


async def _never(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    raise AssertionError("the engine runs no component")


def component(key: str, kind: Kind = Kind.ACTION, **more: Any) -> Component:
    described = {
        "title": key.title(),
        "summary": "",
        "docs": "",
        "group": "",
        "icon": "",
        "inputs": {"type": "object"},
        "example": {},
    }
    return Component(key=key, kind=kind, run=_never, **(described | more))


def _chosen(inputs: Mapping[str, Any]) -> tuple[str, ...]:
    return (*literal(inputs.get("outlets"), []), "else")


COMPONENTS = {
    one.key: one
    for one in (
        component("webhook", Kind.TRIGGER),
        component("manual", Kind.TRIGGER),
        component("work"),
        component("effect", effect=True),
        component("choose", outlets=_chosen, outcome_of=lambda results: Outcome(results, results["branch"])),
        component("respond", outcome_of=lambda results: Outcome(results, control=Control.RESPOND)),
        component("loop", Kind.CONTAINER),
    )
}


def read_cases(name: str) -> Any:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


BOOM = {"code": "boom", "message": "It broke."}


def flow_of(document: dict[str, Any]) -> Flow:
    return read_flow({"key": "flow", "name": "Flow", **document, "steps": _steps(document.get("steps", []))})


def _steps(steps: list[Any]) -> list[dict[str, Any]]:
    return [
        {"id": step, "component": "work"} if isinstance(step, str) else {**step, "steps": _steps(step.get("steps", []))}
        for step in steps
    ]


def surroundings_of(case: dict[str, Any]) -> Surroundings:
    return Surroundings(
        config=case.get("config", {}), env=case.get("env", {}), customer=case.get("customer"), instance=case.get("instance")
    )


def recorded_of(case: dict[str, Any]) -> list[Recorded]:
    return [
        Recorded(one["path"], one["status"], None if "error" in one else _outcome(one), one.get("error"))
        for one in case["recorded"]
    ]


def event_of(written: Any) -> Event:
    if isinstance(written, str):
        path, verb = written.rsplit(" ", 1)
        written = {verb: path}
    match written:
        case {"succeeded": path}:
            return StepSucceeded(path, _outcome(written))
        case {"failed": path}:
            return StepFailed(path, written.get("error", BOOM), written.get("retryAfter"))
        case {"waited": path}:
            return WaitEnded(path)
    raise ValueError(f"no such event: {written}")


def _outcome(written: dict[str, Any]) -> Outcome:
    return Outcome(written.get("results"), written.get("outlet", "out"), Control(written.get("control", "")))


def expected_of(written: Any) -> dict[str, Any]:
    """The long form of a command as a case writes it."""
    if not isinstance(written, str):
        return written
    first, second = written.rsplit(" ", 1)
    return {first: second} if first in ("run", "finish") else {"ended": first, "status": second}


def seen(command: Command, expected: dict[str, Any]) -> dict[str, Any]:
    """A command in the notation of the cases, with the details that `expected` names."""
    match command:
        case RunStep():
            told = {"run": command.path, "inputs": command.inputs, "attempt": command.attempt, "warnings": len(command.warnings)}
        case Wait():
            told = {"wait": command.path, "seconds": command.seconds, "attempt": command.attempt}
        case StepEnded():
            outcome = command.outcome or Outcome()
            told = {"ended": command.path, "status": command.status, "results": outcome.results, "outlet": outcome.outlet}
            told |= {"error": command.error, "attempt": command.attempt}
        case Finish():
            told = {"finish": command.status, "result": command.result, "response": command.response, "error": command.error}
    head = next(iter(told))
    return {name: value for name, value in told.items() if name == head or name in expected}
