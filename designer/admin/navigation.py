"""The places of the admin, in the order an operator thinks of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

PLACES: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    ("Tenants", (
        ("Tenants", "apartment", "runtime_tenant"),
        ("Accounts", "person", "designer_user"),
        ("Members", "group", "designer_member"),
        ("Invitations", "mail", "designer_invitation"),
        ("API keys", "key", "designer_apitoken"),
        ("Support visits", "visibility", "designer_supportvisit"),
        ("Deleted tenants", "delete_forever", "runtime_tenantremoval"),
    )),
    ("Use", (
        ("Quotas", "speed", "runtime_storagepolicy"),
        ("Storage in use", "database", "runtime_storageuse"),
        ("Use by day", "calendar_month", "runtime_usageday"),
        ("Audit log", "history", "designer_auditentry"),
    )),
    ("What is built", (
        ("Integrations", "hub", "runtime_integration"),
        ("Versions", "sell", "runtime_version"),
        ("Endpoints", "link", "runtime_endpoint"),
        ("Customers", "groups", "runtime_customer"),
        ("Instances", "deployed_code", "runtime_instance"),
        ("Credentials", "lock", "runtime_credential"),
        ("Services", "cloud", "runtime_service"),
        ("Connections", "cable", "runtime_connection"),
    )),
    ("What happened", (
        ("Requests", "inbox", "runtime_request"),
        ("Executions", "play_circle", "runtime_execution"),
        ("Step results", "list_alt", "runtime_stepresult"),
    )),
)  # fmt: skip


def places(request: HttpRequest) -> list[dict[str, Any]]:
    def item(title: str, icon: str, name: str) -> dict[str, Any]:
        return {"title": title, "icon": icon, "link": reverse(f"admin:{name}_changelist")}

    return [{"title": title, "separator": True, "items": [item(*one) for one in items]} for title, items in PLACES]
