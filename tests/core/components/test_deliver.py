"""What Deliver event asks for, and what its log says."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from runtime.components import BY_KEY
from runtime.components.check import check_inputs
from runtime.engine.errors import StepProblem
from tests.core.components.conftest import World

DELIVER = BY_KEY["deliver"]


def run(world: World, **inputs: Any) -> Any:
    return asyncio.run(DELIVER.run(world.context(), inputs)).results


def test_it_asks_once_under_the_key_of_its_step(world: World):
    assert run(world, type="order.created", data={"order": 7})["sent"]
    assert world.deliveries.sent == [("order.created", "", "01EXECUTION/step_1")]
    assert world.logs == [("info", "order.created is on its way to Warehouse.")]


def test_its_log_says_when_nobody_wants_it_and_what_a_test_would_do(world: World):
    run(world, type="nobody", data=None)
    world.deliveries.live = False
    run(world, type="order.created", data=None, destination="Warehouse")
    assert [level for level, _ in world.logs] == ["warn", "info"]
    assert world.logs[1][1] == "A test delivers nothing. Live, order.created would go to Warehouse."


@pytest.mark.parametrize("type", ["", "order created", ".order", "order..created", "ö", "a" * 121])
def test_a_type_that_no_destination_could_name_is_refused(type):
    with pytest.raises(StepProblem) as problem:
        check_inputs(DELIVER, {"type": type, "data": 1})
    assert problem.value.code == "input_invalid"
