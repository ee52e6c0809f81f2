"""One-time codes: enrolled with one, asked for at sign-in, each taken once, and recovery codes for when the phone is gone."""

from __future__ import annotations

import threading
from datetime import timedelta
from io import StringIO

import pyotp
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from designer.accounts.models import Member, Role, User
from designer.audit.models import AuditEntry
from designer.config.keys import load_keys
from designer.signing_in import entering, second_factor
from designer.signing_in.models import RecoveryCode, SecondFactor, Tally
from runtime.engine.errors import NotAllowed
from tests.cast import PASSWORD, Desk, make_cast

NOW = 58_000_000  # steps


def code_of(secret: str, off: int = 0) -> str:
    """What the app shows, `off` steps from now."""
    return pyotp.TOTP(secret).at((NOW + off) * second_factor.STEP)


@pytest.fixture(autouse=True)
def the_clock_stands(monkeypatch):
    monkeypatch.setattr(second_factor, "step_now", lambda: NOW)


def enrol(desk: Desk) -> tuple[str, list[str]]:
    """The secret and the recovery codes. It spends the code of the step before this one."""
    begun = desk.post("account/two-factor", {"current": PASSWORD})
    assert begun.status_code == 200, begun.content
    secret = begun.json()["secret"]
    done = desk.post("account/two-factor/confirm", {"code": code_of(secret, -1)})
    assert done.status_code == 200, done.content
    return secret, done.json()["codes"]


def half_way(email: str = "viewer@example.com") -> Desk:
    desk = Desk()
    answer = desk.post("session", {"email": email, "password": PASSWORD})
    assert (answer.status_code, answer.json()["codeNeeded"], answer.json()["user"]) == (200, True, None)
    return desk


def with_code(desk: Desk, code: str):
    return desk.post("session/code", {"code": code})


def test_it_is_set_up_with_a_picture_and_a_code_of_the_app(cast, viewer):
    begun = viewer.post("account/two-factor", {"current": PASSWORD}).json()
    assert begun["uri"].startswith("otpauth://totp/Hookyard:viewer%40example.com") and begun["secret"] in begun["uri"]
    assert begun["picture"].startswith("<svg") and "script" not in begun["picture"]
    assert viewer.post("account/two-factor/confirm", {"code": "000000"}).json()["code"] == "code_wrong"
    assert viewer.get("account").json()["twoFactorSince"] is None
    assert Desk().post("session", {"email": "viewer@example.com", "password": PASSWORD}).json()["codeNeeded"] is False
    codes = viewer.post("account/two-factor/confirm", {"code": code_of(begun["secret"])}).json()["codes"]
    assert len(set(codes)) == 10
    account = viewer.get("account").json()
    assert account["twoFactorSince"] and account["recoveryCodesLeft"] == 10
    assert AuditEntry.objects.of(cast.acme).filter(deed="member.two_factor_on", actor="viewer@example.com").count() == 1


def test_setting_it_up_needs_the_password(viewer):
    answer = viewer.post("account/two-factor", {"current": "not it"})
    assert (answer.status_code, answer.json()["code"]) == (422, "password_wrong")


def test_signing_in_needs_a_code_then(cast, viewer):
    secret, _ = enrol(viewer)
    desk = half_way()
    assert desk.get("tenant").status_code == 401
    assert desk.get("account").status_code == 401
    assert with_code(desk, "123456").json()["code"] == "code_wrong"
    session = with_code(desk, code_of(secret)).json()
    assert (session["user"]["email"], session["codeNeeded"]) == ("viewer@example.com", False)
    entry = AuditEntry.objects.of(cast.acme).filter(deed="member.signed_in").latest("pk")
    assert entry.facts["secondFactor"] == "app" and entry.actor == "viewer@example.com"


def test_a_code_counts_once(viewer):
    secret, _ = enrol(viewer)
    code = code_of(secret)
    assert with_code(half_way(), code).status_code == 200
    assert with_code(half_way(), code).json()["code"] == "code_wrong"


@pytest.mark.parametrize(("off", "status"), [(0, 200), (1, 200), (2, 422), (-2, 422)])
def test_a_phone_may_be_one_step_off(off, status, viewer):
    secret, _ = enrol(viewer)
    assert with_code(half_way(), code_of(secret, off)).status_code == status


def test_a_code_before_one_that_was_taken_counts_no_more(viewer):
    secret, _ = enrol(viewer)
    assert with_code(half_way(), code_of(secret, 1)).status_code == 200
    assert with_code(half_way(), code_of(secret, 0)).status_code == 422


def test_a_recovery_code_counts_once_and_is_stored_as_a_hash(cast, viewer):
    _, codes = enrol(viewer)
    assert with_code(half_way(), codes[0].lower()).status_code == 200
    assert with_code(half_way(), codes[0]).status_code == 422
    assert with_code(half_way(), codes[1].replace("-", " ")).status_code == 200
    assert viewer.get("account").json()["recoveryCodesLeft"] == 8
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM designer_recoverycode")
        assert codes[2].replace("-", "") not in repr(cursor.fetchall())
    assert AuditEntry.objects.of(cast.acme).filter(deed="member.recovery_code_used").count() == 2


def test_new_recovery_codes_end_those_before(viewer):
    secret, codes = enrol(viewer)
    new = viewer.post("account/recovery-codes", {"code": code_of(secret)}).json()["codes"]
    assert with_code(half_way(), codes[0]).status_code == 422
    assert with_code(half_way(), new[0]).status_code == 200


