"""When flows of instances start by themselves."""

from django.db import models

from runtime.identifiers import ID_LENGTH
from runtime.tenancy.models import TenantOwned


def id_field() -> models.CharField:
    return models.CharField(max_length=ID_LENGTH)


class Schedule(TenantOwned):
    """One Schedule step of one instance. Its columns are all that a start needs, so firing looks nothing up."""

    integration_id = id_field()
    version_id = id_field()
    instance_id = id_field()
    customer_id = id_field()
    flow_key = models.CharField(max_length=80)
    flow_name = models.CharField(max_length=120)
    step_id = models.CharField(max_length=80)
    turn_key = models.CharField(max_length=40, blank=True, default="")
    timing = models.JSONField(help_text="The step's inputs, with the instance's config values filled in.")
    about = models.JSONField(help_text="{customer, instance, flow, integration, webhookUrls} as trigger results tell them.")
    problem = models.TextField(blank=True, default="", help_text="Why it is never due.")
    due_at = models.DateTimeField(null=True, help_text="Empty while its instance is paused, and with a problem.")
    last_due_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["instance_id", "flow_key", "step_id"], name="one_schedule_per_step")]
        indexes = [models.Index(fields=["due_at"], name="schedule_due", condition=models.Q(due_at__isnull=False))]
