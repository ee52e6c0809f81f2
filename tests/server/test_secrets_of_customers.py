"""Where each customer signs with a secret of its own: whose it is, is read from the request before anything runs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.product import Answer, Product, call, running_product
from tests.server.desk import Deployed, code, deploy, flow

pytestmark = pytest.mark.server
NAMED = "module.exports = async (context, stepResults) => ({ data: `for ${stepResults.trigger.results.customer.name}` });"
MIRROR = code("code_1", NAMED)
VARIABLE = {"key": "signing", "name": "Signing credential", "type": "string", "visibility": "organization"}
SECRETS = {"north": "secret-of-north-4711", "south": "secret-of-south-4711"}


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product() as running:
        for name, secret in SECRETS.items():
            made = {"name": name, "key": f"of-{name}", "scheme": "shopify", "secret": {"value": secret}}
            running.api("POST", "credentials", made)
        yield running


def definition(type: str, **endpoint: Any) -> dict[str, Any]:
    pickers = {"externalCustomerId": {"reference": "results.body.data.shop"}} if type == "shared" else {}
    return {
        "endpoint": {"type": type, "customerCredential": "signing", **pickers, **endpoint},
        "configVariables": [VARIABLE],
        "flows": [flow("orders", MIRROR, response="sync")],
    }


@pytest.fixture(scope="module")
def shared(product: Product) -> Deployed:
    """North, South with a secret each, and East, whose secret nobody has entered."""
    north = deploy(product, "North", definition("shared"), external_id="north")
    product.api("PATCH", f"instances/{north.instance_id}", {"config": {"signing": "of-north"}})
    for name, config in (("south", {"signing": "of-south"}), ("east", {})):
        customer = product.api("POST", "customers", {"externalId": name, "name": name.title()})
        product.api("POST", "instances", {"integration": north.integration_id, "customer": customer["id"], "config": config})
    return north


def send(url: str, shop: object, secret: str) -> Answer:
    body = json.dumps({"shop": shop}).encode()
    signature = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    return call(url, "POST", body=body, headers={"X-Shopify-Hmac-Sha256": signature, "Content-Type": "application/json"})


def test_each_customer_is_checked_by_its_own_secret(product, shared):
    url = shared.urls()["shared"]
    for name, secret in SECRETS.items():
        answer = send(url, name, secret)
        assert (answer.status, answer.json) == (200, f"for {'North customer' if name == 'north' else 'South'}"), answer.body


@pytest.mark.parametrize(
    ("shop", "secret", "why"),
    [
        ("north", "south", "The signature does not fit"),
        ("south", "north", "The signature does not fit"),
        ("east", "north", "Send the right key"),
        ("nobody", "north", 'No customer is known as "nobody"'),
        (None, "north", "External customer id"),
        ({"a": 1}, "north", "External customer id"),
    ],
)
def test_nobody_gets_in_with_the_secret_of_another_or_learns_who_is_a_customer(product, shared, shop, secret, why):
    answer = send(shared.urls()["shared"], shop, SECRETS[secret])
    assert answer.status == 401
    assert answer.json["code"] in ("signature_invalid", "credential_missing")
    assert "nobody" not in answer.json["detail"] and "Closest" not in answer.json["detail"]
    kept = product.api("GET", f"requests/{answer.headers['x-hookyard-request']}")
    assert (kept["status"], kept["executionId"]) == ("refused", None)
    verify = next(stage for stage in kept["trace"] if stage["stage"] == "verify")
    assert not verify["ok"] and why in verify["detail"]
    assert [stage["stage"] for stage in kept["trace"]][-2:] == ["verify", "answer"], "nothing ran"


def test_what_did_not_fit_is_explained_by_the_customers_own_secret(product, shared):
    answer = send(shared.urls()["shared"], "north", SECRETS["south"])
    told = product.api("POST", f"requests/{answer.headers['x-hookyard-request']}/explain", {})
    assert told["verdict"]["code"] == "signature_invalid"
    assert "Most likely the secret is another one" in told["causes"][-1]


def test_a_url_of_one_instance_asks_for_its_customers_secret(product):
    deployed = deploy(product, "Single", definition("instance"), external_id="single")
    url = deployed.urls()["instance"]
    assert send(url, "x", SECRETS["north"]).status == 401, "no secret is named yet: nobody is let in"
    product.api("PATCH", f"instances/{deployed.instance_id}", {"config": {"signing": "of-north"}})
    assert send(url, "x", SECRETS["north"]).status == 200
    assert send(url, "x", SECRETS["south"]).status == 401


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"configVariables": []}, "customer_credential_unknown"),
        ({"configVariables": [{**VARIABLE, "visibility": "customer"}]}, "customer_credential_open"),
        ({"endpoint": {"credential": "of-north"}}, "credential_ambiguous"),
        ({"endpoint": {"preprocessFlow": "before"}}, "customer_credential_after_preprocess"),
    ],
)
def test_a_draft_says_what_stands_against_it(product, change, code):
    document = definition("shared", **change.pop("endpoint", {})) | change
    document["flows"] = [*document["flows"], flow("before")]
    made = product.api("POST", "integrations", {"name": f"Drafted {code}"})
    draft = product.api("GET", f"integrations/{made['id']}/draft")
    body = {"definition": {**document, "name": made["name"], "key": made["key"]}, "revision": draft["revision"]}
    problems = product.api("PUT", f"integrations/{made['id']}/draft", body)["problems"]
    assert code in {problem["code"] for problem in problems if problem["severity"] == "error"}
