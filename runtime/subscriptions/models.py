"""Subscriptions, and answers kept for who repeats a request."""

from django.db import models

from runtime.connections.models import Connection
from runtime.identifiers import ID_LENGTH, new_uuid_id
from runtime.instances.models import Customer
from runtime.routing.models import new_token
from runtime.tenancy.models import TenantOwned


class Subscription(TenantOwned):
    """Events of one trigger for one account, delivered to one endpoint.

    Its endpoint, signing key and whether it rests are its destination's (`runtime.delivery`), which has the same id. Deleted, it
    stays for a while, so that whoever asks hears that it was.
    """

    class State(models.TextChoices):
        CREATING = "creating", "creating"
        CREATION_FAILED = "creation_failed", "creation_failed"
        DELETED = "deleted", "deleted"
        ACTIVE = "active", "active"

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_uuid_id, editable=False)
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.CASCADE, related_name="+", help_text="None: the tenant's own."
    )
    connection = models.ForeignKey(Connection, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    external_id = models.CharField(max_length=200, blank=True, default="")
    trigger_name = models.CharField(max_length=100)
    trigger_version = models.CharField(max_length=20)
    operation = models.CharField(max_length=100)
    input = models.JSONField(default=dict, help_text="As it was sent.")
    state = models.CharField(max_length=16, choices=State.choices, default=State.CREATING)
    error = models.JSONField(null=True, help_text="{code, message}")
    token = models.CharField(max_length=40, unique=True, default=new_token, help_text="Unguessable part of its own URL.")
    registration = models.TextField(blank=True, default="", help_text="Encrypted: what the service gave back.")
    state_destination_id = models.CharField(
        max_length=ID_LENGTH, blank=True, default="", help_text="Who hears when its state changes."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="When to look after it: nobody saw its registration through yet.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="Tries at taking its registration away.")

    class Meta(TenantOwned.Meta):
        # Those that are there are found without passing those that were: `deleted_at` empty is a condition both databases see.
        indexes = [
            models.Index(fields=["tenant", "-id"], name="subscription_newest", condition=models.Q(deleted_at__isnull=True)),
            models.Index(
                fields=["customer", "-id"], name="subscription_of_customer", condition=models.Q(deleted_at__isnull=True)
            ),
            models.Index(fields=["tenant", "external_id", "-id"], name="subscription_by_external_id"),
            models.Index(fields=["tenant", "state", "-id"], name="subscription_by_state"),
            models.Index(fields=["deleted_at"], name="subscription_gone", condition=models.Q(deleted_at__isnull=False)),
            models.Index(fields=["due_at"], name="subscription_due", condition=models.Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Of its own URL, which trigger connectors call `$.env.public_url`."""
        return f"/hooks/{self.tenant_id}/subscription/{self.token}"


class KeptAnswer(TenantOwned):
    """What a request with an Idempotency-Key was answered, for whoever sends it again. It may hold a signing key: encrypted."""

    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, help_text="Of whose key it is, and the key.")
    body_hash = models.CharField(max_length=64)
    answer = models.TextField(blank=True, default="", help_text="Encrypted {status, body}; empty while it is being made.")
    expires_at = models.DateTimeField(db_index=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key_hash"], name="kept_answer_once")]
