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
        ("API tokens", "key", "designer_apitoken"),
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
    ("Signing in", (
        ("Sign-in attempts", "lock_person", "axes_accessattempt"),
        ("Sign-ins", "login", "axes_accesslog"),
    )),
)  # fmt: skip


def places(request: HttpRequest) -> list[dict[str, Any]]:
    def item(title: str, icon: str, name: str) -> dict[str, Any]:
        return {"title": title, "icon": icon, "link": reverse(f"admin:{name}_changelist")}

    return [{"title": title, "separator": True, "items": [item(*one) for one in items]} for title, items in PLACES]


def as_apps(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Django's index lists by package, by place; what has no place comes last as it was."""
    models = {f"{app['app_label']}_{model['object_name'].lower()}": (app, model) for app in found for model in app["models"]}
    listed = []
    for title, items in PLACES:
        here = [(models.pop(name), words) for words, _, name in items if name in models]
        if here:
            (app, _), _ = here[0]
            listed.append({**app, "name": title, "models": [{**model, "name": words} for (_, model), words in here]})
    rest = [{**app, "models": [model for _, model in models.values() if model in app["models"]]} for app in found]
    return listed + [app for app in rest if app["models"]]
