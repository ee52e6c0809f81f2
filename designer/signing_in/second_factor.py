"""A second factor: one-time codes of an app (RFC 6238), and recovery codes for when the app is gone.

For: the rows of `SecondFactor` and `RecoveryCode`. Not here: when one is asked for (`entering`), who wants one (`policy`).
"""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import dataclass

import pyotp
import segno
from django.db import transaction
from django.utils import timezone

from designer.accounts.models import User
from designer.signing_in.models import RecoveryCode, SecondFactor
from designer.signing_in.telling import tell_tenants, write_to
from designer.signing_in.throttle import WRONG_CODES
from runtime.credentials import vault
from runtime.engine.errors import NotAllowed

STEP = 30  # seconds a code is for
WINDOW = (-1, 0, 1)  # steps that a phone's clock may be off
RECOVERY_CODES = 10
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without what is mistaken for something else
CODE_LENGTH = 16  # of 31 letters: 79 bits, so a quick hash tells nothing


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the app needs, as a text to type and as a picture to scan."""

    secret: str
    uri: str
    picture: str


def is_on(user: User) -> bool:
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


@transaction.atomic
def begin(user: User) -> Enrolment:
    """A new secret, which counts once a code of it was shown. Raises `NotAllowed` `two_factor_on`."""
    if is_on(user):
        raise NotAllowed("Two-factor sign-in is on already; switch it off first.", code="two_factor_on")
    secret = pyotp.random_base32()
    SecondFactor.objects.update_or_create(
        user=user, defaults={"secret": _encrypted(user, secret), "last_step": 0, "confirmed_at": None}
    )
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name="Hookyard")
    return Enrolment(secret, uri, _picture(uri))


def _picture(uri: str) -> str:
    """Dark on light in either appearance: cameras read nothing else for sure."""
    out = io.BytesIO()
    segno.make(uri, error="m").save(out, kind="svg", xmldecl=False, border=3, dark="#10131a", light="#ffffff", omitsize=True)
    return out.getvalue().decode().strip()


@transaction.atomic
def confirm(user: User, code: str) -> list[str]:
    """Switches it on; returns the recovery codes, which cannot be shown again. Raises `NotAllowed`."""
    row = SecondFactor.objects.select_for_update().filter(user=user).first()
    if row is None:
        raise NotAllowed("Begin again: there is nothing to confirm.", code="two_factor_not_begun")
    if row.confirmed_at:
        raise NotAllowed("Two-factor sign-in is on already.", code="two_factor_on")
    if not _spend(row, code):
        raise wrong_code("This code does not fit. Is the clock of your phone right? Wait for the next code and enter that.")
    SecondFactor.objects.filter(pk=row.pk).update(confirmed_at=timezone.now())
    tell_tenants(user, "member.two_factor_on")
    write_to(
        user,
        "two_factor_on",
        "Two-factor sign-in is on",
        "From now on signing in to Hookyard also needs a code of your app.",
        "If you did not do this, tell an owner of your tenant and change your password now.",
    )
    return _new_recovery_codes(user)


def check(user: User, given: str) -> str:
    """Spends a code of the app, or a recovery code; returns which: `app` or `recovery`. Raises `NotAllowed`.

    Wrong ones are counted for the account, wherever they come from.
    """
    WRONG_CODES.check(str(user.pk))
    code = "".join(given.split()).replace("-", "").upper()
    row = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    if row and len(code) == 6 and _spend(row, code):
        WRONG_CODES.forget(str(user.pk))
        return "app"
    if row and len(code) == CODE_LENGTH and _spend_recovery(user, code):
        WRONG_CODES.forget(str(user.pk))
        _tell_of_recovery(user)
        return "recovery"
    WRONG_CODES.count(str(user.pk))
    tell_tenants(user, "member.code_refused")
    raise wrong_code("This code does not fit, or was used already. Wait for the next code of your app and enter that.")


def wrong_code(message: str) -> NotAllowed:
    return NotAllowed(message, code="code_wrong", field="code")


@transaction.atomic
def switch_off(user: User) -> None:
    """By the person, who has just shown a code."""
    _forget(user)
    tell_tenants(user, "member.two_factor_off")
    _write_off(user, "You")


@transaction.atomic
def reset(user: User, by: str) -> None:
    """By somebody who looks after them: the app and the recovery codes are gone."""
    _forget(user)
    tell_tenants(user, "member.two_factor_reset", by=by)
    _write_off(user, by)


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """Those before count no more."""
    tell_tenants(user, "member.recovery_codes_made")
    return _new_recovery_codes(user)


def recovery_codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def _forget(user: User) -> None:
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


def _write_off(user: User, who: str) -> None:
    write_to(
        user,
        "two_factor_off",
        "Two-factor sign-in is off",
        f"{who} switched it off: signing in to Hookyard needs your password alone.",
        "If this surprises you, change your password now and switch it on again.",
    )


def _tell_of_recovery(user: User) -> None:
    left = recovery_codes_left(user)
    tell_tenants(user, "member.recovery_code_used", left=left)
    write_to(
        user,
        "recovery_code",
        "A recovery code was used to sign in",
        f"Somebody signed in to your account with one of your recovery codes. {left} are left.",
        "If that was not you, change your password now and make new recovery codes.",
    )


def step_now() -> int:
    return int(timezone.now().timestamp()) // STEP


def _spend(row: SecondFactor, code: str) -> bool:
    """Whether the code fits a step near now that no code was taken for yet; of two who show one at once, one is right."""
    if not (code.isascii() and code.isdigit()):
        return False
    totp = pyotp.TOTP(_secret(row))
    now = step_now()
    fitting = next((now + off for off in WINDOW if secrets.compare_digest(totp.at((now + off) * STEP), code)), None)
    return fitting is not None and bool(
        SecondFactor.objects.filter(pk=row.pk, secret=row.secret, last_step__lt=fitting).update(last_step=fitting)
    )


def _spend_recovery(user: User, code: str) -> bool:
    rows = RecoveryCode.objects.filter(user=user, hash=_hash(code), used_at__isnull=True)
    return bool(rows.update(used_at=timezone.now()))


def _new_recovery_codes(user: User) -> list[str]:
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, hash=_hash(code)) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4)) for code in codes]


def _encrypted(user: User, secret: str) -> str:
    return vault.encrypt("", f"second factor of {user.pk}", {"totp": secret})


def _secret(row: SecondFactor) -> str:
    return vault.decrypt("", f"second factor of {row.user_id}", row.secret)["totp"]


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
