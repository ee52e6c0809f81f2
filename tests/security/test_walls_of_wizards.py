"""An open wizard reaches one customer: nothing of the next customer, or of another tenant, by any of its routes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from designer.wizard.urls import urlpatterns
from runtime.identifiers import new_id
from runtime.instances.models import Instance
from tests.cast import Desk
from tests.security.two_customers import Possessions, two_customers

pytestmark = pytest.mark.django_db
BODIES = {
    "sessions": {"code": "hkc_unknown"},
    "consents": {"ticket": "a:b:c"},
    "pages/<int:page>": {"values": {}, "leave": "next"},
    "secret": {"page": 0, "element": 0, "value": "s3cret"},
    "connections": {"variable": "account", "values": {"token": "t"}},
    "connections/<str:connection>": {"values": {"token": "t"}},
    "choices": {"variable": "region", "values": {}},
    "test": {"flow": "orders"},
}
ROUTES = [
    (method, str(pattern.pattern))
    for pattern in urlpatterns
    for method in ("get", "post", "put", "patch", "delete")
    if hasattr(pattern.callback.view_class, method)
]


def opened(owner: Desk, whose: Possessions) -> dict[str, str]:
    """The headers of an open wizard of this customer."""
    instance = Instance.across_tenants.get(customer_id=whose.customer)
    code = owner.post(f"instances/{instance.pk}/wizard", {}).json()["code"]
    token = Desk().post("wizard/sessions", {"code": code}).json()["token"]
    return {"Authorization": f"Bearer {token}"}


def ask(method: str, route: str, connection: str, headers: dict[str, str]) -> Any:
    path = route.replace("<int:page>", "0").replace("<str:connection>", connection)
    return Desk().call(method, f"wizard/{path}", BODIES.get(route), **headers)


@pytest.fixture
def three(cast) -> tuple[Possessions, Possessions, Possessions, dict[str, str]]:
    """One whose wizard is open; the next customer; a customer of another tenant."""
    first, second = two_customers(cast.acme)
    other, _ = two_customers(cast.rivals)
    return first, second, other, opened(Desk(cast.owner), first)


def test_no_route_of_it_tells_a_word_of_anybody_else(three):
    first, second, other, headers = three
    foreign = {word for word in (*second.words, *other.words) if word not in first.words}  # names of the first are in both
    assert len(ROUTES) > 10
    seen = ""
    for method, route in sorted(ROUTES, key=lambda one: one[0] == "delete"):
        answer = ask(method, route, first.words[2], headers)
        text = answer.content.decode() + json.dumps(dict(answer.headers))
        assert not {word for word in foreign if word in text}, f"{method} {route}"
        seen += text
    assert "Name of nw-first" in seen, "it does tell of its own customer"


def test_a_connection_of_anybody_else_looks_like_one_that_never_was(three):
    _, second, other, headers = three
    routes = [(method, route) for method, route in ROUTES if "<str:connection>" in route]
    assert routes
    for method, route in routes:
        told = set()
        for connection in (second.words[2], other.words[2], new_id()):
            answer = ask(method, route, connection, headers)
            text = re.sub(r'"requestId":"\w+"', "", answer.content.decode()).replace(connection, "<id>")
            told.add((answer.status_code, text))
        assert len(told) == 1 and next(iter(told))[0] == 404, f"{method} {route}: {told}"


def test_a_session_is_no_member_and_a_member_is_no_session(three, cast):
    *_, headers = three
    for path in ("customers", "executions", "tenant", "audit"):
        assert Desk().get(path, **headers).status_code == 401
    for method, route in ROUTES:
        if route not in ("sessions", "consents"):
            assert ask(method, route, new_id(), {}).status_code == 401
            assert Desk(cast.owner).call(method, f"wizard/{route.replace('<int:page>', '0')}", {}).status_code == 401


def test_another_tenants_operator_gives_out_no_wizard_of_this_one(three, cast):
    first, *_ = three
    instance = Instance.across_tenants.get(customer_id=first.customer)
    answers = [Desk(cast.rival).post(f"instances/{pk}/wizard", {}) for pk in (instance.pk, new_id())]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "not_found")}
