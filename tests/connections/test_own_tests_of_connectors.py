"""A connector's own test decides whether an account is good, as the service does where a builder named a request."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.connections.models import Connection
from runtime.connectors.keeping import upload
from tests.cast import Desk
from tests.product import free_port

CHECK = """export default async function test({ apiClient, credentials }) {
  if (credentials.token === "odd") throw new Error("The token has an odd form.");
  if (credentials.token === "endless") for (;;);
  const me = await apiClient.get("api/me");
  return Boolean(me) && credentials.token !== "falsy";
}"""


@pytest.fixture
def connect(office: Any) -> Any:
    """A service begun from a connector whose test is code, and who connects to it."""
    office.provider.keys |= {"falsy", "odd"}

    def with_url(url: str) -> Any:
        files = {
            "spec.yml": "name: Line\nkey: line\n",
            "auth/spec.yml": (
                "type: client-credentials\nhosts: [127.0.0.1]\n"
                "inputSchema: {type: object, required: [token], properties: {token: {type: string, format: password}}}\n"
            ),
            "auth/make-api-client.map.yml": f"baseUri: {url}\nheaders: {{X-Api-Key: {{$var: $.credentials.token}}}}",
            "auth/test.js": CHECK,
            "operations/do/spec.yml": "name: Do\ninputSchema: {type: object, properties: {}}\n",
            "operations/do/run.js": "export default async () => 1",
        }
        upload(office.cast.acme, {path: text.encode() for path, text in files.items()})
        start = next(one for one in office.desk.get("services/starts").json() if one["connector"] == "line")
        body = {name: start[name] for name in ("name", "scheme", "settings")}
        assert Desk(office.cast.builder).post("services", body).status_code == 201

        def go(token: str, **more: Any) -> Any:
            body = {"customer": office.customer.pk, "service": "line", "name": "n", "values": {"token": token}}
            return office.desk.post("connections", {**body, **more})

        return go

    return with_url


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("k-wrong", "Line answered 401"),
        ("odd", "The token has an odd form."),
        ("falsy", "The test of Line does not find it good"),
    ],
)
def test_an_account_that_the_connectors_test_refuses_is_not_stored(office, connect, token, said):
    refused = connect(office.provider.url)(token)
    assert (refused.status_code, refused.json()["code"]) == (422, "connection_refused"), refused.content
    assert said in refused.json()["detail"] and not Connection.of(office.cast.acme).exists()


def test_an_account_that_it_finds_good_is_tested_and_one_it_cannot_ask_about_is_not_called_good(office, connect):
    go = connect(office.provider.url)
    good = go("k-1234-good").json()
    assert good["status"] == "ok" and good["testedAt"] and good["reason"] == ""
    unasked = go("endless").json()
    assert unasked["testedAt"] is None and unasked["reason"].startswith("Not tested yet: The test of Line could not tell")

    insisted = go("k-wrong", untested=True).json()
    again = office.desk.post(f"connections/{insisted['id']}/test")
    assert again.json()["code"] == "connection_broken"
    assert office.read(insisted["id"]).status == "reconnect"
    assert office.desk.post(f"connections/{good['id']}/test").json()["status"] == "ok"


def test_a_service_that_is_away_keeps_nobody_from_connecting(office, connect):
    kept = connect(f"http://127.0.0.1:{free_port()}")("k-1234-good").json()
    assert kept["testedAt"] is None and kept["reason"].startswith("Not tested yet: ")
