"""What the smaller steps do with the world they are given."""

import pytest

from runtime.components import BY_KEY
from runtime.engine.component import Control
from runtime.engine.errors import StepProblem


async def run(world, key, /, **inputs):
    return await BY_KEY[key].run(world.context(), inputs)


async def test_code_sees_earlier_results_and_config(world):
    outcome = await run(world, "code", code="module.exports = 1")
    assert outcome.results == {"sees": ["trigger", "webhook_1"]}
    assert world.sandbox.calls[0]["config"]["Warehouse"] == "main"
    assert world.sandbox.calls[0]["context"]["customer"] == {"externalId": "C-100"}


async def test_what_code_logs_goes_to_the_log_of_the_step(world):
    await run(world, "code", code="module.exports = 1")
    assert world.logs == [("warn", "from code")]


async def test_what_code_logged_before_it_threw_is_kept_out_of_the_error_and_in_the_log(world):
    world.sandbox.problem = StepProblem("boom", code="code_threw", line=3, logs=[{"level": "info", "message": "so far"}])
    with pytest.raises(StepProblem) as refused:
        await run(world, "code", code="throw 1")
    assert world.logs == [("info", "so far")]
    assert refused.value.details == {"line": 3}


async def test_respond_gives_the_caller_its_answer(world):
    outcome = await run(world, "respond", status=201, headers={"X-Count": 3, "X-Flag": True}, body={"ok": True})
    assert outcome.control is Control.RESPOND
    assert outcome.results == {"status": 201, "headers": {"X-Count": "3", "X-Flag": "true"}, "body": {"ok": True}}


async def test_respond_answers_200_with_nothing_by_default(world):
    assert (await run(world, "respond")).results == {"status": 200, "headers": {}, "body": None}


async def test_stop_ends_the_run_with_its_result(world):
    outcome = await run(world, "stop", result=[1])
    assert (outcome.control, outcome.results) == (Control.STOP, [1])


async def test_break_leaves_the_loop(world):
    assert (await run(world, "loop.break")).control is Control.BREAK


@pytest.mark.parametrize(("message", "line"), [("text", "text"), ({"a": "é"}, '{"a": "é"}'), (None, ""), (0, "0")])
async def test_log_writes_text_as_it_is_and_the_rest_as_json(message, line, world):
    await run(world, "log", message=message, level="error")
    assert world.logs == [("error", line)]


async def test_a_stored_value_is_read_back_until_it_is_removed(world):
    await run(world, "storage.set", scope="flow", key="k", value={"n": 1})
    assert (await run(world, "storage.get", scope="flow", key="k")).results == {"value": {"n": 1}}
    assert (await run(world, "storage.get", scope="instance", key="k")).results == {"value": None}
    assert (await run(world, "storage.remove", scope="flow", key="k")).results == {"removed": True}
    assert (await run(world, "storage.remove", scope="flow", key="k")).results == {"removed": False}
    assert (await run(world, "storage.get", scope="flow", key="k", default=7)).results == {"value": 7}


async def test_a_number_is_a_key_too(world):
    await run(world, "storage.set", scope="flow", key=1001, value="x")
    assert (await run(world, "storage.get", scope="flow", key="1001")).results == {"value": "x"}


async def test_adding_counts_by_one_unless_told_otherwise(world):
    assert (await run(world, "storage.add", scope="flow", key="n")).results == {"value": 1}
    assert (await run(world, "storage.add", scope="flow", key="n", amount=-3)).results == {"value": -2}
    assert (await run(world, "storage.add", scope="flow", key="n", amount=0)).results == {"value": -2}


@pytest.mark.parametrize(
    ("known_as", "results"),
    [
        ("C-100", {"found": True, "id": "C-100", "name": "Northwind", "matched": "external_id"}),
        ("acme-7", {"found": True, "id": "C-100", "name": "Northwind", "matched": "alias"}),
        ("T9", {"found": False, "id": "T9", "name": None, "matched": None}),
        (9, {"found": False, "id": "9", "name": None, "matched": None}),
    ],
)
async def test_a_customer_is_found_by_id_or_alias_and_an_unknown_id_is_handed_on(known_as, results, world):
    assert (await run(world, "customer.lookup", id=known_as)).results == results


async def test_calling_a_flow_waits_for_its_result_by_default(world):
    outcome = await run(world, "flow.call", flow="create-order", data={"a": 1})
    assert world.flows.calls == [("create-order", {"a": 1}, True)]
    assert outcome.results["result"] == {"a": 1}


async def test_calling_a_flow_without_waiting_gives_only_the_execution(world):
    assert (await run(world, "flow.call", flow="create-order", wait=False)).results == {"executionId": "01EXECUTION"}
