"""A sender that repeats an id starts nothing twice, and one sees what was suppressed, and when it said something else."""

from __future__ import annotations

import pytest

from runtime.journal.models import Execution
from tests.flows.yard import ONCE, echo, flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("response", ["async", "sync"])
def test_what_was_suppressed_names_the_first_and_whether_it_said_the_same(yard, response):
    path = yard.deploy(flow("orders", echo(), policy=ONCE, response=response)).path()
    first = yard.post(path, {"n": 1}, x_event_id="e-1")
    same = yard.post(path, {"n": 1}, x_event_id="e-1")
    other = yard.post(path, {"n": 2}, x_event_id="e-1")
    assert same.body == other.body == first.body and {first.status, same.status, other.status} == {200}
    assert Execution.of(yard.tenant).count() == 1
    rows = [yard.request(answer) for answer in (first, same, other)]
    assert [(row.status, row.code) for row in rows] == [
        ("accepted", ""),
        ("duplicate", ""),
        ("duplicate", "duplicate_differs"),
    ]
    told = [next(stage for stage in row.trace if stage["stage"] == "store") for row in rows[1:]]
    assert [stage["data"]["first"] for stage in told] == [rows[0].pk, rows[0].pk]
    assert bytes(rows[2].body) == b'{"n": 2}', "what it said is kept, so that a person may run it"
