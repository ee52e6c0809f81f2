"""A connection is ended here and at the service, and the person hears how that went."""

from __future__ import annotations

import pytest

from runtime.connections import catalogue
from runtime.connections.models import Connection
from tests.connections.test_using import of_scheme
from tests.product import free_port


def with_revocation(office, url: str) -> None:
    catalogue.update_service(office.service, settings={**office.service.settings, "revokeUrl": url})


def test_disconnecting_ends_the_access_at_the_service(office):
    with_revocation(office, f"{office.provider.url}/revoke")
    connection = office.connected()
    shown = office.desk.post(f"connections/{connection.pk}/disconnect").json()
    assert (shown["status"], shown["reason"]) == ("revoked", "It was disconnected, and Shopline ended the access.")
    assert office.provider.revoked == ["refresh_token", "access_token"] and office.provider.tokens == []
    assert office.read(connection.pk).secret == ""
    again = office.come_back(office.consent(office.begin(connection.pk)))
    assert again.status_code == 200 and office.read(connection.pk).status == "ok", "it can be connected anew"


@pytest.mark.parametrize(("path", "why"), [("/none", "status 404"), (None, "")], ids=["refuses", "away"])
def test_a_service_that_does_not_confirm_leaves_nothing_stored_and_says_what_to_do(office, path, why):
    with_revocation(office, f"{office.provider.url}{path}" if path else f"http://127.0.0.1:{free_port()}/revoke")
    connection = office.connected()
    shown = office.desk.post(f"connections/{connection.pk}/disconnect").json()
    assert shown["status"] == "revoked" and "did not confirm" in shown["reason"] and why in shown["reason"]
    assert "settings of your account at Shopline" in shown["reason"] and office.read(connection.pk).secret == ""


def test_what_the_service_knows_nothing_of_is_forgotten_without_asking_it(office):
    connection = of_scheme(office, "bearer", {}, {"token": "t-5678"})
    shown = office.desk.post(f"connections/{connection.pk}/disconnect").json()
    assert (shown["status"], shown["reason"]) == ("revoked", "It was disconnected.")
    assert office.provider.revoked == [] and office.read(connection.pk).secret == ""


def test_deleting_ends_the_access_too(office):
    with_revocation(office, f"{office.provider.url}/revoke")
    connection = office.connected()
    assert office.desk.delete(f"connections/{connection.pk}").status_code == 204
    assert office.provider.tokens == [] and not Connection.of(office.cast.acme).exists()
