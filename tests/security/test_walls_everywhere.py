"""Nothing of one tenant is read by another, and no id of it can be told from one that never was.

Generated: from every route, every query parameter and body field the API declares, every table that belongs to a tenant. What is
added later is walked by itself, or fails here until it can be.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator

from designer.accounts.models import User
from runtime.identifiers import new_id
from runtime.removal.belongings import belongings
from runtime.tenancy.models import Tenant, TenantOwned
from tests.cast import PASSWORD, Cast, Desk
from tests.designer.test_routes_and_roles import GUARDED, everything_of, filled
from tests.rows import fill_every_table
from tests.security.two_customers import two_customers

pytestmark = pytest.mark.django_db
MARK = "ACMESOWNWORDS"
PLACE = re.compile(r"<str:(\w+)>")
# What answers for everybody alike: the installation's own figures, shown to staff; nothing of a tenant.
NOT_SCOPED = {"Letter": "goes to a person, also about an account alone; it has no page and no route"}
# What is not walked here, and why it may be so.
OUTSIDE_THE_API = {
    "api/": "walked here, route by route",
    "core/v1/": "tokens of the tenant and of customers: tests/triggers/test_walls_of_subscriptions",
    "api/wizard/": "an open wizard's: test_walls_of_wizards",
    "api/account-dialog/": "the dialog of one account: tests/wizard/test_account_dialog",
    **dict.fromkeys(("docs", "docs/graphql", "docs/events", "docs/messages", "docs/assets/<str:name>"), "the reference: no data"),
    "graphql": "walked field by field: tests/graphql/test_walls_of_graphql",
    "admin/": "closed to members, below",
    "admin/login/": "the admin's sign-in, before anybody is somebody",
    "connect/oidc": "signing in elsewhere, before anybody is somebody",
    "connect/oidc/callback": "takes a state that only the browser that began knows: tests of signing in",
    "connect/callback": "takes a state that only the browser that began knows: tests/connections",
    "connect/back.js": "a file",
    "wizard/consent": "a page of the bundle, which knows nothing",
    "wizard/<str:tenant>": "the frame of a wizard, opened by a code: test_walls_of_wizards",
    "external/solutions/<str:tenant>/configure/<str:rest>": "the same under another service's address",
    "external/auth/create/<str:tenant>/<str:rest>/<str:account>": "the same, for one account",
    "external/auth/create/<str:tenant>": "the dialog of one account, opened by a code",
    "external/auth/edit/<str:tenant>/<str:account>": "the same, for one that is there",
    "hookyard.js": "a file",
    "images/<str:pk>": "a picture of a wizard's pages, shown to whoever has its address: its id has 80 random bits",
    "^(?!api/|core/|admin/|static/|hooks/)(?P<path>.*)$": "a page of the bundle, which knows nothing",
}


@pytest.fixture
def walled(cast: Cast) -> tuple[Desk, dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """The rival's desk, what the rival has, and what Acme has; Acme has a row in every table, full of words of its own."""
    theirs = everything_of(cast)
    fill_every_table(cast.acme, MARK, user=User.objects.create_user("filled@example.com", PASSWORD))
    people = dict.fromkeys(("owner", "builder", "operator", "viewer"), cast.rival)
    own = everything_of(replace(cast, acme=cast.rivals, **people))
    return Desk(cast.rival), own, theirs


def secrets_of(tenant: Tenant) -> set[str]:
    """Every id and word by which something of the tenant could be known."""
    ids = {str(pk) for one in belongings() for pk in one.of(tenant.pk).values_list("pk", flat=True)}
    return {found for found in ids if len(found) == 26} | {MARK, tenant.pk}


def leaked(answer: Any, secrets: set[str], sent: str = "") -> set[str]:
    """What stands in an answer and was not in the question."""
    text = answer.content.decode(errors="replace") if not answer.streaming else b"".join(answer.streaming_content).decode()
    text += json.dumps(dict(answer.headers))
    return {secret for secret in secrets if secret in text and secret not in sent}


def told(answer: Any, *asked: str) -> tuple[int, str]:
    """An answer without the ids it repeats and without what differs from call to call."""
    text = answer.content.decode(errors="replace")
    for one in asked:
        text = text.replace(one, "<id>")
    return answer.status_code, re.sub(r'"requestId":"\w+"', "", text)


