"""The route trace: what happened to a request, stage by stage, kept with it for ever."""

from __future__ import annotations

from time import perf_counter_ns
from types import TracebackType
from typing import Any


class Stage:
    """A stage while it is passed; entered, it hands out its entry."""

    __slots__ = ("_begun", "_entry")

    def __init__(self, entry: dict[str, Any]) -> None:
        self._entry = entry

    def __enter__(self) -> dict[str, Any]:
        self._begun = perf_counter_ns()
        return self._entry

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._entry["durationUs"] = (perf_counter_ns() - self._begun) // 1000
        if isinstance(error, Exception):
            self._entry["ok"] = False
            self._entry["detail"] = getattr(error, "message", "") or "Something went wrong on our side."


class Trace:
    """Stages in order: `{stage, ok, detail, durationUs, data?, skipped?}`. A stage that raises is kept as not ok."""

    __slots__ = ("stages",)

    def __init__(self) -> None:
        self.stages: list[dict[str, Any]] = []

    def stage(self, name: str, detail: str = "") -> Stage:
        entry: dict[str, Any] = {"stage": name, "ok": True, "detail": detail, "durationUs": 0}
        self.stages.append(entry)
        return Stage(entry)

    def note(self, name: str, detail: str, *, ok: bool = True) -> None:
        """A stage that took no time worth measuring."""
        self.stages.append({"stage": name, "ok": ok, "detail": detail, "durationUs": 0})

    def skip(self, name: str, detail: str) -> None:
        self.stages.append({"stage": name, "ok": True, "detail": detail, "durationUs": 0, "skipped": True})


def stage(name: str, detail: str, *, ok: bool = True) -> dict[str, Any]:
    """One entry of a trace, for what took no time worth measuring."""
    return {"stage": name, "ok": ok, "detail": detail, "durationUs": 0}
