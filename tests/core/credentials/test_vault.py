"""A secret opens only with the keys, and only in its own row."""

import base64

import pytest
from cryptography.fernet import Fernet

from runtime.credentials import vault
from runtime.engine.errors import StepProblem

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SECRET = {"value": "hunter2-hunter2"}


@pytest.fixture(autouse=True)
def old_key(settings):
    settings.VAULT_KEYS, settings.VAULT_KEY_SOURCE = (OLD,), ""


def refused(*row):
    with pytest.raises(StepProblem) as problem:
        vault.decrypt(*row)
    assert "hunter2" not in str(problem.value.as_json())
    return problem.value.code


def test_what_was_encrypted_opens_in_its_row():
    assert vault.decrypt("tenant", "row", vault.encrypt("tenant", "row", SECRET)) == SECRET


def test_nothing_of_the_secret_can_be_read_from_what_is_stored():
    stored = vault.encrypt("tenant", "row", SECRET)
    assert b"hunter2" not in base64.urlsafe_b64decode(stored)
    assert stored != vault.encrypt("tenant", "row", SECRET)


@pytest.mark.parametrize(("tenant", "row"), [("rival", "row"), ("tenant", "other"), ("", "")])
def test_a_secret_moved_to_another_row_does_not_open(tenant, row):
    assert refused(tenant, row, vault.encrypt("tenant", "row", SECRET)) == "secret_unreadable"


@pytest.mark.parametrize("stored", ["", "garbage", "é", "gAAAAA=="])
def test_what_is_no_secret_does_not_open(stored):
    assert refused("tenant", "row", stored) == "secret_unreadable"


def test_a_changed_byte_does_not_open():
    stored = vault.encrypt("tenant", "row", SECRET)
    assert refused("tenant", "row", stored[:40] + ("A" if stored[40] != "A" else "B") + stored[41:]) == "secret_unreadable"


def test_a_new_key_encrypts_and_the_old_one_still_opens(settings):
    before = vault.encrypt("tenant", "row", SECRET)
    settings.VAULT_KEYS = (NEW, OLD)
    after = vault.encrypt("tenant", "row", SECRET)
    assert vault.decrypt("tenant", "row", before) == SECRET
    settings.VAULT_KEYS = (NEW,)
    assert vault.decrypt("tenant", "row", after) == SECRET
    assert refused("tenant", "row", before) == "secret_unreadable"


def test_nobody_can_guess_the_stand_in_for_a_missing_credential():
    assert vault.unusable_secret() != vault.unusable_secret()
    assert len(vault.unusable_secret()) >= 40
