"""What processes write down of themselves: their traffic, and that they live.

Kept for hours, not for ever: what must last stands in requests and executions.
"""

from django.db import models

from runtime.identifiers import ID_LENGTH, new_id
from runtime.tenancy.models import TenantOwned


class TrafficSpan(TenantOwned):
    """What one process saw of one integration in ten seconds. Readers add processes up."""

    integration_id = models.CharField(max_length=ID_LENGTH)
    begins_at = models.DateTimeField()
    process = models.CharField(max_length=60)
    tally = models.JSONField(help_text="{counts, codes, stages: summed microseconds, took: durations by their bits}")

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["integration_id", "begins_at", "process"], name="traffic_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "begins_at"], name="traffic_of_tenant"),
            models.Index(fields=["begins_at"], name="traffic_age"),
        ]


class TrafficHour(TenantOwned):
    """How many requests one process took for one integration in one hour. Readers add processes up."""

    integration_id = models.CharField(max_length=ID_LENGTH)
    begins_at = models.DateTimeField()
    process = models.CharField(max_length=60)
    requests = models.PositiveBigIntegerField(help_text="Those that are kept, tests of the draft aside.")

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["integration_id", "begins_at", "process"], name="traffic_hour_once"),
        ]
        indexes = [models.Index(fields=["begins_at"], name="traffic_hour_age")]


class ProcessBeat(models.Model):
    """A process of this installation, and when it last said that it lives."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    name = models.CharField(max_length=60, unique=True)
    machine = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    figures = models.JSONField(default=dict)
