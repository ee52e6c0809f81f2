"""A tenant with a master token, a customer with a user token, and a client that speaks to /core/v1/."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from designer.accounts.models import Role
from designer.accounts.services import create_token
from designer.end_users.services import authorize, create_external_user
from designer.triggers_api.views import CALLS
from runtime import wiring
from tests.cast import Cast

ENDPOINT = "https://events.acme.example/in"
BODY: dict[str, Any] = {
    "name": "Orders of Northwind",
    "trigger": {"name": "webhook-trigger", "version": "1.0"},
    "operation": "webhook",
    "input": {},
    "endpoint": ENDPOINT,
}


@pytest.fixture(scope="session", autouse=True)
def runtime_process(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        wiring.shut_down()


@pytest.fixture(autouse=True)
def nothing_was_called_before():
    CALLS.forget()


@dataclass
class Program:
    """Somebody's program, with one token."""

    token: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        return Client().generic(method, f"/core/v1/{path}", data, content_type="application/json", headers=named)

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any) -> Any:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self.call("DELETE", path)

    def subscribe(self, **more: Any) -> dict[str, Any]:
        answer = self.post("subscriptions", {**BODY, **more})
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def northwind(cast: Cast):
    return create_external_user(cast.acme, name="Northwind", external_user_id="nw")


@pytest.fixture
def master(cast: Cast) -> Program:
    return Program(create_token(cast.access(), name="script", role=Role.OPERATOR)[1])


@pytest.fixture
def user(cast: Cast, northwind) -> Program:
    return Program(authorize(cast.access(), northwind, now=timezone.now())[1])


@pytest.fixture
def other_user(cast: Cast) -> Program:
    other = create_external_user(cast.acme, name="Contoso", external_user_id="co")
    return Program(authorize(cast.access(), other, now=timezone.now())[1])
