"""Something that is being done to many executions, or to many requests."""

from django.db import models

from runtime.tenancy.models import TenantOwned


class BulkAction(TenantOwned):
    """`after` is the last one that was looked at: it is written in the commit that does it, so nothing is done twice."""

    class Action(models.TextChoices):
        CANCEL = "cancel", "cancel"
        RUN_NOW = "run_now", "run now"
        RETRY = "retry", "run again"
        REPLAY = "replay", "replay requests"
        DISMISS = "dismiss", "dismiss requests"

    class Status(models.TextChoices):
        RUNNING = "running", "running"
        DONE = "done", "done"
        STOPPED = "stopped", "stopped"

    action = models.CharField(max_length=10, choices=Action.choices)
    choice = models.JSONField(help_text="Which, as `choosing` of executions or requests reads it.")
    words = models.JSONField(default=dict, help_text="The filters as they were given, for people.")
    newest_version = models.BooleanField(default=False, help_text="Run again on the version the instance has now.")
    per_second = models.PositiveIntegerField()
    expected = models.PositiveIntegerField(help_text="How many there were when it began; at most what is counted.")
    looked_at = models.PositiveIntegerField(default=0)
    did = models.PositiveIntegerField(default=0)
    after = models.CharField(max_length=26, blank=True, default="")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    due_at = models.DateTimeField(help_text="When its next batch is; whoever takes it moves this on.")
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["due_at"], name="bulk_due", condition=models.Q(status="running"))]
