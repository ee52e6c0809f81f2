"""One run while it is carried out.

For: its steps as tasks, their ends as events and as records, until the interpreter says finish or there is nothing but to wait.
Not here: which runs are under way (`runner`), what a flow means (`runtime.engine`), rows (`records`).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter_ns, time_ns
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError

from runtime.components.check import check_inputs
from runtime.credentials import hiding
from runtime.engine.component import Outcome
from runtime.engine.errors import HookyardError, RemoteProblem, StepProblem
from runtime.engine.interpreter import (
    Command,
    Course,
    Finish,
    RunStep,
    StepEnded,
    StepFailed,
    StepStatus,
    StepSucceeded,
    Wait,
    WaitEnded,
)
from runtime.executions import measuring
from runtime.executions.commentary import Commentary
from runtime.executions.runs import Ended, Run, StepRun
from runtime.executions.sizes import LARGEST_KEPT, LARGEST_TOLD, MOST_STEPS, Room, require_modest, too_many_steps
from runtime.executions.time_limits import step_too_slow, too_late
from runtime.executions.waits import Pending, later
from runtime.journal.journal import JournalRefused
from runtime.watching import meters, tracing

if TYPE_CHECKING:
    from runtime.executions.runner import Runner

log = structlog.get_logger(__name__)
CUT = f"The steps of this execution had over {LARGEST_TOLD // 2**20} MiB of inputs and logs; the rest is not kept."

Event = StepSucceeded | StepFailed | WaitEnded
KeepSteps = Callable[[list[StepRun]], Awaitable[None]]


class Progress:
    """From its first command to its end, or until it is put away."""

    def __init__(self, runner: Runner, run: Run, keep: KeepSteps | None, patience: float) -> None:
        self.runner = runner
        self.run = run
        self.began_ns = time_ns()
        self.keep = keep
        self.steps: list[StepRun] = []
        self.kept = 0
        self.patience = patience
        self.under_way: dict[str, StepRun] = {path: pending.record for path, pending in run.waits.items()}
        self.waits: dict[str, Pending] = {}
        self.tasks: set[asyncio.Task[Event]] = set()
        self.finish: Finish | None = None
        self.room = Room()
        self.commentary = Commentary(runner.audience, run)

    async def to_the_end(self) -> Ended:
        run, surroundings = self.run, self.run.surroundings(self.runner.env)
        course = Course(
            run.plan,
            trigger_step=run.trigger_step,
            trigger_results=run.trigger_results,
            surroundings=surroundings,
            recorded=run.recorded,
            given=run.given,
            pins=run.pins,
            until=run.until,
            waiting={path: pending.waiting for path, pending in run.waits.items()},
        )
        try:
            event = await self._carry_out(course, course.begin())
            while event is not None:
                event = await self._carry_out(course, course.advance(event))
        finally:
            if self.tasks:
                for task in self.tasks:
                    task.cancel()
                await asyncio.gather(*self.tasks, return_exceptions=True)
        finish = self.finish
        if finish is None and self.waits:
            return Ended("waiting", None, course.response, None, self.steps, tuple(self.waits.values()))
        if finish is None:
            raise RuntimeError(f"execution {run.execution_id} has nothing to do and no end")
        self.commentary.over(finish.status)
        measuring.ended(run, finish.status, began_ns=self.began_ns)
        return Ended(finish.status, finish.result, finish.response, finish.error, self.steps)

    async def _carry_out(self, course: Course, commands: list[Command]) -> Event | None:
        """Starts what is to be started and returns the next event; None at the end, and when it is to be put away."""
        todo: list[RunStep] = []
        effect = False
        for command in commands:
            match command:
                case StepEnded():
                    effect |= self._note_end(command)
                case Finish():
                    self.finish = self.finish or command
                case Wait():
                    self._note_wait(command, course)
                case _:
                    todo.append(command)
        if effect and self.keep and self.finish is None:
            await self.keep(self.steps[self.kept :])
            self.kept = len(self.steps)
        if self.finish:
            return None
        if self.runner.leaving.is_set():
            # What was done is kept, and the rest is for whoever takes the run up. What runs beside it ends first.
            if not self.tasks:
                raise asyncio.CancelledError
            todo = []
        if len(todo) == 1 and not self.tasks and not self.waits and self.run.deadline is None:
            return await self._run_step(todo[0], course)  # the common chain pays for no task
        for command in todo:
            self.tasks.add(asyncio.ensure_future(self._run_step(command, course)))
        return await self._next_event()

    async def _next_event(self) -> Event | None:
        """None when nothing is under way, when all that is waits too long, and when the execution took too long."""
        if not self.tasks and not self.waits:
            return None
        now = datetime.now(UTC)
        soonest = min(self.waits, key=lambda path: self.waits[path].due, default=None)
        limits = [self.waits[soonest].due] if soonest else []
        limits += [self.run.deadline] if self.run.deadline else []
        left = max(0.0, (min(limits) - now).total_seconds()) if limits else None
        if self.tasks:
            done, _ = await asyncio.wait(self.tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if done:
                first = done.pop()
                self.tasks.discard(first)
                return first.result()
        elif left and left > self.patience:
            return None
        elif left:
            await asyncio.sleep(left)
        if self.run.deadline and datetime.now(UTC) >= self.run.deadline:
            self._stop_late()
            return None
        if soonest is None:
            return await self._next_event()
        del self.waits[soonest]
        return WaitEnded(soonest)

    def _note_wait(self, command: Wait, course: Course) -> None:
        record = self.under_way[command.path]
        self.commentary.waits(record, command)
        put_away = self.run.waits.get(command.path)
        if put_away and command.path not in self.waits and command.seconds == 0:
            self.waits[command.path] = put_away
            return
        outcome = course.awaited(command.path)
        # Spread over a fifth, so that many failures of one service do not come back in one moment.
        seconds = command.seconds * (1.0 if outcome else random.uniform(1.0, 1.2))  # noqa: S311 - not a secret
        if seconds > self.runner.longest_wait:
            self._write_log(record, "info", f"A test waits {self.runner.longest_wait:g} s here; a live run {seconds:.0f} s.")
            seconds = self.runner.longest_wait
        self.waits[command.path] = Pending(later(datetime.now(UTC), seconds), command.attempt, outcome, record)

    def _stop_late(self) -> None:
        """The end of an execution that took longer than its flow allows; what was under way is told as not finished."""
        error = too_late(self.run.plan.flow)
        for record in self.under_way.values():
            record.status, record.error = "failed", dict(error)
            self.steps.append(record)
            self.commentary.ended(record)
        where = next(({"stepId": record.step_id, "path": record.path} for record in self.under_way.values()), {})
        self.finish = Finish(StepStatus.FAILED, None, None, where | error)

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
        self._spare(record)
        self.steps.append(record)
        if len(self.steps) > MOST_STEPS:
            self._break_off(record, too_many_steps())
        self.commentary.ended(record)
        component = self.run.plan.components.get(step.component)
        return bool(component and component.effect and ended.status != "skipped")

    def _write_down(self, record: StepRun) -> None:
        """Results as they will be kept. Past what an execution may leave behind, it ends here as failed."""
        if record.path == self.run.trigger_step:
            return  # the request has it
        try:
            record.kept = self.room.take(record.results, record.results_weight)
        except StepProblem as problem:
            record.results = None
            self._break_off(record, problem)

    def _break_off(self, record: StepRun, problem: StepProblem) -> None:
        """The execution ends here as failed."""
        record.status, record.error = "failed", problem.as_json()
        self.finish = Finish(StepStatus.FAILED, None, None, {"stepId": record.step_id, "path": record.path} | problem.as_json())

    def _spare(self, record: StepRun) -> None:
        """In a long loop, what people may read of each step adds up; past the limit of an execution the rest of it is cut."""
        weight = min(record.inputs_weight or 0, LARGEST_KEPT)
        if record.logs:
            weight += sum([len(line["message"]) for line in record.logs])
        if weight and not self.room.tell(weight):
            record.inputs, record.inputs_weight = {"cut": CUT}, len(CUT)
            record.logs = [{"level": "warn", "message": CUT}]

    async def _run_step(self, command: RunStep, course: Course) -> Event:
        with hiding.watching():
            if not tracing.on():
                return await self._try(command, course)
            facts = {"hookyard.step": command.path, "hookyard.component": command.step.component}
            with tracing.step(self.run.execution_id, self.run.trigger_results, f"step {command.step.id}", facts):
                event = await self._try(command, course)
                if isinstance(event, StepFailed):
                    facts["error"] = str(event.error.get("code", ""))
                return event

    async def _try(self, command: RunStep, course: Course) -> Event:
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
            self.run, command.path, course.step_results(command.path), lambda level, text: self._write_log(record, level, text)
        )
        begun = perf_counter_ns()
        try:
            record.inputs_weight = require_modest(command.inputs, "What this step is given")
            check_inputs(command.component, command.inputs)
            outcome: Outcome
            if step.timeout is None:
                outcome = await command.component.run(context, command.inputs)
            else:
                async with asyncio.timeout(step.timeout):
                    outcome = await command.component.run(context, command.inputs)
            if (shown := hiding.hide_seen(outcome.results)) is not outcome.results:
                outcome = replace(outcome, results=shown)
            record.results_weight = require_modest(outcome.results, "What this step returns")
            return StepSucceeded(command.path, outcome)
        except TimeoutError:
            record.error = {**step_too_slow(step).as_json(), "who": RemoteProblem.who}
            return StepFailed(command.path, record.error)
        except (JournalRefused, OperationalError, InterfaceError) as away:
            # The database's trouble, not the step's: the run is left, and taken up again from what was kept of it.
            raise away if isinstance(away, JournalRefused) else JournalRefused(str(away)) from away
        except HookyardError as error:
            for line in error.details.pop("logs", ()):
                self._write_log(record, line["level"], line["message"])
            wait = error.retry_after if isinstance(error, RemoteProblem) else None
            record.error = hiding.hide_seen({**error.as_json(), "who": error.who})
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
            line = {"level": level, "message": hiding.hide_seen(message[:4096])}
            record.logs.append(line)
            self.commentary.logged(record, line)
