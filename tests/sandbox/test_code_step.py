"""What a builder may write in a code step and what comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from runtime.engine.errors import StepProblem
from runtime.sandbox.pool import SandboxPool

INTEGRATION = Path(__file__).parents[2] / "fixtures/integrations/acme_erp.yaml"


def _seed_code() -> str:
    definition = yaml.safe_load(INTEGRATION.read_text())
    steps = next(flow["steps"] for flow in definition["flows"] if flow["key"] == "preprocess")
    return next(step["inputs"]["code"]["value"] for step in steps if step["component"] == "code")


async def test_it_runs_the_preprocess_step_of_the_example_word_for_word(run):
    step_results = {
        "trigger": {"results": {"body": {"data": {"type": "inventory_update", "customerId": "A1"}}}},
        "getCustomerByAcmeId": {"results": {"found": True, "id": "abc-123"}},
    }

    answer = await run(_seed_code(), step_results=step_results)

    assert answer.data == {"customerExternalId": "abc-123", "flowName": "Update Inventory"}
    assert answer.logs == []


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("module.exports = async () => ({ data: 1 })", 1),
        ("module.exports = () => ({ data: 2 })", 2),
        ("exports.default = async () => ({ data: 3 })", 3),
        ("module.exports = { default: () => ({ data: 4 }) }", 4),
        ("module.exports = async () => ({ data: await Promise.all([1, Promise.resolve(2)]) })", [1, 2]),
        ("module.exports = () => ({ then: (resolve) => resolve({ data: 5 }) })", 5),
        ("module.exports = () => {}", None),
        ("module.exports = () => null", None),
        ("module.exports = () => ({ data: undefined })", None),
        ("module.exports = () => ({ data: [NaN, new Date(0), undefined] })", [None, "1970-01-01T00:00:00.000Z", None]),
        ("module.exports = () => ({ data: 'zw\\u00f6lf \\u{1f600} \\u0000' })", "zwölf \U0001f600 \0"),
        ("module.exports = () => ({ data: 'half \\ud83d, text \\\\ud83d' })", "half \ufffd, text \\ud83d"),
        ("// last line is a comment\nmodule.exports = () => ({ data: 6 }) // so is this", 6),
    ],
)
async def test_it_takes_each_way_to_write_a_step(run, source, data):
    assert (await run(source)).data == data


async def test_it_hands_over_config_context_and_earlier_results(run):
    answer = await run(
        """module.exports = ({ configVars, customer, instance }, { webhook_1 }) =>
          ({ data: [configVars.Warehouse, customer.externalId, instance, webhook_1.results.body.data] })""",
        config={"Warehouse": "north"},
        context={"customer": {"externalId": "abc-123"}, "instance": None},
        step_results={"webhook_1": {"results": {"body": {"data": "päckchen \u2028 \0"}}}},
    )

    assert answer.data == ["north", "abc-123", None, "päckchen \u2028 \0"]


async def test_it_keeps_what_was_logged_in_order_and_by_level(run):
    answer = await run(
        """module.exports = async ({ logger }) => {
          logger.trace("one", 1, null, undefined);
          logger.debug({ two: [2] });
          await null;
          console.log("three");
          console.error(new TypeError("four").message, 4n);
          logger.warn(Symbol("five"));
        }"""
    )

    assert answer.logs == [
        {"level": "trace", "message": "one 1 null undefined"},
        {"level": "debug", "message": '{"two":[2]}'},
        {"level": "info", "message": "three"},
        {"level": "error", "message": "four 4n"},
        {"level": "warn", "message": "Symbol(five)"},
    ]


async def test_it_drops_the_log_lines_past_the_200th_and_says_so(run):
    answer = await run("module.exports = ({ logger }) => { for (let at = 0; at < 500; at++) logger.info(at); }")

    assert len(answer.logs) == 201
    assert answer.logs[199] == {"level": "info", "message": "199"}
    assert answer.logs[200]["level"] == "warn"


async def test_it_cuts_a_log_line_that_is_too_long(run):
    answer = await run("module.exports = ({ logger }) => logger.info('x'.repeat(5000)) ?? undefined")

    assert answer.logs[0]["message"] == "x" * 4096 + "… (cut)"


async def test_it_keeps_the_log_of_code_that_failed(run):
    with pytest.raises(StepProblem) as caught:
        await run("module.exports = async () => { console.log('before'); for (;;) {} }")

    assert caught.value.details["logs"] == [{"level": "info", "message": "before"}]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("URLSearchParams", {"a": "1 2", "again": "a=1+2&b=%C3%A9"}),
        ("TextEncoder", {"bytes": [195, 169], "text": "é"}),
        ("structuredClone", {"same": False, "copy": [1]}),
        ("atob", {"text": "hook"}),
    ],
)
async def test_it_has_the_names_of_the_web_that_it_promises(run, source, expected):
    code = {
        "URLSearchParams": "const p = new URLSearchParams('?a=1+2&b=%C3%A9'); return { a: p.get('a'), again: String(p) }",
        "TextEncoder": "const b = new TextEncoder().encode('é'); return { bytes: [...b], text: new TextDecoder().decode(b) }",
        "structuredClone": "const one = [1]; const copy = structuredClone(one); return { same: copy === one, copy }",
        "atob": "return { text: atob(btoa('hook')) }",
    }[source]

    answer = await run(f"module.exports = () => ({{ data: (() => {{ {code} }})() }})")

    assert answer.data == expected


@pytest.mark.parametrize(
    ("source", "message", "line", "column"),
    [
        ("module.exports = () => {\n  const a = 1;\n  throw new Error('no stock');\n};", "Error: no stock", 3, 13),
        ("module.exports = (c, s) => s.nothing.results", "TypeError: cannot read property 'results' of undefined", 1, 28),
        ("module.exports = async () => {\n  await null;\n\n  null.id;\n}", "TypeError: cannot read property 'id' of null", 4, 3),
        ("const a = 1;\n\n  missing();", "ReferenceError: missing is not defined", 3, 3),
        ("module.exports = () =>\n  JSON.parse('{');", "SyntaxError:", 2, 8),
    ],
)
async def test_it_says_where_the_code_of_the_builder_threw(run, source, message, line, column):
    with pytest.raises(StepProblem) as caught:
        await run(source)

    assert caught.value.code == "code_threw"
    assert caught.value.message.startswith(message)
    assert (caught.value.details["line"], caught.value.details["column"]) == (line, column)


async def test_it_shows_only_the_builders_own_frames(run):
    with pytest.raises(StepProblem) as caught:
        await run("function price() {\n  throw new Error('x');\n}\nmodule.exports = () => price();")

    assert caught.value.details["stack"].splitlines() == ["at price (2:13)", "at <anonymous> (4:24)"]


@pytest.mark.parametrize(("thrown", "message"), [("'text'", "text"), ("{ a: 1 }", '{"a":1}'), ("undefined", "undefined")])
async def test_it_shows_a_thrown_value_that_is_no_error(run, thrown, message):
    with pytest.raises(StepProblem) as caught:
        await run(f"module.exports = () => {{ throw {thrown} }}")

    assert (caught.value.code, caught.value.message) == ("code_threw", message)


@pytest.mark.parametrize(
    ("source", "message", "line", "column"),
    [
        ("module.exports = () => {\n  let a = ;\n}", "Unexpected token in expression: ';'", 2, 11),
        ("let 1a", "", 1, 5),
        ("module.exports = () => {\n  if (true) {\n}", "The code ends before a bracket, a block or a text is closed.", 3, 2),
        ("module.exports = () => {}\n}", "There is a } too many.", 2, 2),
        ("export default async () => {}", "Write `module.exports = ...` instead of `import` and `export`.", 1, 1),
    ],
)
async def test_it_finds_a_syntax_error_without_running_anything(pool, source, message, line, column):
    found = await pool.check(source, "acme")

    assert found is not None
    assert found["message"].startswith(message)
    assert (found["line"], found["column"]) == (line, column)


async def test_it_has_nothing_to_say_about_code_that_compiles_even_when_it_would_not_run(pool):
    assert await pool.check("for (;;) {}", "acme") is None


async def test_it_refuses_to_run_code_with_a_syntax_error_and_says_where(run):
    with pytest.raises(StepProblem) as caught:
        await run("module.exports = () => {\n  let a = ;\n}")

    assert caught.value.code == "code_syntax_error"
    assert (caught.value.details["line"], caught.value.details["column"]) == (2, 11)


@pytest.mark.parametrize(
    ("source", "code", "part"),
    [
        ("module.exports = () => 5", "code_bad_return", "The code returned 5. Return an object with `data`"),
        ("module.exports = () => ({ id: 1, name: 2 })", "code_bad_return", "{ id,name }"),
        ("module.exports = () => [1]", "code_bad_return", "[1]"),
        ("module.exports = () => ({ data: 1n })", "code_bad_return", "cannot be written as JSON"),
        ("module.exports = 5", "code_no_handler", "module.exports = async"),
        ("", "code_no_handler", "module.exports = async"),
        ("module.exports = () => require('fs')", "code_threw", "require is not defined. Packages cannot be loaded here."),
        ("module.exports = () => process.env", "code_threw", "process is not defined. There is no process"),
        ("module.exports = () => fetch('https://example.com')", "code_threw", "Use an HTTP request step"),
        ("module.exports = () => import('fs')", "code_threw", "could not load module 'fs'. Packages cannot be loaded here."),
    ],
)
async def test_it_says_what_to_do_next(run, source, code, part):
    with pytest.raises(StepProblem) as caught:
        await run(source)

    assert caught.value.code == code
    assert part in caught.value.message


async def test_it_refuses_input_over_8_mebibytes_before_it_leaves(run):
    with pytest.raises(StepProblem) as caught:
        await run("module.exports = () => {}", step_results={"a": "x" * (8 * 1024 * 1024)})

    assert caught.value.code == "code_input_too_large"


async def test_it_refuses_input_that_is_not_json(run):
    with pytest.raises(StepProblem) as caught:
        await run("module.exports = () => {}", step_results={"a": object()})

    assert caught.value.code == "code_input_unreadable"


async def test_it_hands_over_a_result_just_within_the_limit_with_its_log(run):
    answer = await run("module.exports = () => { console.log('x'.repeat(4000)); return { data: ['x'.repeat(1024 * 1024 - 4)] } }")

    assert len(answer.data[0]) == 1024 * 1024 - 4
    assert len(answer.logs[0]["message"]) == 4000


async def test_it_takes_input_of_several_mebibytes(run):
    answer = await run("module.exports = (c, { a }) => ({ data: a.length })", step_results={"a": "ä" * 3_000_000})

    assert answer.data == 3_000_000


async def test_a_scoped_sandbox_is_the_port_that_a_step_gets(pool: SandboxPool):
    sandbox = pool.scoped(tenant="acme", scope="instance-1")

    answer = await sandbox.run_code("module.exports = () => ({ data: 1 })", step_results={}, config={}, context={})

    assert answer.data == 1


async def test_the_trigger_is_found_by_each_of_its_names(run):
    fired = {"headers": {"x-kind": "a"}, "body": {"data": {"n": 1}}}
    entry = {"results": fired}
    results = {"trigger": entry, "integrationTrigger": {"results": fired}, "webhook_1": {"results": fired}}
    code = """module.exports = async (context, stepResults) => {
      const names = ["trigger", "integrationTrigger", "webhook_1"];
      const seen = names.map((name) => [stepResults[name].results.body.data.n, stepResults[name].results.headers["X-Kind"]]);
      return { data: { seen, keys: Object.keys(stepResults).sort(), other: stepResults.map_1.results } };
    };"""
    answer = await run(code, step_results={**results, "map_1": {"results": None}, "loop_1": {"currentItem": 1, "index": 0}})
    assert answer.data == {
        "seen": [[1, "a"], [1, "a"], [1, "a"]],
        "keys": ["integrationTrigger", "loop_1", "map_1", "trigger", "webhook_1"],
        "other": None,
    }
