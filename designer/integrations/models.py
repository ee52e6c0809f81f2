"""The draft that builders edit."""

from django.db import models

from designer.accounts.models import User
from runtime.instances.models import Integration
from runtime.tenancy.models import TenantOwned


class Draft(TenantOwned):
    """The one editable copy of an integration; `revision` counts saves, so that a stale tab is refused."""

    integration = models.OneToOneField(Integration, on_delete=models.CASCADE, related_name="draft")
    definition = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.integration.name}, draft"
