"""What happened: requests, executions, step results.

Written by `runtime.journal` alone, in batches (one commit for many); read by everybody. Rows hold plain ids beside their
tenant instead of foreign keys: history outlives what it speaks of, and the hot path pays for no look-up.
"""

from typing import Any

from django.db import models

from runtime.identifiers import ID_LENGTH
from runtime.tenancy.models import Tenant, TenantOwned


def indexed_by_another() -> models.ForeignKey:
    """The tenant of a hot row: an index of the table begins with it, and one of its own would cost every row a write."""
    return models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)


def id_field(**options: Any) -> models.CharField:
    return models.CharField(max_length=ID_LENGTH, blank=True, default="", **options)


class Request(TenantOwned):
    """One inbound HTTP call as received, with its route trace."""

    class Status(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        DUPLICATE = "duplicate", "duplicate"
        UNROUTED = "unrouted", "unrouted"
        REFUSED = "refused", "refused"
        HANDSHAKE = "handshake", "handshake"

    tenant = indexed_by_another()
    endpoint_id = id_field()
    integration_id = id_field()
    instance_id = id_field()
    customer_id = id_field()
    execution_id = id_field()
    replay_of = id_field()
    flow_key = models.CharField(max_length=80, blank=True, default="")
    is_draft = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    method = models.CharField(max_length=10)
    path = models.TextField()
    query = models.TextField(blank=True, default="")
    headers = models.JSONField(default=list, help_text="[[name, value], ...] as sent; secrets redacted.")
    content_type = models.CharField(max_length=200, blank=True, default="")
    body = models.BinaryField(default=b"")
    body_size = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=12, choices=Status.choices)
    code = models.CharField(max_length=60, blank=True, default="", help_text="Why it stopped; empty when accepted.")
    answer_status = models.PositiveSmallIntegerField()
    duration_us = models.PositiveBigIntegerField(default=0)  # four bytes end after 35 minutes
    trace = models.JSONField(default=list, help_text="The road taken, stage by stage.")
    resolved_at = models.DateTimeField(null=True, help_text="When it was replayed, or taken out of the inbox.")

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(fields=["tenant", "-id"], name="request_newest"),
            models.Index(fields=["tenant", "status", "-id"], name="request_by_status"),
            models.Index(fields=["integration_id", "-id"], name="request_by_integration"),
            models.Index(fields=["customer_id", "-id"], name="request_by_customer"),
            models.Index(
                fields=["tenant", "code", "-id"],
                name="request_by_code",  # what was accepted has no code and pays nothing for it
                condition=models.Q(code__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.pk}"  # without its path: that lets in


class Execution(TenantOwned):
    """One run of one flow."""

    class Status(models.TextChoices):
        QUEUED = "queued", "queued"
        RUNNING = "running", "running"
        WAITING = "waiting", "waiting"
        HELD = "held", "held"
        SUCCEEDED = "succeeded", "succeeded"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"
        DUPLICATE = "duplicate", "duplicate"

    tenant = indexed_by_another()
    integration_id = id_field()
    version_id = id_field(help_text="Empty for a run of the draft.")
    instance_id = id_field()
    customer_id = id_field()
    request_id = id_field()
    parent_id = id_field()
    replay_of = id_field()
    flow_key = models.CharField(max_length=80)
    flow_name = models.CharField(max_length=120)
    turn_key = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="What its flow's policy counts it with; empty: it runs beside others.",
    )
    trigger_step = models.CharField(max_length=80)
    trigger = models.JSONField(null=True, help_text="Trigger results; empty when they come from the request.")
    rerun = models.JSONField(null=True, help_text="{from, edited, pinned, by}: it re-runs `replay_of` from that step on.")
    given = models.JSONField(null=True, help_text="{inputs, pins} of the re-run: inputs of that step, results of others.")
    waits = models.JSONField(null=True, help_text="What it was put away for: steps that sleep or are tried again, with when.")
    status = models.CharField(max_length=12, choices=Status.choices)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Not to be claimed before this.")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    epoch = models.PositiveIntegerField(default=0, help_text="Counts claims; a writer with an old one lost its lease.")
    cut_off = models.PositiveSmallIntegerField(default=0, help_text="How often whoever ran it died.")
    lease_owner = models.CharField(max_length=40, blank=True, default="")
    lease_expires_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    response = models.JSONField(null=True, help_text="{status, headers, body} of a Respond step.")
    error = models.JSONField(null=True, help_text="{code, message, stepId, details}")

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(fields=["tenant", "-id"], name="execution_newest"),
            models.Index(fields=["integration_id", "-id"], name="execution_by_integration"),
            models.Index(fields=["instance_id", "-id"], name="execution_by_instance"),
            models.Index(fields=["customer_id", "-id"], name="execution_by_customer"),
            models.Index(
                fields=["tenant", "status", "-id"],
                name="execution_uncommon",  # what few executions come to: those that succeed at once pay nothing for it
                condition=models.Q(status__in=["waiting", "held", "failed", "cancelled", "duplicate"]),
            ),
            models.Index(
                fields=["tenant", "customer_id", "instance_id", "flow_key", "turn_key", "id"],
                name="execution_turn",
                condition=models.Q(status="queued", version_id__gt=""),
            ),
            models.Index(
                fields=["tenant", "customer_id", "instance_id", "flow_key", "turn_key", "id"],
                name="execution_draft_turn",
                condition=models.Q(status="queued", version_id=""),
            ),
            models.Index(fields=["due_at"], name="execution_due", condition=models.Q(status="waiting")),
            models.Index(fields=["instance_id", "flow_key"], name="execution_held", condition=models.Q(status="held")),
            models.Index(
                fields=["instance_id", "flow_key", "turn_key"],
                name="execution_under_way",
                condition=models.Q(status__in=["running", "waiting"], turn_key__gt=""),
            ),
            models.Index(fields=["lease_expires_at"], name="execution_leased", condition=models.Q(status="running")),
        ]

    def __str__(self) -> str:
        return f"{self.flow_name or self.flow_key} {self.pk}"


class StepResult(TenantOwned):
    """What one step returned, once; `path` tells the turns of a loop apart: `loop_1[2].code_1`."""

    execution_id = id_field()
    sequence = models.PositiveIntegerField(help_text="Order in which steps ended, from 1.")
    step_id = models.CharField(max_length=80)
    path = models.CharField(max_length=2000)
    component = models.CharField(max_length=120)
    status = models.CharField(max_length=12)
    outlet = models.CharField(max_length=80, blank=True, default="")
    control = models.CharField(max_length=10, blank=True, default="", help_text="break, stop or respond.")
    attempt = models.PositiveSmallIntegerField(default=1)
    attempts = models.JSONField(default=list, help_text="Tries before the last: [{attempt, startedAt, durationUs, error}]")
    kept_from = id_field(help_text="The execution this result is of, when a re-run kept it instead of running the step.")
    pinned = models.BooleanField(default=False, help_text="The results were given; it did not run.")
    inputs = models.JSONField(null=True)
    results = models.JSONField(null=True)
    error = models.JSONField(null=True)
    logs = models.JSONField(default=list, help_text="[{level, message, at}]")
    started_at = models.DateTimeField(null=True)
    duration_us = models.PositiveBigIntegerField(default=0)  # four bytes end after 35 minutes

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["execution_id", "path"], name="step_result_once"),
        ]

    def __str__(self) -> str:
        return f"{self.path} of {self.execution_id}"
