"""Where in a package something went wrong, from where in the sandbox it did.

For: the engine's stack, whose lines are those of a bundle, in terms of the package's files. Pure.
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

from runtime.connectors.modules.bundle import Bundle
from runtime.engine.errors import HookyardError

_FRAME: Final = re.compile(r"^\s*(?:at )?(.*?)\s*\((?:<input>:)?(\d+)(?::(\d+))?\)\s*$")
_BARE: Final = re.compile(r"^\s*at (?:<input>:)?(\d+)(?::(\d+))?\s*$")
_HINTS: Final = {
    "process": "There is no process and no environment here. Use connector parameters.",
    "require": "Import files of the package at the top of the file.",
    "module": "Begin the function with `export default`.",
}
P = TypeVar("P", bound=HookyardError)


def located(problem: P, made: Bundle) -> P:
    """The same problem; `details` get `file`, `line`, `column` and a `stack` that names files, where the engine told any."""
    details = problem.details
    frames = _frames(str(details.pop("stack", "") or ""), made)
    line = details.pop("line", None)
    details.pop("column", None)
    if not frames and isinstance(line, int):
        file, own = made.place(line)
        frames = [{"function": "", "file": file, "line": own, "column": 0}] if file else []
    if frames:
        first = frames[0]
        details |= {"file": first["file"], "line": first["line"]} | ({"column": first["column"]} if first["column"] else {})
        details["stack"] = "\n".join(_shown(frame) for frame in frames)
    missing = re.match(r"^ReferenceError: (\w+) is not defined$", problem.message)
    if missing and missing[1] in _HINTS:
        problem.message = f"{problem.message}. {_HINTS[missing[1]]}"
    return problem


def _frames(stack: str, made: Bundle) -> list[dict[str, Any]]:
    found = []
    for text in stack.splitlines():
        frame = _FRAME.match(text) or None
        bare = _BARE.match(text) if frame is None else None
        name, line, column = (frame[1], frame[2], frame[3]) if frame else ("", bare[1], bare[2]) if bare else ("", "0", None)
        file, own = made.place(int(line))
        if file:
            found.append({"function": name, "file": file, "line": own, "column": int(column or 0)})
    return found


def _shown(frame: dict[str, Any]) -> str:
    place = ":".join(str(part) for part in (frame["file"], frame["line"], frame["column"]) if part)
    return f"{frame['function']} ({place})" if frame["function"] and frame["function"] != "<anonymous>" else place
