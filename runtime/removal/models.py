"""The one thing that stays of a tenant that was removed: that it was, when, and by whom."""

from django.db import models

from runtime.identifiers import ID_LENGTH, new_id


class TenantRemoval(models.Model):
    """Nobody's row, on purpose: it outlives its tenant. A process that dies leaves it due, and another goes on."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    tenant_id = models.CharField(max_length=ID_LENGTH, unique=True)
    name = models.CharField(max_length=120)
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField(auto_now_add=True)
    hooks = models.PositiveIntegerField(default=0, help_text="Registrations at services when it was asked for.")
    hooks_left = models.PositiveIntegerField(default=0, help_text="Those that could not be taken away in time.")
    left_where = models.JSONField(default=list, help_text="Whose they are, and how many.")
    left_at = models.DateTimeField(null=True, help_text="From then on services are no longer waited for.")
    after = models.CharField(max_length=ID_LENGTH, blank=True, default="", help_text="The last instance whose flows were told.")
    due_at = models.DateTimeField(help_text="When the next process may go on with it.")
    rows_removed = models.BigIntegerField(default=0)
    table = models.CharField(max_length=60, blank=True, default="", help_text="What it is at.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
