"""Accounts that a program brings along by the Triggers API: kept, filled in again, and refused with all that is wrong."""

from __future__ import annotations

import pytest

from runtime.connections.catalogue import create_service
from runtime.connections.keeping import secret_of
from runtime.connections.models import Connection
from runtime.identifiers import as_uuid, id_of

pytestmark = pytest.mark.django_db
TOKENS = {"access_token": "a-1", "refresh_token": "r-1", "expires_in": 3600}


@pytest.fixture
def oauth(cast):
    urls = {
        "authorizeUrl": "https://a.example/authorize",
        "tokenUrl": "https://a.example/token",
        "clientId": "c",
        "hosts": ["a.example"],
    }
    return create_service(cast.acme, name="Cloud", scheme="oauth2_code", settings=urls)


def bring(user, made, credentials, path: str = "authentications"):
    body = {"name": "Mine", "credentials": credentials}
    if path == "authentications":
        return user.post(path, {**body, "serviceEnvironmentId": as_uuid(made.pk)})
    return user.call("PUT", path, body)


def kept(told) -> dict[str, str]:
    return secret_of(Connection.across_tenants.get(pk=id_of(told.json()["id"])))


def test_a_token_is_kept_and_filled_in_again(user, cast):
    made = create_service(cast.acme, name="Line", scheme="bearer", settings={"hosts": ["a.example"]})
    first = bring(user, made, {"token": "t-1"})
    assert first.status_code == 200 and kept(first) == {"token": "t-1"}
    again = bring(user, made, {"token": "t-2"}, f"authentications/{first.json()['id']}")
    assert again.status_code == 200 and kept(again) == {"token": "t-2"}
    assert "t-2" not in user.get(f"authentications/{first.json()['id']}").content.decode()


def test_a_field_that_the_service_does_not_have_is_refused_and_nothing_is_stored(user, cast):
    made = create_service(cast.acme, name="Line", scheme="bearer", settings={"hosts": ["a.example"]})
    refused = bring(user, made, {"token": "t-1", "tokne": "x"})
    assert refused.status_code == 400 and "tokne" in refused.json()["message"]
    assert not Connection.of(cast.acme).exists()


def test_tokens_of_an_oauth_service_are_kept_and_a_new_one_keeps_the_old_refresh_token(user, oauth):
    first = bring(user, oauth, TOKENS)
    assert kept(first) == {"accessToken": "a-1", "refreshToken": "r-1"}
    again = bring(user, oauth, {"access_token": "a-2"}, f"authentications/{first.json()['id']}")
    assert kept(again) == {"accessToken": "a-2", "refreshToken": "r-1"}


@pytest.mark.parametrize("wrong", [{}, {"access_token": 7}, {"access_token": ""}, {"access_token": "a", "refresh_token": ["r"]}])
def test_what_is_no_token_is_refused_and_nothing_is_stored(user, oauth, wrong, cast):
    assert bring(user, oauth, wrong).status_code == 400
    assert not Connection.of(cast.acme).exists()
