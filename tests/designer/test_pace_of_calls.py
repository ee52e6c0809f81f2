"""How many calls of the API a caller may make: counted by token, person or address, told in plain words."""

from __future__ import annotations

import pytest

from designer.accounts.models import Role
from designer.accounts.services import create_token
from designer.api import pace
from designer.api.pace import CALLS
from tests.cast import Cast, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_calls(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three at once, and none that comes back while a test runs."""
    settings.API_RATE = 3
    monkeypatch.setattr(CALLS, "_rate", lambda: (1 / 36_000, 3))
    CALLS.forget()


def make_token(cast: Cast, name: str) -> str:
    return create_token(cast.access(), name=name, role=Role.OWNER)[1]


def _statuses(desk: Desk, path: str, times: int = 4, **headers: str) -> list[int]:
    return [desk.get(path, **headers).status_code for _ in range(times)]


def test_too_many_calls_are_refused_with_the_seconds_to_wait(cast):
    desk = Desk(cast.owner)
    assert _statuses(desk, "customers") == [200, 200, 200, 429]
    refused = desk.get("customers")
    assert refused.json()["code"] == "rate_limited" and "Try again in" in refused.json()["detail"]
    assert int(refused.headers["Retry-After"]) == refused.json()["retryAfter"] >= 1
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_each_person_and_each_token_has_calls_of_their_own(cast):
    assert _statuses(Desk(cast.owner), "customers")[-1] == 429
    assert _statuses(Desk(cast.builder), "customers", 1) == [200]
    tokens = [Desk(token=make_token(cast, name)) for name in ("one", "two")]
    assert [_statuses(desk, "customers")[-2:] for desk in tokens] == [[200, 429], [200, 429]]


def test_who_proves_nothing_is_counted_by_address(cast):
    nobody, guesser = Desk(), Desk(token="hky_guessed")
    assert [nobody.get("session").status_code, guesser.get("customers").status_code] == [200, 401]
    assert [nobody.get("customers").status_code, guesser.get("customers").status_code] == [401, 429]
    assert nobody.client.get("/api/session", REMOTE_ADDR="198.51.100.7").status_code == 200, "another address"
    assert Desk(cast.owner).get("customers").status_code == 200, "who is somebody does not pay for who is not"


def test_the_public_apis_count_by_their_own_measure(cast):
    desk = Desk(token=make_token(cast, "one"))
    answers = [desk.client.get("/core/v1/triggers", headers=desk.headers).status_code for _ in range(4)]
    assert answers == [200] * 4


def test_nothing_is_counted_where_the_operator_sets_no_limit(cast, settings):
    settings.API_RATE = 0
    assert _statuses(Desk(cast.owner), "customers", 5) == [200] * 5
    assert pace.CALLS._buckets == {}
