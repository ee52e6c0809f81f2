"""One turn of the interpreter while it is being worked out.

For: the rules of the graph: which links live, what starts, what is skipped, what a failure stops.
Not here: how loops take their turns (`turning`), the public face (`interpreter`).

A `Working` copies a frame before the first change to it, so the state it began with stays as it was; who wants no other state
may go on with the same one turn after turn. Ends and starts go through a queue instead of calling each other, so neither a long
chain of skipped steps nor a loop of many turns grows the stack.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from heapq import heappop, heappush
from typing import Any

from runtime.engine import turning
from runtime.engine.component import Control, Json, Outcome
from runtime.engine.events import (
    Command,
    Event,
    Finish,
    Recorded,
    RunStep,
    StepEnded,
    StepFailed,
    StepStatus,
    StepSucceeded,
    Wait,
    WaitEnded,
)
from runtime.engine.loops import SLEEP_INTERRUPTED
from runtime.engine.plan import ERROR_OUTLET, PlannedStep
from runtime.engine.state import ROOT, Frame, Halt, InFlight, State, Turns, expects, frame_of

_CLOSE = -1  # in the queue, in place of a step's index: the frame may be over


class Working:
    """Changes made so far. `commands` fill up in the order things happen."""

    def __init__(self, state: State) -> None:
        self.before = state
        self._frames = dict(state.frames)
        self._in_flight = dict(state.in_flight)
        self._own: set[str] = set()
        self.queue: deque[tuple[str, int]] = deque()
        self._replays: list[tuple[int, str, Recorded]] = []
        self.turns_begun = state.turns_begun
        self.response = state.response
        self._finished = False
        self.commands: list[Command] = []

    def state(self) -> State:
        return replace(
            self.before,
            frames=self._frames,
            in_flight=self._in_flight,
            turns_begun=self.turns_begun,
            response=self.response,
            finished=self._finished,
        )

    def hand_out(self) -> list[Command]:
        """The commands since it was last asked."""
        commands, self.commands = self.commands, []
        return commands

    def scope(self, path: str) -> Mapping[str, Json]:
        """What the step at `path` sees."""
        return self._frames[frame_of(path)].scope

    def awaited(self, path: str) -> Outcome | None:
        return self._in_flight[path].outcome

    def open(self, frame: Frame) -> Frame:
        self._frames[frame.prefix] = frame
        self._own.add(frame.prefix)
        return frame

    def frame(self, prefix: str) -> Frame:
        """The frame, ready to be changed."""
        if prefix not in self._own:
            self._own.add(prefix)
            self._frames[prefix] = self._frames[prefix].copy()
        return self._frames[prefix]

    # What was reported

    def expects(self, event: Event) -> bool:
        return expects(self._in_flight, event)

    def take(self, event: Event) -> None:
        """An event that was expected."""
        match event:
            case StepSucceeded(path, outcome):
                self.succeed(path, outcome)
            case StepFailed(path, error, retry_after):
                self.fail(path, error, retry_after=retry_after)
            case WaitEnded(path):
                self.go_on(path)

    def succeed(self, path: str, outcome: Outcome) -> None:
        flight = self._in_flight[path]
        if outcome.after > 0 and self._frames[flight.prefix].halt is Halt.NO:
            self._in_flight[path] = replace(flight, outcome=replace(outcome, after=0.0))
            self.commands.append(Wait(path, outcome.after, flight.attempt))
            return
        frame, planned, attempt = self._land(path)
        self.end(frame, planned, StepStatus.SUCCEEDED, outcome, attempt=attempt)

    def fail(self, path: str, error: Mapping[str, Any], *, retry_after: float | None = None, final: bool = False) -> None:
        flight = self._in_flight[path]
        frame = self.frame(flight.prefix)
        planned = frame.graph.steps[flight.index]
        if planned.retry is not None and not final and frame.halt is Halt.NO:
            seconds = planned.retry.wait_after(flight.attempt, retry_after, error)
            if seconds is not None:
                self._in_flight[path] = replace(flight, attempt=flight.attempt + 1, error=error)
                self.commands.append(Wait(path, seconds, flight.attempt + 1))
                return
        self._land(path)
        self.end_failed(frame, planned, error, attempt=flight.attempt)

    def go_on(self, path: str) -> None:
        """Its wait is over: it is tried again, or what it came to counts now."""
        flight = self._in_flight[path]
        if flight.outcome is not None:
            self.succeed(path, flight.outcome)
            return
        frame = self.frame(flight.prefix)
        self._run(frame, frame.graph.steps[flight.index], attempt=flight.attempt)

    def _land(self, path: str) -> tuple[Frame, PlannedStep, int]:
        flight = self._in_flight.pop(path)
        frame = self.frame(flight.prefix)
        frame.active -= 1
        return frame, frame.graph.steps[flight.index], flight.attempt

    # What follows

    def settle(self) -> None:
        """Works on until only the world can tell what happens next."""
        while True:
            while self.queue:
                prefix, index = self.queue.popleft()
                if prefix not in self._frames:
                    continue
                if index == _CLOSE:
                    self._close(self.frame(prefix))
                else:
                    self.decide(self.frame(prefix), index)
            if not self._replays:
                return
            _, path, record = heappop(self._replays)
            if record.error is None:
                self.succeed(path, record.outcome or Outcome())
            else:
                self.fail(path, record.error, final=True)

    def decide(self, frame: Frame, index: int) -> None:
        """All links into a step are decided: it starts, or is skipped."""
        if frame.halt is not Halt.NO:
            return
        planned = frame.graph.steps[index]
        if not frame.live[index]:
            self.end(frame, planned, StepStatus.SKIPPED, None)
        elif planned.step.disabled:
            self.end(frame, planned, StepStatus.SKIPPED, Outcome(None, planned.passes_by))
        elif planned.step.id in self.before.pins:
            self.end(frame, planned, StepStatus.SUCCEEDED, planned.component.outcome_of(self.before.pins[planned.step.id]))
        else:
            self._start(frame, planned)

    def _start(self, frame: Frame, planned: PlannedStep) -> None:
        frame.active += 1
        path = frame.prefix + planned.step.id
        recorded = self.before.recorded.get(path)
        if recorded is not None and recorded[1].status != StepStatus.SKIPPED:
            self._in_flight[path] = InFlight(frame.prefix, planned.index, attempt=1)
            heappush(self._replays, (recorded[0], path, recorded[1]))
        elif (waiting := self.before.waiting.get(path)) is not None:
            self._in_flight[path] = InFlight(frame.prefix, planned.index, waiting.attempt, waiting.error, waiting.outcome)
            self.commands.append(Wait(path, 0.0, waiting.attempt))
        elif planned.body is not None:
            turning.open_loop(self, frame, planned)
        else:
            self._run(frame, planned, attempt=1)

    def _run(self, frame: Frame, planned: PlannedStep, *, attempt: int) -> None:
        path = frame.prefix + planned.step.id
        resolved = self.before.resolve(frame, planned)
        self._in_flight[path] = InFlight(frame.prefix, planned.index, attempt)
        self.commands.append(RunStep(path, planned.step, planned.component, resolved.values, attempt, tuple(resolved.warnings)))

    def end(
        self,
        frame: Frame,
        planned: PlannedStep,
        status: StepStatus,
        outcome: Outcome | None,
        *,
        error: Mapping[str, Any] | None = None,
        attempt: int = 0,
        turns: Turns | None = None,
    ) -> None:
        """A step is over: keep what it gave, record it, decide its links. `turns` are those of a loop."""
        step = planned.step
        frame.left -= 1
        path = frame.prefix + step.id
        if path not in self.before.recorded:
            seen = (turns.inputs, turns.warnings) if turns else (None, ())
            self.commands.append(StepEnded(path, step, status, outcome, error, attempt, *seen))
        if outcome is not None:
            frame.scope[step.id] = {"results": outcome.results}
            if status is not StepStatus.SKIPPED:
                self._note(frame, planned, outcome)
            self._decide_links(frame, planned, outcome.outlet)
        elif status is StepStatus.SKIPPED and frame.halt is Halt.NO:
            self._decide_links(frame, planned, None)
        self.close_when_over(frame)

    def _note(self, frame: Frame, planned: PlannedStep, outcome: Outcome) -> None:
        """What the end of a step means for the result of its level, and what it asks of us."""
        if outcome.control is Control.BREAK:
            frame.breaking = True
        elif frame.graph.rank[planned.index] > frame.last_rank:
            frame.last_rank = frame.graph.rank[planned.index]
            frame.last_results = outcome.results
        if outcome.control is Control.RESPOND and self.response is None:
            self.response = outcome.results
        if outcome.control is Control.STOP or planned.step.id == self.before.until:
            root = self.frame(ROOT)
            if root.halt is Halt.NO:
                root.last_rank, root.last_results = len(root.graph.steps), outcome.results
                self._halt(root, Halt.STOPPED)

    def _decide_links(self, frame: Frame, planned: PlannedStep, live_outlet: str | None) -> None:
        for target, outlet in planned.links:
            frame.undecided[target] -= 1
            if outlet == live_outlet:
                frame.live[target] = True
            if frame.undecided[target] == 0:
                self.queue.append((frame.prefix, target))

    def end_failed(
        self, frame: Frame, planned: PlannedStep, error: Mapping[str, Any], *, attempt: int, turns: Turns | None = None
    ) -> None:
        match planned.step.on_error:
            case "ignore":
                outcome = Outcome({"error": error}, planned.passes_by)
                self.end(frame, planned, StepStatus.IGNORED, outcome, error=error, attempt=attempt, turns=turns)
            case "branch":
                outcome = Outcome({"error": error}, ERROR_OUTLET)
                self.end(frame, planned, StepStatus.FAILED, outcome, error=error, attempt=attempt, turns=turns)
            case _:
                self.end(frame, planned, StepStatus.FAILED, None, error=error, attempt=attempt, turns=turns)
                where = {"stepId": planned.step.id, "path": frame.prefix + planned.step.id}
                self._halt(frame, Halt.FAILED, where | dict(error))

    # Ends of levels

    def _halt(self, frame: Frame, why: Halt, error: Mapping[str, Any] | None = None) -> None:
        """Nothing new starts in this frame and the loops within it; what runs is let end, what waits for another try is not."""
        if frame.halt is not Halt.NO:
            return
        frame.halt, frame.error = why, error
        for prefix in [prefix for prefix in self._frames if prefix.startswith(frame.prefix)]:
            inner = self.frame(prefix)
            if inner.halt is Halt.NO:
                inner.halt = Halt.INTERRUPTED
            self.close_when_over(inner)
        for path, flight in list(self._in_flight.items()):
            if not flight.waits or not path.startswith(frame.prefix):
                continue
            waiting, planned, attempt = self._land(path)
            if flight.error is None:
                self.end(waiting, planned, StepStatus.SKIPPED, None, error=SLEEP_INTERRUPTED, attempt=attempt)
            else:
                self.end_failed(waiting, planned, flight.error, attempt=attempt - 1)

    def close_when_over(self, frame: Frame) -> None:
        if frame.left == 0 or (frame.active == 0 and frame.halt is not Halt.NO):
            self.queue.append((frame.prefix, _CLOSE))

    def _close(self, frame: Frame) -> None:
        del self._frames[frame.prefix]
        self._own.discard(frame.prefix)
        if frame.turns is not None:
            turning.end_turn(self, frame, frame.turns)
            return
        self._finished = True
        if frame.halt is Halt.FAILED:
            self.commands.append(Finish(StepStatus.FAILED, None, self.response, frame.error))
            return
        answered = self.response
        result = frame.last_results if answered is None else answered.get("body") if isinstance(answered, dict) else answered
        self.commands.append(Finish(StepStatus.SUCCEEDED, result, answered))
