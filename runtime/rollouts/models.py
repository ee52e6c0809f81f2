"""Moves of many instances to a version, and how each went."""

from django.db import models

from runtime.identifiers import ID_LENGTH
from runtime.instances.models import Integration, Version
from runtime.tenancy.models import TenantOwned


class Rollout(TenantOwned):
    """Chosen instances of one integration move to one version; or, to take an earlier rollout back, to what each had before.

    `after` is the last instance that was looked at: it is written in the commit that moves it, so nothing is done twice.
    """

    class Status(models.TextChoices):
        RUNNING = "running", "running"
        DONE = "done", "done"
        STOPPED = "stopped", "stopped"

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="rollouts")
    version = models.ForeignKey(Version, null=True, on_delete=models.CASCADE, related_name="+", help_text="Empty when it undoes.")
    undoes = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="undone_by")
    choice = models.JSONField(help_text="Which instances, as `runtime.rollouts.choosing` reads it.")
    live_before = models.PositiveIntegerField(null=True, help_text="The live version it replaced; empty when it replaced none.")
    expected = models.PositiveIntegerField(help_text="How many there were to move when it began.")
    moved = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    after = models.CharField(max_length=ID_LENGTH, blank=True, default="")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    due_at = models.DateTimeField(help_text="When its next batch is; whoever takes it moves this on.")
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(fields=["due_at"], name="rollout_due", condition=models.Q(status="running")),
            models.Index(fields=["integration", "-id"], name="rollout_of_integration"),
        ]


class RolloutOutcome(TenantOwned):
    """What became of one instance."""

    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="outcomes")
    instance_id = models.CharField(max_length=ID_LENGTH)
    customer_id = models.CharField(max_length=ID_LENGTH, db_index=True)
    from_version = models.PositiveIntegerField()
    to_version = models.PositiveIntegerField()
    moved = models.BooleanField()
    problems = models.JSONField(default=list, help_text="[{field, code, message}]: why it stayed where it was.")

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["rollout", "instance_id"], name="rollout_outcome_once")]
