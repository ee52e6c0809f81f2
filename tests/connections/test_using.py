"""A step calls a service with the customer's own connection, and nothing of it comes out anywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from runtime.components.http_request import HTTP_REQUEST
from runtime.connections import catalogue, keeping
from runtime.connections.models import Connection
from runtime.credentials import rotation
from runtime.engine.errors import ConnectionProblem, NotAllowed
from runtime.instances.config import InvalidConfig
from runtime.instances.services import accept_version, deploy
from runtime.routing.loading import plan_instance
from runtime.routing.plans import compile_release, config_values
from tests.core.components.conftest import World
from tests.designer.stock import definition, make_integration

VARIABLE = {"key": "shop", "name": "Shop account", "type": "connection", "service": "shopline", "required": True}


def call(office, connection: str, path: str = "/api/me", host: str = "", **inputs):
    """The HTTP step of a run for the customer."""
    url = f"{host or office.provider.url}{path}"

    async def work(port):
        context = replace(World().context(), http=port.http, connections=port)
        return await HTTP_REQUEST.run(context, {"method": "GET", "url": url, "credential": {"connection": connection}, **inputs})

    return office.as_run(work).results


def of_scheme(office, scheme: str, settings: dict, values: dict) -> Connection:
    hosts = {"hosts": ["127.0.0.1"], "test": {"url": f"{office.provider.url}/api/me"}}
    service = catalogue.create_service(office.cast.acme, name=f"By {scheme}", scheme=scheme, settings={**hosts, **settings})
    return keeping.create_connection(office.customer, service, name="own", values=values)


def test_a_step_is_let_in_and_what_the_service_echoes_is_cut_out(office):
    results = call(office, office.connected().pk)
    assert results["body"]["name"] == "ada"
    assert results["body"]["shown"] == "Bearer [redacted]"


def test_a_token_that_was_revoked_early_is_renewed_and_the_call_made_again(office):
    connection = office.connected()
    office.provider.end_access_tokens()
    assert call(office, connection.pk)["status"] == 200
    assert office.provider.asked == ["authorization_code", "refresh_token"]


def test_a_connection_that_is_gone_names_who_must_act_and_is_marked(office):
    connection = office.connected()
    office.provider.revoke_everything()
    with pytest.raises(ConnectionProblem) as refused:
        call(office, connection.pk)
    assert refused.value.who == "customer" and refused.value.code == "connection_broken"
    for word in ("Ada Ltd", "Ada's account", "Shopline", "invalid_grant", "under Customers"):
        assert word in refused.value.message
    assert office.read(connection.pk).status == "revoked"
    shown = json.dumps(refused.value.as_json()) + office.read(connection.pk).reason
    assert not any(secret in shown for secret in keeping.secret_of(connection).values())


@pytest.mark.parametrize(
    ("scheme", "shape", "values", "header"),
    [
        ("api_key", {"header": "X-Api-Key"}, {"value": "k-1234-good"}, "k-1234-good"),
        ("api_key", {"header": "Authorization", "prefix": "Token "}, {"value": "k-77"}, "Token k-77"),
        ("bearer", {}, {"token": "t-5678"}, "Bearer t-5678"),
        ("basic", {}, {"username": "ada", "password": "pass word"}, "Basic YWRhOnBhc3Mgd29yZA=="),
        (
            "custom",
            {
                "fields": [{"key": "shop", "label": "Shop", "secret": False}, {"key": "pin", "label": "PIN"}],
                "headers": {"X-Api-Key": "{{shop}}/{{ pin }}"},
            },
            {"shop": "north", "pin": "9876"},
            "north/9876",
        ),
    ],
)
def test_each_scheme_is_sent_its_own_way(office, scheme, shape, values, header):
    connection = of_scheme(office, scheme, shape, values)
    if header == "k-1234-good":
        assert call(office, connection.pk)["status"] == 200
    else:
        with pytest.raises(ConnectionProblem):
            call(office, connection.pk)
    assert office.provider.calls == [header]


@pytest.mark.parametrize("host", ["http://localhost:{port}", "http://127.0.0.2:{port}", "https://127.0.0.1.example.com"])
def test_what_is_secret_goes_to_the_services_hosts_only(office, host):
    connection = of_scheme(office, "bearer", {}, {"token": "t-5678"})
    port = urlsplit(office.provider.url).port
    with pytest.raises(NotAllowed) as refused:
        call(office, connection.pk, host=host.format(port=port))
    assert refused.value.code == "host_not_allowed" and office.provider.calls == []


def test_access_that_a_fresh_token_does_not_mend_needs_attention(office):
    connection = office.connected()
    office.provider.calls.clear()
    office.provider.shut = True
    with pytest.raises(ConnectionProblem) as refused:
        call(office, connection.pk)
    assert office.provider.asked == ["authorization_code", "refresh_token"] and len(office.provider.calls) == 2
    assert refused.value.code == "connection_broken" and "Shopline answered 401" in refused.value.message
    assert office.read(connection.pk).status == "reconnect"
    with pytest.raises(ConnectionProblem):
        call(office, connection.pk)
    assert len(office.provider.calls) == 2, "nobody is asked again until somebody connects"


def test_a_key_that_is_refused_in_a_step_needs_attention_until_it_is_let_in_again(office):
    connection = of_scheme(office, "api_key", {}, {"value": "k-old"})
    with pytest.raises(ConnectionProblem) as refused:
        call(office, connection.pk)
    assert "Ada Ltd's connection own to By api_key" in refused.value.message and "401" in refused.value.message
    assert office.read(connection.pk).status == "reconnect"
    office.provider.keys.add("k-old")
    assert call(office, connection.pk)["status"] == 200, "no step gives up on a key for good"
    assert office.desk.post(f"connections/{connection.pk}/test").json()["status"] == "ok"


def test_an_instance_names_a_connection_of_its_own_customer_to_the_right_service(office):
    acme = office.cast.acme
    integration = make_integration(acme, configVariables=[VARIABLE])
    version = accept_version(integration, definition(configVariables=[VARIABLE]), comment="", published_by="t")
    wrong_service = of_scheme(office, "bearer", {}, {"token": "t"})
    for value in (wrong_service.pk, "01M80QKK1C05T7GSDSB6ZY46Y1", ""):
        with pytest.raises(InvalidConfig):
            deploy(integration, office.customer, version=version, config={"shop": value})
    connection = office.connect()
    instance = deploy(integration, office.customer, version=version, config={"shop": connection})
    refused = office.desk.delete(f"connections/{connection}")
    assert (refused.status_code, refused.json()["code"]) == (409, "connection_in_use")

    from runtime.components import BY_KEY
    from runtime.engine.definition import read_definition

    release = compile_release(read_definition(version.definition), BY_KEY, version_id=version.pk, number=1)
    assert plan_instance(instance, release).config["Shop account"] == {"connection": connection}
    assert config_values(release.definition, {})["shop"] is None


def test_a_definition_that_names_no_service_there_is_says_so(office):
    builder = office.desk.__class__(office.cast.builder)
    integration = make_integration(office.cast.acme, configVariables=[{**VARIABLE, "service": "gone"}])
    problems = builder.get(f"integrations/{integration.pk}/draft").json()["problems"]
    assert ("service_unknown", "configVariables[0].service") in {(one["code"], one["field"]) for one in problems}


def test_settings_and_values_are_refused_with_every_error_at_once(office):
    builder = office.desk.__class__(office.cast.builder)
    body = {"name": "X", "scheme": "oauth2_code", "settings": {"tokenUrl": "ftp://x", "odd": 1, "scopes": ["a b"]}}
    answer = builder.post("services", body)
    assert answer.status_code == 400
    fields = {error["field"] for error in answer.json()["errors"]}
    needed = {"settings.hosts", "settings.authorizeUrl", "settings.clientId"}
    assert fields >= needed | {"settings.tokenUrl", "settings.scopes[0]"}
    shape = {"fields": [{"key": "a", "label": "A"}], "headers": {"X": "{{b}}"}, "hosts": ["h"]}
    stray = builder.post("services", {"name": "X", "scheme": "custom", "settings": shape})
    assert [error["field"] for error in stray.json()["errors"]] == ["settings.headers.X"]
    basic = of_scheme(office, "basic", {}, {"username": "a", "password": "b"})
    body = {
        "customer": office.customer.pk,
        "service": basic.service.key,
        "name": "n",
        "values": {"password": "se\ncret", "x": "y"},
    }
    answer = office.desk.post("connections", body)
    assert {error["field"] for error in answer.json()["errors"]} == {"values.username", "values.password", "values.x"}
    assert "cret" not in answer.content.decode().replace("secret", "")


def test_another_tenants_service_and_customer_are_out_of_reach(office):
    rival = office.desk.__class__(office.cast.rival)
    connection = office.connected()
    body = {"customer": office.customer.pk, "service": "shopline", "name": "n"}
    assert rival.post("connections", body).status_code == 404
    assert rival.get("connections").json()["results"] == [] and rival.get("services").json()["results"] == []
    assert rival.post(f"connections/{connection.pk}/test").status_code == 404


def test_a_service_with_connections_stays_and_a_new_vault_key_reaches_them(office, settings):
    connection = office.connected()
    builder = office.desk.__class__(office.cast.builder)
    assert builder.delete(f"services/{office.service.pk}").json()["code"] == "service_in_use"
    before = keeping.secret_of(connection)
    from cryptography.fernet import Fernet

    settings.VAULT_KEY_SOURCE = ""
    settings.VAULT_KEYS = [Fernet.generate_key().decode(), *settings.VAULT_KEYS]
    assert rotation.rotate().unreadable == 0 and rotation.left_behind() == 0
    settings.VAULT_KEYS = settings.VAULT_KEYS[:1]
    assert keeping.secret_of(office.read(connection.pk)) == before
