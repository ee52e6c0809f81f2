"""Letters to people: each is a row from the moment something decides to send it."""

from django.db import models

from runtime.identifiers import ID_LENGTH, new_id
from runtime.tenancy.models import Tenant


class Letter(models.Model):
    """One e-mail to one person. Its text may hold a link that lets somebody in, so it is encrypted, and gone once it was sent."""

    class Status(models.TextChoices):
        PENDING = "pending", "pending"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    tenant = models.ForeignKey(
        Tenant, null=True, on_delete=models.CASCADE, related_name="+", help_text="Empty for what concerns an account alone."
    )
    kind = models.CharField(max_length=24)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True, default="", help_text="Encrypted {text, html}; empty once it was sent or given up.")
    created_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PENDING)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=200, blank=True, default="", help_text="What came of the last attempt.")

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="letter_due", condition=models.Q(status="pending"))]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"
