"""Where an integration came from, when it came from another product."""

from django.db import models

from designer.accounts.models import User
from runtime.instances.models import Integration
from runtime.tenancy.models import TenantOwned


class Origin(TenantOwned):
    """The file as it was, without secrets, and the definition it became: what is still the same is exported as it was."""

    integration = models.OneToOneField(Integration, on_delete=models.CASCADE, related_name="origin")
    dialect = models.CharField(max_length=40)
    source = models.JSONField()
    definition = models.JSONField()
    report = models.JSONField(default=list)
    imported_at = models.DateTimeField(auto_now=True)
    imported_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.integration.name}, from {self.dialect}"
