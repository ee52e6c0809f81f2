"""Code that wants to hang, fill, crash or escape: each ends with a clear error, and the same pool answers the next call.

The scripts are files in `fixtures/sandbox/hostile`; the first line says the code to expect and why the script is there.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from runtime.engine.errors import StepProblem

SCRIPTS = sorted((Path(__file__).parents[2] / "fixtures/sandbox/hostile").glob("*.js"))
HARMLESS = "module.exports = () => ({ data: 'still here' })"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
async def test_it_ends_with_a_clear_error_and_the_next_call_is_answered(run, script):
    source = script.read_text()
    expected = source.removeprefix("// ").partition(":")[0].split(" or ")

    hostile, neighbour = await asyncio.gather(run(source), run(HARMLESS, scope="instance-2"), return_exceptions=True)

    assert isinstance(hostile, StepProblem)
    assert hostile.code in expected
    assert len(hostile.message) > 20
    assert neighbour.data == "still here"
    assert (await run(HARMLESS)).data == "still here"


async def test_a_polluted_prototype_is_not_seen_by_another_scope(run):
    """Node-RED CVE-2021-21297, vm2 CVE-2026-22709 and CVE-2026-47140: prototypes as the way out."""
    await run("module.exports = () => { Object.prototype.owned = 1; Array.prototype.map = null; }", scope="instance-1")

    answer = await run("module.exports = () => ({ data: [({}).owned === undefined, [1].map((x) => x)] })", scope="instance-2")

    assert answer.data == [True, [1]]


async def test_globals_of_one_scope_are_not_seen_by_another_that_runs_the_same_code(run):
    """Activepieces CVE-2026-48499: a cache of code shared by tenants."""
    counting = "module.exports = () => ({ data: (globalThis.count = (globalThis.count ?? 0) + 1) })"

    first = [(await run(counting, scope="instance-1")).data for _ in range(3)]
    second = (await run(counting, scope="instance-2")).data

    assert first == [1, 2, 3]
    assert second == 1


async def test_what_code_is_given_is_a_copy_and_leads_nowhere(run):
    """isolated-vm CVE-2021-21413, CVE-2022-39266: things of the host were handed in."""
    source = """module.exports = (context, stepResults) => {
      const doors = [];
      const look = (value, at) => {
        const made = value?.constructor;
        for (const each of [made, made?.constructor, Object.getPrototypeOf(value ?? {})?.constructor]) {
          const globals = typeof each === "function" ? each.constructor("return this")() : {};
          if (globals !== globalThis && typeof each === "function") doors.push(at);
          for (const name of ["process", "require", "os", "std", "__import__"]) if (name in globals) doors.push(at + name);
        }
        if (value && typeof value === "object") for (const key of Object.keys(value)) look(value[key], at + "." + key);
      };
      look(context, "context");
      look(stepResults, "stepResults");
      look(context.logger.info, "logger");
      const before = stepResults.a.results.n;
      stepResults.a.results.n += 1;
      return { data: [doors, before] };
    }"""
    given = {"a": {"results": {"n": 1}}}
    assert [(await run(source, step_results=given)).data for _ in range(2)] == [[[], 1], [[], 1]]
    assert given == {"a": {"results": {"n": 1}}}


async def test_code_that_failed_leaves_nothing_behind_in_its_own_scope(run):
    source = """module.exports = (c, { fail }) => {
      globalThis.left = (globalThis.left ?? 0) + 1;
      if (fail) throw 1;
      return { data: left };
    }"""

    with pytest.raises(StepProblem):
        await run(source, step_results={"fail": True})

    assert (await run(source, step_results={"fail": False})).data == 1


async def test_a_late_answer_of_an_earlier_call_is_not_taken_for_the_next(run):
    source = """
    let first;
    module.exports = (c, { n }) => {
      if (n === 1) { new Promise((r) => { first = r; }).then(() => 0); return { data: 1 }; }
      first({ data: "stale" });
      return new Promise((resolve) => queueMicrotask(() => resolve({ data: n })));
    }"""

    answers = [(await run(source, step_results={"n": n})).data for n in (1, 2)]

    assert answers == [1, 2]


async def test_replacing_the_builtins_spoils_nothing_of_how_the_answer_is_read(run):
    source = """module.exports = async () => {
      JSON.stringify = JSON.parse = Promise.prototype.then = Promise.resolve = Reflect.apply = Array.isArray = null;
      Function.prototype.call = Function.prototype.apply = null;
      return { data: "mine" };
    }"""

    assert [(await run(source)).data for _ in range(2)] == ["mine", "mine"]


async def test_memory_held_by_other_scopes_does_not_fail_a_call(run):
    hoarder = (
        "const kept = []; module.exports = () => { for (let i = 0; i < 45; i++) kept.push(new Uint8Array(1 << 20).fill(1)); }"
    )

    answers = await asyncio.gather(*(run(hoarder, scope=f"instance-{number}") for number in range(14)))

    assert all(answer.data is None for answer in answers)


@pytest.mark.parametrize("wait", ["", "await null;"])
async def test_code_that_fills_its_memory_and_keeps_it_is_told_so(pool, wait: str):
    source = f"""module.exports = async () => {{
      globalThis.kept = [];
      {wait}
      for (let size = 1e6; size >= 1; size /= 2) {{
        try {{ for (;;) kept.push(new ArrayBuffer(size)); }} catch {{}}
      }}
      for (;;) kept.push({{}});
    }}"""
    with pytest.raises(StepProblem) as told:
        await pool.run(source, tenant="acme", scope="s", step_results={}, config={}, context={})
    assert told.value.code == "code_memory"


@pytest.mark.parametrize("kind", ["Object", "Array"])
@pytest.mark.parametrize("then", ["return { data: [{}] }", "throw new Error('x')"])
async def test_an_answer_that_code_spoils_is_told_as_its_own_fault(pool, kind: str, then: str):
    source = f"module.exports = () => {{ {kind}.prototype.toJSON = () => undefined; {then} }}"
    with pytest.raises(StepProblem) as told:
        await pool.run(source, tenant="acme", scope="s", step_results={}, config={}, context={})
    assert told.value.code == "code_bad_return"


async def test_what_code_makes_of_its_own_error_and_log_is_no_longer_than_what_ours_would_be(pool):
    source = """module.exports = () => {
      const long = "x".repeat(1e6);
      Object.prototype.toJSON = () => ({ __proto__: null, kind: "threw", message: long, stack: long });
      Array.prototype.toJSON = () => "none";
      throw new Error("x");
    }"""
    with pytest.raises(StepProblem) as told:
        await pool.run(source, tenant="acme", scope="s", step_results={}, config={}, context={})
    assert len(told.value.message) < 10_000 and len(str(told.value.details)) < 20_000
