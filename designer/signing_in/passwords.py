"""Changing a password, and choosing a new one by a signed link.

For: all that sets a password of an account that exists. Not here: the rules for one (`designer.accounts.services`).

The link's token is Django's: signed, out of date after an hour, and bound to the password it replaces, so it counts once.
"""

from __future__ import annotations

from axes.utils import reset as forget_failures
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from designer.accounts import letters
from designer.accounts.models import User
from designer.accounts.services import check_password
from designer.signing_in import sign_ins
from designer.signing_in.links import tried
from designer.signing_in.telling import as_person, tell_tenants, write_to
from designer.signing_in.throttle import RESETS_OF_ADDRESS, RESETS_OF_PERSON, WRONG_PASSWORDS
from runtime.engine.errors import NotAllowed
from runtime.mail.post import NOBODY, can_send


def prove(user: User, password: str) -> None:
    """The person at the keyboard is who signed in. Raises `NotAllowed` `password_wrong`, `too_many_tries`."""
    WRONG_PASSWORDS.check(str(user.pk))
    if not user.check_password(password):
        WRONG_PASSWORDS.count(str(user.pk))
        raise NotAllowed("This is not your password.", code="password_wrong", field="current")
    WRONG_PASSWORDS.forget(str(user.pk))


def change(request: HttpRequest, user: User, current: str, password: str) -> None:
    """This session goes on, all others end. Raises `NotAllowed` as `prove` does; `WeakPassword`."""
    prove(user, current)
    check_password(password, user)
    before = request.session.session_key
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)
        sign_ins.moved(before, request.session.session_key)
        sign_ins.end_all(user, but=request.session.session_key)
        tell_tenants(user, "member.password_changed")
        tell_changed(user)


def ask_for_link(request: HttpRequest, email: str) -> None:
    """Mails a link to whoever has this address; says nothing of whether anybody has.

    Raises `NotAllowed` `mail_not_set_up`, `too_many_tries`: both the same for every address.
    """
    if not can_send():
        raise NotAllowed(
            "This Hookyard sends no e-mail. Whoever runs it can make a link for you: manage.py reset_link <address>.",
            code="mail_not_set_up",
        )
    RESETS_OF_ADDRESS.count(request.META.get("REMOTE_ADDR") or "")
    RESETS_OF_PERSON.count(email)
    user = User.objects.filter(email=email, is_active=True).first()
    able = user is not None and user.has_usable_password()
    letters.write(
        user.email if user and able else NOBODY,
        kind="password_reset",
        subject="Choose a new password for Hookyard",
        lines=["Somebody asked for a new password for your account. If that was you, choose one now."],
        link=("Choose a new password", link_for(user if user and able else User(pk=0, email=email))),
        after=["The link counts once and for an hour. If you did not ask for it, there is nothing to do: your password stays."],
    )


def link_for(user: User) -> str:
    token = f"{urlsafe_base64_encode(str(user.pk).encode())}.{default_token_generator.make_token(user)}"
    return letters.page("/reset", token)


def choose(request: HttpRequest, token: str, password: str) -> User:
    """Sets the password and ends every session; a second factor stays. Raises `NotAllowed` `reset_invalid`; `WeakPassword`."""
    with tried(request), transaction.atomic():
        user = _whose(token)
        check_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        sign_ins.end_all(user)
        forget_failures(username=user.email)
        with as_person(request, user):
            tell_tenants(user, "member.password_reset")
        tell_changed(user)
    return user


def _whose(token: str) -> User:
    """The lock makes two who use a link at once take turns; the second finds it used."""
    encoded, _, proof = token.partition(".")
    user = User.objects.select_for_update().filter(pk=_number(encoded), is_active=True).first()
    if user is None or not default_token_generator.check_token(user, proof):
        raise NotAllowed(
            "This link does not count any more: it was used, or it is over an hour old. Ask for a new one.", code="reset_invalid"
        )
    return user


def _number(encoded: str) -> int:
    """0, which is nobody's, for what is none."""
    try:
        number = int(urlsafe_base64_decode(encoded))
    except (ValueError, OverflowError):
        return 0
    return number if 0 < number < 2**31 else 0


def tell_changed(user: User) -> None:
    write_to(
        user,
        "password_changed",
        "Your password was changed",
        "The password of your account was changed, and every other session of it ended.",
        "If that was not you, ask for a new password now, and tell an owner of your tenant.",
    )
