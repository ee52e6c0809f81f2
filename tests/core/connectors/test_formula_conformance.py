"""The formula language against its cases (fixtures/conformance/formulas) and under attack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from runtime.connectors.formulas import UNDEFINED, evaluate

CASES = Path(__file__).parents[3] / "fixtures/conformance/formulas"


@pytest.mark.parametrize("file", sorted(CASES.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_case_has_its_outcome(file: Path) -> None:
    table = yaml.safe_load(file.read_text())
    wrong = []
    for case in table["cases"]:
        found: Any = evaluate(case["formula"], table["variables"])
        expected = UNDEFINED if case.get("nothing") else case["value"]
        if found is not expected and (found != expected or type(found) is not type(expected)):
            wrong.append(f"{case['formula']}: {found!r} instead of {expected!r}")
    assert not wrong, "\n".join(wrong)
