"""A tenant's connectors, their versions, and what each integration sets for them. `keeping` and `parameters` write these."""

from django.db import models

from runtime.instances.models import Integration
from runtime.tenancy.models import TenantOwned


class Connector(TenantOwned):
    """A connector that a tenant uploaded. Steps name it by `key`; one of ours with the same key gives way to it."""

    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    latest = models.PositiveIntegerField(default=0, help_text="Number of the newest version.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="connector_key_unique")]

    def __str__(self) -> str:
        return self.name


class ConnectorVersion(TenantOwned):
    """One upload. Nothing updates a row of this table, so whoever has read it may keep it."""

    connector = models.ForeignKey(Connector, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=60, blank=True, default="", help_text="What its author calls this version.")
    package = models.JSONField(help_text="`Package.as_json`.")
    archive = models.BinaryField(help_text="Its files as a zip, for taking it back out.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the archive: the same files are no new version.")
    uploaded_by = models.CharField(max_length=254, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["connector", "number"], name="connector_version_unique")]

    def __str__(self) -> str:
        return f"{self.connector.name} v{self.number}"


class ConnectorParameters(TenantOwned):
    """What an integration sets for a connector it uses, such as a signing secret. Written only, never shown."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="connector_parameters")
    connector_key = models.SlugField(max_length=80)
    secret = models.TextField(blank=True, default="", help_text="Encrypted JSON of all parameters.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["integration", "connector_key"], name="connector_parameters_once")]
