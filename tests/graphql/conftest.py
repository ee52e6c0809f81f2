"""A shop that customers may switch on, and tokens that reach it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from designer.accounts.models import Role
from designer.accounts.services import create_token
from designer.end_users import services
from designer.graphql.api import QUESTIONS
from runtime.connections.catalogue import create_service
from runtime.connections.models import Service
from runtime.identifiers import as_uuid
from runtime.instances.models import Customer, Integration
from tests.cast import Cast
from tests.designer.stock import flow, make_integration, make_version

VARIABLES = [
    {"key": "region", "name": "Region", "type": "string", "required": True},
    {"key": "limit", "name": "Limit", "type": "number", "default": 10},
    {"key": "margin", "name": "Margin", "type": "number", "default": 3, "visibility": "hidden"},
    {"key": "account", "name": "Account", "type": "connection", "service": "line", "required": True},
]
REGISTER = {
    "key": "register",
    "name": "Register",
    "response": "async",
    "steps": [{"id": "events_1", "name": "Events", "component": "instance.event", "inputs": {"events": {"value": ["enabled"]}}}],
    "links": [],
    "layout": {},
}


@pytest.fixture(autouse=True)
def nothing_was_asked_before():
    QUESTIONS.forget()


@dataclass(frozen=True)
class Shop:
    cast: Cast
    integration: Integration
    service: Service
    master: str

    def user(self, external_id: str = "northwind") -> tuple[Customer, str]:
        """A customer and a token of it."""
        customer = services.create_external_user(self.cast.acme, name=external_id.title(), external_user_id=external_id)
        return customer, services.authorize(self.cast.access(), customer, now=timezone.now())[1]

    def token(self, role: Role = Role.OWNER, **more: Any) -> str:
        return create_token(self.cast.access(), name="script", role=role, **more)[1]

    @property
    def id(self) -> str:
        return as_uuid(self.integration.pk)


@pytest.fixture
def shop(cast: Cast) -> Shop:
    service = create_service(cast.acme, name="Line", scheme="bearer", settings={"hosts": ["a.example"]})
    flows = [flow(), REGISTER]
    described = {"description": "Orders of a shop", "configVariables": VARIABLES, "flows": flows}
    integration = make_integration(cast.acme, **described)
    integration.description = described["description"]
    integration.save()
    make_version(integration)
    master = create_token(cast.access(), name="master", role=Role.OWNER)[1]
    return Shop(cast, integration, service, master)
