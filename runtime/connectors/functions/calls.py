"""The HTTP calls that a function made, as the person who tries it sees them. Secrets are cut out before anything is kept.

For: also knowing which texts are secrets of this run, of the account and of the connector's parameters, and cutting them out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from runtime.credentials import hiding
from runtime.engine.component import HttpAnswer
from runtime.engine.errors import HookyardError

MOST: Final = 50  # of one run; the rest are counted
LONGEST: Final = 2_000  # characters of a body


@dataclass(slots=True)
class Calls:
    made: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    _secrets: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def keep_secret(self, given: Any) -> None:
        """All texts in it; short ones stay, as they stand inside ordinary words, and addresses, without which nobody sees what
        was called."""
        if isinstance(given, str) and len(given) >= hiding.SHORTEST and not given.startswith("http"):
            self._secrets.setdefault(given, hiding.forms(given))
        for inner in given.values() if isinstance(given, Mapping) else given if isinstance(given, list) else ():
            self.keep_secret(inner)

    def hide(self, text: str) -> str:
        return hiding.without(text, (form for forms in self._secrets.values() for form in forms))

    def begin(self, method: str, url: str, content: bytes | None) -> _Call | None:
        hide = self.hide
        self.count += 1
        if len(self.made) == MOST:
            return None
        told: dict[str, Any] = {"method": method, "url": hide(url)[:LONGEST], "status": None, "milliseconds": 0, "error": ""}
        told |= {"requestBody": _excerpt(content, hide), "responseBody": ""}
        self.made.append(told)
        return _Call(told, hide, monotonic())


@dataclass(slots=True)
class _Call:
    told: dict[str, Any]
    hide: Callable[[str], str]
    began: float

    def answered(self, answer: HttpAnswer) -> None:
        self._end(status=answer.status, responseBody=_excerpt(answer.body, self.hide))

    def failed(self, problem: HookyardError) -> None:
        self._end(error=self.hide(problem.message))

    def _end(self, **told: Any) -> None:
        self.told |= {**told, "milliseconds": round((monotonic() - self.began) * 1000)}


def _excerpt(content: bytes | None, hide: Callable[[str], str]) -> str:
    text = (content or b"")[: LONGEST * 4].decode("utf-8", "replace")
    return hide(text)[:LONGEST]
