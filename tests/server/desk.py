"""Building small integrations through the API, for tests that then call their endpoints."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.product import Answer, Product, call

WEBHOOK = {"id": "webhook_1", "component": "webhook"}


def flow(
    key: str, *steps: dict[str, Any], response: str = "async", webhook: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A chain of steps behind a Webhook step."""
    chain = [{**WEBHOOK, "inputs": webhook or {}}, *copy.deepcopy(steps)]
    links = [{"from": left["id"], "to": right["id"]} for left, right in pairwise(chain)]
    return {"key": key, "name": key.replace("-", " ").title(), "response": response, "steps": list(chain), "links": links, **more}


def code(step_id: str, source: str) -> dict[str, Any]:
    return {"id": step_id, "component": "code", "inputs": {"code": {"value": source}}}


@dataclass
class Deployed:
    """A published integration, switched on for one customer."""

    product: Product
    integration_id: str
    customer_id: str
    instance_id: str
    external_id: str

    def urls(self) -> dict[str, str]:
        """Type of endpoint, or key of the flow, to URL."""
        found = {
            entry["type"]: entry["url"] for entry in self.product.api("GET", f"integrations/{self.integration_id}/endpoints")
        }
        for entry in self.product.api("GET", f"instances/{self.instance_id}")["endpoints"]:
            found[entry["flowKey"] or entry["type"]] = entry["url"]
        return found

    def post(
        self, which: str, body: Any = None, *, path: str = "", method: str = "POST", headers: dict[str, str] | None = None
    ) -> Answer:
        return call(self.urls()[which] + path, method, body=body, headers=headers)


def publish(product: Product, name: str, definition: dict[str, Any]) -> str:
    """Returns the integration's id. Fails when the definition has problems."""
    integration = product.api("POST", "integrations", {"name": name})
    return save_and_publish(product, integration["id"], {**definition, "name": name, "key": integration["key"]})


def save_and_publish(product: Product, integration_id: str, definition: dict[str, Any]) -> str:
    draft = product.api("GET", f"integrations/{integration_id}/draft")
    document = {"configVariables": [], "configPages": [], **definition}
    saved = product.api("PUT", f"integrations/{integration_id}/draft", {"definition": document, "revision": draft["revision"]})
    assert not [problem for problem in saved["problems"] if problem["severity"] == "error"], saved["problems"]
    product.api("POST", f"integrations/{integration_id}/publish", {"revision": saved["revision"]})
    return integration_id


def deploy(product: Product, name: str, definition: dict[str, Any], *, external_id: str = "") -> Deployed:
    integration_id = publish(product, name, definition)
    external_id = external_id or f"{name.lower().replace(' ', '-')}-customer"
    customer = product.api("POST", "customers", {"externalId": external_id, "name": f"{name} customer"})
    instance = product.api("POST", "instances", {"integration": integration_id, "customer": customer["id"]})
    return Deployed(product, integration_id, customer["id"], instance["id"], external_id)
