"""Tenants, users, members, tokens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminPasswordWidget

from designer.accounts import tenants
from designer.accounts.models import ApiToken, Member, Role, User
from designer.accounts.services import WeakPassword, add_member, check_password
from designer.admin.base import LookOnly
from runtime.tenancy.models import Tenant


class NewTenantForm(forms.ModelForm):
    """A tenant starts with its owner: without one nobody could enter it."""

    owner_email = forms.EmailField(widget=UnfoldAdminEmailInputWidget)
    owner_password = forms.CharField(
        required=False, widget=UnfoldAdminPasswordWidget, help_text="For an owner who has no account here yet."
    )

    class Meta:
        model = Tenant
        fields = ["name"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        email = (cleaned.get("owner_email") or "").lower()
        if email and not User.objects.filter(email=email).exists():
            try:
                check_password(cleaned.get("owner_password") or "", User(email=email))
            except WeakPassword as refusal:
                self.add_error("owner_password", [error["message"] for error in refusal.details["errors"]])
        return cleaned


@admin.register(Tenant)
class TenantAdmin(ModelAdmin):
    list_display = ["name", "slug", "created_at", "suspended", "requests_per_second"]
    list_filter = ["suspended"]
    search_fields = ["name", "slug", "=id"]
    fields = ["name", "slug", "id", "created_at", "suspended", "requests_per_second", "allow_query_endpoint"]
    readonly_fields = ["slug", "id", "created_at", "suspended"]
    actions = ["suspend", "resume"]

    def get_form(self, request: HttpRequest, obj: Tenant | None = None, **kwargs: Any) -> Any:
        return super().get_form(request, obj, **kwargs, **({} if obj else {"form": NewTenantForm}))

    def get_fields(self, request: HttpRequest, obj: Tenant | None = None) -> Any:
        return self.fields if obj else ["name", "owner_email", "owner_password"]

    def get_readonly_fields(self, request: HttpRequest, obj: Tenant | None = None) -> Any:
        return self.readonly_fields if obj else []

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Tenant, form: Any, change: bool) -> None:
        if change:
            tenants.change_tenant(obj, **{name: form.cleaned_data[name] for name in form.changed_data})
            return
        made = tenants.create_tenant(obj.name)
        obj.pk, obj.slug, obj._state.adding = made.pk, made.slug, False
        given = form.cleaned_data
        add_member(made, email=given["owner_email"], role=Role.OWNER, password=given["owner_password"] or None)

    def has_delete_permission(self, request: HttpRequest, obj: Tenant | None = None) -> bool:
        return False  # it would take everything with it; suspending can be undone

    @admin.action(description="Suspend: endpoints answer 404, members are turned away")
    def suspend(self, request: HttpRequest, queryset: QuerySet[Tenant]) -> None:
        self._each(request, queryset.filter(suspended=False), tenants.suspend, "Suspended")

    @admin.action(description="Resume")
    def resume(self, request: HttpRequest, queryset: QuerySet[Tenant]) -> None:
        self._each(request, queryset.filter(suspended=True), tenants.resume, "Resumed")

    def _each(self, request: HttpRequest, rows: QuerySet[Tenant], act: Any, word: str) -> None:
        names = []
        for tenant in rows:
            act(tenant)
            self.log_change(request, tenant, f"{word}.")
            names.append(tenant.name)
        self.message_user(request, f"{word}: {', '.join(names) or 'none'}.", messages.SUCCESS)


@admin.register(User)
class PeopleAdmin(UserAdmin, ModelAdmin):
    """Accounts come into being with a membership; here they are switched off, or get a new password."""

    change_password_form = AdminPasswordChangeForm
    list_display = ["email", "is_active", "is_staff", "is_superuser", "last_login", "date_joined"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "=id"]
    ordering = ["email"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("May", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Seen", {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["email", "last_login", "date_joined"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(Member)
class MemberAdmin(LookOnly):
    list_display = ["user", "tenant", "role", "created_at"]
    list_filter = ["tenant", "role"]
    list_select_related = ["user", "tenant"]
    search_fields = ["user__email", "tenant__name"]


@admin.register(ApiToken)
class ApiTokenAdmin(LookOnly):
    list_display = ["name", "tenant", "role", "hint", "created_by", "created_at", "last_used_at"]
    list_filter = ["tenant", "role"]
    list_select_related = ["tenant", "created_by"]
    search_fields = ["name", "hint"]
    exclude = ["hash"]
