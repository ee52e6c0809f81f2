"""A customer with an integration to set up, and its wizard as a client."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from runtime import wiring
from runtime.connections.catalogue import create_service
from tests.cast import Cast, Desk
from tests.designer.stock import definition, make_customer, make_integration, make_version

PAGES = [
    {
        "name": "Settings",
        "elements": [
            {"type": "heading", "text": "Welcome, {{customer.name}}"},
            {"type": "configVariable", "variable": "region"},
            {"type": "configVariable", "variable": "limit"},
        ],
    },
    {"name": "Webhook", "elements": [{"type": "webhookUrl", "flow": "orders"}, {"type": "lights", "flow": "orders"}]},
]
REGION = {
    **{"key": "region", "name": "Region", "type": "picklist", "required": True},
    "choices": [{"value": "eu", "label": "Europe"}, {"value": "us", "label": "America"}],
}
LIMIT = {"key": "limit", "name": "Limit", "type": "number", "minimum": 1}
HIDDEN = {"key": "token", "name": "Token", "visibility": "organization", "default": "of the tenant"}
EMBEDDED = {"key": "plan", "name": "Plan", "visibility": "embedded"}


@pytest.fixture(scope="session", autouse=True)
def runtime_process(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        wiring.shut_down()


@dataclass
class Wizard:
    """One open wizard: calls with its bearer."""

    token: str
    desk: Desk = field(default_factory=Desk)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        return self.desk.call(method, f"wizard/{path}", body, Authorization=f"Bearer {self.token}")

    def state(self) -> dict[str, Any]:
        answer = self.call("GET", "state")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def page(self, index: int, leave: str = "next", **values: Any) -> Any:
        return self.call("PUT", f"pages/{index}", {"values": values, "leave": leave})

    def finish(self) -> Any:
        return self.call("POST", "finish")


def make_shop(cast: Cast, **more: Any) -> Any:
    create_service(cast.acme, name="Line", scheme="bearer", settings={"hosts": ["a.example"]})
    integration = make_integration(cast.acme, configVariables=[REGION, LIMIT, HIDDEN, EMBEDDED], configPages=PAGES, **more)
    make_version(integration)
    return integration


@pytest.fixture
def shop(cast):
    return make_shop(cast)


@pytest.fixture
def northwind(cast):
    return make_customer(cast.acme, "northwind", name="Northwind")


@pytest.fixture
def give(operator, shop, northwind):
    """A link to the wizard of a customer."""

    def give(customer=northwind, integration=shop, **options: Any) -> dict[str, Any]:
        answer = operator.post("wizards", {"integration": integration.pk, "customer": customer.pk, **options})
        assert answer.status_code == 201, answer.content
        return answer.json()

    return give


def enter(code: str) -> Any:
    return Desk().post("wizard/sessions", {"code": code})


@pytest.fixture
def wizard(give):
    return Wizard(enter(give()["code"]).json()["token"])


__all__ = ["Wizard", "definition", "enter", "make_shop"]
