"""Every route, walked as nobody, as a stranger, as a member of another tenant, and with each role."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern
from rest_framework.response import Response

from designer.accounts.access import RANK, Open
from designer.accounts.invitations import invite
from designer.accounts.models import Member, Role
from designer.accounts.services import create_token
from designer.accounts.tenants import suspend
from designer.api.urls import urlpatterns
from runtime.connections.catalogue import create_service
from runtime.connections.keeping import create_connection
from runtime.credentials.models import Credential
from runtime.instances.services import deploy
from tests.cast import Cast, Desk
from tests.designer.stock import (
    make_alert,
    make_bulk_action,
    make_connector,
    make_customer,
    make_delivery,
    make_destination,
    make_execution,
    make_global_webhook,
    make_image,
    make_integration,
    make_listening,
    make_request,
    make_rollout,
    make_saved_test,
    make_subscription,
    make_value,
    make_version,
)

METHODS = ("get", "post", "put", "patch", "delete")
CATCH_ALL = urlpatterns[-1]


def routes() -> Iterator[tuple[str, str, type]]:
    """(method, route, view) of all there is."""
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if pattern is not CATCH_ALL:
            view = pattern.callback.view_class
            yield from ((method, str(pattern.pattern), view) for method in METHODS if hasattr(view, method))


ROUTES = list(routes())
OWN = [route for route in ROUTES if route[2].roles.get(route[0].upper()) is Open.SIGNED_IN]
GUARDED = [route for route in ROUTES if not isinstance(route[2].roles.get(route[0].upper()), Open)]
WITH_ID = [route for route in GUARDED if "<str:pk>" in route[1]]


@pytest.fixture
def ids(cast: Cast) -> dict[str, dict[str, str]]:
    return everything_of(cast)


def everything_of(cast: Cast) -> dict[str, dict[str, str]]:
    """Acme's own ids for every route that takes one, by its first word."""
    integration = make_integration(cast.acme)
    make_version(integration)
    customer = make_customer(cast.acme)
    instance = deploy(integration, customer)
    request = make_request(cast.acme, status="unrouted")
    credential = Credential.objects.create(tenant=cast.acme, key="k", name="K", scheme="bearer", secret="x")
    service = create_service(cast.acme, name="Shopline", scheme="bearer", settings={"hosts": ["api.example.com"]})
    token, _ = create_token(cast.access(), name="script", role=Role.VIEWER)
    return {
        "integrations": {
            **{"pk": integration.pk, "number": "1", "test": make_saved_test(integration).pk},
            "endpoint": integration.endpoints.get(instance=None).pk,
            "rollout": make_rollout(integration).pk,
            "value": make_value(cast.acme, "integration", integration.pk).pk,
            "key": "acme-parts",
            **{"webhook": make_global_webhook(integration).pk, "connector": "acme-erp"},
        },
        "instances": {
            "pk": instance.pk,
            "endpoint": instance.endpoints.get().pk,
            "flow": "orders",
            "value": make_value(cast.acme, "instance", instance.pk).pk,
        },
        "listening": {"pk": make_listening(instance).pk},
        "bulk": {"pk": make_bulk_action(cast.acme).pk},
        "customers": {"pk": customer.pk},
        "credentials": {"pk": credential.pk},
        "services": {"pk": service.pk},
        "connections": {"pk": create_connection(customer, service, name="Account", values={"token": "t-1"}).pk},
        "requests": {"pk": request.pk},
        "executions": {"pk": make_execution(cast.acme).pk},
        "account": {"pk": "01M80QKK1C05T7GSDSB6ZY46Y1"},
        "members": {"pk": Member.objects.of(cast.acme).get(user=cast.viewer).pk},
        "tokens": {"pk": token.pk},
        "invitations": {"pk": invite(cast.acme, "new@example.com", Role.VIEWER).invitation.pk},
        "connectors": {"key": make_connector(cast.acme).key, "number": "1"},
        "images": {"pk": make_image(cast.acme).pk},
        "alerts": {"pk": make_alert(cast.acme).pk},
        "destinations": {"pk": make_destination(cast.acme).pk},
        "subscriptions": {"pk": make_subscription(cast.acme).pk},
        "deliveries": {"pk": make_delivery(cast.acme).pk},
        "templates": {"key": "heartbeat"},
    }


def filled(route: str, ids: dict[str, dict[str, str]]) -> str:
    return re.sub(r"<str:(\w+)>", lambda match: ids[route.partition("/")[0]][match[1]], route)


def answers(desk: Desk, asked: list, ids: dict, **headers: str) -> dict[str, tuple[int, str]]:
    """What each of the routes answers: {"get integrations": (401, "not_signed_in")}."""
    given = {}
    for method, route, _ in asked:
        answer = desk.call(method, filled(route, ids), {}, **headers)
        given[f"{method} {route}"] = (answer.status_code, answer.json().get("code", ""))
    return given


def all_of(asked: list, status: int, code: str) -> dict[str, tuple[int, str]]:
    return {f"{method} {route}": (status, code) for method, route, _ in asked}


@pytest.fixture
def open_doors(monkeypatch):
    """Behind its permission every view only says for whom it was let in."""
    for method, _, view in GUARDED:
        monkeypatch.setattr(view, method, lambda self, request, **kwargs: Response({"code": f"in {self.tenant.slug}"}))


def test_it_names_a_role_for_every_method_of_every_route():
    """n8n GHSA-h3jj, Windmill CVE-2026-22683 and CVE-2026-72542: handlers that asked for no role, or too small a one."""
    assert len(ROUTES) > 50
    assert [
        f"{method} {route}" for method, route, view in ROUTES if not isinstance(view.roles.get(method.upper()), Role | Open)
    ] == []


