"""The one thing that stays of a customer that was erased: that it was, when, by whom, and how much went."""

from django.db import models

from runtime.identifiers import ID_LENGTH
from runtime.tenancy.models import TenantOwned


class Erasure(TenantOwned):
    """What it knows of the customer is emptied with its end. A process that dies leaves it due, and another goes on."""

    class Phase(models.TextChoices):
        CLOSING = "closing", "no more requests are taken"
        LEAVING = "leaving", "its instances are deleted, and the flows that start on that end"
        HISTORY = "history", "requests and executions"
        RECENT = "recent", "what was still on its way when it began"
        MENTIONS = "mentions", "other tables and the audit log"
        DONE = "done", "done"

    customer_id = models.CharField(max_length=ID_LENGTH, blank=True, default="")
    known = models.JSONField(default=dict, help_text="{names, ids, instances} to find it by, while it is under way.")
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.CLOSING)
    table = models.CharField(max_length=12, blank=True, default="", help_text="What it is at.")
    after = models.CharField(max_length=ID_LENGTH, blank=True, default="", help_text="The last row that was looked at.")
    requests = models.PositiveIntegerField(default=0)
    executions = models.PositiveIntegerField(default=0)
    other_rows = models.PositiveIntegerField(default=0)
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When the next process may go on with it.")
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["due_at"], name="erasure_due", condition=models.Q(ended_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(fields=["customer_id"], name="one_erasure", condition=models.Q(ended_at__isnull=True)),
        ]