def names_in(route: str) -> list[str]:
    return PLACE.findall(route)


def unknown_like(value: str) -> str:
    """Of the same form: an id, a number, a word."""
    return new_id() if len(value) == 26 else str(int(value) + 997) if value.isdigit() else f"un{value}"


@cache
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


@cache
def paths() -> dict[str, Any]:
    """By route, whatever the document calls what stands in its braces."""
    return {re.sub(r"{\w+}", "{}", path): told for path, told in schema()["paths"].items()}


def declared(method: str, route: str) -> dict[str, Any]:
    return paths()["/api/" + PLACE.sub("{}", route)][method]


def sample(shape: dict[str, Any], depth: int = 0) -> Any:
    """A value that the shape takes, as small as can be."""
    if "$ref" in shape:
        return sample(schema()["components"]["schemas"][shape["$ref"].rpartition("/")[2]], depth + 1)
    for kind in ("allOf", "oneOf", "anyOf"):
        if kind in shape:
            return sample(shape[kind][0], depth)
    if "enum" in shape:
        return shape["enum"][0]
    kind = shape.get("type")
    kind = next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind
    if kind == "object":
        needed = shape.get("required", ())
        return {name: sample(shape["properties"][name], depth + 1) for name in needed} if depth < 6 else {}
    usual = {"integer": shape.get("minimum", 1), "number": 1, "boolean": False, "array": [], "null": None}
    return usual.get(
        kind or "", {"email": "x@example.com", "uri": "https://x.example"}.get(shape.get("format", ""), "abcdefghij")
    )


def body_of(method: str, route: str) -> dict[str, Any] | None:
    """The smallest body it takes; None for one that takes none."""
    content = declared(method, route).get("requestBody", {}).get("content", {})
    found = sample(next(iter(content.values()))["schema"]) if content else None
    return found if isinstance(found, dict) else None


