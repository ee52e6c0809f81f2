"""What is published and for whom it is switched on.

For: the identity of an integration, its immutable versions, customers with their aliases, instances.
Not here: drafts (`designer.integrations`), URLs (`runtime.routing`), what happened (`runtime.journal`).
"""

from django.db import models

from runtime.engine.needed_accounts import needed_accounts
from runtime.tenancy.models import TenantOwned


class Integration(TenantOwned):
    """What a builder builds. Its content lives in versions here and in the designer's draft."""

    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    live_version = models.ForeignKey(
        "Version",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The newest published version: its endpoint settings and preprocess flow serve a shared endpoint.",
    )

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="integration_key_unique")]

    def __str__(self) -> str:
        return self.name


class Version(TenantOwned):
    """An immutable published integration. Nothing updates a row of this table."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    comment = models.TextField(blank=True)
    published_by = models.CharField(max_length=254, blank=True)
    overridden_tests = models.JSONField(
        default=list, blank=True, help_text="Names of the saved tests that did not pass when it was published all the same."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["integration", "number"], name="version_number_unique")]

    def __str__(self) -> str:
        return f"{self.integration.name} v{self.number}"

    @property
    def needed_accounts(self) -> list[str]:
        """Keys of the config variables that bring accounts its flows cannot do without."""
        return list(needed_accounts(self.definition))


class Customer(TenantOwned):
    """A client of the tenant, known to it by `external_id`."""

    external_id = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    leaving_at = models.DateTimeField(null=True, blank=True, help_text="Since when all that is kept of it is being deleted.")

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "external_id"], name="customer_external_id_unique")]
        indexes = [models.Index(fields=["tenant", "-id"], name="customer_newest")]

    def __str__(self) -> str:
        return self.name


class CustomerAlias(TenantOwned):
    """Another name an outside service uses for a customer, so that no router flow is needed."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=200)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "alias"], name="customer_alias_unique")]

    def __str__(self) -> str:
        return self.alias


class CustomerLabel(TenantOwned):
    """A word of the tenant's own for some of its customers, to find and choose them by."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="labels")
    label = models.CharField(max_length=100)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["customer", "label"], name="customer_label_once")]
        indexes = [models.Index(fields=["tenant", "label", "customer"], name="customer_by_label")]

    def __str__(self) -> str:
        return self.label


class Instance(TenantOwned):
    """One version switched on for one customer. A customer has at most one instance of an integration."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="instances")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="instances")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="instances")
    name = models.CharField(max_length=200, blank=True, default="", help_text="Given by a program; empty: as the integration.")
    enabled = models.BooleanField(default=True, help_text="Paused instances hold what arrives until they resume.")
    config = models.JSONField(default=dict, blank=True, help_text="Config values by variable key.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["integration", "customer"], name="one_instance_per_customer")]
        indexes = [
            models.Index(fields=["tenant", "-id"], name="instance_newest"),
            models.Index(fields=["integration", "-id"], name="instance_of_integration"),
        ]

    def __str__(self) -> str:
        return f"{self.integration.name} for {self.customer.name}"
