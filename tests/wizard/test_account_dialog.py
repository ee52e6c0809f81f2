"""The dialog of one account: a customer's code opens it once, it makes or renews that account, and reaches nothing else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from designer.accounts.tenants import suspend
from designer.audit.models import AuditEntry
from designer.end_users.services import generate_authorization_code
from designer.wizard.dialogs_urls import urlpatterns
from designer.wizard.models import AccountSession
from runtime.connections.catalogue import create_service
from runtime.connections.keeping import create_connection, secret_of
from runtime.connections.models import Connection
from runtime.identifiers import as_uuid, new_id
from tests.cast import Desk
from tests.designer.stock import make_customer
from tests.designer.test_any_body import with_each_part_odd
from tests.wizard.conftest import make_shop

pytestmark = pytest.mark.django_db
OAUTH = {
    **{"hosts": ["a.example"], "clientId": "app"},
    **{"authorizeUrl": "https://a.example/authorize", "tokenUrl": "https://a.example/token"},
}


@pytest.fixture
def line(cast):
    return create_service(cast.acme, name="Line", scheme="bearer", settings={"hosts": ["a.example"]})


@pytest.fixture
def northwind(cast):
    return make_customer(cast.acme, "northwind", name="Northwind")


@pytest.fixture
def code(cast, northwind):
    """What the tenant's server gets for its user, as GraphQL gives it."""
    return lambda customer=northwind: generate_authorization_code(cast.access(), customer, now=timezone.now())


def enter(code: str, **about: str) -> Any:
    return Desk().post("account-dialog/sessions", {"code": code, **about})


class Dialog:
    def __init__(self, opened: Any) -> None:
        assert opened.status_code == 201, opened.content
        self.opened = opened.json()

    def call(self, method: str, path: str = "state", body: Any = None) -> Any:
        return Desk(token=self.opened["token"]).call(method, f"account-dialog/{path}", body)


@pytest.mark.parametrize("name", ["id", "uuid", "key"])
def test_it_makes_an_account_at_the_service_that_the_address_names(name, code, cast, northwind, line):
    named = {"id": line.pk, "uuid": as_uuid(line.pk), "key": "line"}[name]
    dialog = Dialog(enter(code(), service=named, environment=as_uuid(line.pk)))
    assert dialog.opened["path"] == f"/external/auth/create/{cast.acme.pk}"
    shown = dialog.call("GET").json()
    assert (shown["service"]["name"], shown["connection"], shown["renews"]) == ("Line", None, False)
    made = dialog.call("POST", body={"name": "Our line", "values": {"token": "t0ken"}}).json()
    row = Connection.of(cast.acme).get()
    assert (row.pk, row.customer, row.name, row.status) == (made["id"], northwind, "Our line", "ok")
    assert "t0ken" not in dialog.call("GET").content.decode()
    deeds = AuditEntry.of(cast.acme).filter(deed__in=("wizard.account_opened", "connection.created")).order_by("pk")
    assert [(one.deed, one.actor) for one in deeds][1] == ("connection.created", "Northwind (customer)")
    assert len(deeds) == 2


def test_a_second_try_changes_the_account_that_the_first_one_made(code, cast, line):
    dialog = Dialog(enter(code(), service="line"))
    first = dialog.call("POST", body={"values": {"token": "one"}}).json()
    again = dialog.call("POST", body={"name": "Better", "values": {"token": "two"}}).json()
    assert (first["id"], first["name"], again["name"]) == (again["id"], "Line", "Better")
    assert secret_of(Connection.of(cast.acme).get()) == {"token": "two"}


def test_it_renews_an_account_in_place(code, cast, northwind, line):
    row = create_connection(northwind, line, name="Old", values={"token": "old"})
    Connection.of(cast.acme).update(status="reconnect", reason="The service answered 401.")
    dialog = Dialog(enter(code(), account=as_uuid(row.pk)))
    assert dialog.opened["path"] == f"/external/auth/edit/{cast.acme.pk}/{row.pk}"
    shown = dialog.call("GET").json()
    assert (shown["connection"]["reason"], shown["renews"]) == ("The service answered 401.", True)
    assert dialog.call("POST", body={"name": "New name"}).json()["status"] == "reconnect", "a name mends nothing"
    assert dialog.call("POST", body={"values": {"token": "new"}}).json()["status"] == "ok"
    row.refresh_from_db()
    assert (row.name, secret_of(row)) == ("New name", {"token": "new"})


def test_what_is_missing_is_said_and_nothing_is_made(code, cast, line):
    answer = Dialog(enter(code(), service="line")).call("POST", body={"values": {}})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "values.token")
    assert not Connection.of(cast.acme).exists()


def test_consent_is_given_in_a_window_with_a_cookie_of_its_own_while_the_dialog_is_open(code, cast):
    create_service(cast.acme, name="Shopline", scheme="oauth2_code", settings=OAUTH, client_secret="s3cret")
    dialog = Dialog(enter(code(), service="shopline"))
    assert dialog.call("POST", "authorize").status_code == 404, "there is no account yet"
    dialog.call("POST", body={})
    ticket = dialog.call("POST", "authorize").json()["ticket"]
    window = Desk()
    answer = window.post("wizard/consents", {"ticket": ticket})
    assert answer.json()["url"].startswith("https://a.example/authorize?") and "hookyard_consent" in answer.cookies
    assert dialog.call("DELETE").status_code == 204
    assert Desk().post("wizard/consents", {"ticket": ticket}).json()["code"] == "consent_unknown"
    assert not Connection.of(cast.acme).exists(), "what was begun here and never connected goes with it"


