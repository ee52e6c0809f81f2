"""A flow with two roads and a body for one of them, which saved tests are kept for."""

from __future__ import annotations

from tests.designer.stock import flow

BODY = '{"shop": "c-1", "kind": "order", "n": 4}'


STEPS = [
    {"id": "webhook_1", "component": "webhook"},
    {
        "id": "branch_1",
        "component": "branch.value",
        "inputs": {
            "value": {"reference": "trigger.results.body.data.kind"},
            "cases": {"list": [{"object": {"name": {"value": "order"}, "equals": {"value": "order"}}}]},
        },
    },
    {
        "id": "map_1",
        "component": "map",
        "inputs": {"fields": {"object": {"n": {"reference": "trigger.results.body.data.n"}, "ok": {"value": True}}}},
    },
    {"id": "log_1", "component": "log", "inputs": {"message": {"value": "another kind"}}},
]


LINKS = [
    {"from": "webhook_1", "to": "branch_1"},
    {"from": "branch_1", "outlet": "order", "to": "map_1"},
    {"from": "branch_1", "outlet": "else", "to": "log_1"},
]


BRANCHING = flow(steps=STEPS, links=LINKS, layout={})
