"""What whoever runs this Hookyard does about how a person signs in: a new password, a lost phone, sessions to end.

For: the acts of the account pages (`people`) that reach into `designer.signing_in`, each told to the person and the audit log.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.forms import AdminPasswordChangeForm

from designer.accounts.models import User
from designer.admin.asking import Question, ask_and_do
from designer.admin.tenant_forms import NothingToSay
from designer.signing_in import passwords, second_factor, sign_ins
from designer.signing_in.telling import tell_tenants
from runtime.engine.errors import NotAllowed


class NewPasswordForm(AdminPasswordChangeForm):
    """Every session ends, as whoever knew the old password may be signed in."""

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        sign_ins.end_all(user)
        tell_tenants(user, "member.password_set")
        passwords.tell_changed(user)
        return user


class WaysIn:
    """Actions of an admin page that lists accounts."""

    @admin.action(description="Reset two-factor sign-in…")
    def reset_two_factor(self, request: HttpRequest, rows: QuerySet[User]) -> HttpResponse | None:
        def question(count: int) -> Question:
            says = [
                "They sign in with their password alone, and may set it up anew.",
                "Make sure that it is really them who asked: in person, or by a call.",
                "They are told by e-mail, their tenants by the audit log.",
            ]
            return Question(f"Reset two-factor sign-in of {count}?", says, "Reset", "Reset", danger=True)

        def act(user: User, _: Any) -> None:
            if not second_factor.is_on(user):
                raise NotAllowed("It is not on.", code="two_factor_off")
            second_factor.reset(user, request.user.email)

        return ask_and_do(self, request, rows, question, NothingToSay, act)

    @admin.action(description="End all sessions…")
    def end_sessions(self, request: HttpRequest, rows: QuerySet[User]) -> HttpResponse | None:
        def question(count: int) -> Question:
            says = ["They are signed out everywhere at once, and can sign in again.", "API tokens they made go on working."]
            return Question(f"End all sessions of {count}?", says, "End sessions", "Ended the sessions of")

        def act(user: User, _: Any) -> None:
            sign_ins.end_all(user)
            tell_tenants(user, "member.sessions_ended")

        return ask_and_do(self, request, rows, question, NothingToSay, act)
