"""JavaScript contexts that stay warm between calls.

For: one engine context per (scope, source), least recently used out first, and one call in it within its limits.
Not here: processes, frames, walls. Runs inside the sandbox child, on its only thread: the engine counts the CPU of the whole
process, so two threads would stop each other's code early.
"""

from __future__ import annotations

import json
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import _quickjs  # type: ignore[import-not-found]  # `quickjs` itself brings a pool of threads

from runtime.sandbox.frames import FIRST_PRELUDE_LINE, WRAPPER_HEAD

MEMORY: Final = 64 * 1024 * 1024  # bytes, per context
ROOM_TO_FAIL: Final = 256 * 1024
STACK: Final = 1024 * 1024
WARM_CONTEXTS: Final = 128  # of some 200 kB each, in each child
CALLS_PER_CONTEXT: Final = 1000
# What an answered call may still have pending. Past this, its context is not handed to the next call.
LEFTOVER_JOBS: Final = 100
JOBS_BETWEEN_LOOKS: Final = 32


def _source(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


# Pushed down, so that a line number in a stack tells the builder's code from ours.
PRELUDE: Final = "\n" * FIRST_PRELUDE_LINE + _source("prelude.js")
COMPILED_LATER: Final = (_source("telling.js"), _source("asking.js"), _source("web.js"))

# JSON.stringify writes a lone surrogate as an escape, and nothing else that begins with \ud; no UTF-8 text can hold one.
_LONE_SURROGATE: Final = re.compile(r"\\(?:ud[89a-f][0-9a-f]{2}|.)")


_STARVED: Final = ('{"error":{"kind":"memory"', '{"error":{"kind":"null"')


class _Stopped(Exception):
    """The engine gave up: `kind` and what it said."""

    def __init__(self, kind: str, message: str, stack: str = "") -> None:
        super().__init__(message)
        self.error = {"kind": kind, "message": message, "stack": stack}


class WarmContext:
    def __init__(self) -> None:
        self._context = _quickjs.Context()
        self._context.set_memory_limit(MEMORY)
        self._context.set_max_stack_size(STACK)
        door = self._context.eval(PRELUDE)(WRAPPER_HEAD, FIRST_PRELUDE_LINE, *COMPILED_LATER)
        self._check, self._load, self._call, self._outcome, self._logs = map(door, ("check", "load", "call", "outcome", "logs"))
        self._questions, self._answer = map(door, ("questions", "answer"))
        self.calls = 0

    def check(self, source: str, *, cpu_seconds: float) -> str:
        """Compiles and forgets. The answer is "" when there is nothing to complain about."""
        return self._guarded(lambda: self._engine(self._check, source, cpu_seconds=cpu_seconds))

    def load(self, source: str, *, cpu_seconds: float) -> str:
        """Compiles, runs the module once. The answer is "" when there is nothing to complain about."""
        return self._guarded(lambda: self._engine(self._load, source, cpu_seconds=cpu_seconds))

    def call(self, arguments: str, *, cpu_seconds: float, output_limit: int) -> str:
        self.calls += 1
        return self._guarded(lambda: self._run(arguments, cpu_seconds, output_limit))

    def begin(self, arguments: str, *, cpu_seconds: float, output_limit: int) -> str:
        """As `call`, for code that may ask: what it answers, or `{"questions": [...]}`, after which `go_on` follows."""
        self.calls += 1
        first = lambda: self._engine(self._call, arguments, str(output_limit), "asks", cpu_seconds=cpu_seconds)  # noqa: E731
        return self._guarded(lambda: self._drive(first, cpu_seconds))

    def go_on(self, answers: str, *, cpu_seconds: float) -> str:
        return self._guarded(
            lambda: self._drive(lambda: self._engine(self._answer, answers, cpu_seconds=cpu_seconds), cpu_seconds)
        )

    def tidy(self) -> bool:
        """Lets what the last call left behind run out. False when it is too much to trust the next call to this context."""
        try:
            for _ in range(LEFTOVER_JOBS):
                self._context.set_time_limit(0.05)
                if not self._context.execute_pending_job():
                    return True
        except (_quickjs.JSException, _quickjs.StackOverflow):
            return False
        return False

    def _run(self, arguments: str, cpu_seconds: float, output_limit: int) -> str:
        return self._drive(lambda: self._engine(self._call, arguments, str(output_limit), cpu_seconds=cpu_seconds), cpu_seconds)

    def _drive(self, first: Callable[[], str], cpu_seconds: float) -> str:
        """The engine restarts its clock at each job, so an endless chain of awaits is ended by the deadline kept here."""
        deadline = time.process_time() + cpu_seconds
        answer = first()
        jobs = 0
        while not answer:
            left = deadline - time.process_time()
            if left <= 0:
                raise _Stopped("timeout", "")
            self._context.set_time_limit(left)
            more = self._context.execute_pending_job()
            jobs += 1
            if not more or jobs % JOBS_BETWEEN_LOOKS == 0:
                answer = self._outcome()
            if not more and not answer:
                answer = self._questions()
            if not more and not answer:
                raise _Stopped("memory" if self._is_full() else "never_finished", "")
        return answer

    def _is_full(self) -> bool:
        """Then even the failure of code found no room to be told."""
        return self._context.memory()["malloc_size"] > MEMORY - ROOM_TO_FAIL

    def _engine(self, function: Any, *arguments: str, cpu_seconds: float) -> str:
        self._context.set_time_limit(cpu_seconds)
        return function(*arguments)

    def _guarded(self, work: Any) -> str:
        try:
            return work()
        except _Stopped as stopped:
            return self._failure(stopped.error)
        except (_quickjs.JSException, _quickjs.StackOverflow) as error:
            return self._failure(_read_engine_error(str(error)))

    def _failure(self, error: dict[str, str]) -> str:
        try:
            self._context.set_time_limit(0.1)
            logs = self._logs()
        except (_quickjs.JSException, _quickjs.StackOverflow):
            logs = "[]"
        return f'{{"error":{json.dumps(error, separators=(",", ":"))},"logs":{logs}}}'


def _read_engine_error(text: str) -> dict[str, str]:
    """What got past every `catch` of the prelude: the engine's own "Name: message", then the stack."""
    head, _, stack = text.partition("\n")
    if head == "null":
        # No memory was left to make the error itself; a `throw null` of the builder never gets here.
        return {"kind": "memory", "name": "InternalError", "message": "out of memory", "stack": ""}
    name, _, message = head.rpartition(": ")
    kind = {"interrupted": "timeout", "out of memory": "memory"}.get(message, "threw")
    return {"kind": kind, "name": name, "message": message, "stack": stack}


class WarmContexts:
    """At most `WARM_CONTEXTS` contexts. A scope never sees another's; one that failed or is worn out is thrown away."""

    def __init__(self) -> None:
        self._contexts: OrderedDict[tuple[bytes, bytes], WarmContext] = OrderedDict()

    def check(self, source: bytes, *, cpu_seconds: float) -> bytes:
        return encode(WarmContext().check(source.decode(), cpu_seconds=cpu_seconds) or '{"data":null,"logs":[]}')

    def run(self, scope: bytes, source: bytes, arguments: bytes, *, cpu_seconds: float, output_limit: int) -> bytes:
        """The answer as JSON text in UTF-8. `output_limit` counts characters of the JSON text of `data`."""
        key = scope, source
        shared_memory = bool(self._contexts)
        answer = self._run(key, arguments, cpu_seconds, output_limit)
        if shared_memory and answer.startswith(_STARVED):
            # Earlier calls may hold the memory that this one lacks. Code here has no effects outside, so it may simply run again.
            self._contexts.clear()
            answer = self._run(key, arguments, cpu_seconds, output_limit)
        return encode(answer)

    def _run(self, key: tuple[bytes, bytes], arguments: bytes, cpu_seconds: float, output_limit: int) -> str:
        context, complaint = self.take(key, cpu_seconds)
        if complaint:
            return complaint
        answer = context.call(arguments.decode(), cpu_seconds=cpu_seconds, output_limit=output_limit)
        self.give_back(key, context, answer)
        return answer

    def take(self, key: tuple[bytes, bytes], cpu_seconds: float) -> tuple[WarmContext, str]:
        """A context with this code loaded, nobody else's until it is given back; and the complaint, if there is any."""
        context = self._contexts.pop(key, None)
        if context is not None:
            return context, ""
        context = WarmContext()
        return context, context.load(key[1].decode(), cpu_seconds=cpu_seconds)

    def give_back(self, key: tuple[bytes, bytes], context: WarmContext, answer: str) -> None:
        """For the next call, if this one ended well."""
        if answer.startswith('{"data":') and context.calls < CALLS_PER_CONTEXT and context.tidy():
            self._contexts[key] = context
            if len(self._contexts) > WARM_CONTEXTS:
                self._contexts.popitem(last=False)


def encode(answer: str) -> bytes:
    if "\\ud" in answer:
        answer = _LONE_SURROGATE.sub(lambda found: "\\ufffd" if len(found[0]) > 2 else found[0], answer)
    return answer.encode()
