"""One call that asks, seen from the parent.

For: beginning it, having its questions answered side by side, letting it go on as answers come, giving it up when time is out.
Not here: what may be asked (`Respond`, of whoever runs the code); what happens in the child (`conversing`).

Between its turns the call waits in its child, which is kept for it. When that child dies, the call is lost: what it asked for may
have had effects, so it is never begun again by itself.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, Final, Protocol

import orjson

from runtime.engine.errors import HookyardError, RemoteProblem, StepProblem
from runtime.engine.values import value
from runtime.sandbox import frames
from runtime.sandbox.process import Child, PendingCall

MOST_QUESTIONS: Final = 200  # of one call
MOST_AT_ONCE: Final = 10
Json = Any


@value
class Question:
    id: int
    kind: str
    details: Json


class Refusal(Exception):
    """The answer to a question is no: the code sees it as a rejected promise with this value, which is JSON."""

    def __init__(self, problem: Json) -> None:
        super().__init__(str(problem))
        self.problem = problem


_tokens = itertools.count(1)
# True in what answers a question: calls it makes itself must never wait for the call that asked.
within_answer: ContextVar[bool] = ContextVar("within_answer", default=False)
Respond = Callable[[Question], Awaitable[Json]]  # may raise `Refusal`


class Keeper(Protocol):
    """Of children: `Places`."""

    def give(self, call: PendingCall) -> None: ...
    def release(self, child: Child) -> None: ...


@value
class Limits:
    """`wall_seconds` and `cpu_seconds` are of one turn; `in_all` of the whole conversation."""

    in_all: float
    wall_seconds: float
    cpu_seconds: float
    output: int


class Conversation:
    def __init__(self, keeper: Keeper, tenant: str, limits: Limits, respond: Respond) -> None:
        self._keeper = keeper
        self._tenant = tenant
        self._limits = limits
        self._respond = respond
        self._child: Child | None = None
        self._token = b"%d" % next(_tokens)
        self._is_over = False
        self._asked = 0
        self._at_once = asyncio.Semaphore(MOST_AT_ONCE)

    async def run(self, scope: bytes, source: bytes, arguments: bytes) -> bytes:
        """The last answer. Raises `StepProblem` `code_timeout`, `code_asks_too_much`, and what dying children cost."""
        open_questions: dict[asyncio.Task[Json], int] = {}
        try:
            async with asyncio.timeout(self._limits.in_all):
                said = await self._turn(frames.BEGIN, self._token + b"\0" + scope, source, arguments)
                while (questions := self._questions(said)) is not None:
                    for question in questions:
                        open_questions[asyncio.create_task(self._ask(question))] = question.id
                    if not open_questions:
                        raise _garbled()
                    done, _ = await asyncio.wait(open_questions, return_when=asyncio.FIRST_COMPLETED)
                    answers = [_told(open_questions.pop(task), task) for task in done]
                    said = await self._turn(frames.GO_ON, self._token, b"", orjson.dumps(answers))
                self._is_over = True
                return said
        except TimeoutError:
            message = f"The function took over {self._limits.in_all:g} s and was stopped. Ask for less, or in parts."
            raise StepProblem(message, code="code_timeout") from None
        finally:
            for task in open_questions:
                task.cancel()
            self._leave()

    async def _ask(self, question: Question) -> Json:
        within_answer.set(True)  # of this task alone
        async with self._at_once:
            return await self._respond(question)

    async def _turn(self, verb: int, scope: bytes, source: bytes, arguments: bytes) -> bytes:
        call = self._call(verb, scope, source, arguments)
        self._keeper.give(call)
        try:
            return await call.answer
        finally:
            self._child = call.child

    def _questions(self, said: bytes) -> list[Question] | None:
        """None when the call is over."""
        if not said.startswith(b'{"questions":'):
            return None
        try:
            told = orjson.loads(said)["questions"]
            questions = [Question(int(one["id"]), str(one.get("kind")), one.get("details")) for one in told]
            orjson.dumps([question.id for question in questions])  # they go back with the answers
        except (ValueError, TypeError, KeyError, AttributeError):
            # Code that gives a built-in type a `toJSON` also writes its own questions.
            raise _garbled() from None
        self._asked += len(questions)
        if self._asked > MOST_QUESTIONS:
            message = f"The function asked for more than {MOST_QUESTIONS} things, such as requests. Do less in one call."
            raise StepProblem(message, code="code_asks_too_much")
        return questions

    def _leave(self) -> None:
        if self._child is None:
            return
        if not self._is_over:
            self._keeper.give(self._call(frames.DROP, self._token, b"", b""))
        self._keeper.release(self._child)

    def _call(self, verb: int, scope: bytes, source: bytes, arguments: bytes) -> PendingCall:
        limits = self._limits
        call = frames.Call(verb, min(limits.cpu_seconds, limits.wall_seconds), limits.output, scope, source, arguments)
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        # Nobody awaits the answer to a farewell; what becomes of it is not worth a warning.
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        begins = verb == frames.BEGIN
        pending = PendingCall(self._tenant, frames.pack(call), limits.wall_seconds, answer, begins=begins, stays=not begins)
        pending.child, pending.inner = self._child, within_answer.get()
        return pending


def _told(question: int, task: asyncio.Task[Json]) -> Json:
    try:
        return {"id": question, "value": task.result()}
    except Refusal as refusal:
        return {"id": question, "problem": refusal.problem}


def _garbled() -> StepProblem:
    message = "What the function asks for cannot be read. Leave `toJSON` of the built-in types as it is."
    return StepProblem(message, code="code_asks_garbled")


def interrupted() -> HookyardError:
    message = "The process that ran the function ended while it waited for an answer. What it had asked for may have been done."
    return RemoteProblem(message, code="code_interrupted")
