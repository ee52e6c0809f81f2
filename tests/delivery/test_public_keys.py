"""`v1a` beside `v1`: signed as Standard Webhooks' vector is, checked by others' code and by our own preset, kept out of sight."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.apps import apps
from django.db import connection
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from runtime.credentials import vault
from runtime.credentials.calls import Call
from runtime.credentials.verify import compile_verifier
from runtime.delivery import destinations, keys
from runtime.delivery.models import Destination
from runtime.delivery.sending import Event, send
from runtime.delivery.signing import Keys, new_keys, signed_headers, standard_secret
from runtime.engine.errors import NotAllowed
from tests.delivery.carrying import carry
from tests.delivery.receivers import receiving
from tests.designer.stock import make_destination, make_subscription
from tests.product import ROOT

VECTOR = json.loads((ROOT / "fixtures/signing/provider_standard_v1a.json").read_text())
# The private half of the vector's key, as Svix's tests have it: seed and public key in one.
PRIVATE = "6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=="
SHARED = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PUBLISHED = Keys(SHARED, base64.b64encode(base64.b64decode(PRIVATE)[:32]).decode())
URL = "https://hooks.example/in"
migration = import_module("runtime.migrations.0039_public_keys_of_destinations")


def fits(public: str, headers: dict[str, str], body: bytes) -> bool:
    """By `cryptography` alone: none of our code reads the key, the header or what is signed."""
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.removeprefix("whpk_")))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    for one in headers["webhook-signature"].split(" "):
        version, _, signature = one.partition(",")
        try:
            if version == "v1a":
                key.verify(base64.b64decode(signature), signed)
                return True
        except InvalidSignature:
            continue
    return False


def by_our_preset(value: str, headers: dict[str, str], body: bytes) -> bool:
    try:
        compile_verifier("standard_webhooks", {}, {"value": value}).check(
            Call(headers, body, "POST", URL), float(headers["webhook-timestamp"])
        )
    except NotAllowed:
        return False
    return True


def test_the_published_vector_is_what_we_send():
    case = next(case for case in VECTOR["cases"] if case["remark"] == "beside a v1")
    now = datetime.fromtimestamp(case["now"], UTC)
    told = signed_headers(case["headers"]["webhook-id"], case["body"].encode(), [PUBLISHED], now)
    assert {name: told[name] for name in case["headers"]} == case["headers"]
    assert PUBLISHED.public == VECTOR["secret"]["value"]


@given(st.binary(max_size=200))
def test_either_key_checks_every_body_and_no_other_key_does(body):
    ours = new_keys()
    headers = signed_headers("msg_1", body, [ours], datetime.now(UTC))
    assert fits(ours.public, headers, body) and not fits(ours.public, headers, body + b" ")
    for value in (ours.public, standard_secret(ours.shared)):
        assert by_our_preset(value, headers, body) and not by_our_preset(value, headers, body + b" ")
    assert not by_our_preset(new_keys().public, headers, body)


def test_whoever_knows_the_shared_key_cannot_make_the_other():
    assert new_keys(SHARED).public != new_keys(SHARED).public


def test_nothing_of_the_keys_stands_in_what_a_log_would_show():
    assert PUBLISHED.seed not in repr(PUBLISHED) and PUBLISHED.shared not in repr(PUBLISHED)


@pytest.mark.django_db
def test_while_keys_change_both_sign_and_then_the_new_ones_alone(cast):
    with receiving() as running, override_settings(OUTBOUND_ALLOW=["127.0.0.1"]):
        row, _ = destinations.make(cast.acme, url=running.url("ok/public"), name="x")
        old = keys.public(row)

        def heard():
            send(row, Event({"n": 1}))
            carry(datetime.now(UTC))
            return running.at("ok/public")[-1]

        first = heard()
        row, _ = destinations.rotate_key(row)
        new = keys.public(row)
        between = heard()
        row = destinations.end_previous_key(row)
        after = heard()
    assert [one.partition(",")[0] for one in between.headers["webhook-signature"].split(" ")] == ["v1", "v1", "v1a", "v1a"]
    checked = [[fits(public, one.headers, one.body) for public in (old, new)] for one in (first, between, after)]
    assert checked == [[True, False], [True, True], [False, True]]


@pytest.mark.django_db
def test_the_public_key_is_shown_and_the_seed_is_not(builder):
    made = builder.post("destinations", {"name": "Warehouse", "url": URL}).json()
    row = Destination.across_tenants.get()
    at = f"destinations/{made['id']}"
    assert made["publicKey"] == builder.get(at).json()["publicKey"] == keys.current(row).public
    rotated = builder.post(f"{at}/rotate", {}).json()
    assert rotated["publicKey"] == builder.get(at).json()["publicKey"] != made["publicKey"]
    row.refresh_from_db()
    told = json.dumps([made, rotated, builder.get(at).json(), builder.get("destinations").json()])
    assert keys.current(row).seed not in told and "whsk_" not in told


@pytest.mark.django_db
def test_where_its_state_is_told_a_subscription_signs_as_where_its_events_go(cast):
    make_subscription(cast.acme, state_change_endpoint="https://events.example/state")

    def stored() -> list[tuple[Keys, object]]:
        return [(keys.current(row), row.previous_until) for row in Destination.of(cast.acme)]

    first = stored()
    destinations.rotate_key(Destination.of(cast.acme).order_by("pk")[0])
    second = stored()
    assert first[0] == first[1] != second[0] == second[1] and second[0][1]
    destinations.end_previous_key(Destination.of(cast.acme).order_by("pk")[1])
    assert [row.previous_secret for row in Destination.of(cast.acme)] == ["", ""]


def as_before(row: Destination) -> str:
    """Its shared key, kept as it was before there was anything beside it."""
    shared = keys.current(row).shared
    row.secret = vault.encrypt(row.tenant_id, row.pk, {"signing": {"key": shared}})
    row.save()
    return shared


def brought_up_to_date() -> None:
    migration.add_seeds(apps, SimpleNamespace(connection=connection))


@pytest.mark.django_db
def test_one_from_before_signs_as_ever_and_gets_a_public_key(builder, cast):
    row = make_destination(cast.acme)
    shared = as_before(row)
    assert builder.get(f"destinations/{row.pk}").json()["publicKey"] == ""
    in_use = keys.in_use(row.tenant_id, row.pk, row.secret, "", None, datetime.now(UTC))
    assert signed_headers("msg_1", b"{}", in_use, datetime.now(UTC))["webhook-signature"].startswith("v1,")
    brought_up_to_date()
    row.refresh_from_db()
    now = keys.current(row)
    assert now.shared == shared and now.seed
    brought_up_to_date()
    row.refresh_from_db()
    assert keys.current(row) == now, "once is enough"


@pytest.mark.django_db
def test_one_whose_keys_do_not_open_stays_as_it_is_and_is_shown(builder, cast):
    row = make_destination(cast.acme)
    row.secret = "of another installation"
    row.save()
    brought_up_to_date()
    row.refresh_from_db()
    assert row.secret == "of another installation"
    assert builder.get(f"destinations/{row.pk}").json()["publicKey"] == ""


@pytest.mark.django_db
def test_of_one_subscription_all_get_the_same(cast, monkeypatch):
    make_subscription(cast.acme, state_change_endpoint="https://events.example/state")
    make_destination(cast.acme)
    for row in Destination.of(cast.acme):
        as_before(row)
    monkeypatch.setattr(migration, "PART", 1)
    brought_up_to_date()
    seeds = [keys.current(row).seed for row in Destination.of(cast.acme).order_by("pk")]
    assert all(seeds) and seeds[0] == seeds[1] != seeds[2]
    as_before(Destination.of(cast.acme).order_by("pk")[1])  # it was stopped between the two, and begun again
    brought_up_to_date()
    assert [keys.current(row).seed for row in Destination.of(cast.acme).order_by("pk")] == seeds
