"""Whatever a client sends, it gets an answer in one shape: never a crash, and every error of the input at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.db import transaction

from designer.accounts.invitations import invite
from designer.accounts.models import Member, Role
from runtime.connections.catalogue import create_service
from runtime.connections.keeping import create_connection
from runtime.credentials.services import create_credential
from tests.cast import PASSWORD
from tests.designer.stock import (
    definition,
    make_alert,
    make_connector,
    make_customer,
    make_destination,
    make_ended,
    make_global_webhook,
    make_instance,
    make_request,
    make_saved_test,
    make_subscription,
    make_value,
)

REQUEST = {"method": "POST", "headers": [["a", "b"]], "query": "x=1", "body": "{}", "contentType": "application/json"}
SAVED = {
    **{
        "name": "T",
        "kind": "flow",
        "flow": "orders",
        "request": REQUEST,
        "pins": {"log_1": None},
        "runTarget": True,
        "gates": False,
        "strict": True,
    },
    "expected": {
        **{"outcome": "succeeded", "code": "c", "result": {"a": [{"$any": True}]}, "match": "equals", "answerStatus": 200},
        **{"answerBody": None, "flow": "orders", "customer": "c"},
    },
}
DESTINATION = {
    **{"name": "D", "url": "https://a.example/in", "externalId": "7", "eventTypes": ["order.created"], "ordered": True},
    **{"orderBy": "body.id", "mostAtOnce": 4, "perSecond": 2.5, "timeoutSeconds": 10},
}
ALERT = {
    **{"name": "A", "condition": "failures", "integration": "{integration}", "threshold": 3, "minutes": 5, "channel": "webhook"},
    **{"target": "https://chat.example/in", "enabled": True},
}
CHOICE = {"instances": ["{instance}"], "labels": ["l"], "versions": [1], "search": "s", "enabled": True}
# Every route that takes a body, and a body it takes.
CUSTOM = {
    **{"hosts": ["a.example"], "test": {"url": "https://a.example/me"}},
    **{"fields": [{"key": "pin", "label": "PIN", "secret": True}], "headers": {"X-Pin": "{{pin}}"}},
}
WRITES = {
    ("post", "integrations/{integration}/webhooks"): {"connector": "acme-erp"},
    ("post", "integrations/{integration}/webhooks/{webhook}/rotate"): {"overlapHours": 1},
    ("post", "session"): {"email": "owner@example.com", "password": PASSWORD},
    ("post", "setup"): {"email": "a@example.com", "password": PASSWORD, "tenantName": "A"},
    ("patch", "members/{member}"): {"role": "viewer"},
    ("post", "session/code"): {"code": "123456"},
    ("post", "account/password"): {"current": PASSWORD, "password": "four plain words suffice"},
    ("post", "account/two-factor"): {"current": PASSWORD},
    ("post", "account/two-factor/confirm"): {"code": "123456"},
    ("post", "account/two-factor/off"): {"code": "123456"},
    ("post", "account/recovery-codes"): {"code": "123456"},
    ("post", "password-reset"): {"email": "owner@example.com"},
    ("post", "password-reset/choose"): {"token": "MQ.abc-def", "password": PASSWORD},
    ("patch", "sign-in-policy"): {"twoFactorFrom": "2030-01-01T00:00:00Z"},
    ("post", "invitations"): {"email": "a@example.com", "role": "viewer"},
    ("post", "invitation/look"): {"token": "{invitation_link}"},
    ("post", "invitation/accept"): {"token": "{invitation_link}", "password": PASSWORD},
    ("post", "tokens"): {"name": "T", "role": "viewer", "expiresAt": "2999-01-01T00:00:00Z"},
    ("patch", "tenant"): {"name": "T", "requestsPerSecond": 5, "allowQueryEndpoint": True},
    ("patch", "embedding"): {
        **{"allowedOrigins": ["https://a.example"], "displayName": "A", "accent": "#4650c4"},
        **{"logo": "data:image/png;base64,aGk=", "scheme": "dark", "language": "nl", "words": {"finish": "Done"}},
    },
    ("post", "images"): {"name": "a.png", "content": "iVBORw0KGgo="},
    ("post", "connectors"): {
        **{"archive": "UEsF", "files": [{"path": "spec.yml", "content": "bmFtZTogQQ=="}], "check": True},
        "key": "a",
    },
    ("post", "connectors/{connector}/run"): {
        **{"kind": "operation", "element": "find", "method": "run", "arguments": {"input": {"id": 1}}, "version": 1},
        **{"credentials": {"token": "t"}, "connectorParameters": {"a": 1}},
    },
    ("put", "integrations/{integration}/connectors/{connector}/parameters"): {"parameters": {"secret": "s"}},
    ("post", "integrations"): {"name": "I", "description": "", "key": "i"},
    ("post", "integrations/import"): {"yaml": "name: A", "integration": None},
    ("post", "integrations/import/preview"): {"yaml": "name: A"},
    ("post", "integrations/import/unpack"): {"archive": "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="},
    ("patch", "integrations/{integration}"): {"name": "I", "description": ""},
    ("put", "integrations/{integration}/draft"): {"definition": definition(), "revision": 1},
    ("post", "integrations/{integration}/draft/choices"): {
        **{"variable": "shop", "config": {"country": "DE"}, "fresh": True, "definition": definition()},
    },
    ("post", "integrations/{integration}/publish"): {"comment": "c", "revision": 1, "despiteTests": True, "live": False},
    ("post", "integrations/{integration}/test-flow"): {
        **{"flow": "orders", "request": REQUEST, "data": {}, "pins": {"log_1": None}, "upTo": "log_1"},
        "definition": None,
    },
    ("post", "integrations/{integration}/test-endpoint"): {
        **{"request": REQUEST, "runTarget": True, "definition": definition()},
        **{"pins": {"orders": {"log_1": None}}, "upTo": "log_1"},
    },
    ("post", "integrations/{integration}/who"): {"request": {**REQUEST, "customer": "c-1"}, "flow": "orders"},
    ("post", "integrations/{integration}/what-if"): {"requests": 5, "definition": None},
    ("post", "integrations/{integration}/tests"): SAVED,
    ("put", "integrations/{integration}/tests/{test}"): SAVED,
    ("post", "integrations/{integration}/tests/run"): {"tests": ["{test}"], "definition": None, "live": "k" * 22},
    ("post", "integrations/{integration}/endpoints/{own_endpoint}/rotate"): {"overlapHours": 1},
    ("post", "templates/{template}"): {"name": "H"},
    ("post", "customers"): {"externalId": "c", "name": "C", "aliases": ["a"], "labels": ["l"]},
    ("patch", "customers/{customer}"): {"externalId": "c", "name": "C", "aliases": ["a"], "labels": ["l"]},
    ("post", "instances"): {"integration": "{integration}", "customer": "{customer}", "version": 1, "config": {}},
    ("post", "instances/switch"): {
        **{"enabled": False, "choice": CHOICE, "integration": "{integration}", "held": "run", "after": "0"},
    },
    ("post", "instances/switch/forecast"): {"choice": CHOICE, "integration": "{integration}"},
    ("patch", "instances/{instance}"): {"config": {}},
    ("post", "instances/{instance}/wizard"): {
        **{"customValidation": True, "enable": True, "language": "nl", "returnUrl": "https://a.example/b", "origin": ""},
        "minutes": 10,
    },
    ("post", "wizards"): {"integration": "{integration}", "customer": "{customer}", "enable": False},
    ("post", "instances/{instance}/resume"): {"held": "run"},
    ("post", "customers/{customer}/erase"): {"confirm": "c-2"},
    ("post", "instances/{instance}/values"): {"key": "k", "value": {"a": 1}, "flowKey": "orders"},
    ("patch", "instances/{instance}/values/{value}"): {"value": 1},
    ("post", "integrations/{integration}/values"): {"key": "k", "value": 1, "flowKey": None},
    ("patch", "integrations/{integration}/values/{shared_value}"): {"value": 1},
    ("post", "instances/{instance}/upgrade"): {"version": 1, "config": {}},
    ("post", "integrations/{integration}/rollouts"): {"version": 1, "choice": CHOICE, "live": True},
    ("post", "integrations/{integration}/drift/accept"): {"flowKey": "orders", "place": "body.data.id", "instance": "i"},
    ("post", "integrations/{integration}/rollouts/foresee"): {"version": None, "choice": CHOICE},
    ("post", "instances/{instance}/endpoints/{endpoint}/rotate"): {"overlapHours": 1},
    ("post", "credentials"): {"name": "K", "key": "k", "scheme": "bearer", "settings": {}, "secret": {"token": "abc"}},
    ("patch", "credentials/{credential}"): {"name": "K", "settings": {}, "secret": {"token": "abc"}},
    ("post", "credentials/{credential}/explain"): {
        **{"method": "POST", "url": "https://a.example/b?c=d", "headers": [["x-sig", "v1=ab"]], "body": "{}"},
        "at": "2026-03-01T12:00:00Z",
    },
    ("post", "requests/{request}/explain"): {"credential": "{credential}"},
    ("post", "credentials/{credential}/rotate"): {"secret": {"token": "abc"}, "overlapHours": 1},
    ("post", "services"): {"name": "S", "key": "s", "scheme": "custom", "settings": CUSTOM, "clientSecret": "abc"},
    ("patch", "services/{service}"): {"name": "S", "settings": {"hosts": ["a.example"]}, "clientSecret": "abc"},
    ("post", "connections"): {
        "customer": "{customer}",
        "service": "line",
        "name": "N",
        "values": {"token": "abc"},
        "untested": True,
    },
    ("patch", "connections/{connection}"): {"name": "N", "values": {"token": "abc"}, "untested": True},
    ("post", "alerts"): ALERT,
    ("post", "destinations"): {**DESTINATION, "customer": "{customer}", "key": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"},
    ("patch", "subscriptions/{subscription}"): {"paused": True},
    ("patch", "destinations/{destination}"): DESTINATION,
    ("post", "destinations/{destination}/enable"): {"sendWaiting": False},
    ("post", "destinations/{destination}/rotate"): {"key": "", "overlapHours": 24},
    ("post", "destinations/{destination}/recover"): {
        **{"since": "2026-03-01T12:00:00Z", "until": "2026-03-02T12:00:00Z", "everything": True},
    },
    ("post", "events"): {
        **{"type": "order.created", "data": {"a": [1]}, "customer": "{customer}", "outcome": "success"},
        "destination": "{destination}",
    },
    ("patch", "storage"): {"requestDays": 7, "executionDays": 7, "auditDays": 90, "keepRows": 5, "keepMegabytes": 5},
    ("patch", "alerts/{alert}"): ALERT,
    ("post", "requests/{request}/map"): {"customer": "{customer}", "alias": "T9"},
    ("post", "bulk"): {"action": "retry", "filters": {"status": "failed"}, "newestVersion": True, "perSecond": 10},
    ("post", "bulk/preview"): {"action": "cancel", "ids": ["{execution}"]},
    ("post", "executions/{execution}/rerun"): {"from": "log_1", "input": {"message": "m"}, "pinned": {"trigger": {}}},
}
ODD = [None, True, 0, -1, 1.5, 2**80, "", " ", "x" * 5000, "\u202e", [], [[]], [None], {}, {"a": {"b": []}}, {"": None}]


def with_each_part_odd(body: Any) -> Iterator[Any]:
    """The body with one of its parts, at any depth, replaced by something odd."""
    yield from ODD
    if isinstance(body, dict):
        for key, value in body.items():
            yield {name: inner for name, inner in body.items() if name != key}
            yield from ({**body, key: odd} for odd in with_each_part_odd(value))


@pytest.fixture
def ids(cast):
    instance = make_instance(cast.acme)
    service = create_service(cast.acme, name="Line", scheme="bearer", settings={"hosts": ["a.example"]})
    return {
        "service": service.pk,
        "invitation_link": (invite(cast.acme, "new@example.com", Role.VIEWER).link or "").partition("#")[2],
        "connection": create_connection(instance.customer, service, name="Account", values={"token": "t-1"}).pk,
        "execution": make_ended(cast.acme, instance).pk,
        "own_endpoint": instance.integration.endpoints.get(instance=None).pk,
        "endpoint": instance.endpoints.get().pk,
        "member": Member.objects.of(cast.acme).get(user=cast.viewer).pk,
        "integration": instance.integration_id,
        "test": make_saved_test(instance.integration).pk,
        "instance": instance.pk,
        "value": make_value(cast.acme, "instance", instance.pk).pk,
        "shared_value": make_value(cast.acme, "integration", instance.integration_id).pk,
        "webhook": make_global_webhook(instance.integration).pk,
        "template": "heartbeat",
        "connector": make_connector(cast.acme).key,
        "customer": make_customer(cast.acme, "c-2").pk,
        "alert": make_alert(cast.acme).pk,
        "subscription": make_subscription(cast.acme).pk,
        "destination": make_destination(cast.acme).pk,
        "credential": create_credential(cast.acme, name="K", scheme="bearer", secret={"token": "0123456789abcdef"}).pk,
        "request": make_request(cast.acme, status="unrouted").pk,
    }


def filled(value: Any, ids: dict[str, str]) -> Any:
    """The text with ids in place of their names."""
    return json.loads(re.sub(r"\{(\w+)\}", lambda match: ids.get(match[1], match[0]), json.dumps(value)))


def test_these_are_all_routes_that_take_a_body(owner):
    document = yaml.safe_load(owner.get("schema?format=yaml").content)
    paths = document["paths"].items()
    taking = {(method, path) for path, methods in paths for method, about in methods.items() if "requestBody" in about}
    # An open wizard has its own, and a test of them in tests/wizard; programs have theirs in tests/triggers.
    elsewhere = ("/api/wizard/", "/api/account-dialog/", "/core/v1/")
    taking = {(method, path) for method, path in taking if not path.startswith(elsewhere)}
    written = {(method, "/api/" + re.sub(r"\{\w+\}", "{}", route)) for method, route in WRITES}
    assert {(method, re.sub(r"\{\w+\}", "{}", path)) for method, path in taking} == written


@pytest.mark.parametrize(("method", "route"), WRITES)
def test_a_body_of_the_wrong_type_is_a_clear_error(method, route, ids, owner):
    for body in with_each_part_odd(filled(WRITES[method, route], ids)):
        with transaction.atomic():
            answer = owner.call(method, filled(route, ids), body)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (body, answer.content)
        assert answer.status_code < 400 or answer.json()["code"]
