"""The formula language against its cases (fixtures/conformance/formulas). Not here: attacks on it (`test_formulas`)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from runtime.connectors.formulas import UNDEFINED, FormulaProblem, evaluate
from runtime.connectors.jsonata import MOST, RunCode, evaluate_all
from runtime.sandbox.pool import SandboxPool

CASES = Path(__file__).parents[3] / "fixtures/conformance/formulas"
JSONATA = CASES / "jsonata.yaml"


def difference(case: Mapping[str, Any], found: Any) -> str:
    expected = UNDEFINED if case.get("nothing") else case["value"]
    if found is expected or (found == expected and type(found) is type(expected)):
        return ""
    return f"{case['formula']}: {found!r} instead of {expected!r}\n"


@pytest.mark.parametrize("file", sorted(set(CASES.glob("*.yaml")) - {JSONATA}), ids=lambda file: file.stem)
def test_every_case_has_its_outcome(file: Path) -> None:
    table = yaml.safe_load(file.read_text())
    assert not "".join(difference(case, evaluate(case["formula"], table["variables"])) for case in table["cases"])


@pytest.fixture
async def run_code() -> AsyncIterator[RunCode]:
    pool = SandboxPool(1, cpu_seconds=0.3, wall_seconds=10.0)

    async def run(source: str, context: Mapping[str, Any]) -> Any:
        answer = await pool.run(source, tenant="t", scope="s", step_results={}, config={}, context=context)
        return answer.data

    yield run
    await pool.close()


async def test_every_case_of_jsonata_has_its_outcome(run_code: RunCode) -> None:
    table = yaml.safe_load(JSONATA.read_text())
    found = [await evaluate_all(case["formula"], table["variables"], run_code) for case in table["cases"]]
    assert not "".join(map(difference, table["cases"], found))


async def test_jsonata_that_runs_away_has_no_value_and_harms_nobody(run_code: RunCode) -> None:
    endless = "($f := function($n) { $f($n + 1) }; $f(1))"
    large = '$reduce([1..40], function($a, $b) { $a & $a }, "xxxxxxxxxxxxxxxx")'
    node = {"endless": {"$jsonata": endless}, "large": {"$jsonata": large}, "after": {"$jsonata": "a"}}
    assert await evaluate_all(node, {"a": 1}, run_code) == {"after": 1}


async def test_so_many_expressions_are_too_many(run_code: RunCode) -> None:
    async def one(source: str, context: Mapping[str, Any]) -> Any:
        return {"value": 1}

    node = {"$iterate": {"source": [1] * (MOST + 1), "item": {"$jsonata": "1"}}}
    with pytest.raises(Exception, match="JSONata expressions") as caught:
        await evaluate_all(node, {}, one)
    assert getattr(caught.value, "code", "") == "formula_too_much_work" and not isinstance(caught.value, FormulaProblem)
