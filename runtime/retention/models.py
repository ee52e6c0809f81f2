"""How long a tenant's history is kept, how much it may hold, and how much it holds."""

from django.db import models

from runtime.identifiers import ID_LENGTH
from runtime.tenancy.models import TenantOwned

DAYS, AUDIT_DAYS = 30, 365


class StoragePolicy(TenantOwned):
    """One a tenant; without one the defaults count. What is empty has no bound."""

    request_days = models.PositiveIntegerField(null=True, blank=True, default=DAYS)
    execution_days = models.PositiveIntegerField(null=True, blank=True, default=DAYS)
    audit_days = models.PositiveIntegerField(null=True, blank=True, default=AUDIT_DAYS)
    keep_rows = models.PositiveIntegerField(
        null=True, blank=True, help_text="At most so many requests and so many executions; the oldest go first."
    )
    keep_megabytes = models.PositiveIntegerField(null=True, blank=True, help_text="The oldest requests and executions go first.")
    quota_megabytes = models.PositiveIntegerField(
        null=True, blank=True, help_text="With more than this stored, requests are answered 429 storage_quota."
    )
    quota_executions_per_day = models.PositiveIntegerField(
        null=True, blank=True, help_text="After so many since midnight UTC, requests are answered 429 executions_quota."
    )
    quota_executions_per_month = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="After so many since the first of the month UTC, requests are answered 429 executions_quota.",
    )
    quota_queued = models.PositiveIntegerField(
        null=True, blank=True, help_text="While so many executions wait to run, requests are answered 429 queue_full."
    )
    quota_deliveries = models.PositiveIntegerField(
        null=True, blank=True, help_text="While so many events wait to be delivered, more are refused with 429 deliveries_quota."
    )

    class Meta(TenantOwned.Meta):
        verbose_name_plural = "storage policies"
        constraints = [models.UniqueConstraint(fields=["tenant"], name="storage_policy_once")]

    def __str__(self) -> str:
        return f"Quotas of {self.tenant}"


class StorageUse(TenantOwned):
    """What a tenant holds, counted along as rows come and go: nobody reads a million rows to add them up."""

    requests = models.BigIntegerField(default=0)
    executions = models.BigIntegerField(default=0)
    bytes = models.BigIntegerField(default=0, help_text="Bodies, traces, inputs, results and logs as they are stored.")
    day = models.DateField(null=True)
    executions_of_day = models.BigIntegerField(default=0)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="storage_use_once")]

    def __str__(self) -> str:
        return f"Storage of {self.tenant}"


class UsageDay(TenantOwned):
    """What came of a tenant on one day, as it was counted; kept when the rows themselves are long forgotten."""

    day = models.DateField()
    requests = models.BigIntegerField(default=0)
    executions = models.BigIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "day"], name="usage_day_once")]

    def __str__(self) -> str:
        return f"{self.day} of {self.tenant}"


class Housekeeping(models.Model):
    """One row: who counts and sweeps next, and up to which id has been counted."""

    due_at = models.DateTimeField()
    counted_to = models.CharField(max_length=ID_LENGTH, blank=True, default="")
