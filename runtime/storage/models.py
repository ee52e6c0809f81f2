"""Values that flows keep between runs."""

from django.db import models

from runtime.identifiers import ID_LENGTH
from runtime.tenancy.models import TenantOwned


class StoredValue(TenantOwned):
    """One key of one scope: `scope` is `integration`, `instance`, `flow` or `execution`, `owner` its id."""

    scope = models.CharField(max_length=12)
    owner = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    value = models.JSONField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "scope", "owner", "key"], name="stored_value_unique")]


class Departure(TenantOwned):
    """An instance is gone; what it stored waits until the flows that started on that have ended."""

    instance_id = models.CharField(max_length=ID_LENGTH, unique=True)
    at = models.DateTimeField(auto_now_add=True)
