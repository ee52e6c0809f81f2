"""Services of a tenant, connections of its customers, and consents under way. Secrets open only through the vault."""

from django.db import models

from runtime.instances.models import Customer
from runtime.tenancy.models import TenantOwned


class Service(TenantOwned):
    """An outside service and how customers prove themselves to it; definitions name it by `key`."""

    class Scheme(models.TextChoices):
        API_KEY = "api_key", "API key in a header"
        BASIC = "basic", "Basic"
        BEARER = "bearer", "Bearer token"
        CUSTOM = "custom", "Fields of your own"
        OAUTH2_CODE = "oauth2_code", "OAuth 2, authorization code"
        OAUTH2_CLIENT = "oauth2_client", "OAuth 2, client credentials"

    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    settings = models.JSONField(default=dict, help_text="Hosts, test request, URLs, scopes, fields: nothing secret.")
    secret = models.TextField(blank=True, default="", help_text="Encrypted {clientSecret}; empty without one.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="service_key_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def connector(self) -> str:
        """Key of the connector that it was begun from; without one it belongs to the connector that has its key, if any."""
        return str(self.settings.get("connector") or self.key)


class Connection(TenantOwned):
    """One customer's account at a service; without a customer the tenant's own, which tests of drafts use."""

    class Status(models.TextChoices):
        PENDING = "pending", "Not connected yet"
        OK = "ok", "Good"
        RECONNECT = "reconnect", "Needs attention"
        EXPIRED = "expired", "Expired"
        REVOKED = "revoked", "Revoked"

    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="connections")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="connections")
    name = models.CharField(max_length=120)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    reason = models.CharField(max_length=500, blank=True, default="", help_text="Why it does not work, for who can act.")
    settings = models.JSONField(default=dict, help_text="What was filled in and is not secret.")
    secret = models.TextField(blank=True, default="", help_text="Encrypted JSON; empty when nothing is connected.")
    expires_at = models.DateTimeField(null=True, help_text="When the access token ends; empty when it does not say.")
    renewing = models.CharField(max_length=26, blank=True, default="", help_text="Who renews the tokens now.")
    renewing_until = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True, help_text="When the service last took it.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["service"], condition=models.Q(customer__isnull=True), name="one_test_connection_of_a_service"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Consent(TenantOwned):
    """Somebody was sent to a service to agree, and is expected back once."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="consents")
    state_hash = models.CharField(max_length=64, unique=True)
    session_hash = models.CharField(max_length=64, help_text="Of the browser session that began it; no other may end it.")
    secret = models.TextField(help_text="Encrypted {verifier} of PKCE.")
    redirect_uri = models.CharField(max_length=500)
    expires_at = models.DateTimeField()
