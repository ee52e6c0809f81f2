"""`.rest.yml` against its cases (fixtures/conformance/rest.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from runtime.connectors.formulas import UNDEFINED, FormulaProblem, evaluate
from runtime.connectors.rest import check_rest, request_of, result_of

CASES = yaml.safe_load((Path(__file__).parents[3] / "fixtures/conformance/rest.yaml").read_text())


async def evaluated(node: Any, variables: Mapping[str, Any]) -> Any:
    return evaluate(node, variables)


@pytest.mark.parametrize("case", CASES["requests"], ids=lambda case: case["it"])
async def test_the_request(case: dict[str, Any]) -> None:
    try:
        request = await request_of(case["content"], case["variables"], evaluated)
    except FormulaProblem as problem:
        assert problem.code == case["refused"]
        return
    expected = case["request"]
    assert {name: getattr(request, name) for name in expected} == {
        **expected,
        "data": UNDEFINED if expected["data"] == "nothing" else expected["data"],
    }


@pytest.mark.parametrize("case", CASES["results"], ids=lambda case: case["it"])
async def test_the_result(case: dict[str, Any]) -> None:
    assert await result_of(case["content"], case.get("variables", {}), case["response"], evaluated) == case["result"]


def test_what_is_wrong_is_found_at_once() -> None:
    for case in CASES["findings"]:
        assert {finding.path: finding.code for finding in check_rest(case["content"])} == case["found"], case["content"]
    lines = {(): 1, ("responseMapping",): 5, ("responseMapping", "id"): 6}.get
    assert [
        one.line for one in check_rest({"path": "/x", "method": "get", "responseMapping": {"id": {"$var": "["}}}, lines=lines)
    ] == [6]
