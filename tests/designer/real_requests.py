"""Real requests as they were kept, a draft to go over them, and what is told of it."""

from __future__ import annotations

from typing import Any

from designer.integrations.drafts import draft_of, save_draft
from runtime.instances.models import Instance, Integration
from runtime.instances.services import deploy
from runtime.journal.models import Request
from runtime.routing.models import Endpoint
from tests.designer.stock import (
    definition,
    make_customer,
    make_execution,
    make_integration,
    make_request,
    make_step,
    make_version,
)
from tests.designer.test_sparing_the_world import behind_webhook

N, SHOP = "trigger.results.body.data.n", "trigger.results.body.data.shop"


def mapped(**fields: Any) -> dict[str, Any]:
    return {"id": "map_1", "component": "map", "inputs": {"fields": {"object": fields}}}


def coded(source: str, step_id: str = "code_1") -> dict[str, Any]:
    text = f"module.exports = async (context, stepResults) => ({{ data: {source} }})"
    return {"id": step_id, "component": "code", "inputs": {"code": {"value": text}}}


GIVES_N = mapped(n={"reference": N})


def published(tenant: Any, *steps: dict[str, Any], config: Any = None, **more: Any) -> Integration:
    """Version 1 has these steps; c-1 and c-2 have it."""
    made = make_integration(tenant, type="shared", **{"flows": [behind_webhook(*steps)], **more})
    make_version(made)
    for name in ("c-1", "c-2"):
        deploy(made, make_customer(tenant, name), config=config and config[name])
    return made


def draft(shop: Integration, *steps: dict[str, Any], **changes: Any) -> None:
    document = definition(type="shared", flows=[behind_webhook(*steps)], **changes)
    save_draft(shop, document, revision=draft_of(shop).revision, user=None)


def came(shop: Integration, n: Any = 1, whose: str = "c-1", *steps: dict[str, Any], **ended: Any) -> Request:
    """A request as the door and a worker would have kept it; `steps` are StepResults, the last of which gave the result."""
    instance = Instance.of(shop.tenant).get(integration=shop, customer__external_id=whose)
    url = Endpoint.of(shop.tenant).get(integration=shop, type="shared")
    whom = {"integration_id": shop.pk, "instance_id": instance.pk, "customer_id": instance.customer_id}
    rows = steps or ({"step_id": "map_1", "component": "map", "results": {"n": n}},)
    about = {"version_id": instance.version_id, "result": rows[-1].get("results"), **ended}
    ran = make_execution(shop.tenant, **whom, **about)
    body = f'{{"shop": "{whose}", "n": {n}}}'.encode()
    kept = make_request(
        shop.tenant,
        **whom,
        endpoint_id=url.pk,
        path=url.path,
        execution_id=ran.pk,
        flow_key="orders",
        body=body,
        body_size=len(body),
    )
    make_step(ran, "webhook_1", 1, component="webhook", results=None)
    for place, row in enumerate(rows, start=2):
        make_step(ran, row["step_id"], place, **{name: value for name, value in row.items() if name != "step_id"})
    return kept


def ask(desk: Any, shop: Integration, **more: Any) -> dict[str, Any]:
    answer = desk.post(f"integrations/{shop.pk}/what-if", more)
    assert answer.status_code == 200, answer.content
    return answer.json()


def only(told: dict[str, Any]) -> dict[str, Any]:
    ((one,),) = [customer["requests"] for customer in told["customers"]]
    return one
