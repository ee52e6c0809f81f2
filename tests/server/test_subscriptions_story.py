"""A program that knows only the public APIs: it makes a user, an account, a subscription, and hears what happens; signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from standardwebhooks import Webhook

from tests.delivery.receivers import Receivers, receiving
from tests.product import Answer, Product, call, eventually, running_product

SECRET = "k-sixteen-letters"


@pytest.fixture(scope="module")
def receivers() -> Iterator[Receivers]:
    with receiving() as running:
        yield running


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product(HOOKYARD_OUTBOUND_ALLOW="127.0.0.1/32") as running:
        yield running


class Program:
    def __init__(self, product: Product, token: str) -> None:
        self.product, self.token = product, token

    def core(self, method: str, path: str, body: Any = None) -> Answer:
        return call(f"{self.product.url}/core/v1/{path}", method, body=body, headers={"Authorization": f"Bearer {self.token}"})

    def graphql(self, query: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"}
        return call(f"{self.product.url}/graphql", "POST", body={"query": query}, headers=headers).json["data"]


@pytest.fixture(scope="module")
def user(product: Product) -> Program:
    master = Program(product, product._token())
    made = master.graphql('mutation { createExternalUser(input: {name: "Ada", externalUserId: "ada"}) { userId } }')
    pk = made["createExternalUser"]["userId"]
    told = master.graphql(f'mutation {{ authorize(input: {{userId: "{pk}"}}) {{ accessToken }} }}')
    return Program(product, told["authorize"]["accessToken"])


def subscribe(user: Program, receivers: Receivers, path: str, **input: Any) -> dict[str, Any]:
    body = {
        **{"name": path, "trigger": {"name": "webhook-trigger", "version": "1.0"}, "operation": "webhook", "input": input},
        **{"endpoint": receivers.url(f"ok/{path}"), "externalId": f"my-{path}"},
    }
    answer = user.core("POST", "subscriptions", body)
    assert answer.status == 200, answer.body
    return answer.json


def test_what_arrives_at_its_url_is_delivered_in_the_envelope_and_signed_twice(user: Program, receivers: Receivers) -> None:
    told = subscribe(user, receivers, "orders", methods=["POST", "PUT"])
    sent = call(told["publicUrl"] + "/extra?a=1", "PUT", body={"id": 7})
    (pk,) = sent.json["events"]
    heard = eventually(lambda: receivers.at("ok/orders"))[0]
    envelope = json.loads(heard.body)
    assert (envelope["id"], envelope["outcome"]) == (pk, "success") and UUID(pk)
    assert envelope["subscription"] == {"id": told["id"], "externalId": "my-orders"}
    event = envelope["body"]
    assert (event["method"], event["body"], event["query"], event["path"]) == ("PUT", {"id": 7}, {"a": "1"}, "extra")
    key = told["signingKey"]
    expected = base64.b64encode(hmac.new(base64.b64decode(key), heard.body, hashlib.sha256).digest()).decode()
    assert heard.headers["x-tray-signature"] == expected
    assert Webhook(key).verify(heard.body, heard.headers)["id"] == pk
    shown = eventually(
        lambda: [one for one in user.core("GET", f"subscriptions/{told['id']}/deliveries").json["elements"] if "endedAt" in one]
    )
    assert (shown[0]["id"], shown[0]["status"], shown[0]["attempts"]) == (pk, "succeeded", 1)


def test_who_calls_it_is_proven_where_the_subscription_says_so(product: Product, user: Program, receivers: Receivers) -> None:
    product.api(
        "POST",
        "credentials",
        {"name": "Key", "key": "key", "scheme": "api_key", "settings": {"header": "X-Key"}, "secret": {"value": SECRET}},
    )
    refused = user.core("POST", "subscriptions", {**BODY, "input": {"credential": "key"}, "endpoint": receivers.url("ok/x")})
    assert refused.status == 400 and "only the tenant itself" in refused.json["message"]
    master = Program(product, product._token())
    told = subscribe(master, receivers, "proven", credential="key", filters=[{"path": "body.type", "equals": "order"}])
    url = told["publicUrl"]
    assert call(url, "POST", body={"type": "order"}).json["code"] == "credential_missing"
    assert call(url, "POST", body={"type": "refund"}, headers={"X-Key": SECRET}).json == {"events": []}
    assert len(call(url, "POST", body={"type": "order"}, headers={"X-Key": SECRET}).json["events"]) == 1
    heard = eventually(lambda: receivers.at("ok/proven"))
    assert len(heard) == 1 and SECRET.encode() not in heard[0].body
    assert call(url, "GET").status == 405 and call(url[:-4], "POST", body={}).json["code"] == "endpoint_not_found"


BODY = {"name": "x", "trigger": {"name": "webhook-trigger", "version": "1.0"}, "operation": "webhook"}


def test_a_paused_one_keeps_events_until_it_goes_on_and_a_deleted_one_takes_none(user: Program, receivers: Receivers) -> None:
    told = subscribe(user, receivers, "paused")
    place = f"subscriptions/{told['id']}"
    user.core("PATCH", place, {"paused": True})
    assert call(told["publicUrl"], "POST", body={}).status == 200
    waiting = user.core("GET", f"{place}/deliveries").json["elements"]
    assert len(waiting) == 1 and waiting[0]["attempts"] == 0
    user.core("PATCH", place, {"paused": False})
    assert eventually(lambda: receivers.at("ok/paused"))
    assert user.core("DELETE", place).status == 204
    assert call(told["publicUrl"], "POST", body={}).json["code"] == "endpoint_not_found"


def test_a_connector_is_called_with_the_users_own_account_and_tells_what_the_service_said(
    product: Product, user: Program, receivers: Receivers
) -> None:
    made = product.api("POST", "services", {"name": "Line", "scheme": "bearer", "settings": {"hosts": ["127.0.0.1"]}})
    assert made["key"] == "line"
    (environment,) = user.core("GET", "services/line/versions/1/environments").json["elements"]
    assert (environment["title"], environment["authenticationType"]) == ("Production", "token")
    body = {"name": "Mine", "serviceEnvironmentId": environment["id"], "credentials": {"token": "t-ada-12345"}}
    auth = user.core("POST", "authentications", body).json["id"]
    place = "connectors/http-client/versions/1.0/call"
    asked = {
        "operation": "http_request",
        "authId": auth,
        "input": {"method": "POST", "url": receivers.url("ok/hooks"), "body": {"a": 1}},
    }
    told = user.core("POST", place, asked).json
    assert told["outcome"] == "success" and told["output"]["response"]["statusCode"] == 200
    heard = receivers.at("ok/hooks")[-1]
    assert (heard.headers["authorization"], heard.body) == ("Bearer t-ada-12345", b'{"a":1}')
    asked["input"] = {"url": receivers.url("fail")}
    told = user.core("POST", place, asked).json
    assert told["outcome"] == "error" and told["output"]["response"]["statusCode"] == 500
    assert user.core("POST", place, {**asked, "input": {}}).json["message"].endswith("required key [url] not found")
    master = Program(product, product._token())
    assert master.core("POST", place, asked).status == 400, "a master token has no user's account"


def test_slow_services_keep_no_page_waiting(product: Product, user: Program, receivers: Receivers) -> None:
    body = {"operation": "http_request", "input": {"url": receivers.url("hang"), "timeoutSeconds": 2}}
    with ThreadPoolExecutor(16) as pool:
        calls = [pool.submit(user.core, "POST", "connectors/http-client/versions/1.0/call", body) for _ in range(16)]
        eventually(lambda: len([one for one in receivers.heard if one.path == "/hang"]) == 16)
        assert user.core("GET", "triggers").status == 200 and not any(one.done() for one in calls)
        assert {one.result().json["outcome"] for one in calls} == {"error"}


PARCEL = {
    "spec.yml": """name: Parcel
