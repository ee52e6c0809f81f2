"""The guide for authors does what it says: its files make a connector, and its functions run as they are printed."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import defaultdict

import pytest

from designer.connectors.starting import starter
from runtime.connectors.functions import Functions, GivenAccount
from runtime.connectors.modules.resolving import BUILT_IN
from runtime.connectors.naming import METHODS
from runtime.connectors.package import Package
from runtime.connectors.parsing import parse_package
from runtime.engine.errors import StepProblem
from tests.connectors.conftest import Service
from tests.product import ROOT

GUIDE = (ROOT / "frontend/src/connectors/guide.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(?:yaml|js)\n(?:#|//) (?:my-crm/)?(\S+)\n(.*?)```", re.DOTALL)


@pytest.fixture
def package(service: Service) -> Package:
    printed: dict[str, bytes] = defaultdict(bytes)
    for path, text in BLOCK.findall(GUIDE):
        printed[path] += text.encode()  # what is printed later of the same file belongs below what was printed before
    return parse_package({**printed, "auth/make-api-client.map.yml": f"baseUri: {service.url}".encode()}).or_refuse()


def signed(body: str, secret: str) -> dict[str, object]:
    digest = hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()
    return {"headers": {"x-signature": digest}, "rawBody": body, "data": {"user_id": 7}, "parameters": {"signingSecret": "s-1"}}


async def test_the_first_connector_greets(functions: Functions, package: Package):
    answer = await functions.run(package, package.operations[0], "run", {"input": {"name": "Ada"}}, tenant_id="a", scope="s")
    assert answer.value == {"text": "Hello Ada"} and answer.logs[0]["message"] == "greeting Ada"


async def test_the_webhook_takes_what_is_signed_and_refuses_the_rest(functions: Functions, package: Package):
    hook = package.global_webhooks[0]
    answer = await functions.run(package, hook, "handle", signed("{}", "s-1"), tenant_id="a", scope="s")
    assert answer.value["events"] == [{"selector": "user_id:7", "payload": {"user_id": 7}}]
    with pytest.raises(StepProblem) as problem:
        await functions.run(package, hook, "handle", signed("{}", "other"), tenant_id="a", scope="s")
    assert problem.value.details["status"] == 401


async def test_the_event_that_registers_itself_keeps_what_unsubscribing_and_signatures_need(functions, package, service):
    event = next(one for one in package.events if one.key == "record-deleted")
    service.answer = lambda request: (200, {}, {"id": 4, "secret": "s-1"} if request["method"] == "POST" else {})
    run = {"tenant_id": "a", "scope": "s", "account": GivenAccount({})}
    wanted = {"webhookUri": "https://h.example/1", "parameters": {"list": "l"}}
    state = (await functions.run(package, event, "subscribe", wanted, **run)).value["state"]
    assert state == {"id": 4, "secret": "s-1"}
    taken = await functions.run(package, event, "handle", {**signed("{}", "s-1"), "state": state}, tenant_id="a", scope="s")
    assert taken.value["events"] == [{"user_id": 7}]
    with pytest.raises(StepProblem):
        await functions.run(package, event, "handle", {**signed("{}", "other"), "state": state}, tenant_id="a", scope="s")
    await functions.run(package, event, "unsubscribe", {**wanted, "state": state}, **run)
    assert [(one["method"], one["path"]) for one in service.requests] == [("POST", "/hooks"), ("DELETE", "/hooks/4")]


async def test_the_event_finds_its_selector(functions: Functions, package: Package, service: Service):
    service.answer = lambda request: (200, {}, {"id": 7})
    given = {"tenant_id": "a", "scope": "s", "account": GivenAccount({})}
    answer = await functions.run(package, package.events[0], "get-event-selector", {"parameters": {}}, **given)
    assert answer.value == {"globalWebhookKey": "events", "globalWebhookEventSelector": "user_id:7"}


async def test_what_new_writes_runs_as_it_is(functions: Functions, service: Service):
    service.answer = lambda request: (200, {}, {"id": "u_1", "asked": request["path"], "by": request["headers"]["authorization"]})
    package = parse_package({path: text.encode() for path, text in starter("My CRM").items()}).or_refuse()
    given = {"tenant_id": "a", "scope": "s", "account": GivenAccount({"baseUri": service.url, "token": "t-1"})}
    me = await functions.run(package, package.operations[0], "run", {"input": {"fields": "id"}}, **given)
    assert me.value == {"id": "u_1", "asked": "/users/me?fields=id", "by": "Bearer t-1"}
    handled = await functions.run(package, package.global_webhooks[0], "handle", signed("{}", "s-1"), tenant_id="a", scope="s")
    assert handled.value["events"][0]["selector"] == "user_id:7"
    with pytest.raises(StepProblem) as problem:
        await functions.run(package, package.global_webhooks[0], "handle", signed("{}", "x"), tenant_id="a", scope="s")
    assert problem.value.details["status"] == 401 and problem.value.details["file"] == "lib/signature.ts"

    event = next(one for one in package.events if one.implementation_type == "webhook")
    run = {"tenant_id": "a", "scope": "s", "account": given["account"]}
    hook = {"id": "h_1", "secret": "s-2", "url": "https://us.example/h"}
    service.answer = lambda request: (200, {}, [hook] if request["method"] == "GET" else hook)
    made = await functions.run(package, event, "subscribe", {"webhookUri": hook["url"], "parameters": {"list": "l"}}, **run)
    state = made.value["state"]
    seen = await functions.run(package, event, "list", {"parameters": {"list": "l"}}, **run)
    assert seen.value == [{"webhookUri": hook["url"], "externalId": "h_1", "state": state}]
    came = await functions.run(package, event, "handle", {**signed("{}", "s-2"), "state": state}, tenant_id="a", scope="s")
    assert came.value["events"] == [{"user_id": 7}]
    await functions.run(package, event, "unsubscribe", {"state": state, "parameters": {}}, **run)
    assert [one["path"] for one in service.requests[-3:]] == ["/hooks", "/hooks", "/hooks/h_1"]


def test_it_names_every_module_and_every_method_of_webhooks():
    modules = {name for name in BUILT_IN if ":" not in name}
    methods = {name for kind in ("event", "global-webhook", "operation") for name in METHODS[kind]} - {"list"}
    assert [name for name in sorted(modules | methods) if f"`{name}" not in GUIDE and f"{name}.js" not in GUIDE] == []
