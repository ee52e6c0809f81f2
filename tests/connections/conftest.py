"""A provider that runs, Acme's app at it, and a customer of Acme who wants to connect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from django.test import Client

from runtime.connections import catalogue, renewing
from runtime.connections.models import Connection, Service
from runtime.connections.using import Connections
from runtime.instances.customers import create_customer
from runtime.instances.models import Customer
from tests.cast import Cast, Desk, make_cast
from tests.connections.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@dataclass
class Office:
    """Acme, its service, its customer, and the operator's browser."""

    cast: Cast
    provider: Provider
    service: Service
    customer: Customer
    desk: Desk

    def connect(self, name: str = "Ada's account") -> str:
        body = {"customer": self.customer.pk, "service": self.service.key, "name": name}
        return self.desk.post("connections", body).json()["id"]

    def begin(self, connection: str) -> str:
        answer = self.desk.post(f"connections/{connection}/authorize")
        assert answer.status_code == 200, answer.content
        return answer.json()["url"]

    def consent(self, url: str) -> str:
        """The person agrees at the service; where it sends the browser then."""
        answer = httpx2.get(url, follow_redirects=False)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["location"])
        assert back.path == "/connect/callback"
        return f"{back.path}?{back.query}"

    def come_back(self, path: str, browser: Client | None = None) -> Any:
        return (browser or self.desk.client).get(path)

    def connected(self) -> Connection:
        pk = self.connect()
        answer = self.come_back(self.consent(self.begin(pk)))
        assert answer.status_code == 200, answer.content
        return self.read(pk)

    def read(self, pk: str) -> Connection:
        return Connection.of(self.cast.acme).select_related("service", "customer").get(pk=pk)

    def as_run(self, work: Any, *, customer: Customer | None = None) -> Any:
        """`work` gets the port that a step of the customer's run would."""
        owner = (customer or self.customer).pk
        return renewing.run_now(lambda http: work(Connections(self.cast.acme.pk, owner, http)))


@pytest.fixture
def office(transactional_db, settings, provider) -> Office:
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
    settings.PUBLIC_URL = "http://testserver"
    cast = make_cast()
    service = catalogue.create_service(
        cast.acme,
        name="Shopline",
        scheme="oauth2_code",
        client_secret=CLIENT_SECRET,
        settings={
            "authorizeUrl": f"{provider.url}/authorize?prompt=consent",
            "tokenUrl": f"{provider.url}/token",
            "clientId": CLIENT_ID,
            "scopes": ["orders.read", "orders.write"],
            "hosts": ["127.0.0.1"],
            "test": {"url": f"{provider.url}/api/me"},
        },
    )
    customer = create_customer(cast.acme, external_id="ada", name="Ada Ltd")
    return Office(cast, provider, service, customer, Desk(cast.operator))