key: parcel
auth:
  options:
    key:
      type: client-credentials
      inputSchema: {type: object, properties: {token: {type: string}}, required: [token]}
""",
    "auth/make-api-client.map.yml": "baseUri: '%s'\n"
    "headers:\n  Authorization: {$concat: ['Bearer ', {$var: $.credentials.token}]}\n",
    "events/moved/spec.yml": """name: Parcel moved
description: A parcel went on.
implementationType: webhook
key: moved
parametersSchema:
  type: object
  properties:
    depot: {type: string, enum: [{text: North, value: n}, {text: South, value: s}]}
  required: [depot]
schema: {type: object, properties: {parcel: {type: string}}}
example: {parcel: P-1}
methods:
  subscribe: {implementationType: javascript}
  unsubscribe: {implementationType: javascript}
  handle: {implementationType: javascript}
""",
    "events/moved/subscribe.js": """export default async function subscribe({ apiClient, webhookUri, parameters }) {
  const { depot } = parameters
  await apiClient.post(depot === "s" ? "/fail/hooks" : "/ok/parcel-hooks", { url: webhookUri, depot })
  return { state: { hook: "h-1", word: "open" } }
}
""",
    "events/moved/unsubscribe.js": """export default async function unsubscribe({ apiClient, state }) {
  await apiClient.delete(`/ok/parcel-hooks/${state.hook}`)
}
""",
    "events/moved/handle.js": """export default async function handle({ data, headers, state }) {
  if (headers["x-word"] !== state.word) throw Object.assign(new Error("no"), { status: 401 })
  return { events: data.parcels.map((parcel) => ({ parcel })), response: { status: 202, data: { taken: data.parcels.length } } }
}
""",
    "operations/track/spec.yml": "name: Track\ninputSchema: {type: object, properties: {id: {type: string}}, required: [id]}\n",
    "operations/track/run.js": "export default async function run({ input }) {\n  return { at: `depot of ${input.id}` }\n}\n",
}


def test_a_connectors_event_registers_its_hook_delivers_what_it_makes_and_goes_without_a_trace(
    product: Product, user: Program, receivers: Receivers
) -> None:
    base = receivers.url("").rstrip("/")
    files = {path: text.replace("%s", base) for path, text in PARCEL.items()}
    listed = [{"path": f"parcel/{path}", "content": base64.b64encode(text.encode()).decode()} for path, text in files.items()]
    product.api("POST", "connectors", {"files": listed})
    product.api("POST", "services", {"name": "Parcel", "key": "parcel", "scheme": "bearer", "settings": {"hosts": ["127.0.0.1"]}})
    (trigger,) = [one for one in user.core("GET", "triggers").json["elements"] if one["name"] == "parcel-trigger"]
    assert (trigger["version"], trigger["service"]["name"]) == ("1.0", "parcel")
    (operation,) = user.core("GET", "triggers/parcel-trigger/versions/1.0/operations").json["elements"]
    assert operation["inputSchema"]["advanced"] == ["public_url"]
    assert operation["inputSchema"]["properties"]["depot"]["enum"][0] == {"text": "North", "value": "n"}

    (environment,) = user.core("GET", "services/parcel/versions/1/environments").json["elements"]
    made = {"name": "Mine", "serviceEnvironmentId": environment["id"], "credentials": {"token": "t-parcel-1"}}
    auth = user.core("POST", "authentications", made).json["id"]
    body = {"name": "P", "trigger": {"name": "parcel-trigger", "version": "1.0"}, "operation": "moved", "input": {"depot": "n"}}
    body |= {"endpoint": receivers.url("ok/parcels"), "stateChangeEndpoint": receivers.url("ok/states")}
    assert "authenticationId" in user.core("POST", "subscriptions", body).json["message"]
    told = user.core("POST", "subscriptions", {**body, "authenticationId": auth}).json
    assert told["state"] == "active" and told["input"]["public_url"] == {"type": "jsonpath", "value": "$.env.public_url"}
    registered = receivers.at("ok/parcel-hooks")[-1]
    assert registered.headers["authorization"] == "Bearer t-parcel-1"
    assert json.loads(registered.body) == {"url": told["publicUrl"], "depot": "n"}

    assert call(told["publicUrl"], "POST", body={"parcels": ["A"]}).status == 401
    answer = call(told["publicUrl"], "POST", body={"parcels": ["A", "B"]}, headers={"X-Word": "open"})
    assert (answer.status, answer.json) == (202, {"taken": 2})
    heard = eventually(lambda: found if len(found := receivers.at("ok/parcels")) == 2 else None)
    assert {json.loads(one.body)["body"]["parcel"] for one in heard} == {"A", "B"}

    assert user.core("DELETE", f"subscriptions/{told['id']}").status == 204
    assert eventually(lambda: receivers.at("ok/parcel-hooks/h-1"))
    states = eventually(lambda: found if len(found := receivers.at("ok/states")) == 2 else None)
    assert [json.loads(one.body)["body"]["state"] for one in states] == ["active", "deleted"]

    refused = user.core("POST", "subscriptions", {**body, "authenticationId": auth, "input": {"depot": "s"}})
    assert (refused.status, refused.json["state"]) == (200, "creation_failed")
    assert refused.json["error"]["code"] in ("api_error", "user_input_error") and refused.json["signingKey"]

    asked = {"operation": "track", "authId": auth, "input": {"id": "A"}}
    assert user.core("POST", "connectors/parcel/versions/1.0/call", asked).json == {
        "outcome": "success",
        "output": {"at": "depot of A"},
    }


def test_its_requests_are_shown_with_the_road_they_took(product: Product, receivers: Receivers) -> None:
    master = Program(product, product._token())
    told = subscribe(master, receivers, "seen", credential="key", filters=[{"path": "body.type", "equals": "order"}])
    url, headers = told["publicUrl"], {"X-Key": SECRET}
    made = call(url, "POST", body={"type": "order"}, headers=headers)
    assert made.status == 200
    call(url, "POST", body={"type": "refund"}, headers=headers)
    call(url, "POST", body={"type": "order"})
    call(url, "GET")
    rows = [one for one in product.api("GET", "requests")["results"] if (one["subscription"] or {}).get("name") == "seen"]
    assert [(one["status"], one["code"], one["answerStatus"]) for one in rows] == [
        ("refused", "method_not_allowed", 405),
        ("refused", "credential_missing", 401),
        ("accepted", None, 200),
        ("accepted", None, 200),
    ]
    _, refused, other, first = [product.api("GET", f"requests/{one['id']}") for one in rows]
    assert first["id"] == made.headers["x-hookyard-request"] and SECRET not in json.dumps(first)
    roads = [{stage["stage"]: stage for stage in one["trace"]} for one in (first, other, refused)]
    assert list(roads[0]) == ["endpoint", "method", "size", "verify", "parse", "store", "answer"]
    (delivery,) = roads[0]["store"]["data"]["deliveries"]
    assert product.api("GET", f"deliveries/{delivery}")["messageId"] == made.json["events"][0]
    assert "does not fit" in roads[1]["store"]["detail"] and roads[1]["store"]["data"]["deliveries"] == []
    assert roads[2]["verify"]["ok"] is False and "store" not in roads[2]
    again = product.api("POST", f"requests/{first['id']}/replay", {}, expect=409)
    assert again["code"] == "not_replayable" and "Redeliver" in again["detail"]
    explained = product.api("POST", f"requests/{refused['id']}/explain", {})
    assert explained["credential"] and not explained.get("fits")
