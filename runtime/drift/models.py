"""What stood in the places of requests that flows read: kinds of values and ids of requests, never a value."""

from django.db import models

from runtime.instances.models import Instance, Integration
from runtime.tenancy.models import TenantOwned


class PayloadWatch(TenantOwned):
    """Of one flow of one instance; without an instance, of what a shared URL reads before it knows whose request it is."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="+")
    instance = models.ForeignKey(Instance, null=True, on_delete=models.CASCADE, related_name="+")
    flow_key = models.CharField(max_length=80, blank=True, help_text="Empty: the pickers of the endpoint.")
    spot = models.CharField(max_length=120, unique=True, help_text="Instance or integration, and the flow.")
    places = models.JSONField(
        default=dict, help_text="By place: {readers, kinds: {kind: {n, spell, longest, since, last}}}, requests by their ids."
    )
    drifted = models.PositiveSmallIntegerField(default=0, help_text="In how many places something changed.")
    seen_at = models.DateTimeField(db_index=True)

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(fields=["tenant", "integration"], name="payload_drifted", condition=models.Q(drifted__gt=0)),
        ]
