"""Where an execution stands.

For: the values the interpreter passes from turn to turn, and what references may see at each place.
Not here: changing them (`interpreter`). A state that was handed out is never changed: the next turn copies what it touches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import Enum
from typing import Any

from runtime.engine.component import Json, Outcome
from runtime.engine.events import Event, Recorded, Surroundings, WaitEnded, Waiting
from runtime.engine.inputs import Resolved
from runtime.engine.plan import Graph, PlannedStep
from runtime.engine.queries import StepsView, StepView
from runtime.engine.references import DOCUMENT
from runtime.engine.values import value

ROOT = ""  # the prefix of paths at the top level of a flow
TRIGGER_NAMES = ("trigger", "integrationTrigger")  # whichever trigger fired; no step may be called so


class Halt(Enum):
    """Why nothing new starts in a frame."""

    NO = 0
    FAILED = 1
    STOPPED = 2
    INTERRUPTED = 3  # because of what happened in a frame around it


@value
class Turns:
    """Which turn of a loop a frame is. `before` are the results of earlier turns, newest first, as a chain that turns share."""

    loop: int  # index of the loop step in the frame around
    around: str  # prefix of that frame
    items: Any  # a sequence
    number: int
    before: Any = None  # None or (chain, result)
    inputs: dict[str, Json] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Frame:
    """One level of steps while it runs: the flow itself, or one turn of a loop."""

    __slots__ = ("active", "breaking", "error", "graph", "halt", "last_rank", "last_results", "left", "live", "prefix", "scope",
                 "turns", "undecided")  # fmt: skip

    def __init__(self, prefix: str, graph: Graph, scope: dict[str, Json], turns: Turns | None) -> None:
        self.prefix = prefix
        self.graph = graph
        self.scope = scope
        self.turns = turns
        self.undecided = list(graph.incoming)  # links into each step that may still become live or dead
        self.live = [False] * len(graph.steps)  # whether a live link leads to it
        self.left = len(graph.steps)  # steps that have not ended
        self.active = 0  # steps running, waiting to be tried again, or loops under way
        self.last_rank = -1  # of the step furthest in link order that ran
        self.last_results: Json = None
        self.breaking = False
        self.halt = Halt.NO
        self.error: Mapping[str, Any] | None = None

    def copy(self) -> Frame:
        copied = Frame.__new__(Frame)
        for name in Frame.__slots__:
            setattr(copied, name, getattr(self, name))
        copied.scope = self.scope.copy()
        copied.undecided = self.undecided.copy()
        copied.live = self.live.copy()
        return copied


@value
class InFlight:
    """A step that runs, or waits: with the `error` of its last try to be tried again, with an `outcome` for that to count."""

    prefix: str
    index: int
    attempt: int
    error: Mapping[str, Any] | None = None
    outcome: Outcome | None = None

    @property
    def waits(self) -> bool:
        return self.error is not None or self.outcome is not None


def frame_of(path: str) -> str:
    """The prefix of the frame that a step stands in."""
    return path[: path.rfind(".") + 1]


def expects(in_flight: Mapping[str, InFlight], event: Event) -> bool:
    """A step that waits expects WaitEnded and nothing else; a running one, the opposite."""
    flight = in_flight.get(event.path)
    return flight is not None and flight.waits is isinstance(event, WaitEnded)


@value
class State:
    """`frames` by prefix, `in_flight` by path; `recorded` is what a resumed execution need not run again,
    `waiting` what waits on.

    `given` are inputs, by the step's path, that are used instead of resolving them from the definition.
    `pins` are results by step id that are given instead of run; once the step `until` has ended, the execution is over.
    """

    surroundings: Surroundings
    trigger_step: str
    frames: Mapping[str, Frame]
    in_flight: Mapping[str, InFlight]
    turns_begun: int = 0
    response: Json = None
    finished: bool = False
    recorded: Mapping[str, tuple[int, Recorded]] = field(default_factory=dict)
    pins: Mapping[str, Json] = field(default_factory=dict)
    until: str = ""
    given: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    waiting: Mapping[str, Waiting] = field(default_factory=dict)

    def expects(self, event: Event) -> bool:
        return expects(self.in_flight, event)

    def resolve(self, frame: Frame, planned: PlannedStep) -> Resolved:
        """The inputs of a step as they are at this moment."""
        given = self.given.get(frame.prefix + planned.step.id)
        return planned.inputs.resolve(Visible(frame.scope, self.surroundings), given)


class Visible(Mapping[str, Json]):
    """What references see at one place: the results so far, and under `$` the document of JSONPath, built when asked for."""

    __slots__ = ("_asked", "_results", "_surroundings")

    def __init__(self, results: Mapping[str, Json], surroundings: Surroundings) -> None:
        self._results = results
        self._surroundings = surroundings
        self._asked: dict[str, Json] | None = None

    def __getitem__(self, key: str) -> Json:
        if key != DOCUMENT:
            return self._results[key]
        if self._asked is None:
            self._asked = self._document()
        return self._asked

    def __contains__(self, key: object) -> bool:
        return key == DOCUMENT or key in self._results

    def __iter__(self) -> Iterator[str]:
        return iter(self._results)

    def __len__(self) -> int:
        return len(self._results)

    def _document(self) -> dict[str, Json]:
        around = self._surroundings
        return {
            "steps": StepsView(self._results, unlisted=TRIGGER_NAMES),
            "trigger": StepView(self._results["trigger"]),
            "config": around.config,
            "env": around.env,
            "customer": around.customer,
            "instance": around.instance,
        }
