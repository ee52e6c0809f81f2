"""Code that asks its caller for things: answered side by side, bounded, and never begun twice."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from runtime.engine.errors import RemoteProblem, StepProblem
from runtime.sandbox.conversation import Question, Refusal
from runtime.sandbox.pool import SandboxPool


async def respond(question: Question) -> Any:
    if question.kind == "wait":
        await asyncio.sleep(question.details)
    if question.kind == "refuse":
        raise Refusal({"message": "no"})
    return {"asked": question.details}


async def converse(pool: SandboxPool, body: str, *, wall_seconds: float = 10.0, tenant: str = "acme", answer=respond) -> Any:
    source = f"module.exports = async ({{ ask }}) => {{ {body} }}"
    told = await pool.converse(source, tenant=tenant, scope="s", context={}, respond=answer, wall_seconds=wall_seconds)
    return told.data


async def test_answers_come_back_to_where_they_were_asked_for(pool: SandboxPool):
    assert await converse(pool, "const a = await ask('x', 1); return { data: [a, await ask('x', 2)] }") == [
        {"asked": 1},
        {"asked": 2},
    ]
    assert await converse(pool, "try { await ask('refuse') } catch (problem) { return { data: problem } }") == {"message": "no"}


async def test_what_is_quick_does_not_wait_for_what_is_slow(pool: SandboxPool):
    body = "return { data: await Promise.race([ask('wait', 30), ask('x', 'quick')]) }"
    assert await converse(pool, body) == {"asked": "quick"}


async def test_many_calls_wait_in_one_child_while_others_run_there(pool: SandboxPool):
    waiting = asyncio.gather(*(converse(pool, f"return {{ data: [{n}, await ask('wait', 0.2)] }}") for n in range(30)))
    await asyncio.sleep(0)
    code = await pool.run(
        "module.exports = () => ({ data: 1 })", tenant="acme", scope="s", step_results={}, config={}, context={}
    )
    assert code.data == 1 and [data[0] for data in await waiting] == list(range(30))
    assert all(child.is_idle for child in pool._places.children)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("await ask('wait', 60)", "code_timeout"),
        ("await ask('x'); for (;;);", "code_timeout"),
        ("for (;;) await ask('x')", "code_asks_too_much"),
        ("await new Promise(() => {})", "code_never_finished"),
        ("Object.prototype.toJSON = () => undefined; await ask('x')", "code_asks_garbled"),
        ("Object.prototype.toJSON = () => 'x'; await ask('x')", "code_asks_garbled"),
        ("Object.prototype.toJSON = () => ({ id: 1e300, kind: 'x' }); await ask('x')", "code_asks_garbled"),
        ("await ask('x'); throw new Error('boo')", "code_threw"),
        ("await ask('x', (() => { const a = {}; a.a = a; return a })())", "code_threw"),
        ("await ask('x'); return { data: 'x'.repeat(2e6) }", "code_output_too_large"),
    ],
)
async def test_what_never_ends_is_ended(pool: SandboxPool, body: str, code: str):
    with pytest.raises(StepProblem) as problem:
        await converse(pool, body, wall_seconds=1.5)
    assert problem.value.code == code
    assert await converse(pool, "return { data: 1 }") == 1


async def test_a_call_whose_process_dies_is_not_begun_again(pool: SandboxPool):
    asked: list[Any] = []

    async def slow(question: Question) -> Any:
        asked.append(question.details)
        await asyncio.sleep(0.2)
        return None

    source = "module.exports = async ({ ask }) => { await ask('charge', 100); return { data: 1 } }"
    call = asyncio.create_task(pool.converse(source, tenant="acme", scope="s", context={}, respond=slow, wall_seconds=5))
    while not asked:
        await asyncio.sleep(0.01)
    pool._places.children[0].end()
    with pytest.raises(RemoteProblem) as problem:
        await call
    assert problem.value.code == "code_interrupted" and asked == [100]
