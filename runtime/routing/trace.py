"""The route trace: what happened to a request, stage by stage, kept with it for ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter_ns
from typing import Any


class Trace:
    """Stages in order: `{stage, ok, detail, durationUs, data?, skipped?}`. A stage that raises is kept as not ok."""

    def __init__(self) -> None:
        self.stages: list[dict[str, Any]] = []

    @contextmanager
    def stage(self, name: str, detail: str = "") -> Iterator[dict[str, Any]]:
        entry: dict[str, Any] = {"stage": name, "ok": True, "detail": detail}
        self.stages.append(entry)
        begun = perf_counter_ns()
        try:
            yield entry
        except Exception as error:
            entry["ok"] = False
            entry["detail"] = getattr(error, "message", "") or "Something went wrong on our side."
            raise
        finally:
            entry["durationUs"] = (perf_counter_ns() - begun) // 1000

    def note(self, name: str, detail: str, *, ok: bool = True) -> None:
        """A stage that took no time worth measuring."""
        self.stages.append(stage(name, detail, ok=ok))

    def skip(self, name: str, detail: str) -> None:
        self.stages.append({**stage(name, detail), "skipped": True})


def stage(name: str, detail: str, *, ok: bool = True) -> dict[str, Any]:
    """One entry of a trace, for what took no time worth measuring."""
    return {"stage": name, "ok": ok, "detail": detail, "durationUs": 0}
