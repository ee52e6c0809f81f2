"""Carries out what the interpreter commands.

For: running one flow on an event loop: steps as tasks, their ends as events, until the interpreter says finish.
Not here: what a flow means (`runtime.engine`), rows (`records`), who claims what (`worker`).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter_ns
from typing import Any

import structlog

from runtime.audience import NOBODY, Audience
from runtime.components.check import check_inputs
from runtime.engine.component import Outcome, StepContext
from runtime.engine.errors import HookyardError, RemoteProblem, StepProblem
from runtime.engine.interpreter import (
    Finish,
    RunStep,
    State,
    StepEnded,
    StepFailed,
    StepStatus,
    StepSucceeded,
    Turn,
    Wait,
    WaitEnded,
    advance,
    resume,
    step_results,
)
from runtime.executions.commentary import Commentary
from runtime.executions.runs import Ended, Run, StepRun
from runtime.executions.sizes import Room, require_modest
from runtime.watching import meters
from runtime.watching.traffic import TRAFFIC

log = structlog.get_logger(__name__)

Event = StepSucceeded | StepFailed | WaitEnded
MakeContext = Callable[[Run, str, Mapping[str, Any], Callable[[str, str], None]], StepContext]
KeepSteps = Callable[[list[StepRun]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Runner:
    """One for each event loop. `make_context` hands a step its doors to the world; `audience` hears how it goes."""

    make_context: MakeContext
    env: Mapping[str, Any]
    audience: Audience = NOBODY
    _under_way: dict[str, _Progress] = field(default_factory=dict)

    async def run(self, run: Run, *, keep: KeepSteps | None = None) -> Ended:
        """Runs to the end. `keep` is awaited after each step that could be noticed outside, with the steps not yet kept.

        When this is cancelled, or `keep` raises, no step of it runs any more by the time it returns.
        """
        progress = self._under_way[run.execution_id] = _Progress(self, run, keep)
        try:
            return await progress.to_the_end()
        finally:
            # One that was lost and taken up again here is under way a second time.
            if self._under_way.get(run.execution_id) is progress:
                del self._under_way[run.execution_id]

    def retell(self, execution_id: str) -> None:
        """Tells the audience how this run stands, if it is under way here. On its own loop."""
        if progress := self._under_way.get(execution_id):
            progress.commentary.so_far(progress.steps, list(progress.under_way.values()))


class _Progress:
    def __init__(self, runner: Runner, run: Run, keep: KeepSteps | None) -> None:
        self.runner = runner
        self.run = run
        self.keep = keep
        self.steps: list[StepRun] = []
        self.kept = 0
        self.under_way: dict[str, StepRun] = {}
        self.tasks: set[asyncio.Task[Event]] = set()
        self.finish: Finish | None = None
        self.room = Room()
        self.commentary = Commentary(runner.audience, run)

    async def to_the_end(self) -> Ended:
        run, surroundings = self.run, self.run.surroundings(self.runner.env)
        turn = resume(
            run.plan,
            trigger_step=run.trigger_step,
            trigger_results=run.trigger_results,
            surroundings=surroundings,
            recorded=run.recorded,
            given=run.given,
            pins=run.pins,
            until=run.until,
        )
        try:
            event = await self._carry_out(turn)
            while event is not None:
                turn = advance(run.plan, turn.state, event)
                event = await self._carry_out(turn)
        finally:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)
        finish = self.finish
        if finish is None:
            raise RuntimeError(f"execution {run.execution_id} has nothing to do and no end")
        self.commentary.over(finish.status)
        _count(run, finish.status)
        return Ended(finish.status, finish.result, finish.response, finish.error, self.steps)

    async def _carry_out(self, turn: Turn) -> Event | None:
        """Starts what is to be started and returns the next event; None at the end."""
        todo: list[RunStep | Wait] = []
        effect = False
        for command in turn.commands:
            match command:
                case StepEnded():
                    effect |= self._note_end(command)
                case Finish():
                    self.finish = self.finish or command
                case _:
                    todo.append(command)
        if effect and self.keep and self.finish is None:
            await self.keep(self.steps[self.kept :])
            self.kept = len(self.steps)
        if self.finish:
            return None
        if len(todo) == 1 and not self.tasks:
            return await self._do(todo[0], turn.state)  # the common chain pays for no task
        for command in todo:
            self.tasks.add(asyncio.ensure_future(self._do(command, turn.state)))
        if not self.tasks:
            return None
        done, _ = await asyncio.wait(self.tasks, return_when=asyncio.FIRST_COMPLETED)
        first = done.pop()
        self.tasks.discard(first)
        return first.result()

    def _note_end(self, ended: StepEnded) -> bool:
        """Keeps the record of a step's end; says whether it could be noticed outside."""
        step = ended.step
        record = self.under_way.pop(ended.path, None) or StepRun(step.id, ended.path, step.component, ended.status)
        record.status, record.error, record.attempt = ended.status, ended.error, ended.attempt
        record.pinned = step.id in self.run.pins and ended.status == StepStatus.SUCCEEDED
        if ended.outcome is not None:
            record.outlet, record.control = ended.outcome.outlet, ended.outcome.control.value
            record.results = ended.outcome.results
            self._write_down(record)
        if ended.inputs is not None:  # a loop's, which the interpreter ran itself
            record.inputs = ended.inputs
            record.logs = [{"level": "warn", "message": warning} for warning in ended.warnings]
        self.steps.append(record)
        self.commentary.ended(record)
        component = self.run.plan.components.get(step.component)
        return bool(component and component.effect and ended.status != "skipped")

    def _write_down(self, record: StepRun) -> None:
        """Results as they will be kept. Past what an execution may leave behind, it ends here as failed."""
        if record.path == self.run.trigger_step:
            return  # the request has it
        try:
            record.kept = self.room.take(record.results)
        except StepProblem as problem:
            record.status, record.results, record.error = "failed", None, problem.as_json()
            where = {"stepId": record.step_id, "path": record.path}
            self.finish = Finish(StepStatus.FAILED, None, None, where | problem.as_json())

    async def _do(self, command: RunStep | Wait, state: State) -> Event:
        if isinstance(command, Wait):
            self.commentary.waits(self.under_way[command.path], command)
            # Spread over a fifth, so that many failures of one service do not come back in one moment.
            await asyncio.sleep(command.seconds * random.uniform(1.0, 1.2))  # noqa: S311 - not a secret
            return WaitEnded(command.path)
        return await self._run_step(command, state)

    async def _run_step(self, command: RunStep, state: State) -> Event:
        step = command.step
        record = StepRun(step.id, command.path, step.component, "running", inputs=command.inputs, started_at=datetime.now(UTC))
        record.attempt = command.attempt
        record.logs = fresh = [{"level": "warn", "message": warning} for warning in command.warnings]
        earlier = self.under_way.get(command.path)
        if earlier:
            record.logs, record.attempts = earlier.logs + record.logs, earlier.tries()
        elif note := self.run.notes.get(command.path):
            record.logs.insert(0, {"level": "info", "message": note})
        self.under_way[command.path] = record
        self.commentary.started(record, fresh)
        context = self.runner.make_context(
            self.run, command.path, step_results(state, command.path), lambda level, text: self._write_log(record, level, text)
        )
        begun = perf_counter_ns()
        try:
            require_modest(command.inputs, "What this step is given")
            check_inputs(command.component, command.inputs)
            outcome: Outcome = await command.component.run(context, command.inputs)
            require_modest(outcome.results, "What this step returns")
            return StepSucceeded(command.path, outcome)
        except HookyardError as error:
            for line in error.details.pop("logs", ()):
                self._write_log(record, line["level"], line["message"])
            wait = error.retry_after if isinstance(error, RemoteProblem) else None
            record.error = {**error.as_json(), "who": error.who}
            return StepFailed(command.path, record.error, retry_after=wait)
        except Exception:
            log.exception("step.crashed", execution=self.run.execution_id, step=command.path, component=step.component)
            message = "Something went wrong on our side while this step ran. The server log has the details."
            record.error = {"code": "internal_error", "message": message, "who": "operator"}
            return StepFailed(command.path, record.error)
        finally:
            record.duration_us = (perf_counter_ns() - begun) // 1000
            meters.step_ended(step.component, record.duration_us, record.error["code"] if record.error else "")

    def _write_log(self, record: StepRun, level: str, message: str) -> None:
        """At most 200 lines a step: a loop of log calls must not fill the disk."""
        if len(record.logs) < 200:
            line = {"level": level, "message": message[:4096]}
            record.logs.append(line)
            self.commentary.logged(record, line)


def _count(run: Run, status: str) -> None:
    kind = "preprocess" if not run.instance.id else "live" if run.instance.release.version_id else "draft"
    meters.execution_ended(kind, status)
    if kind == "live":
        TRAFFIC.ended(run.tenant_id, run.integration["id"], status)
