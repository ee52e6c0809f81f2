"""What goes wrong while a formula is evaluated.

For: one error with a stable code and the place in the document; the caller that knows the file adds it with `at`.
Not here: what can be seen without variables (`checking`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from runtime.engine.errors import StepProblem

Path = tuple[str | int, ...]
Lines = Callable[[Path], int | None]
"""Which line of its file a place of the document stands on, where that is known."""


class FormulaProblem(StepProblem):
    """`details`: path (a locator such as `$.headers.to[0]`), and file and line where they are known."""

    default_code: ClassVar[str] = "formula_failed"


def written(path: Sequence[str | int]) -> str:
    """A place in a document as its author would write it: `$.a[0].b`."""
    parts = (f"[{part}]" if isinstance(part, int) else "." + part.replace("\\", "\\\\").replace(".", "\\.") for part in path)
    return "$" + "".join(parts)


class _Placed(FormulaProblem):
    """Carries its path until somebody who knows the file says the line."""

    def __init__(self, message: str, *, code: str, path: Path) -> None:
        super().__init__(message, code=code, path=written(path))
        self.path = path


def problem(code: str, message: str, path: Sequence[str | int]) -> FormulaProblem:
    return _Placed(message, code=code, path=tuple(path))


@contextmanager
def at(file: str, lines: Lines | None = None) -> Iterator[None]:
    """Every formula problem raised inside names this file, and the line where it is known."""
    try:
        yield
    except _Placed as error:
        error.details["file"] = file
        if lines is not None and (line := nearest_line(lines, error.path)) is not None:
            error.details["line"] = line
        raise


def nearest_line(lines: Lines, path: Path) -> int | None:
    """The line of this place, or of the nearest one around it that has a line."""
    for end in range(len(path), -1, -1):
        if (line := lines(path[:end])) is not None:
            return line
    return None
