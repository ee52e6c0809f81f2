"""Code that changes how built-in types are written also forges what its child says: the parent takes no shape on trust."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from runtime.engine.errors import StepProblem
from runtime.sandbox.pool import SandboxPool

FORGED = {
    "a log that is a number": "Array.prototype.toJSON = () => 7; return { data: 1 };",
    "lines that are none": "Array.prototype.toJSON = () => [5, { level: 'shout', message: {} }]; return { data: 1 };",
    "an error that is a text": "Object.prototype.toJSON = () => 'x'; throw new Error('z');",
    "an error of other types": "Error.prototype.toJSON = Object.prototype.toJSON = () => ({ kind: 7, message: [] }); throw 1;",
    "a size that is a text": "Object.prototype.toJSON = () => ({ kind: 'too_large', size: 'big' }); throw 1;",
}


@pytest.fixture
async def pool() -> AsyncIterator[SandboxPool]:
    pool = SandboxPool(1, cpu_seconds=0.5, wall_seconds=10.0)
    yield pool
    await pool.close()


@pytest.mark.parametrize("source", FORGED.values(), ids=FORGED)
async def test_it_ends_as_an_answer_or_as_a_problem_of_the_step(pool: SandboxPool, source: str) -> None:
    whole = f"module.exports = ({{ logger }}) => {{ logger.info('x'); {source} }};"
    try:
        answer = await pool.run(whole, tenant="acme", scope="one", step_results={}, config={}, context={})
    except StepProblem as problem:
        assert problem.code.startswith("code_")
        return
    assert all(isinstance(line["level"], str) and isinstance(line["message"], str) for line in answer.logs)
