"""The conformance cases, all of them. Not here: how they are written (fixtures/conformance/README.md)."""

from __future__ import annotations

from typing import Any

import pytest
from engine_cases import COMPONENTS, event_of, expected_of, flow_of, read_cases, recorded_of, seen, surroundings_of

from runtime.engine.errors import InvalidDefinition
from runtime.engine.inputs import CompiledInputs, resolve_inputs
from runtime.engine.interpreter import Turn, advance, begin, compile_flow, resume
from runtime.engine.references import ReferenceMissing, compile_reference
from runtime.engine.state import Visible

FLOW_TOPICS = ("chain", "fan", "branches", "errors", "retries", "loops", "results", "disabled", "resume", "pins")
FLOW_CASES = [pytest.param(case, id=f"{topic}: {case['it']}") for topic in FLOW_TOPICS for case in read_cases(topic)]
REFERENCES, INPUTS = read_cases("references"), read_cases("inputs")


@pytest.mark.parametrize("case", FLOW_CASES)
def test_it_does_what_the_case_says(case: dict[str, Any]) -> None:
    plan = compile_flow(flow_of(case["flow"]), COMPONENTS)
    arguments = {
        "trigger_step": case.get("fires", "webhook_1"),
        "trigger_results": case.get("trigger", {}),
        "surroundings": surroundings_of(case),
    }
    more: dict[str, Any] = {name: case[name] for name in ("pins", "until") if name in case}
    if "recorded" in case:
        more["recorded"] = recorded_of(case)
    turn = resume(plan, **arguments, **more) if more else begin(plan, **arguments)
    _compare(turn, case["turns"][0]["expect"], "at the beginning")
    for written in case["turns"][1:]:
        turn = advance(plan, turn.state, event_of(written["when"]))
        _compare(turn, written["expect"], f"when {written['when']}")


def _compare(turn: Turn, written: list[Any], when: str) -> None:
    expected = [expected_of(one) for one in written]
    told = [seen(command, wanted) for command, wanted in zip(turn.commands, expected, strict=False)]
    told += [repr(command) for command in turn.commands[len(expected) :]]
    assert told == expected, when


@pytest.mark.parametrize("case", REFERENCES["cases"], ids=lambda case: case["reference"])
def test_it_reads_what_a_reference_points_at(case: dict[str, Any]) -> None:
    reference = compile_reference(case["reference"])
    if "missing" not in case:
        assert reference.read(REFERENCES["scope"]) == case["value"]
        return
    with pytest.raises(ReferenceMissing) as caught:
        reference.read(REFERENCES["scope"])
    assert caught.value.details == {"reference": case["reference"], "missing": case["missing"], "nearest": case["nearest"]}
    assert caught.value.code == "reference_not_found"


@pytest.mark.parametrize("case", REFERENCES["queries"], ids=lambda case: case["reference"])
def test_it_reads_what_a_jsonpath_points_at(case: dict[str, Any]) -> None:
    fired = REFERENCES["scope"]["webhook_1"]
    items = fired["results"]["body"]["data"]["lines"]
    results = {"webhook_1": fired, "trigger": fired, "integrationTrigger": fired, "a": {"results": {"items": items, "id": 9}}}
    around = {
        "config": {"warehouse": "main", "Warehouse": "main"},
        "env": {"public_url": "https://hooks.test"},
        "customer": {"externalId": "progix-100"},
        "instance": {"name": "Acme"},
    }
    scope = Visible(results, surroundings_of(around))
    if "missing" in case:
        with pytest.raises(ReferenceMissing):
            compile_reference(case["reference"]).read(scope)
    else:
        assert compile_reference(case["reference"]).read(scope) == case["value"]


@pytest.mark.parametrize("text", REFERENCES["malformed"])
def test_it_refuses_what_is_no_reference(text: str) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        compile_reference(text)
    assert caught.value.code == "reference_malformed"


@pytest.mark.parametrize("case", INPUTS["cases"], ids=lambda case: str(case["input"]))
def test_it_resolves_an_input(case: dict[str, Any]) -> None:
    scope = {**INPUTS["scope"], "$": {"config": INPUTS["config"]}}
    resolved = resolve_inputs({"it": case["input"]}, scope)
    assert resolved.values == {"it": case["gives"]}
    assert type(resolved.values["it"]) is type(case["gives"])
    assert len(resolved.warnings) == case.get("warnings", 0)


@pytest.mark.parametrize("tagged", INPUTS["refused"], ids=str)
def test_it_refuses_what_is_no_input(tagged: Any) -> None:
    with pytest.raises(InvalidDefinition):
        CompiledInputs({"it": tagged})