def test_an_account_that_was_there_stays_when_the_dialog_closes(code, cast, northwind):
    shopline = create_service(cast.acme, name="Shopline", scheme="oauth2_code", settings=OAUTH, client_secret="s3cret")
    row = create_connection(northwind, shopline, name="Pending since yesterday", values={})
    assert Dialog(enter(code(), account=row.pk)).call("DELETE").status_code == 204
    assert Connection.of(cast.acme).filter(pk=row.pk).exists()


def test_a_code_opens_one_dialog_and_what_it_may_not_open_leaves_it_good(code, line):
    given = code()
    for about in ({}, {"service": "other"}, {"service": "line", "environment": new_id()}, {"account": new_id()}):
        assert enter(given, **about).json()["code"] == "not_found"
    assert enter(given, service="line").status_code == 201
    assert enter(given, service="line").json()["code"] == "wizard_code_used"
    assert enter("hkc_nonsense", service="line").json()["code"] == "wizard_code_unknown"


def test_the_link_of_a_set_up_opens_no_account(operator, cast, northwind, line):
    line.delete()
    shop = make_shop(cast)
    link = operator.post("wizards", {"integration": shop.pk, "customer": northwind.pk}).json()
    assert enter(link["code"], service="line").json()["code"] == "wizard_code_unknown"


def test_accounts_and_services_of_others_look_like_ones_that_never_were(code, cast, line):
    next_door = create_connection(make_customer(cast.acme, "tailspin"), line, name="Theirs", values={"token": "t"})
    foreign = create_service(cast.rivals, name="Rivals", scheme="bearer", settings={"hosts": ["r.example"]})
    theirs = create_connection(make_customer(cast.rivals, "r"), foreign, name="Rival", values={"token": "t"})
    own = create_connection(None, line, name="For tests", values={"token": "t"})
    given, told = code(), set()
    abouts = [{"account": pk} for pk in (next_door.pk, theirs.pk, own.pk, new_id())]
    for about in [*abouts, {"service": foreign.pk}, {"service": foreign.key}]:
        answer = enter(given, **about)
        told.add((answer.status_code, answer.json()["code"]))
    assert told == {(404, "not_found")}


def every_call() -> list[tuple[str, str]]:
    return [
        (method, str(pattern.pattern))
        for pattern in urlpatterns
        for method in ("get", "post", "put", "patch", "delete")
        if hasattr(pattern.callback.view_class, method) and str(pattern.pattern) != "sessions"
    ]


def test_no_route_of_it_opens_to_anything_but_its_session(cast, code, line):
    ended = Dialog(enter(code(), service="line")).opened["token"]
    AccountSession.of(cast.acme).update(ended_at=timezone.now())
    assert len(every_call()) == 4
    for method, path in every_call():
        for desk in (Desk(), Desk(cast.owner), Desk(token="hka_nonsense"), Desk(token=ended)):
            assert desk.call(method, f"account-dialog/{path}", {}).status_code == 401, (method, path)


def test_its_session_opens_nothing_else(code, line):
    token = Dialog(enter(code(), service="line")).opened["token"]
    for path in ("wizard/state", "customers", "connections", "services", "tenant"):
        assert Desk(token=token).get(path).status_code == 401, path


def test_it_ends_by_itself_with_its_customer_and_with_the_links_that_are_taken_back(code, cast, operator, northwind, line):
    dialog = Dialog(enter(code(), service="line"))
    for change in ({"expires_at": timezone.now()}, {"ended_at": timezone.now()}):
        with transaction.atomic():
            AccountSession.of(cast.acme).update(**change)
            assert dialog.call("GET").json()["code"] == "wizard_session_ended"
            transaction.set_rollback(True)
    northwind.leaving_at = timezone.now() - timedelta(seconds=1)
    northwind.save()
    assert dialog.call("GET").json()["code"] == "wizard_session_ended"
    assert enter(code(), service="line").json()["code"] == "wizard_code_unknown"


def test_a_suspended_tenant_has_no_dialogs(code, cast, line):
    dialog, waiting = Dialog(enter(code(), service="line")), code()
    suspend(cast.acme)
    assert {dialog.call("GET").json()["code"], enter(waiting, service="line").json()["code"]} == {"tenant_suspended"}


def test_an_odd_body_is_a_clear_error(code, line):
    dialog = Dialog(enter(code(), service="line"))
    bodies = {
        "state": {"name": "n", "values": {"token": "t"}},
        "sessions": {"code": "hkc_x", "service": "line", "environment": "e", "account": "a"},
    }
    for path, body in bodies.items():
        for odd in with_each_part_odd(body):
            with transaction.atomic():
                answer = dialog.call("POST", path, odd)
                transaction.set_rollback(True)
            assert answer.status_code < 500, (odd, answer.content)
            assert answer.status_code < 400 or json.loads(answer.content)["code"]
