"""When a draft means the same as its version: by the rules that the pages tell differences by."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from designer.integrations.meaning import meaning
from designer.integrations.storable import require_storable
from tests.product import ROOT

SHARED = yaml.safe_load((ROOT / "fixtures/meaning/cases.yaml").read_text())


def changed(definition: dict[str, Any], flow: dict[str, Any]) -> dict[str, Any]:
    (first,) = definition["flows"]
    return {**definition, "flows": [{**first, **flow}]}


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_a_draft_is_edited_exactly_when_its_meaning_changed(case):
    before = changed(SHARED["base"], case.get("base", {}))
    after = changed({**before, **case.get("after", {})}, case.get("flow", {}))
    assert (meaning(before) == meaning(after)) is case["same"]


def test_a_draft_may_hold_anything_that_can_be_kept():
    links = [{"from": "a", "to": "b", "outlet": {"odd": []}}, {"from": "a", "to": "b", "outlet": 7}, {"from": "x", "to": "y"}]
    steps = [{"id": "a", "component": "c", "onError": []}, {"id": "b", "component": "c"}, {"id": "a", "component": "c"}]
    odd = {"key": "main", "name": "", "steps": steps, "links": links, "policy": {}}
    document = {"name": "T", "key": "t", "endpoint": {"methods": ["GET", 1, None]}, "flows": [odd, {"key": "bare", "name": "B"}]}
    assert meaning(require_storable(document)) == meaning(document)
