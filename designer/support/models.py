"""Visits of operators; ended ones stay for whoever wants to know."""

from django.db import models

from designer.accounts.models import User
from runtime.tenancy.models import TenantOwned


class SupportVisit(TenantOwned):
    """It counts until `until`, unless it was ended before."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    may_change = models.BooleanField(default=False, help_text="As a builder; else as a viewer.")
    began_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["user", "until"], name="support_open", condition=models.Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.user.email} at {self.tenant.name}"
