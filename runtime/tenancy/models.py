"""The tenant, and the wall around its rows.

For: the one table every other row belongs to, and the base class that makes an unscoped query an error.
Not here: members and roles (`designer.accounts`), what a tenant stores.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from runtime.identifiers import ID_LENGTH, new_id


class Tenant(models.Model):
    """The organisation whose builders use the designer; the outermost wall."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    suspended = models.BooleanField(default=False, help_text="Endpoints answer 503, lanes rest, members are told why.")
    suspended_at = models.DateTimeField(null=True, editable=False)
    suspended_because = models.CharField(max_length=300, blank=True, default="", help_text="Its members read this.")
    requests_per_second = models.PositiveIntegerField(
        null=True, blank=True, help_text="Accepted requests a second over all its endpoints; empty means no limit."
    )
    most_requests_per_second = models.PositiveIntegerField(
        null=True, blank=True, help_text="The operator's own bound on the above, which its owner cannot lift."
    )
    largest_body_kib = models.PositiveIntegerField(
        null=True, blank=True, help_text="Largest body of a request in KiB; empty means as large as this Hookyard takes."
    )
    allow_query_endpoint = models.BooleanField(
        default=False, help_text="Also answer /restendpoint?tenant_id=...&flow_id=... for endpoints of type flow."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def rate(self) -> int | None:
        """Requests a second over all its endpoints: the smaller of what its owner and the operator allow."""
        return min(filter(None, (self.requests_per_second, self.most_requests_per_second)), default=None)


class UnscopedQuery(RuntimeError):
    """Somebody asked for rows without saying whose. That is a bug, so it is loud."""


class ScopedManager(models.Manager):
    """Hands out rows only after it was told the tenant: `Customer.objects.of(tenant).filter(...)`."""

    def get_queryset(self) -> models.QuerySet:
        raise UnscopedQuery(f"{self.model.__name__}.objects needs a tenant: use .of(tenant)")

    def of(self, tenant: Tenant | str) -> models.QuerySet:
        """Rows of one tenant, given itself or its id. Raises `UnscopedQuery` for nothing at all."""
        tenant_id = tenant.pk if isinstance(tenant, Tenant) else tenant
        if not tenant_id:
            raise UnscopedQuery(f"{self.model.__name__}.objects.of() was given no tenant")
        return super().get_queryset().filter(tenant_id=tenant_id)

    def create(self, **fields: Any) -> Any:
        if not (fields.get("tenant") or fields.get("tenant_id")):
            raise UnscopedQuery(f"{self.model.__name__}.objects.create() was given no tenant")
        return super().get_queryset().create(**fields)


class TenantOwned(models.Model):
    """Base of every row that belongs to a tenant.

    `objects` refuses to work without a tenant. `across_tenants` is for the few that really look at all of them (the door
    resolving a URL, the worker, the admin); the name is long so that it is noticed in review.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")

    objects = ScopedManager()
    across_tenants = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "across_tenants"
        default_manager_name = "across_tenants"

    @classmethod
    def of(cls, tenant: Tenant | str) -> models.QuerySet[Self]:
        return cls.objects.of(tenant)
