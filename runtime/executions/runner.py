"""Carries out what the interpreter commands.

For: running flows on one event loop, each to its end, and telling how those stand that are under way.
Not here: how one run goes on (`progress`), what a flow means (`runtime.engine`), rows (`records`), who claims what (`worker`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from threading import Event
from typing import Any

from runtime.audience import NOBODY, Audience
from runtime.engine.component import StepContext
from runtime.executions.progress import KeepSteps, Progress
from runtime.executions.runs import Ended, Run

MakeContext = Callable[[Run, str, Mapping[str, Any], Callable[[str, str], None]], StepContext]


@dataclass(frozen=True, slots=True)
class Runner:
    """One for each event loop. `make_context` hands a step its doors to the world; `audience` hears how it goes."""

    make_context: MakeContext
    env: Mapping[str, Any]
    audience: Audience = NOBODY
    longest_wait: float = inf  # seconds; of a test, whose person would not wait for an hour
    leaving: Event = field(default_factory=Event)  # no further step starts; see `leave`
    _under_way: dict[str, Progress] = field(default_factory=dict)

    async def run(self, run: Run, *, keep: KeepSteps | None = None, patience: float = inf) -> Ended:
        """Runs to the end, or until there is nothing to do but wait, longer than `patience` seconds: it ends as `waiting` then.

        `keep` is awaited after each step that could be noticed outside, with the steps not yet kept.

        When this is cancelled, or `keep` raises, no step of it runs any more by the time it returns.
        """
        progress = self._under_way[run.execution_id] = Progress(self, run, keep, patience)
        try:
            return await progress.to_the_end()
        finally:
            # One that was lost and taken up again here is under way a second time.
            if self._under_way.get(run.execution_id) is progress:
                del self._under_way[run.execution_id]

    async def leave(self, within: float) -> None:
        """Ends what runs here between two steps, so that nothing is called outside and then once more by whoever takes it up.

        A step that takes longer than `within` seconds is left to be cancelled. On its own loop.
        """
        self.leaving.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._under_way:
                    await asyncio.sleep(0.02)

    def retell(self, execution_id: str) -> None:
        """Tells the audience how this run stands, if it is under way here. On its own loop."""
        if progress := self._under_way.get(execution_id):
            progress.commentary.so_far(progress.steps, list(progress.under_way.values()))
