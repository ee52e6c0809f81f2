"""The sandbox as the rest of the runtime sees it: source and arguments in, data or a clear problem out.

For: packing a call within the limits, and reading what came back.
Not here: which process runs it (`places`), what it may do there (`child` and its walls).
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import orjson

from runtime.engine.component import CodeAnswer, Json
from runtime.engine.errors import StepProblem
from runtime.engine.values import value
from runtime.sandbox import frames
from runtime.sandbox.answers import read_answer, read_check
from runtime.sandbox.conversation import Conversation, Limits, Respond, within_answer
from runtime.sandbox.places import Places
from runtime.sandbox.process import PendingCall

LARGEST_INPUT: Final = 8 * 1024 * 1024  # bytes: source and arguments of one call
LARGEST_OUTPUT: Final = 1024 * 1024  # characters of JSON text


class SandboxPool:
    """Belongs to the event loop that uses it. Children die with the thread of that loop."""

    def __init__(self, size: int, *, cpu_seconds: float = 1.0, wall_seconds: float = 5.0, strict: bool = False) -> None:
        """`size`: most children at a time. A call may compute for `cpu_seconds`, and take `wall_seconds` on a busy machine.

        `strict`: run nothing unless all walls stand around it.
        """
        self._places = Places(size, strict=strict)
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds

    async def run(
        self,
        source: str,
        *,
        tenant: str,
        scope: str,
        step_results: Json,
        config: Json,
        context: Json,
        wall_seconds: float | None = None,
    ) -> CodeAnswer:
        """Runs `module.exports = async (context, stepResults) => ({ data })`.

        `scope` names whose globals the code may meet again in a warm context: one customer's instance, say. `context` is the
        object the code gets first, to which `configVars` (from `config`) and `logger` are added.
        Raises `StepProblem` with a `code_*` code (`details`: line, column, stack, logs, where known), and `RemoteProblem` when
        the sandbox is closed (`sandbox_closed`), the machine gives no process (`sandbox_unavailable`) or `strict` forbids it
        (`sandbox_walls_missing`).
        """
        seen, names = _without_copies(step_results)
        arguments = _encode({"context": {**(context or {}), "configVars": config}, "stepResults": seen, "trigger": names})
        answer = await self._ask(frames.RUN, source, arguments, tenant=tenant, scope=scope, wall_seconds=wall_seconds)
        return read_answer(answer, source)

    async def converse(
        self, source: str, *, tenant: str, scope: str, context: Json, respond: Respond, wall_seconds: float
    ) -> CodeAnswer:
        """As `run`, for code that may ask: `context.ask(kind, details)` gives a promise of what `respond` answers.

        `wall_seconds` are for all of it, waiting for answers included. Raises what `run` does, `code_timeout`,
        `code_asks_too_much`, and `RemoteProblem` `code_interrupted` when its process dies while it waits.
        """
        encoded, arguments = source.encode(errors="replace"), _encode({"context": context, "stepResults": {}, "trigger": []})
        _check_size(len(encoded) + len(arguments))
        limits = Limits(wall_seconds, self._wall_seconds, self._cpu_seconds, LARGEST_OUTPUT)
        conversation = Conversation(self._places, tenant, limits, respond)
        return read_answer(await conversation.run(scope.encode(), encoded, arguments), source)

    async def check(self, source: str, tenant: str) -> dict[str, Any] | None:
        """The first syntax error as `{"message", "line", "column"}`, None when there is none. Nothing is run."""
        answer = await self._ask(frames.CHECK, source, b"", tenant=tenant, scope="", wall_seconds=None)
        return read_check(answer, source)

    async def close(self) -> None:
        """Ends all children and waits until they are gone. Calls in flight fail with `sandbox_closed`."""
        await self._places.close()

    def scoped(self, *, tenant: str, scope: str) -> ScopedSandbox:
        return ScopedSandbox(self, tenant, scope)

    @property
    def process_ids(self) -> dict[str, list[int]]:
        """Tenant to the process ids of its children whose walls stand."""
        ids: dict[str, list[int]] = {}
        for child in self._places.children:
            if child.ready:
                ids.setdefault(child.tenant, []).append(child.pid)
        return ids

    async def _ask(
        self, verb: int, source: str, arguments: bytes, *, tenant: str, scope: str, wall_seconds: float | None
    ) -> bytes:
        # A lone surrogate has no UTF-8 form; the engine would refuse it no better than it refuses a question mark.
        encoded = source.encode(errors="replace")
        _check_size(len(encoded) + len(arguments))
        wall_seconds = self._wall_seconds if wall_seconds is None else wall_seconds
        frame = frames.pack(
            frames.Call(
                verb=verb,
                cpu_seconds=min(self._cpu_seconds, wall_seconds),
                output_limit=LARGEST_OUTPUT,
                scope=scope.encode(),
                source=encoded,
                arguments=arguments,
            )
        )
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        call = PendingCall(tenant, frame, wall_seconds, answer, inner=within_answer.get())
        self._places.give(call)
        return await call.answer


@value
class ScopedSandbox:
    """The pool bound to one tenant and scope: the `SandboxPort` of a step."""

    pool: SandboxPool
    tenant: str
    scope: str

    async def run_code(self, source: str, *, step_results: Json, config: Json, context: Json) -> CodeAnswer:
        return await self.pool.run(
            source, tenant=self.tenant, scope=self.scope, step_results=step_results, config=config, context=context
        )


def _without_copies(step_results: Json) -> tuple[Json, list[str]]:
    """The results, and the further names of the trigger, whose results may be most of what there is and need crossing once."""
    fired = step_results.get("trigger") if isinstance(step_results, dict) else None
    if fired is None:
        return step_results, []
    results = fired["results"]
    names = [name for name, entry in step_results.items() if entry is not fired and entry.get("results", entry) is results]
    return {name: entry for name, entry in step_results.items() if name not in names}, names


def _check_size(size: int) -> None:
    if size > LARGEST_INPUT:
        message = f"The code and what it is given are over {LARGEST_INPUT // 1024**2} MiB. Hand the step only what it needs."
        raise StepProblem(message, code="code_input_too_large", size=size)


def _encode(value: Json) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError as error:
        message = f"What the code would be given is not JSON: {error}."
        raise StepProblem(message, code="code_input_unreadable") from error
