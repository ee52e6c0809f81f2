"""What is special about one flow of one instance: what its policy allows, and that somebody holds it."""

from django.db import models

from runtime.identifiers import ID_LENGTH
from runtime.tenancy.models import TenantOwned


class Lane(TenantOwned):
    """A row exists only where there is something to say. A flow without one runs as its executions come."""

    instance_id = models.CharField(max_length=ID_LENGTH)
    flow_key = models.CharField(max_length=80)
    at_once = models.PositiveIntegerField(default=0, help_text="How many may be under way; 0 for any number.")
    starts = models.PositiveIntegerField(default=0, help_text="How many may start in `per_seconds`; 0 for any number.")
    per_seconds = models.PositiveIntegerField(default=0)
    paid_until = models.DateTimeField(null=True, help_text="Until when the starts that were allowed are used up.")
    held_at = models.DateTimeField(null=True, help_text="Since when nothing of it starts.")
    held_by = models.CharField(max_length=254, blank=True, default="")

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["instance_id", "flow_key"], name="one_lane_per_flow")]
