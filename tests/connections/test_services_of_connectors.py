"""A service begun from a connector asks customers for what the connector's functions look for."""

from __future__ import annotations

from typing import Any

from runtime.connectors.catalogue import shipped
from runtime.connectors.functions import ConnectionAccount
from tests.cast import Desk


def starts(office: Any) -> dict[str, dict[str, Any]]:
    answer = office.desk.get("services/starts")
    assert answer.status_code == 200
    return {one["label"]: one for one in answer.json()}


def test_every_way_to_connect_of_the_shipped_connectors_makes_a_service(office):
    known = starts(office)
    ways = sum(len(package.auths) for package in shipped().values())
    assert len(known) == ways
    for place, start in enumerate(known.values()):
        # What only the builder knows: the id of their app, and where a service lives that is everywhere else.
        own = {"clientId": "app-1"} if start["scheme"] == "oauth2_code" else {}
        settings = {"hosts": ["api.example.com"], **start["settings"], **own}
        body = {"name": start["name"], "key": f"s{place}", "scheme": start["scheme"], "settings": settings}
        made = Desk(office.cast.builder).post("services", body)
        assert made.status_code == 201, (start["label"], made.content)


def test_what_a_customer_fills_in_reaches_the_functions_open_and_secret_alike(office):
    start = starts(office)["Zendesk"]
    assert start["settings"]["hosts"] == ["*.zendesk.com"]
    service = Desk(office.cast.builder).post("services", {name: start[name] for name in ("name", "scheme", "settings")}).json()
    assert [(one["key"], one["secret"], one["required"]) for one in service["fieldsAsked"]] == [
        ("subdomain", False, True),
        ("email", False, True),
        ("token", True, True),
    ]
    values = {"subdomain": "acme", "email": "ann@acme.example", "token": "6wiIBWbGkBMo1mRD"}
    body = {"customer": office.customer.pk, "service": service["key"], "name": "n", "values": values}
    made = office.desk.post("connections", body).json()
    assert "6wiIBWbGkBMo1mRD" not in str(made)
    opened = office.as_run(lambda port: ConnectionAccount(port, made["id"]).open())
    assert dict(opened.credentials) == values and list(opened.hosts) == ["*.zendesk.com"]


def test_what_may_be_left_out_is_left_out(office):
    start = starts(office)["GitHub: Personal access token"]
    assert start["settings"]["test"] == {"method": "GET", "url": "https://api.github.com/user"}
    assert start["settings"]["headers"]["Authorization"] == "Bearer {{token}}"
    start["settings"] |= {"hosts": ["127.0.0.1"], "test": {"url": f"{office.provider.url}/api/me"}}
    body = {name: start[name] for name in ("name", "scheme", "settings")}
    service = Desk(office.cast.builder).post("services", body).json()
    given = {"customer": office.customer.pk, "service": service["key"], "name": "n"}
    lacking = office.desk.post("connections", {**given, "values": {}})
    assert [one["field"] for one in lacking.json()["errors"]] == ["values.token"]
    made = office.desk.post("connections", {**given, "values": {"token": "k-1234-good"}, "untested": True})
    assert made.status_code == 201 and made.json()["settings"] == {}
