"""What tenants hold, what they used, the audit log, and which tenants were deleted: to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from designer.admin.base import BY_TENANT, LookOnly
from designer.audit.models import AuditEntry
from designer.audit.shapes import ACTOR_KINDS
from runtime.removal.models import TenantRemoval
from runtime.retention import policies
from runtime.retention.models import StoragePolicy, StorageUse, UsageDay


@admin.register(StoragePolicy)
class StoragePolicyAdmin(LookOnly):
    """Changed on the tenant's page."""

    list_display = ["tenant", *policies.QUOTAS]
    search_fields = ["tenant__name"]


@admin.register(StorageUse)
class StorageUseAdmin(LookOnly):
    list_display = ["tenant", "requests", "executions", "bytes", "executions_of_day"]
    search_fields = ["tenant__name"]


@admin.register(UsageDay)
class UsageDayAdmin(LookOnly):
    list_display = ["day", "tenant", "requests", "executions", "bytes"]
    search_fields = ["tenant__name"]


class ByKindOfActor(admin.SimpleListFilter):
    """Named here: Django would look through every entry for the kinds there are."""

    title, parameter_name = "kind of actor", "actor_kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, kind.capitalize()) for kind in ACTOR_KINDS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(actor_kind=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(LookOnly):
    list_display = ["at", "tenant", "actor", "actor_kind", "deed", "about", "address"]
    list_filter = [ByKindOfActor, BY_TENANT]
    search_fields = ["actor__exact", "about_id__exact", "deed__exact"]
    search_help_text = "Whole: an actor such as owner@example.com, a deed such as token.created, or the id of the thing"


@admin.register(TenantRemoval)
class TenantRemovalAdmin(LookOnly):
    list_display = ["name", "tenant_id", "asked_by", "asked_at", "rows_removed", "table", "hooks", "left_where", "ended_at"]
    list_filter = []
    list_select_related = []
    search_fields = ["name", "tenant_id__exact", "asked_by"]
