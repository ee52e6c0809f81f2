"""A rotated secret: both count for a while, and one can see when nobody uses the old one any more."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from django.core.management import CommandError, call_command

from designer.config.keys import load_keys
from runtime.credentials import services, succession, vault
from runtime.credentials.calls import Call
from runtime.credentials.models import Credential
from runtime.credentials.rotation import left_behind
from runtime.credentials.schemes import InvalidCredential
from runtime.credentials.uses import Uses
from runtime.engine.errors import NotAllowed
from runtime.routing import epoch
from runtime.routing.loading import load_gate
from runtime.tenancy.models import Tenant

pytestmark = pytest.mark.django_db
OLD, NEW, NEWEST = ({"value": f"{name}-secret-4711"} for name in ("old", "new", "newest"))


@pytest.fixture
def acme():
    return Tenant.objects.create(name="Acme Builders", slug="acme-turns")


@pytest.fixture
def key(acme):
    return services.create_credential(acme, name="Door", key="door", scheme="api_key", secret=OLD)


def now() -> float:
    return datetime.now(UTC).timestamp()


def lets_in(acme, secret, at=None) -> bool:
    try:
        load_gate(acme.pk, "door").check(Call({"x-api-key": secret["value"]}, b""), at or now())
    except NotAllowed:
        return False
    return True


def test_both_secrets_let_in_until_the_overlap_ends(acme, key):
    before = epoch.current()
    succession.rotate_secret(key, NEW, overlap_hours=24)
    assert epoch.current() > before
    assert lets_in(acme, NEW) and lets_in(acme, OLD)
    tomorrow = now() + 24 * 3600 + 1
    assert lets_in(acme, NEW, tomorrow) and not lets_in(acme, OLD, tomorrow)


def test_steps_send_the_new_one_at_once(acme, key):
    succession.rotate_secret(key, NEW, overlap_hours=24)
    assert services.reveal_by_key(acme.pk, "door")["secret"] == NEW


def test_without_an_overlap_the_old_one_ends_at_once(acme, key):
    succession.rotate_secret(key, NEW, overlap_hours=0)
    assert lets_in(acme, NEW) and not lets_in(acme, OLD)
    assert Credential.of(acme).get().previous_secret == ""


def test_rotating_twice_ends_the_first(acme, key):
    succession.rotate_secret(key, NEW, overlap_hours=24)
    succession.rotate_secret(key, NEWEST, overlap_hours=24)
    assert [lets_in(acme, secret) for secret in (OLD, NEW, NEWEST)] == [False, True, True]


def test_the_old_one_can_be_ended_early(acme, key):
    succession.rotate_secret(key, NEW, overlap_hours=24)
    succession.end_previous(Credential.of(acme).get())
    assert lets_in(acme, NEW) and not lets_in(acme, OLD)


def test_a_secret_that_does_not_fit_changes_nothing(acme, key):
    before = Credential.of(acme).values().get()
    with pytest.raises(InvalidCredential):
        succession.rotate_secret(key, {"value": "two words"}, overlap_hours=24)
    assert Credential.of(acme).values().get() == before


def test_what_stores_no_secret_has_none_to_rotate(acme):
    topic = services.create_credential(
        acme, name="T", scheme="aws_sns", secret={}, settings={"topicArn": "arn:aws:sns:eu-west-1:123456789012:orders"}
    )
    assert topic.hint == ""
    with pytest.raises(NotAllowed, match="nothing secret"):
        succession.rotate_secret(topic, {}, overlap_hours=24)


def test_an_ended_secret_is_thrown_away(acme, key):
    succession.rotate_secret(key, NEW, overlap_hours=1)
    assert succession.forget_ended(datetime.now(UTC)) == 0
    assert succession.forget_ended(datetime.now(UTC) + timedelta(hours=2)) == 1
    assert Credential.of(acme).get().previous_secret == ""


def test_it_is_told_when_each_secret_was_last_used(acme, key):
    succession.rotate_secret(key, NEW, overlap_hours=24)
    uses, at = Uses(), now()
    uses.note(key.pk, at - 5, current=False)
    uses.note(key.pk, at, current=True)
    assert uses.write() == 2
    row = Credential.of(acme).get()
    assert (row.used_at.timestamp(), row.previous_used_at.timestamp()) == (pytest.approx(at), pytest.approx(at - 5))
    uses.note(key.pk, at - 60, current=True)  # another process saw a later one
    uses.write()
    assert Credential.of(acme).get().used_at.timestamp() == pytest.approx(at)


def test_a_setting_that_the_stored_key_does_not_fit_is_refused(acme):
    made = services.create_credential(
        acme, name="J", scheme="jwt", secret={"key": "k" * 32}, settings={"algorithm": "HS256"}, key="door"
    )
    with pytest.raises(InvalidCredential):
        services.update_credential(made, settings={"algorithm": "RS256"})
    Credential.of(acme).update(settings={"algorithm": "RS256"})
    assert not lets_in(acme, {"value": "k" * 32}), "and if it got there all the same, nobody is let in"


def test_a_previous_secret_that_the_settings_outgrew_shuts_nobody_else_out(acme):
    made = services.create_credential(
        acme, name="J", scheme="jwt", secret={"key": "k" * 32}, settings={"algorithm": "HS256"}, key="door"
    )
    rotated = succession.rotate_secret(made, {"key": "n" * 64}, overlap_hours=24)
    services.update_credential(rotated, settings={"algorithm": "HS512"})
    gate = load_gate(acme.pk, "door")
    token = jwt.encode({"exp": now() + 60}, "n" * 64, algorithm="HS512")
    assert gate.check(Call({"authorization": f"Bearer {token}"}, b""), now()) is True
    assert gate.previous is None


def test_a_secret_that_is_replaced_without_an_overlap_ends_every_earlier_one(acme, key):
    rotated = succession.rotate_secret(key, NEW, overlap_hours=24)
    services.update_credential(rotated, secret=NEWEST)
    assert [lets_in(acme, secret) for secret in (OLD, NEW, NEWEST)] == [False, False, True]


@pytest.fixture
def keys(settings, tmp_path):
    """A key file of its own, as this process has read it."""
    settings.DATA = tmp_path
    settings.VAULT_KEYS = load_keys(tmp_path).vault
    return tmp_path


def test_the_vault_gets_a_new_key_while_other_processes_run_on(acme, keys, settings, capsys):
    row = services.create_credential(acme, name="Door", key="door", scheme="api_key", secret=OLD)
    succession.rotate_secret(row, NEW, overlap_hours=24)
    read_at_their_start = settings.VAULT_KEYS
    call_command("rotate_keys")
    settings.VAULT_KEYS = read_at_their_start
    assert lets_in(acme, OLD) and lets_in(acme, NEW), "a process that knows the old key alone looks again"
    settings.VAULT_KEYS = read_at_their_start
    services.update_credential(row, secret=NEWEST)
    assert left_behind() == 0, "and encrypts with the new one"
    call_command("rotate_keys", "--drop-old")
    assert len(load_keys(keys).vault) == 1
    assert vault.reveal(Credential.of(acme).get()) == NEWEST
    assert "old keys were thrown away" in capsys.readouterr().out
    assert (keys / "keys.json").stat().st_mode & 0o777 == 0o600


def test_old_keys_are_kept_while_a_secret_opens_with_none(acme, keys):
    row = services.create_credential(acme, name="Door", key="door", scheme="api_key", secret=OLD)
    Credential.of(acme).filter(pk=row.pk).update(secret="lost")
    with pytest.raises(CommandError, match="open with no key"):
        call_command("rotate_keys")
    with pytest.raises(CommandError, match="open with no key"):
        call_command("rotate_keys", "--drop-old")
    assert len(json.loads((keys / "keys.json").read_text())["vault"]) == 2
