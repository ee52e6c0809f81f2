"""Rules that watch a tenant's traffic, and the notices they gave."""

from django.db import models

from runtime.alerts.conditions import CONDITIONS
from runtime.identifiers import ID_LENGTH
from runtime.tenancy.models import TenantOwned


class AlertRule(TenantOwned):
    """Looked at when `due_at` has come. `target` is encrypted: an address of a chat's webhook is a secret."""

    class State(models.TextChoices):
        QUIET = "quiet", "quiet"
        FIRING = "firing", "firing"

    class Channel(models.TextChoices):
        WEBHOOK = "webhook", "webhook"
        EMAIL = "email", "email"

    name = models.CharField(max_length=120)
    condition = models.CharField(max_length=24, choices=[(key, key) for key in CONDITIONS])
    integration_id = models.CharField(max_length=ID_LENGTH, blank=True, default="", help_text="Empty for all of them.")
    threshold = models.FloatField()
    minutes = models.PositiveIntegerField(default=5, help_text="How far back it looks.")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    target = models.TextField(help_text="Encrypted {url, secret} or {addresses}.")
    target_hint = models.CharField(max_length=200, help_text="What may be shown of the target.")
    enabled = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUIET)
    state_since = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True, help_text="When it was last too much.")
    value = models.FloatField(null=True, help_text="What it came to when it was last looked at.")
    looked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(help_text="When it is looked at next.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["due_at"], name="alert_rule_due", condition=models.Q(enabled=True))]

    def __str__(self) -> str:
        return self.name


class AlertNotice(TenantOwned):
    """One message of a rule, and how sending it went. What must still be sent has `due_at`."""

    class Status(models.TextChoices):
        PENDING = "pending", "pending"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"

    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=8, help_text="firing, resolved or test.")
    text = models.CharField(max_length=500)
    value = models.FloatField(null=True)
    threshold = models.FloatField()
    created_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PENDING)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=300, blank=True, default="", help_text="What came of the last attempt.")

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(fields=["due_at"], name="alert_notice_due", condition=models.Q(status="pending")),
            models.Index(fields=["tenant", "-id"], name="alert_notice_newest"),
        ]
