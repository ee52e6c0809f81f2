"""Codes open once, sessions reach one instance, and both end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from designer.accounts.models import Role
from designer.accounts.services import create_token
from designer.accounts.tenants import suspend
from designer.embedding.services import change_embedding
from designer.wizard import admission
from designer.wizard.models import WizardCode, WizardSession
from designer.wizard.urls import urlpatterns
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Instance
from tests.cast import Desk
from tests.designer.stock import make_customer
from tests.wizard.conftest import Wizard, enter


def test_a_developer_gets_a_link_for_a_customer_and_the_instance_is_made_paused(give, cast, shop):
    link = give()
    made = Instance.of(cast.acme).get(pk=link["instance"])
    assert (made.enabled, made.config, made.customer.name) == (False, {}, "Northwind")
    assert link["url"].endswith(f"/wizard/{cast.acme.pk}#code={link['code']}")
    assert give()["instance"] == made.pk
    assert link["code"] not in str(list(WizardCode.of(cast.acme).values()))


def test_a_code_opens_once_and_the_second_opener_hears_what_to_do(give):
    code = give()["code"]
    first, second = enter(code), enter(code)
    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (410, "wizard_code_used")
    assert "your answers are kept" in second.json()["detail"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_at_once_one_gets_in(give):
    code = give()["code"]

    def open_it() -> int:
        try:
            return enter(code).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(lambda _: open_it(), range(4)))
    assert statuses == [201, 410, 410, 410], connection.vendor


def test_a_code_ends_after_its_minutes(give, cast):
    code = give(minutes=3)["code"]
    with pytest.raises(NotAllowed) as refusal:
        admission.take_code(code, now=timezone.now() + timedelta(minutes=3, seconds=1))
    assert refusal.value.code == "wizard_code_expired"
    assert admission.take_code(code, now=timezone.now() + timedelta(minutes=2))


def test_a_code_that_never_was_is_unknown(db):
    answer = enter("hkc_" + "x" * 43)
    assert (answer.status_code, answer.json()["code"]) == (404, "wizard_code_unknown")


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_giving_out_wizards_needs_an_operator(role, cast, shop, northwind):
    asked = {"integration": shop.pk, "customer": northwind.pk}
    status = {"viewer": 403, "operator": 201}[role]
    assert Desk(cast.of_role(Role(role))).post("wizards", asked).status_code == status


def test_an_origin_must_be_one_of_the_tenants(give, cast, operator, shop, northwind):
    asked = {"integration": shop.pk, "customer": northwind.pk, "origin": "https://app.example.com"}
    assert operator.post("wizards", asked).json()["errors"][0]["field"] == "origin"
    change_embedding(cast.acme, allowed_origins=["https://app.example.com", "https://other.example.com"])
    token = enter(give(origin="https://app.example.com")["code"]).json()["token"]
    assert Wizard(token).state()["host"]["origins"] == ["https://app.example.com"]


def every_call() -> list[tuple[str, str]]:
    return [
        (method.upper(), str(pattern.pattern).replace("<int:page>", "0").replace("<str:connection>", "x"))
        for pattern in urlpatterns
        for method in ("get", "post", "put", "patch", "delete")
        if hasattr(pattern.callback.view_class, method) and str(pattern.pattern) not in ("sessions", "consents")
    ]


def test_no_route_of_a_wizard_opens_to_anything_but_its_session(cast, shop, give):
    _, secret = create_token(cast.access(), name="script", role=Role.OWNER)
    opened = enter(give()["code"]).json()["token"]
    WizardSession.of(cast.acme).update(ended_at=timezone.now())
    calls = every_call()
    assert len(calls) >= 11
    for method, path in calls:
        for desk in (Desk(), Desk(cast.owner), Desk(token=secret), Desk(token="hkw_nonsense"), Desk(token=opened)):
            assert desk.call(method, f"wizard/{path}", {}).status_code == 401, (method, path)


def test_a_wizard_session_opens_nothing_of_the_desk(wizard, cast):
    for path in ("customers", "instances", "tenant", "session", "embedding"):
        answer = Desk(token=wizard.token).get(path)
        assert answer.status_code == 401, path


def test_two_customers_wizards_show_each_their_own(give, cast):
    other = make_customer(cast.acme, "tailspin", name="Tailspin")
    mine, theirs = (Wizard(enter(give(one)["code"]).json()["token"]).state() for one in (other, give.__defaults__[0]))
    assert mine["customer"]["name"] == "Tailspin"
    assert theirs["customer"]["name"] == "Northwind"
    assert {url["url"] for url in mine["urls"]}.isdisjoint(url["url"] for url in theirs["urls"])


def test_wizards_are_taken_back(give, wizard, operator, cast):
    unopened = give()
    assert operator.delete(f"instances/{unopened['instance']}/wizard").status_code == 204
    assert wizard.call("GET", "state").json()["code"] == "wizard_session_ended"
    assert enter(unopened["code"]).json()["code"] == "wizard_code_unknown"


def test_closing_it_ends_the_session(wizard):
    assert wizard.call("DELETE", "state").status_code == 204
    assert wizard.call("GET", "state").status_code == 401


def test_a_session_ends_by_itself(wizard, cast):
    WizardSession.of(cast.acme).update(expires_at=timezone.now())
    assert wizard.call("GET", "state").json()["code"] == "wizard_session_ended"


def test_a_suspended_tenant_has_no_wizards(wizard, give, cast):
    code = give()["code"]
    suspend(cast.acme)
    assert enter(code).status_code == wizard.call("GET", "state").status_code
    assert wizard.call("GET", "state").json()["code"] == "tenant_suspended"


def test_what_a_customer_does_is_audited_in_their_name(wizard, owner):
    wizard.page(0, region="eu")
    wizard.page(1)
    wizard.finish()
    entries = {(entry["deed"], entry["actor"], entry["actorKind"]) for entry in owner.get("audit").json()["results"]}
    assert ("instance.deployed", "Northwind (customer)", "customer") in entries
    assert {deed for deed, _, _ in entries} >= {"wizard.code_made", "wizard.opened", "instance.prepared"}
