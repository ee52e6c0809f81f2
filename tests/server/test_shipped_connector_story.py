"""A shipped connector in a running product: a service, an account, a trigger that registers itself, signed deliveries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.product import Product, call, eventually, running_product
from tests.server.desk import publish
from tests.services.contracts import FIXTURES, contract_of
from tests.services.fake import Fake, Service, running_fake
from tests.services.signing import SIGN

pytestmark = pytest.mark.server
ACCOUNT = {"key": "github", "name": "GitHub account", "type": "connection", "service": "github", "required": True}
EVENT = {
    "connector": {"value": "github"},
    "event": {"value": "push"},
    "connection": {"configVariable": "GitHub account"},
    "parameters": {"value": {"owner": "acme", "repo": "widgets"}},
}
FLOW = {
    "key": "pushed",
    "name": "Pushed",
    "steps": [
        {"id": "event_1", "name": "Push", "component": "connector.event", "inputs": EVENT},
        {
            "id": "log_1",
            "component": "log",
            "inputs": {"message": {"template": "{{event_1.results.payload.repository.full_name}}"}},
        },
    ],
    "links": [{"from": "event_1", "to": "log_1"}],
}


@pytest.fixture(scope="module")
def fake() -> Iterator[Fake]:
    with running_fake() as running:
        yield running


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product(HOOKYARD_OUTBOUND_ALLOW="127.0.0.1/32") as running:
        yield running


def test_a_push_reaches_its_customer_by_a_hook_that_came_and_went_by_itself(product: Product, fake: Fake) -> None:
    contract = contract_of("github", fake, None)  # type: ignore[arg-type]
    service: Service = contract.begin()
    token = contract.told["connection"]["token"]

    start = next(one for one in product.api("GET", "services/starts") if one["label"] == "GitHub: Personal access token")
    settings = {**start["settings"], "hosts": ["127.0.0.1"], "test": None}  # an Enterprise Server of their own
    product.api("POST", "services", {"name": start["name"], "scheme": start["scheme"], "settings": settings})
    customer = product.api("POST", "customers", {"externalId": "ada", "name": "Ada Ltd"})
    values = {"token": token, "baseUri": f"http://127.0.0.1:{fake.http.port}/api.github.com"}
    account = {"customer": customer["id"], "service": "github", "name": "Ada's GitHub", "values": values}
    own = product.api("POST", "connections", account)
    integration = publish(product, "Pushes", {"endpoint": {"type": "flow"}, "configVariables": [ACCOUNT], "flows": [FLOW]})
    body = {"integration": integration, "customer": customer["id"], "config": {"github": own["id"]}}
    instance = product.api("POST", "instances", body)

    hook = eventually(lambda: next(iter(service.kept.get("hooks", {}).values()), None))
    assert hook["events"] == ["push"]
    payload = (FIXTURES / "payloads/github/push.json").read_text()
    headers = {"Content-Type": "application/json", "X-GitHub-Event": "push", "X-GitHub-Delivery": "72d3162e"}
    forged = call(hook["config"]["url"], "POST", body=payload.encode(), headers=headers)
    assert forged.status == 401
    signed = {**headers, **SIGN["github"](hook["config"]["secret"], payload, "", 0)}
    for _ in range(2):  # GitHub's redelivery counts once
        assert call(hook["config"]["url"], "POST", body=payload.encode(), headers=signed).status == 200

    def done() -> Any:
        rows = product.api("GET", f"executions?integration={integration}")["results"]
        return rows if rows and all(row["status"] == "succeeded" for row in rows) else None

    assert len(eventually(done)) == 1
    product.api("POST", f"instances/{instance['id']}/pause")
    eventually(lambda: not service.kept["hooks"])
    assert token not in json.dumps(product.api("GET", "requests"))
