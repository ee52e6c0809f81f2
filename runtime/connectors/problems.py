"""What is wrong with a package: each thing with its file and line, all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from runtime.engine.errors import HookyardError
from runtime.engine.values import value

ERROR: Final = "error"
WARNING: Final = "warning"
MOST: Final = 200  # problems told; who has more begins with these


@value
class Problem:
    """`line` and `column` count from 1; 0 where the file as a whole is meant, and no file where the package is."""

    code: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    severity: str = ERROR

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "severity": self.severity,
        }

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message} [{self.code}]" if place else f"{self.message} [{self.code}]"


class PackageRefused(HookyardError):
    """No connector can be made of it; `problems` says everything that is wrong, and `code` is that of the first."""

    default_code = "package_invalid"
    who = "builder"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        errors = [problem for problem in self.problems if problem.severity == ERROR]
        first = errors[0]
        more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
        place = f"{first.file}: " if first.file else ""
        super().__init__(
            f"{place}{first.message}{more}", code=first.code, problems=[problem.as_json() for problem in self.problems[:MOST]]
        )


def refuse(code: str, message: str, file: str = "", line: int = 0) -> PackageRefused:
    return PackageRefused([Problem(code, message, file, line)])
