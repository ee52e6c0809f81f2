"""Running the bench on a draft.

For: the definition a test runs (handed along, or the saved draft), and requests in the words the bench takes.
Not here: routes (`api`), saved tests (`saved`).
"""

from __future__ import annotations

from typing import Any

from designer.api.shapes import camel
from designer.integrations.drafts import draft_of
from designer.integrations.storable import require_storable
from runtime.engine.errors import InvalidDefinition
from runtime.engine.schema import check_shape
from runtime.instances.models import Integration


def definition_of(integration: Integration, handed: Any = None) -> dict[str, Any]:
    """Raises `Malformed`; `InvalidDefinition` when it cannot be read."""
    return runnable(draft_of(integration).definition if handed is None else require_storable(handed))


def as_sent(checked: dict[str, Any]) -> dict[str, Any]:
    """A TestRequest in the words of the wire again, as the bench takes and tests keep it."""
    words = {camel(name): value for name, value in checked.items()}
    return {**words, "path": words.get("path") or ""}


def runnable(definition: dict[str, Any]) -> dict[str, Any]:
    """Problems elsewhere do not keep a flow from being tried, but one that cannot be read cannot run."""
    problems = check_shape(definition)
    if problems:
        raise InvalidDefinition(
            "The draft cannot be read: see problems.", code="definition_invalid", problems=[each.as_json() for each in problems]
        )
    return definition
