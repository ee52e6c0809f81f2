"""What is typed in is shown to the service before it is stored."""

from __future__ import annotations

from runtime.connections import catalogue
from runtime.connections.keeping import secret_of
from runtime.connections.models import Connection
from runtime.executions.ports import Connections
from tests.connections.provider import CLIENT_ID, CLIENT_SECRET
from tests.connections.test_using import of_scheme
from tests.product import free_port


def keyed(office, **settings):
    test = {"url": f"{office.provider.url}/api/me"}
    return catalogue.create_service(
        office.cast.acme, name="Keyed", scheme="api_key", settings={"hosts": ["127.0.0.1"], "test": test, **settings}
    )


def connect(office, values: dict, *, service: str = "keyed", **more):
    body = {"customer": office.customer.pk, "service": service, "name": "n", "values": values}
    return office.desk.post("connections", {**body, **more})


def test_a_key_that_is_let_in_is_stored_as_tested(office):
    keyed(office)
    answer = connect(office, {"value": "k-1234-good"})
    assert answer.status_code == 201 and answer.json()["status"] == "ok" and answer.json()["testedAt"]
    assert office.provider.calls == ["k-1234-good"]


def test_a_key_that_is_refused_is_not_stored_unless_one_insists(office):
    keyed(office)
    refused = connect(office, {"value": "k-wrong"})
    assert (refused.status_code, refused.json()["code"]) == (422, "connection_refused")
    assert "Keyed answered 401" in refused.json()["detail"] and "k-wrong" not in refused.content.decode()
    assert not Connection.of(office.cast.acme).exists()
    kept = connect(office, {"value": "k-wrong"}, untested=True).json()
    assert kept["status"] == "ok" and kept["testedAt"] is None


def test_a_new_key_that_is_refused_leaves_the_old_one_working(office):
    connection = of_scheme(office, "api_key", {}, {"value": "k-1234-good"})
    refused = office.desk.patch(f"connections/{connection.pk}", {"values": {"value": "k-wrong"}})
    assert refused.json()["code"] == "connection_refused"
    assert secret_of(office.read(connection.pk)) == {"value": "k-1234-good"}
    assert office.desk.patch(f"connections/{connection.pk}", {"name": "New name"}).json()["name"] == "New name"


def test_a_service_that_is_away_keeps_nobody_from_saving(office):
    keyed(office, test={"url": f"http://127.0.0.1:{free_port()}/me"})
    kept = connect(office, {"value": "k-1"}).json()
    assert kept["status"] == "ok" and kept["testedAt"] is None and kept["reason"].startswith("Not tested yet: ")


def test_client_credentials_are_tried_by_asking_for_a_token(office):
    settings = {"tokenUrl": f"{office.provider.url}/token", "hosts": ["127.0.0.1"]}
    catalogue.create_service(office.cast.acme, name="Machine", scheme="oauth2_client", settings=settings)
    wrong = connect(office, {"clientId": CLIENT_ID, "clientSecret": "no"}, service="machine")
    assert wrong.json()["code"] == "connection_refused" and "invalid_client" in wrong.json()["detail"]
    right = connect(office, {"clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET}, service="machine").json()
    assert right["status"] == "ok" and right["testedAt"] and "no" not in right["settings"].values()
    assert office.provider.is_good(secret_of(office.read(right["id"]))["accessToken"])


def test_tests_of_drafts_have_one_connection_of_their_own(office):
    keyed(office)
    body = {"customer": None, "service": "keyed", "name": "For tests", "values": {"value": "k-1234-good"}}
    own = office.desk.post("connections", body).json()
    assert own["customer"] is None
    assert office.desk.post("connections", body).json()["code"] == "connection_exists"
    service = next(one for one in office.desk.get("services").json()["results"] if one["key"] == "keyed")
    assert service["testConnection"]["id"] == own["id"] and service["customersConnected"] == 0

    def opened(customer: str, *, is_test: bool):
        acme = office.cast.acme.pk
        return office.as_run(lambda port: _open(Connections(acme, customer, port.http, is_test=is_test), own["id"]))

    assert opened("", is_test=True) == "headers"
    for live in (office.customer.pk, ""):
        assert opened(live, is_test=False) == "connection_missing", "no live run may use it"
    customers = connect(office, {"value": "k-1234-good"}).json()["id"]
    missing = office.as_run(lambda port: _open(Connections(office.cast.acme.pk, "", port.http, is_test=True), customers))
    assert missing == "connection_missing", "no test may use a customer's"


async def _open(port: Connections, connection: str) -> str:
    try:
        return (await port.open(connection))["scheme"]
    except Exception as problem:
        return problem.code


def test_a_service_without_a_test_request_is_asked_nothing_and_not_called_good(office):
    keyed(office, test=None)
    made = connect(office, {"value": "k-wrong"}).json()
    tested = office.desk.post(f"connections/{made['id']}/test")
    assert (tested.status_code, tested.json()["testedAt"], office.provider.calls) == (200, None, [])