def test_only_these_routes_are_open_to_anybody():
    opened = {f"{method} {route}" for method, route, view in ROUTES if (method, route, view) not in [*GUARDED, *OWN]}
    assert opened == {"get session", "post session", "delete session", "post setup", "get schema", "get docs"} | {
        "post invitation/look",
        "post invitation/accept",
        "post session/code",
        "post password-reset",
        "post password-reset/choose",
    }


def test_it_asks_nobody_in_particular_to_sign_in(ids):
    """Langflow CVE-2025-3248, CVE-2026-33017: who ran a definition that they brought along was asked nothing."""
    assert answers(Desk(), GUARDED, ids) == all_of(GUARDED, 401, "not_signed_in")


def test_an_account_is_for_whoever_signed_in_and_for_no_token(cast, ids):
    assert {route.partition("/")[0] for _, route, _ in OWN} == {"account"}
    assert answers(Desk(), OWN, ids) == all_of(OWN, 401, "not_signed_in")
    _, secret = create_token(cast.access(), name="script", role=Role.OWNER)
    assert answers(Desk(token=secret), OWN, ids) == all_of(OWN, 403, "session_needed")
    assert Desk(cast.stranger).get("account").json()["email"] == cast.stranger.email


def test_it_has_nothing_for_somebody_without_a_tenant(ids, cast):
    assert answers(Desk(cast.stranger), GUARDED, ids) == all_of(GUARDED, 403, "no_tenant")


def test_it_hides_a_tenant_from_those_who_are_not_in_it(ids, cast):
    given = answers(Desk(cast.rival), GUARDED, ids, X_Hookyard_Tenant=cast.acme.slug)
    assert given == all_of(GUARDED, 404, "not_found")


def test_it_takes_an_id_of_another_tenant_for_one_that_never_was(ids, cast):
    assert answers(Desk(cast.rival), WITH_ID, ids) == all_of(WITH_ID, 404, "not_found")


def test_it_turns_members_of_a_suspended_tenant_away(ids, cast):
    suspend(cast.acme)
    assert answers(Desk(cast.owner), GUARDED, ids) == all_of(GUARDED, 403, "tenant_suspended")


@pytest.mark.parametrize("role", Role)
def test_it_opens_to_the_declared_role_and_those_above_it(role, ids, cast, open_doors):
    inside = [route for route in GUARDED if RANK[role] >= RANK[route[2].roles[route[0].upper()]]]
    outside = [route for route in GUARDED if route not in inside]
    given = answers(Desk(cast.of_role(role)), GUARDED, ids)
    assert given == all_of(inside, 200, "in acme-builders") | all_of(outside, 403, "role_lacking")


@pytest.mark.parametrize("role", Role)
def test_a_token_reaches_no_further_than_its_role_and_its_tenant(role, ids, cast, open_doors):
    _, secret = create_token(cast.access(), name="script", role=role)
    inside = [route for route in GUARDED if RANK[role] >= RANK[route[2].roles[route[0].upper()]]]
    outside = [route for route in GUARDED if route not in inside]
    given = answers(Desk(token=secret), GUARDED, ids, X_Hookyard_Tenant=cast.rivals.slug)
    assert given == all_of(inside, 200, "in acme-builders") | all_of(outside, 403, "role_lacking")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "instances", {"integration": "theirs", "customer": "ours"}),
        ("post", "instances", {"integration": "ours", "customer": "theirs"}),
        ("post", "integrations/import", {"yaml": "name: X\nkey: shop", "integration": "theirs"}),
        ("post", "requests/{request}/map", {"customer": "theirs", "alias": "T9"}),
    ],
)
def test_an_id_of_another_tenant_in_a_body_is_not_found_either(method, path, body, ids, cast):
    own = {"integration": make_integration(cast.rivals).pk, "customer": make_customer(cast.rivals).pk}
    foreign = {"integration": ids["integrations"]["pk"], "customer": ids["customers"]["pk"]}
    whose = {"ours": own, "theirs": foreign}
    sent = {name: whose[value][name] if value in whose else value for name, value in body.items()}
    path = path.format(request=make_request(cast.rivals, status="unrouted").pk)
    answer = Desk(cast.rival).call(method, path, sent)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_filters_with_ids_of_another_tenant_find_nothing(ids, cast):
    desk = Desk(cast.rival)
    for path in ("requests", "executions", "instances"):
        query = f"{path}?integration={ids['integrations']['pk']}&customer={ids['customers']['pk']}"
        assert desk.get(query).json()["results"] == []


def test_it_refuses_a_method_that_names_no_role(cast, monkeypatch):
    from designer.accounts.api import TenantView

    monkeypatch.setattr(TenantView, "delete", lambda self, request: Response({}), raising=False)
    answer = Desk(cast.owner).delete("tenant")
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["options", "trace", "put"])
def test_it_answers_405_to_methods_it_does_not_have(method, cast):
    assert Desk(cast.owner).call(method, "tenant", {}).status_code == 405


def test_it_answers_unknown_paths_in_the_shape_of_every_other_problem(cast):
    answer = Desk(cast.owner).get("no/such/thing")
    assert answer.status_code == 404
    assert answer.json()["requestId"] == answer.headers["X-Request-Id"]
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_it_wants_to_know_the_tenant_of_somebody_who_is_in_two(cast):
    Member.objects.create(tenant=cast.rivals, user=cast.owner, role=Role.VIEWER)
    desk = Desk(cast.owner)
    assert desk.get("integrations").json()["code"] == "tenant_required"
    assert desk.get("tenant", X_Hookyard_Tenant=cast.rivals.slug).json()["name"] == "Rival Ltd"
