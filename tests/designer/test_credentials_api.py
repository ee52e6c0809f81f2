"""Credentials at the desk: a secret goes in and never comes out."""

from __future__ import annotations

from runtime.credentials import vault
from runtime.credentials.models import Credential

SECRET = "s3cret-value-9876"


def test_a_secret_is_kept_and_never_shown(cast, builder, viewer):
    body = {"name": "Acme key", "scheme": "api_key", "settings": {"header": "X-Acme"}, "secret": {"value": SECRET}}
    made = builder.post("credentials", body)
    assert made.status_code == 201
    assert (made.json()["key"], made.json()["settings"], made.json()["hint"]) == ("acme-key", {"header": "X-Acme"}, "9876")
    assert SECRET not in made.content.decode() + viewer.get("credentials").content.decode()
    row = Credential.objects.of(cast.acme).get()
    assert SECRET not in row.secret and vault.reveal(row) == {"value": SECRET}


def test_a_secret_is_replaced_only_when_one_is_given(cast, builder):
    made = builder.post("credentials", {"name": "K", "scheme": "bearer", "secret": {"token": SECRET}}).json()
    assert builder.patch(f"credentials/{made['id']}", {"name": "Renamed"}).json()["hint"] == "9876"
    assert builder.patch(f"credentials/{made['id']}", {"secret": {"token": "another-token-1234"}}).json()["hint"] == "1234"


def test_every_error_of_a_credential_is_told_at_once_without_the_secret(builder):
    body = {"name": "H", "scheme": "hmac", "settings": {"header": "no header", "algorithm": SECRET}, "secret": {"wrong": SECRET}}
    answer = builder.post("credentials", body)
    assert answer.status_code == 400
    assert {error["field"].partition(".")[0] for error in answer.json()["errors"]} >= {"settings"}
    answer = builder.post("credentials", {**body, "settings": {"header": "X-Sig"}})
    assert answer.json()["errors"][0]["field"].startswith("secret")
    assert SECRET not in answer.content.decode()


def test_a_key_is_one_credentials_and_a_deleted_one_is_free(builder):
    body = {"name": "K", "key": "mine", "scheme": "bearer", "secret": {"token": SECRET}}
    made = builder.post("credentials", body).json()
    assert builder.post("credentials", body).json()["code"] == "credential_key_taken"
    assert builder.delete(f"credentials/{made['id']}").status_code == 204
    assert builder.post("credentials", body).status_code == 201
