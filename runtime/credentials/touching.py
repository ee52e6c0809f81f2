"""What a change of a credential touches of what is known about routes.

For: the plans that it checks callers for, and those that hide what callers send in its header.
Not here: changing it (`services`), plans (`runtime.routing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.credentials.models import Credential
from runtime.routing import scopes

IN_A_HEADER = ("api_key", "jwt")


def named_headers(tenant_id: str, *, but: str = "") -> frozenset[str]:
    """In lower case; `but` is the id of a credential that does not count."""
    keyed = Credential.of(tenant_id).filter(scheme__in=IN_A_HEADER).exclude(pk=but).values_list("settings", flat=True)
    return frozenset(str(settings.get("header", "")).lower() for settings in keyed) - {""}


def touched_by(credential: Credential, *, before: Mapping[str, Any] | None = None) -> list[str]:
    """Of one as it is stored now; `before` are its settings until now, None of a new one. Call it before one is deleted."""
    touched = [scopes.credential(credential.tenant_id, credential.key)]
    if credential.scheme in IN_A_HEADER and before != credential.settings:
        headers = {str(settings.get("header", "")).lower() for settings in (before or {}, credential.settings)}
        if headers - {""} - named_headers(credential.tenant_id, but=credential.pk):
            touched.append(scopes.secret_headers(credential.tenant_id))
    return touched
