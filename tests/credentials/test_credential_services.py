"""Credentials as rows: stored encrypted, found only by their tenant, rotated under load."""

import pytest
from cryptography.fernet import Fernet

from runtime.credentials import services, vault
from runtime.credentials.models import Credential
from runtime.credentials.rotation import Rotation, rotate
from runtime.credentials.schemes import InvalidCredential
from runtime.engine.errors import NotAllowed, StepProblem
from runtime.routing import epoch
from runtime.tenancy.models import Tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return Tenant.objects.create(name="Acme Builders", slug="acme-vault")


@pytest.fixture
def rival():
    return Tenant.objects.create(name="Rival Ltd", slug="rival-vault")


def an_api_key(tenant, *, name="Acme ERP key", value="hunter2-hunter2", **more):
    return services.create_credential(tenant, name=name, scheme="api_key", secret={"value": value}, **more)


def test_a_credential_is_made_with_a_key_from_its_name_and_the_defaults_of_its_scheme(acme):
    row = an_api_key(acme)
    assert (row.key, row.settings) == ("acme-erp-key", {"header": "X-Api-Key"})
    assert "hunter2" not in row.secret


def test_the_table_holds_no_secret_in_the_clear(acme):
    row = an_api_key(acme)
    assert "hunter2" not in str(Credential.of(acme).filter(pk=row.pk).values().get())


@pytest.mark.parametrize(("value", "hint"), [("hunter2-hunter2", "ter2"), ("x" * 11, ""), ("x" * 12, "xxxx")])
def test_the_hint_shows_four_characters_of_a_secret_long_enough(acme, value, hint):
    assert an_api_key(acme, value=value).hint == hint


def test_names_that_give_the_same_key_are_numbered(acme):
    assert [an_api_key(acme).key for _ in range(3)] == ["acme-erp-key", "acme-erp-key-2", "acme-erp-key-3"]


def test_a_name_without_a_letter_gives_a_key_too(acme):
    assert an_api_key(acme, name="€ ☺").key == "credential"


def test_a_chosen_key_that_is_taken_is_refused(acme):
    an_api_key(acme, key="erp")
    with pytest.raises(NotAllowed) as refused:
        an_api_key(acme, key="erp")
    assert refused.value.code == "credential_key_taken"
    assert Credential.of(acme).count() == 1


def test_two_tenants_may_use_one_key_and_each_finds_its_own(acme, rival):
    an_api_key(acme, key="erp", value="of-acme-itself")
    an_api_key(rival, key="erp", value="of-rival-itself")
    assert services.reveal_by_key(acme.pk, "erp")["secret"] == {"value": "of-acme-itself"}
    assert services.reveal_by_key(rival.pk, "erp")["secret"] == {"value": "of-rival-itself"}


def test_a_key_of_another_tenant_is_unknown(acme, rival):
    an_api_key(acme, key="erp")
    assert services.reveal_by_key(rival.pk, "erp") is None


def test_a_secret_copied_into_another_tenants_row_does_not_open(acme, rival):
    stolen = an_api_key(acme, key="erp")
    own = an_api_key(rival, key="erp")
    Credential.of(rival).filter(pk=own.pk).update(secret=stolen.secret)
    with pytest.raises(StepProblem) as refused:
        services.reveal_by_key(rival.pk, "erp")
    assert refused.value.code == "secret_unreadable"
    assert Credential.of(rival).get().hint == ""


def test_an_update_changes_what_is_given_and_nothing_else(acme):
    row = services.update_credential(an_api_key(acme, key="erp"), name="Renamed", settings={"header": "X-Erp"})
    stored = Credential.of(acme).get()
    assert (stored.name, stored.settings, stored.key) == ("Renamed", {"header": "X-Erp"}, "erp")
    assert vault.reveal(stored) == {"value": "hunter2-hunter2"}
    services.update_credential(row, secret={"value": "another-secret"})
    assert services.reveal_by_key(acme.pk, "erp") == {
        "scheme": "api_key",
        "settings": {"header": "X-Erp"},
        "secret": {"value": "another-secret"},
    }


@pytest.mark.parametrize("changes", [{"settings": {"header": "a b"}}, {"secret": {"token": "x"}}])
def test_an_update_that_does_not_fit_the_scheme_changes_nothing(acme, changes):
    row = an_api_key(acme)
    before = Credential.of(acme).values().get()
    with pytest.raises(InvalidCredential):
        services.update_credential(row, name="Renamed", **changes)
    assert Credential.of(acme).values().get() == before


def test_each_change_makes_the_door_forget_its_routes(acme):
    counts = [epoch.current()]
    row = an_api_key(acme)
    counts.append(epoch.current())
    services.update_credential(row, secret={"value": "another"})
    counts.append(epoch.current())
    services.delete_credential(row)
    counts.append(epoch.current())
    assert counts == sorted(set(counts))


def test_rotation_encrypts_every_secret_with_the_newest_key(acme, rival, settings):
    for tenant in (acme, rival):
        an_api_key(tenant, key="erp")
    old, new = settings.VAULT_KEYS[0], Fernet.generate_key().decode()
    settings.VAULT_KEYS, settings.VAULT_KEY_SOURCE = (new, old), ""
    assert rotate() == Rotation(rotated=2, unreadable=0)
    settings.VAULT_KEYS = (new,)
    for tenant in (acme, rival):
        assert services.reveal_by_key(tenant.pk, "erp")["secret"] == {"value": "hunter2-hunter2"}


def test_rotation_counts_what_no_key_opens_and_goes_on(acme, settings):
    an_api_key(acme, key="good")
    bad = an_api_key(acme, key="bad")
    Credential.of(acme).filter(pk=bad.pk).update(secret="lost")
    settings.VAULT_KEYS, settings.VAULT_KEY_SOURCE = (Fernet.generate_key().decode(), *settings.VAULT_KEYS), ""
    assert rotate() == Rotation(rotated=1, unreadable=1)
