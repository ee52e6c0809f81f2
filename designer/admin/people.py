"""Users, members, invitations, API tokens."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from designer.accounts import invitations, services
from designer.accounts.models import ApiToken, Invitation, Member, User
from designer.admin.asking import Question, ask_and_do
from designer.admin.base import BY_TENANT, BoundedPaginator, LookOnly, linked
from designer.admin.tenant_forms import NothingToSay
from designer.admin.ways_in import NewPasswordForm, WaysIn
from designer.live import sockets
from designer.support import services as support
from designer.support.models import SupportVisit
from runtime.engine.errors import NotAllowed


@admin.register(User)
class PeopleAdmin(WaysIn, UserAdmin, ModelAdmin):
    """Accounts come into being with a membership; here they are switched off, or get a new password."""

    change_password_form = NewPasswordForm
    list_display = ["email", "is_active", "is_staff", "is_superuser", "last_login", "date_joined"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "id__exact"]
    ordering = ["email"]
    list_per_page = 50
    show_full_result_count = False
    paginator = BoundedPaginator
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("May", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Seen", {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["email", "last_login", "date_joined"]
    actions = ["switch_off", "switch_on", "reset_two_factor", "end_sessions"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.action(description="Switch off…")
    def switch_off(self, request: HttpRequest, rows: QuerySet[User]) -> HttpResponse | None:
        def question(count: int) -> Question:
            says = [
                "They are signed out and cannot sign in.",
                "API tokens they made stop working.",
                "Nothing they built changes.",
            ]
            return Question(f"Switch off {_accounts(count)}?", says, "Switch off", "Switched off", danger=True)

        def act(user: User, _: Any) -> None:
            if user == request.user:
                raise NotAllowed("Nobody switches off their own account.", code="own_account")
            _switch(user, False)

        return ask_and_do(self, request, rows.filter(is_active=True), question, NothingToSay, act)

    @admin.action(description="Switch on…")
    def switch_on(self, request: HttpRequest, rows: QuerySet[User]) -> HttpResponse | None:
        def question(count: int) -> Question:
            says = ["They can sign in again, and API tokens they made work again."]
            return Question(f"Switch on {_accounts(count)}?", says, "Switch on", "Switched on")

        return ask_and_do(
            self, request, rows.filter(is_active=False), question, NothingToSay, lambda user, _: _switch(user, True)
        )


def _switch(user: User, on: bool) -> None:
    user.is_active = on
    user.save(update_fields=["is_active"])
    sockets.ask_again(user_id=user.pk)


def _accounts(count: int) -> str:
    return "1 account" if count == 1 else f"{count} accounts"


@admin.register(Member)
class MemberAdmin(LookOnly):
    list_display = ["user", "tenant", "role", "created_at", "account"]
    list_filter = ["role", BY_TENANT]
    list_select_related = ["user", "tenant"]
    search_fields = ["user__email", "tenant__name"]
    search_help_text = "E-mail address or tenant"
    actions = ["remove"]
    account = linked("user", User, column="account")

    @admin.action(description="Remove from the tenant…")
    def remove(self, request: HttpRequest, rows: QuerySet[Member]) -> HttpResponse | None:
        def question(count: int) -> Question:
            says = [
                "They can no longer enter that tenant; their account stays.",
                "A tenant keeps its last owner: such a one is left as it is.",
            ]
            return Question(f"Remove {count} {'member' if count == 1 else 'members'}?", says, "Remove", "Removed", danger=True)

        return ask_and_do(self, request, rows, question, NothingToSay, lambda member, _: services.remove_member(member))


@admin.register(Invitation)
class InvitationAdmin(LookOnly):
    list_display = ["email", "tenant", "role", "invited_by", "created_at", "expires_at"]
    list_filter = ["role", BY_TENANT]
    search_fields = ["email", "tenant__name"]
    exclude = ["hash"]
    actions = ["withdraw"]

    @admin.action(description="Withdraw…")
    def withdraw(self, request: HttpRequest, rows: QuerySet[Invitation]) -> HttpResponse | None:
        def question(count: int) -> Question:
            return Question(f"Withdraw {count}?", ["Their links count no more."], "Withdraw", "Withdrawn", danger=True)

        return ask_and_do(self, request, rows, question, NothingToSay, lambda row, _: invitations.withdraw(row))


@admin.register(ApiToken)
class ApiTokenAdmin(LookOnly):
    list_display = ["name", "tenant", "role", "hint", "created_by", "created_at", "last_used_at"]
    list_filter = ["role", BY_TENANT]
    list_select_related = ["tenant", "created_by"]
    search_fields = ["name", "hint__exact"]
    search_help_text = "Name, or its last four characters"
    exclude = ["hash"]
    actions = ["revoke"]

    @admin.action(description="Revoke…")
    def revoke(self, request: HttpRequest, rows: QuerySet[ApiToken]) -> HttpResponse | None:
        def question(count: int) -> Question:
            says = [
                "Programs that use them are answered 401 from now on.",
                "A revoked token never works again; the tenant makes another.",
            ]
            return Question(f"Revoke {count} API {'token' if count == 1 else 'tokens'}?", says, "Revoke", "Revoked", danger=True)

        return ask_and_do(self, request, rows, question, NothingToSay, lambda token, _: services.delete_token(token))


@admin.register(SupportVisit)
class SupportVisitAdmin(LookOnly):
    list_display = ["user", "tenant", "reason", "may_change", "began_at", "until", "ended_at"]
    list_filter = ["may_change", BY_TENANT]
    list_select_related = ["user", "tenant"]
    search_fields = ["user__email", "tenant__name", "reason"]
    actions = ["end_them"]

    @admin.action(description="End…")
    def end_them(self, request: HttpRequest, rows: QuerySet[SupportVisit]) -> HttpResponse | None:
        def question(count: int) -> Question:
            return Question(f"End {count}?", ["Whoever looks at the tenant is out at once."], "End", "Ended")

        return ask_and_do(self, request, rows.filter(ended_at=None), question, NothingToSay, lambda row, _: support.end(row))
