"""The URLs third-party services call, and the first answer given to an id that may come again."""

import secrets

from django.db import models

from runtime.instances.models import Instance, Integration
from runtime.tenancy.models import TenantOwned


def new_token() -> str:
    """The unguessable part of a URL: 128 random bits, URL-safe."""
    return secrets.token_urlsafe(16)


class Endpoint(TenantOwned):
    """A public URL that accepts requests. It stays the same over versions; only `token` can be rotated."""

    class Type(models.TextChoices):
        FLOW = "flow", "one flow of one instance"
        INSTANCE = "instance", "one instance"
        SHARED = "shared", "one integration, all customers"
        DRAFT = "draft", "the designer's own test"

    type = models.CharField(max_length=10, choices=Type.choices)
    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="endpoints")
    instance = models.ForeignKey(Instance, null=True, blank=True, on_delete=models.CASCADE, related_name="endpoints")
    flow_key = models.CharField(max_length=80, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    previous_token = models.CharField(max_length=40, blank=True, db_index=True)
    previous_token_expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["integration", "type"], condition=models.Q(instance=None), name="endpoint_of_integration_unique"
            ),
            models.UniqueConstraint(fields=["instance", "type", "flow_key"], name="endpoint_of_instance_unique"),
        ]

    @property
    def path(self) -> str:
        """Path of the public URL; a flow's carries its flow id too."""
        middle = f"flow/{self.pk}" if self.type == self.Type.FLOW else self.type
        return f"/hooks/{self.tenant_id}/{middle}/{self.token}"

    def __str__(self) -> str:
        return self.path


class RouteEpoch(models.Model):
    """One row, counted up by whatever changes where requests go, so that every process drops the plans that it touched."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.PositiveBigIntegerField(default=0)


class RouteChange(models.Model):
    """What the last changes touched. Older ones are forgotten: who did not hear of them drops all plans."""

    value = models.PositiveBigIntegerField(primary_key=True)
    scopes = models.JSONField()


class DedupeEntry(TenantOwned):
    """The answer given to the first request that carried an id, for as long as the sender may repeat it."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64)
    request_id = models.CharField(max_length=26)
    answer = models.JSONField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["endpoint", "key_hash"], name="dedupe_key_unique")]
