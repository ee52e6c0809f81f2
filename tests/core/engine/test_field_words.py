"""What problems call the fields of a definition. Not here: what they find wrong (`test_validation`)."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.components import BY_KEY
from runtime.engine.schema import check_shape
from runtime.engine.validation import validate

STEP = {"id": "log_1", "component": "log"}


def integration(**parts: Any) -> dict[str, Any]:
    return {"name": "Shop", "key": "shop", "flows": [], **parts}


def flow(**parts: Any) -> dict[str, Any]:
    return integration(flows=[{"key": "main", "name": "Main", "steps": [STEP], "links": [], **parts}])


def step(**parts: Any) -> dict[str, Any]:
    return flow(steps=[{**STEP, **parts}])


REGION = {"key": "region", "name": "Region", "type": "picklist"}
CASES: list[tuple[dict[str, Any], str, str]] = [
    # the document, where the problem is for programs, how it begins for people
    (integration(endpoint={"type": "flow", "requestsPerSecond": 0}), "endpoint.requestsPerSecond", "Requests per second must"),
    (integration(endpoint={"type": "flow", "methods": ["GET", "WALK"]}), "endpoint.methods[1]", "Entry 2 of Methods must"),
    (integration(endpoint={"type": "flow", "largestBody": 0}), "endpoint.largestBody", "Largest body in bytes must"),
    (
        integration(configVariables=[{**REGION, "choices": [{"value": 3}]}]),
        "configVariables[0].choices[0].value",
        "Config variable Region: Value of choice 1 must",
    ),
    (integration(configVariables=[{"key": "region"}]), "configVariables[0]", "Config variable 1 needs name"),
    (
        integration(configPages=[{"name": "One", "elements": [{"type": "text", "text": 4}]}]),
        "configPages[0].elements[0].text",
        "Page 1, element 1: Text must",
    ),
    (flow(policy={"timeLimitSeconds": 0}), "flows[0].policy.timeLimitSeconds", "Longest time in seconds must"),
    # what may be null as well is told at the part that is wrong
    (flow(policy={"retry": {"maxAttempts": 0, "delaySeconds": 1}}), "flows[0].policy.retry.maxAttempts", "Tries of a step"),
    (step(retry={"maxAttempts": 0, "delaySeconds": 1}), "retry.maxAttempts", "Attempts in all must"),
    (step(timeoutSeconds=0), "timeoutSeconds", '"Give up after seconds" must'),
]


@pytest.mark.parametrize(("document", "field", "begins"), CASES, ids=[field for _, field, _ in CASES])
def test_a_problem_names_its_field_as_the_page_does(document: dict[str, Any], field: str, begins: str) -> None:
    told = {problem.field: problem.message for problem in check_shape(document)}
    assert told.get(field, told).startswith(begins), told  # type: ignore[union-attr]


INPUTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("webhook", {"methods": {"value": ["GET", "WALK"]}}, "methods[1]", "Entry 2 of Methods must"),
    ("http.request", {}, "url", "URL is needed by HTTP request"),
    ("branch.value", {"value": {"value": 1}, "cases": {"value": [{}]}}, "cases[0].name", "Name of entry 1 of Cases is needed"),
]


@pytest.mark.parametrize(("component", "inputs", "field", "begins"), INPUTS, ids=[field for _, _, field, _ in INPUTS])
def test_an_input_is_named_by_its_title(component: str, inputs: dict[str, Any], field: str, begins: str) -> None:
    found = validate(step(component=component, inputs=inputs), BY_KEY, credentials=[])
    told = {problem.field: problem.message for problem in found}
    assert told[field].startswith(begins), told
