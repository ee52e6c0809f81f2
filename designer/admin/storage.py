"""Quotas of tenants, set by whoever runs this Hookyard; the audit log, to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from designer.admin.base import LookOnly
from designer.audit.models import AuditEntry
from runtime.retention import policies
from runtime.retention.models import StoragePolicy, StorageUse


@admin.register(StoragePolicy)
class StoragePolicyAdmin(ModelAdmin):
    list_display = ["tenant", *policies.QUOTAS, "request_days", "execution_days", "keep_megabytes"]
    list_select_related = ["tenant"]
    search_fields = ["tenant__name"]
    fields = ["tenant", *policies.QUOTAS, *policies.OWNED]
    ordering = ["tenant__name"]

    def get_readonly_fields(self, request: HttpRequest, obj: StoragePolicy | None = None) -> Any:
        return ["tenant", *policies.OWNED] if obj else []

    def save_model(self, request: HttpRequest, obj: StoragePolicy, form: Any, change: bool) -> None:
        given = {name: form.cleaned_data[name] for name in form.changed_data if name != "tenant"}
        kept = policies.change(obj.tenant, **given)
        obj.pk, obj._state.adding = kept.pk, False

    def has_delete_permission(self, request: HttpRequest, obj: StoragePolicy | None = None) -> bool:
        return False


@admin.register(StorageUse)
class StorageUseAdmin(LookOnly):
    list_display = ["tenant", "requests", "executions", "bytes", "executions_of_day"]
    search_fields = ["tenant__name"]


@admin.register(AuditEntry)
class AuditEntryAdmin(LookOnly):
    list_display = ["at", "tenant", "actor", "actor_kind", "deed", "about", "address"]
    list_filter = ["tenant", "deed", "actor_kind"]
    search_fields = ["actor", "about", "=about_id"]
