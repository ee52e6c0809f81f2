"""All files that one function needs, as one text for the sandbox, and the way back from its lines to theirs.

For: following imports, laying the files one below the other, finding the file of a line.
Not here: rewriting a file (`linking`), what the sandbox brings along (`functions/host.js`).
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, Final

from runtime.engine.values import value

LONGEST: Final = 15_000  # lines; the sandbox tells its own text by lines from 20,000 on

_HEAD: Final = "(function(require,module,exports,__x,__g,__r,__d,__s,__i){"
_TAIL: Final = "\n})"


@value
class Bundle:
    """`starts` are the lines in which the files begin, `files` the paths in the same order; "" is our own text."""

    text: str
    starts: tuple[int, ...]
    files: tuple[str, ...]

    def place(self, line: int) -> tuple[str, int]:
        """File and line, from a line of the text; no file for a line of our own."""
        at = bisect_right(self.starts, line) - 1
        if at < 0 or not self.files[at]:
            return "", 0
        # The line in front is that of the exports.
        return self.files[at], max(1, line - self.starts[at])


class BundleTooLong(Exception):
    """The files of a function have more lines than the sandbox can tell apart."""


def bundle(host: str, modules: Mapping[str, Mapping[str, Any]], entry: str, method: str) -> Bundle:
    """`host` is the text that defines `__define` and `__run`; it begins the bundle. `method` is in camel case.

    Raises `BundleTooLong`.
    """
    parts, starts, files = [host], [1], [""]
    line = 1 + host.count("\n") + 1
    for path in _needed(modules, entry):
        module = modules[path]
        text = f"__define({json.dumps(path)},{json.dumps(module['imports'])},{_HEAD}{module['code']}{_TAIL});"
        parts.append(text)
        starts.append(line)
        files.append(path)
        line += text.count("\n") + 1
    if line > LONGEST:
        raise BundleTooLong
    starts.append(line)
    files.append("")
    parts.append(f"module.exports=__run({json.dumps(entry)},{json.dumps(method)});")
    return Bundle("\n".join(parts), tuple(starts), tuple(files))


def _needed(modules: Mapping[str, Mapping[str, Any]], entry: str) -> list[str]:
    """The entry and all it asks for, each once."""
    needed, waiting = [], [entry]
    while waiting:
        path = waiting.pop()
        if path in modules and path not in needed:
            needed.append(path)
            waiting.extend(modules[path]["imports"].values())
    return needed