def fields_of(method: str, route: str) -> dict[str, dict[str, Any]]:
    content = declared(method, route).get("requestBody", {}).get("content", {})
    if not content:
        return {}
    shape = next(iter(content.values()))["schema"]
    if "$ref" in shape:
        shape = schema()["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    return shape.get("properties", {})


def test_every_table_of_a_tenant_is_asked_by_tenant():
    """By construction: its manager refuses to work without one."""
    loose = {
        model.__name__
        for model in apps.get_models()
        if any(field.related_model is Tenant for field in model._meta.concrete_fields) and not issubclass(model, TenantOwned)
    }
    assert loose == set(NOT_SCOPED)


def test_no_page_outside_the_api_is_unknown_here():
    """A new one must be looked at: is it anybody's, and what does it tell?"""
    found = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert found == set(OUTSIDE_THE_API), "look at it, cover it, then name it in OUTSIDE_THE_API"


def test_the_admin_is_closed_to_every_member(cast):
    desk = Desk(cast.owner)
    for site_model, pages in admin.site._registry.items():
        for pattern in pages.urls:
            path = f"/admin/{site_model._meta.app_label}/{site_model._meta.model_name}/"
            tail = re.sub(r"[\^$]|\\Z|\?P|\(.*?\)", "", str(pattern.pattern)).replace("<path:object_id>", cast.acme.pk)
            assert desk.client.get(path + tail).status_code in (302, 301, 404), path + tail


def test_an_id_of_another_is_answered_like_one_that_never_was(walled):
    """Airflow CVE-2024-27906, CVE-2026-24098, CVE-2026-45426: scoped after the query, or by a prefix."""
    rival, own, theirs = walled
    walked = 0
    for method, route, _ in GUARDED:
        kind = route.partition("/")[0]
        if kind == "templates":
            continue  # they belong to the product
        body = body_of(method, route) or {}
        for name in names_in(route):
            # Only this one is foreign: the others are the rival's own, so that nothing else stops the question.
            foreign = theirs[kind][name]
            if foreign == own[kind][name]:
                continue  # a version's number, a flow's key: the same word in both
            unknown = unknown_like(foreign)
            answers = [
                told(rival.call(method, filled(route, {kind: {**own[kind], name: value}}), body), value)
                for value in (foreign, unknown)
            ]
            assert answers[0] == answers[1], f"{method} {route} {name}"
            assert answers[0][0] == 404 or not PLACE.search(route), f"{method} {route} {name}: {answers[0]}"
            walked += 1
    assert walked > 80


def test_a_foreign_word_in_a_query_is_answered_like_an_unknown_one(walled):
    """Every parameter of every list, search, filter, page and export."""
    rival, own, theirs = walled
    walked = 0
    for method, route, _ in GUARDED:
        if method != "get":
            continue
        path = filled(route, own)
        for parameter in declared(method, route).get("parameters", []):
            if parameter["in"] != "query" or parameter["name"] in ("limit", "cursor"):
                continue
            for word in foreign_for(parameter["name"], theirs):
                answers = [told(rival.get(f"{path}?{parameter['name']}={one}"), one) for one in (word, unknown_like(word))]
                assert answers[0] == answers[1], f"{path} {parameter['name']}={word}"
                walked += 1
    assert walked > 80


def foreign_for(name: str, theirs: dict[str, dict[str, str]]) -> list[str]:
    """Words of Acme for a parameter or field: the id of what it is called after, else of something, and Acme's own words."""
    named = [values["pk"] for kind, values in theirs.items() if "pk" in values and name.lower().startswith(kind.rstrip("s")[:8])]
    return [*(named or [theirs["customers"]["pk"]]), MARK]


def test_a_foreign_id_in_a_body_is_answered_like_an_unknown_one(walled):
    """n8n CVE-2026-42226, CVE-2026-56348, GHSA-4r56: any credential's id was taken from anybody."""
    rival, own, theirs = walled
    walked = 0
    for method, route, _ in GUARDED:
        fields = fields_of(method, route) if method in ("post", "put", "patch") else {}
        for name, shape in fields.items():
            if shape.get("type") not in ("string", ["string", "null"], "array", None):
                continue
            for foreign in foreign_for(name, theirs):
                answers = []
                for value in (foreign, unknown_like(foreign)):
                    sent: Any = [value] if shape.get("type") == "array" else value
                    asked = {**(body_of(method, route) or {}), name: sent}
                    with transaction.atomic():  # what one of them makes must not stand in the other's way
                        answer = rival.call(method, filled(route, own), asked)
                        transaction.set_rollback(True)
                    answers.append((answer.status_code, sorted(answer.json()) if answer.content[:1] == b"{" else ""))
                    assert not leaked(answer, {foreign}, json.dumps(asked)), f"{method} {route} {name}"
                assert answers[0] == answers[1], f"{method} {route} {name}"
                walked += 1
    assert walked > 100


def test_no_answer_to_anybody_holds_a_word_or_id_of_another(walled, cast):
    """Every route as the rival, with all that is the rival's own; then every list after all of that was done."""
    rival, own, _ = walled
    secrets = secrets_of(cast.acme)
    for method, route, _ in sorted(GUARDED, key=lambda one: (one[0] == "delete", one[1])):
        if route == "executions/<str:pk>/retry":
            continue  # the journal writes it on a thread of its own, which would wait for this test's transaction to end
        answer = rival.call(method, filled(route, own), body_of(method, route) or {})
        assert not leaked(answer, secrets), f"{method} {route}"
    lists = [route for method, route, _ in GUARDED if method == "get" and not names_in(route)]
    for route in lists:
        assert not leaked(rival.get(f"{route}?limit=200"), secrets), route


def test_the_walk_could_fail(cast):
    """Acme's own members do read Acme's ids by these very routes."""
    everything_of(cast)
    secrets = secrets_of(cast.acme)
    lists = [route for method, route, _ in GUARDED if method == "get" and not names_in(route)]
    seen = {route for route in lists if leaked(Desk(cast.owner).get(f"{route}?limit=200"), secrets)}
    assert {"requests", "executions", "customers", "instances", "credentials", "members", "tokens", "audit", "alerts"} <= seen


@pytest.mark.parametrize("path", ["requests", "executions", "instances", "connections"])
def test_one_customers_filter_finds_nothing_of_the_other(path, cast):
    first, second = two_customers(cast.acme)
    desk = Desk(cast.viewer)
    found = desk.get(f"{path}?customer={first.customer}").json()["results"]
    text = json.dumps(found)
    assert found and all(one in text for one in (first.customer,)) and not [one for one in second.words if one in text]
