"""URIs of global webhooks, what instances listen for, and the ledger of hooks at outside services."""

from django.db import models

from runtime.identifiers import ID_LENGTH
from runtime.instances.models import Integration
from runtime.routing.models import new_token
from runtime.tenancy.models import TenantOwned


def id_field() -> models.CharField:
    return models.CharField(max_length=ID_LENGTH, blank=True, default="")


class GlobalWebhook(TenantOwned):
    """The URI of one global webhook of a connector in an integration: all customers' events arrive at it."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="global_webhooks")
    connector = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    previous_token = models.CharField(max_length=40, blank=True, default="", db_index=True)
    previous_token_expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["integration", "connector", "key"], name="global_webhook_once")]

    @property
    def path(self) -> str:
        return f"/hooks/{self.tenant_id}/global/{self.token}"

    def __str__(self) -> str:
        return f"{self.connector}: {self.key}"


class EventSubscription(TenantOwned):
    """One instance waits for one event of a connector. Flows that ask for the same share it.

    Plain ids: it outlives its instance until what is registered outside is gone.
    """

    class Kind(models.TextChoices):
        WEBHOOK = "webhook", "a hook of its own"
        GLOBAL = "global-webhook", "the integration's global webhook"
        POLLING = "polling", "asked for at intervals"

    class Status(models.TextChoices):
        SETTING_UP = "setting_up", "being set up"
        ON = "on", "listening"
        FAILING = "failing", "tried again"
        OFF = "off", "not listening"

    integration_id = id_field()
    instance_id = id_field()
    customer_id = id_field()
    connection_id = id_field()
    connector = models.CharField(max_length=80)
    event = models.CharField(max_length=80)
    parameters = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, help_text="Of connector, event, connection and parameters.")
    wanted = models.BooleanField(default=True)
    listeners = models.JSONField(default=list, help_text="[{flowKey, stepId}] that start on it.")
    about = models.JSONField(default=dict, help_text="{customer, instance, integration} for people.")
    kind = models.CharField(max_length=20, choices=Kind.choices, blank=True, default="")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SETTING_UP)
    webhook_key = models.CharField(max_length=80, blank=True, default="", help_text="Of the global webhook its events come by.")
    selector = models.CharField(max_length=500, blank=True, default="")
    state = models.TextField(blank=True, default="", help_text="Encrypted: what the last poll returned.")
    problem = models.JSONField(null=True, help_text="{code, message, since}")
    failures = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, help_text="When to look after it next; empty: only when something changes.")
    claimed_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=40, blank=True, default="")
    checked_at = models.DateTimeField(null=True, help_text="When it last was as it should be.")
    last_event_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["instance_id", "fingerprint"], name="event_subscription_once")]
        indexes = [
            models.Index(fields=["due_at"], name="event_subscription_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["integration_id", "webhook_key", "selector"], name="event_subscription_by_selector"),
            models.Index(fields=["tenant", "-id"], name="event_subscription_newest"),
        ]


class RegisteredHook(TenantOwned):
    """The ledger: each attempt to register a hook at a service, written before the service is asked."""

    class Status(models.TextChoices):
        INTENDED = "intended", "being registered"
        UNKNOWN = "unknown", "not known whether it was registered"
        REGISTERED = "registered", "registered"
        REMOVING = "removing", "being removed"
        REMOVED = "removed", "removed"
        ABSENT = "absent", "never was registered"
        LOST = "lost", "deleted at the service"
        SUPERSEDED = "superseded", "replaced by another, perhaps still there"
        FORGOTTEN = "forgotten", "given up by a person"

    subscription_id = id_field()
    integration_id = id_field()
    instance_id = id_field()
    customer_id = id_field()
    connector = models.CharField(max_length=80)
    event = models.CharField(max_length=80)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    uri = models.CharField(max_length=500, help_text="What the service was given.")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.INTENDED)
    external_id = models.CharField(max_length=200, blank=True, default="", help_text="What the service calls it.")
    state = models.TextField(blank=True, default="", help_text="Encrypted: what `subscribe` returned.")
    refresh_at = models.DateTimeField(null=True)
    intended_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text="When the service last listed it, or an event came by it.")
    note = models.CharField(max_length=300, blank=True, default="", help_text="What became of it, for people.")

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(fields=["subscription_id", "status"], name="hook_of_subscription"),
            models.Index(fields=["tenant", "-id"], name="hook_newest"),
        ]


class SeenEvent(TenantOwned):
    """An event that reached a subscription, so that it does not twice."""

    subscription = models.ForeignKey(EventSubscription, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64)
    seen_at = models.DateTimeField(db_index=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["subscription", "key_hash"], name="event_seen_once")]
