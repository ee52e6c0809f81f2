"""Secrets of a tenant. The secret itself is readable only through `runtime.credentials.vault`."""

from django.db import models

from runtime.credentials import vault
from runtime.engine.errors import StepProblem
from runtime.tenancy.models import TenantOwned

LONG_ENOUGH = 12


class Credential(TenantOwned):
    """A stored secret of a tenant; definitions name it by `key`, so that an export holds no id and no secret."""

    class Scheme(models.TextChoices):
        API_KEY = "api_key", "API key in a header"
        BASIC = "basic", "Basic"
        BEARER = "bearer", "Bearer token"
        HMAC = "hmac", "HMAC signature"

    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    settings = models.JSONField(default=dict, help_text="What is not secret: header name, algorithm, tolerance.")
    secret = models.TextField(help_text="Encrypted JSON.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="credential_key_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def hint(self) -> str:
        """The last four characters of the secret, for telling two apart; empty where they would give too much away."""
        try:
            value = next(iter(vault.reveal(self).values()))
        except StepProblem:
            return ""
        return str(value[-4:]) if len(value) >= LONG_ENOUGH else ""
