"""What a form offers to choose from is said in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from runtime.components import COMPONENTS
from runtime.components.fields import METHODS


def choices(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if ("enum" in schema and schema.get("title")) or "enum" in schema.get("items", {}):
            yield schema["items"] if "enum" in schema.get("items", {}) else schema
        for part in schema.values():
            yield from choices(part)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.key)
def test_no_component_shows_the_raw_values_of_a_choice(component):
    for schema in choices(component.inputs["properties"]):
        assert "oneOf" in schema or set(schema["enum"]) <= set(METHODS), schema
