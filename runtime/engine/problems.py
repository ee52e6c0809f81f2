"""One thing that is wrong with a definition.

For: the value that validation returns, the canvas marks and publishing refuses.
Not here: finding problems (`validation` and the rules it asks).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is public API. `flow` is a flow's key, `step` a step's id, `field` an input's name or a path in the document."""

    code: str
    message: str
    severity: Literal["error", "warning"] = "error"
    flow: str | None = None
    step: str | None = None
    field: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
