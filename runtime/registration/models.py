"""One row for each instance whose customer was shown a URL to register."""

from django.db import models

from runtime.instances.models import Instance
from runtime.tenancy.models import TenantOwned


class Registration(TenantOwned):
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="+")
    registered_at = models.DateTimeField(help_text="When the customer last finished the set-up.")
    problems = models.JSONField(default=list, help_text="[{code, since, ...}]; empty: as it should be.")
    checked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(db_index=True, help_text="When to look next.")

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["instance"], name="registration_once_per_instance")]
