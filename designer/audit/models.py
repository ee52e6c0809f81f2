"""The audit log's one table. Rows are added and, when they are too old, forgotten; no row ever changes."""

from __future__ import annotations

from typing import Any

from django.db import models

from runtime.tenancy.models import TenantOwned


class AuditEntry(TenantOwned):
    """Somebody did something. The database itself refuses to change a row (a trigger of the migration)."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=254)
    actor_kind = models.CharField(max_length=10)
    address = models.CharField(max_length=45, blank=True, default="")
    request_id = models.CharField(max_length=40, blank=True, default="", help_text="Of the API; it stands in the server's log.")
    deed = models.CharField(max_length=60)
    about_id = models.CharField(max_length=40, blank=True, default="")
    about = models.CharField(max_length=300, blank=True, default="")
    facts = models.JSONField(default=dict)

    class Meta(TenantOwned.Meta):
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["tenant", "-id"], name="audit_newest"),
            models.Index(fields=["tenant", "deed", "-id"], name="audit_by_deed"),
            models.Index(fields=["tenant", "actor", "-id"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} by {self.actor}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an audit entry never changes")
        super().save(*args, **kwargs)
