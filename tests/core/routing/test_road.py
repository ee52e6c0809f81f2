"""The road from a verified request to a flow: every stop has its code, and the trace tells how far it came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from runtime.components import BY_KEY
from runtime.engine.definition import read_definition
from runtime.engine.errors import InvalidDefinition, NotAllowed
from runtime.routing.inbound import Inbound
from runtime.routing.plans import EndpointPlan, InstancePlan, compile_release, picker
from runtime.routing.road import Preprocessed, Road, RouteStopped
from runtime.routing.trace import Trace

ANNA = {"id": "C1", "externalId": "c-1", "name": "Anna", "matched": "external_id"}
IDLE = {"id": "C2", "externalId": "c-2", "name": "Idle", "matched": "alias"}


def flow(key: str, *, trigger: str = "webhook") -> dict[str, Any]:
    return {"key": key, "name": key.title(), "steps": [{"id": "start", "component": trigger}], "links": []}


def release(*flows: dict[str, Any], **endpoint: Any):
    document = {"name": "Shop", "key": "shop", "endpoint": endpoint, "flows": list(flows)}
    return compile_release(read_definition(document), BY_KEY, version_id="V1", number=3)


class Known:
    """Anna has an instance, Idle has none, and nobody else is known."""

    def __init__(self, instance: InstancePlan) -> None:
        self.there, self.asked = instance, 0

    async def customer(self, tenant_id: str, known_as: str) -> Mapping[str, Any] | None:
        self.asked += 1
        return {"c-1": ANNA, "c-2": IDLE}.get(known_as)

    async def nearest(self, tenant_id: str, known_as: str) -> list[Mapping[str, Any]]:
        return [{"externalId": "c-1", "name": "Anna", "knownAs": "c-1"}]

    async def instance(self, tenant_id: str, integration_id: str, customer_id: str) -> InstancePlan | None:
        return self.there if customer_id == "C1" else None


class Walk:
    """A road with its plan; `go` walks it with a body and keeps the trace."""

    def __init__(self, *flows: dict[str, Any], type: str = "shared", preprocessed: Preprocessed | None = None, **endpoint: Any):
        pickers = {"externalCustomerId": {"reference": "results.body.data.who"}} if type == "shared" else {}
        self.release = release(*flows, **{"type": type, **pickers, **endpoint})
        config = self.release.definition.endpoint
        self.instance = InstancePlan("I1", True, self.release, ANNA, {})
        self.known, self.trace = Known(self.instance), Trace()

        async def run(plan: EndpointPlan, inbound: Inbound, request: dict[str, Any]) -> Preprocessed:
            assert preprocessed is not None
            return preprocessed

        self.road = Road(self.known, run)
        self.plan = EndpointPlan(
            endpoint_id="E1",
            type=type,
            is_draft=False,
            tenant_id="T1",
            integration={"id": "G1", "name": "Shop"},
            release=self.release,
            instance=None if type == "shared" else self.instance,
            flow_key="",
            methods=frozenset({"POST"}),
            gate=None,
            secret_headers=frozenset(),
            max_body=1000,
            access=None,
            requests_per_second=None,
            tenant_requests_per_second=None,
            public_url="",
            origin="",
            flow_picker=picker(config.flow_name),
            customer_picker=picker(config.external_customer_id),
        )

    async def go(self, body: Any):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = (("content-type", "application/json"),)
        came = Inbound("R1", datetime(2026, 3, 1, tzinfo=UTC), "POST", "/", "", "", headers, content)
        return await self.road.travel(self.plan, came, self.trace)

    async def stop(self, body: Any) -> tuple[str, str]:
        """(code, the stage it stopped at)"""
        with pytest.raises((RouteStopped, NotAllowed)) as stopped:
            await self.go(body)
        failed = [stage for stage in self.trace.stages if not stage["ok"]]
        assert failed == self.trace.stages[-1:], "it goes no further than the stage that failed"
        assert failed[0]["detail"] == stopped.value.message
        return stopped.value.code, failed[0]["stage"]


BY_TYPE = {"flowName": {"reference": "results.body.data.type"}}


async def test_a_customer_and_a_flow_are_found_and_the_trace_says_how():
    walk = Walk(flow("orders"), flow("stock"), **BY_TYPE)
    routed = await walk.go({"who": "c-1", "type": "Stock"})
    assert (routed.instance.id, routed.flow.flow.key, routed.trigger_step) == ("I1", "stock", "start")
    stages = {stage["stage"]: stage for stage in walk.trace.stages}
    assert list(stages) == ["parse", "preprocess", "pick", "match"]
    assert stages["preprocess"]["skipped"]
    assert stages["pick"]["data"] == {"flowName": "Stock", "externalCustomerId": "c-1"}
    assert stages["match"]["data"]["customer"] == ANNA
    assert stages["match"]["detail"] == "Stock of Anna, version 3."


@pytest.mark.parametrize(
    ("body", "stopped"),
    [
        pytest.param(b"{", ("body_malformed", "parse"), id="no JSON"),
        pytest.param({"type": "orders"}, ("picker_empty", "pick"), id="no customer"),
        pytest.param({"who": "", "type": "orders"}, ("picker_empty", "pick"), id="an empty one"),
        pytest.param({"who": None, "type": "orders"}, ("picker_empty", "pick"), id="null"),
        pytest.param({"who": ["c-1"], "type": "orders"}, ("picker_empty", "pick"), id="a list"),
        pytest.param({"who": True, "type": "orders"}, ("picker_empty", "pick"), id="a boolean"),
        pytest.param({"who": "x" * 5000, "type": "orders"}, ("picker_empty", "pick"), id="a text no name can be"),
        pytest.param({"who": "c\x001", "type": "orders"}, ("picker_empty", "pick"), id="a NUL"),
        pytest.param({"who": "c-1"}, ("picker_empty", "pick"), id="no flow"),
        pytest.param({"who": "c-9", "type": "orders"}, ("customer_not_found", "match"), id="nobody"),
        pytest.param({"who": "c-2", "type": "orders"}, ("instance_not_found", "match"), id="a customer without an instance"),
        pytest.param({"who": "c-1", "type": "order"}, ("flow_not_found", "match"), id="no such flow"),
        pytest.param({"who": "c-1", "type": "byhand"}, ("flow_not_found", "match"), id="a flow no webhook starts"),
    ],
)
async def test_every_stop_has_its_code_and_its_stage(body, stopped):
    assert await Walk(flow("orders"), flow("stock"), flow("byhand", trigger="manual"), **BY_TYPE).stop(body) == stopped


async def test_a_number_may_name_a_customer():
    walk = Walk(flow("orders"))
    assert await walk.stop({"who": 17}) == ("customer_not_found", "match")
    assert walk.trace.stages[-1]["data"]["externalCustomerId"] == "17"


async def test_an_unknown_customer_is_told_with_the_nearest():
    walk = Walk(flow("orders"))
    await walk.stop({"who": "c-11"})
    assert 'Closest: "c-1" (Anna)' in walk.trace.stages[-1]["detail"]
    assert walk.trace.stages[-1]["data"]["nearest"][0]["externalId"] == "c-1"


async def test_a_misspelt_flow_is_told_with_the_nearest():
    walk = Walk(flow("orders"), flow("stock"), **BY_TYPE)
    await walk.stop({"who": "c-1", "type": "ordrs"})
    assert 'Closest: "orders"' in walk.trace.stages[-1]["detail"]


async def test_what_no_name_can_be_is_not_even_looked_up():
    walk = Walk(flow("orders"))
    await walk.stop({"who": "x" * 100_000})
    assert walk.known.asked == 0


async def test_pickers_read_what_the_preprocess_flow_gave():
    done = Preprocessed({"id": "c-1", "flow": "orders"}, [{"stepId": "start"}], None)
    pickers = {"flowName": {"reference": "results.flow"}, "externalCustomerId": {"reference": "results.id"}}
    walk = Walk(flow("pre"), flow("orders"), flow("stock"), preprocessed=done, preprocessFlow="pre", **pickers)
    assert (await walk.go({})).flow.flow.key == "orders"
    assert walk.trace.stages[1]["data"] == {"flow": "pre", "steps": [{"stepId": "start"}], "result": done.result}


async def test_a_preprocess_flow_that_fails_stops_it_and_shows_its_steps():
    failed = Preprocessed(None, [{"stepId": "start"}], {"code": "code_threw", "message": "lost"})
    walk = Walk(flow("pre"), flow("orders"), preprocessed=failed, preprocessFlow="pre")
    assert await walk.stop({"who": "c-1"}) == ("preprocess_failed", "preprocess")
    assert walk.trace.stages[-1]["data"]["steps"] == [{"stepId": "start"}]


async def test_the_preprocess_flow_itself_is_never_a_target():
    done = Preprocessed({"body": {"data": {"who": "c-1"}}}, [], None)
    walk = Walk(flow("pre"), preprocessed=done, preprocessFlow="pre")
    assert await walk.stop({}) == ("flow_not_found", "match")


async def test_several_flows_and_no_picker_is_told():
    walk = Walk(flow("orders"), flow("stock"))
    assert await walk.stop({"who": "c-1"}) == ("flow_not_found", "match")
    assert "Flow name picker" in walk.trace.stages[-1]["detail"]


async def test_a_url_of_an_instance_picks_only_the_flow():
    walk = Walk(flow("orders"), type="instance")
    assert (await walk.go({"who": "c-9"})).instance.id == "I1"
    assert walk.known.asked == 0


async def test_a_url_of_a_flow_picks_nothing():
    walk = Walk(flow("orders"), flow("stock"), type="flow")
    walk.plan = replace(walk.plan, flow_key="stock")
    assert (await walk.go([])).flow.flow.key == "stock"
    assert [stage.get("skipped", False) for stage in walk.trace.stages] == [False, True, True, False]


async def test_a_url_whose_instance_is_gone_is_told():
    walk = Walk(flow("orders"), type="flow")
    walk.plan = replace(walk.plan, instance=None)
    assert await walk.stop([]) == ("instance_not_found", "match")


async def test_a_draft_tells_who_would_get_it_and_goes_to_nobody():
    walk = Walk(flow("orders"))
    nobody = InstancePlan("", True, walk.release, {"id": "", "externalId": "test", "name": "the test customer"}, {})
    walk.plan = replace(walk.plan, is_draft=True, instance=nobody)
    routed = await walk.go({"who": "c-1"})
    assert (routed.instance.id, routed.instance.customer["id"], routed.instance.customer["externalId"]) == ("", "", "c-1")
    assert walk.trace.stages[-1]["data"]["live"]["instance"] == {"id": "I1", "name": "Shop"}


async def test_a_flow_of_a_draft_that_cannot_run_is_told_when_it_is_meant():
    broken = flow("orders")
    broken["steps"].append({"id": "odd", "component": "no.such.component"})
    walk = Walk(broken, type="instance")
    with pytest.raises(InvalidDefinition):
        await walk.go({})
    assert not walk.trace.stages[-1]["ok"]