def test_ten_wrong_codes_wait_whoever_sends_them_and_the_right_one_too(cast, viewer):
    secret, _ = enrol(viewer)
    statuses = [with_code(half_way(), f"00000{digit}").status_code for digit in range(10)]
    assert statuses == [422] * 10
    answer = with_code(half_way(), code_of(secret))
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
    assert 800 < int(answer.headers["Retry-After"]) <= 900
    Tally.objects.update(since=timezone.now() - timedelta(minutes=16))
    assert with_code(half_way(), code_of(secret)).status_code == 200


def test_half_way_is_no_longer_than_five_minutes(viewer, monkeypatch):
    secret, _ = enrol(viewer)
    desk = half_way()
    monkeypatch.setattr(entering, "HALF_WAY_FOR", -1)
    answer = with_code(desk, code_of(secret))
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_again")
    assert desk.get("session").json()["codeNeeded"] is False


def test_half_way_ends_when_the_password_changes(cast, viewer):
    secret, _ = enrol(viewer)
    desk = half_way()
    cast.viewer.set_password("another good password")
    cast.viewer.save()
    assert with_code(desk, code_of(secret)).json()["code"] == "sign_in_again"


def test_a_code_without_a_password_is_nothing(viewer):
    secret, _ = enrol(viewer)
    assert with_code(Desk(), code_of(secret)).json()["code"] == "sign_in_again"


def test_switching_it_off_needs_a_code(viewer):
    secret, _ = enrol(viewer)
    assert viewer.post("account/two-factor/off", {"code": "123456"}).status_code == 422
    assert viewer.post("account/two-factor/off", {"code": code_of(secret)}).status_code == 204
    assert not RecoveryCode.objects.exists()
    assert Desk().post("session", {"email": "viewer@example.com", "password": PASSWORD}).json()["user"] is not None


def test_the_secret_is_encrypted_and_its_key_can_be_changed(viewer, settings, tmp_path):
    settings.DATA, settings.KEYS_GIVEN, settings.VAULT_KEYS = tmp_path, False, load_keys(tmp_path).vault
    secret, _ = enrol(viewer)
    before = SecondFactor.objects.get().secret
    assert secret not in before
    call_command("rotate_keys", stdout=StringIO())
    assert SecondFactor.objects.get().secret != before
    call_command("rotate_keys", "--drop-old", stdout=StringIO())
    assert with_code(half_way(), code_of(secret)).status_code == 200


def test_a_tenant_that_asks_for_it_lets_nobody_in_without_one(cast, owner, viewer):
    later = (timezone.now() + timedelta(days=7)).isoformat()
    assert owner.patch("sign-in-policy", {"twoFactorFrom": later}).json()["membersWithout"] == len(Role)
    assert viewer.get("tenant").status_code == 200, "there is still time"
    assert viewer.get("session").json()["tenants"][0]["twoFactorFrom"]
    owner.patch("sign-in-policy", {"twoFactorFrom": timezone.now().isoformat()})
    answer = viewer.get("tenant")
    assert (answer.status_code, answer.json()["code"]) == (403, "two_factor_required")
    enrol(viewer)
    assert viewer.get("tenant").status_code == 200
    assert owner.get("sign-in-policy").json()["code"] == "two_factor_required", "owners too"
    enrol(owner)
    assert owner.patch("sign-in-policy", {"twoFactorFrom": None}).json() == {"twoFactorFrom": None, "membersWithout": 3 - 1}
    deeds = AuditEntry.objects.of(cast.acme).filter(deed="tenant.sign_in_changed")
    assert deeds.count() == 3


def test_an_owner_helps_a_member_who_lost_their_phone(cast, owner, viewer):
    enrol(viewer)
    member = Member.objects.of(cast.acme).get(user=cast.viewer)
    assert {row["email"] for row in owner.get("members").json()["results"] if row["twoFactor"]} == {"viewer@example.com"}
    assert owner.post(f"members/{member.pk}/two-factor/reset").status_code == 204
    assert Desk().post("session", {"email": "viewer@example.com", "password": PASSWORD}).json()["user"]
    entry = AuditEntry.objects.of(cast.acme).get(deed="member.two_factor_reset")
    assert (entry.actor, entry.about, entry.facts) == (cast.owner.email, "viewer@example.com", {"by": cast.owner.email})


def test_nobody_takes_their_own_off_without_a_code(cast, owner):
    enrol(owner)
    member = Member.objects.of(cast.acme).get(user=cast.owner)
    token = owner.post("tokens", {"name": "mine", "role": "owner"}).json()["token"]
    for desk in (owner, Desk(token=token)):
        answer = desk.post(f"members/{member.pk}/two-factor/reset")
        assert (answer.status_code, answer.json()["code"]) == (409, "two_factor_own")
    assert second_factor.is_on(cast.owner)


def test_only_owners_see_who_has_a_password_alone(cast, owner, viewer):
    assert {row["twoFactor"] for row in viewer.get("members").json()["results"]} == {None}
    assert {row["twoFactor"] for row in owner.get("members").json()["results"]} == {False}


def test_an_owner_cannot_weaken_an_account_that_others_count_on(cast, owner, viewer):
    enrol(viewer)
    Member.objects.create(tenant=cast.rivals, user=cast.viewer, role=Role.OWNER)
    member = Member.objects.of(cast.acme).get(user=cast.viewer)
    answer = owner.post(f"members/{member.pk}/two-factor/reset")
    assert (answer.status_code, answer.json()["code"]) == (409, "two_factor_shared")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_show_one_code_at_once_one_gets_in():
    user = make_cast().viewer
    begun = second_factor.begin(user)
    second_factor.confirm(user, code_of(begun.secret, -1))
    code, together, outcomes = code_of(begun.secret), threading.Barrier(2), []

    def show() -> None:
        together.wait(10)
        try:
            outcomes.append(second_factor.check(User.objects.get(pk=user.pk), code))
        except NotAllowed as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=show) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["app", "code_wrong"]
