"""What became of a file, line by line.

For: the one shape that import pages, REST and the command line show. Nothing is dropped without a line here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

# In the order in which they are worth reading.
LEVELS = ("refused", "stubbed", "changed", "kept", "taken")


@dataclass(frozen=True, slots=True)
class Line:
    """`todo` is what the builder has to do about it; `flow` and `step` are ours, so that a page can lead there.

    taken: as it was. changed: works otherwise than it did. stubbed: a placeholder stands there. kept: has no effect here and
    comes back in an export. refused: left out for good.
    """

    level: str
    message: str
    todo: str = ""
    flow: str | None = None
    step: str | None = None


@dataclass(slots=True)
class Report:
    lines: list[Line] = field(default_factory=list)

    def add(self, level: str, message: str, *, todo: str = "", flow: str | None = None, step: str | None = None) -> None:
        line = Line(level, message, todo, flow, step)
        if line not in self.lines:
            self.lines.append(line)

    def as_json(self) -> list[dict[str, Any]]:
        ranks = {level: rank for rank, level in enumerate(LEVELS)}
        return [asdict(line) for line in sorted(self.lines, key=lambda line: ranks[line.level])]
