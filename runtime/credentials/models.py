"""Secrets of a tenant. The secret itself is readable only through `runtime.credentials.vault`."""

from django.db import models

from runtime.credentials import vault
from runtime.credentials.schemes import SCHEMES
from runtime.engine.errors import StepProblem
from runtime.tenancy.models import TenantOwned

LONG_ENOUGH = 12


class Credential(TenantOwned):
    """A stored secret of a tenant; definitions name it by `key`, so that an export holds no id and no secret."""

    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    scheme = models.CharField(max_length=40, help_text="A key of the table in `runtime.credentials.schemes`.")
    settings = models.JSONField(default=dict, help_text="What is not secret: header name, algorithm, tolerance.")
    secret = models.TextField(help_text="Encrypted JSON.")
    used_at = models.DateTimeField(null=True, help_text="When it last let a caller in, within some seconds.")
    previous_secret = models.TextField(blank=True, default="", help_text="Rotated away; lets callers in until `previous_until`.")
    previous_until = models.DateTimeField(null=True)
    previous_used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="credential_key_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def scheme_title(self) -> str:
        known = SCHEMES.get(self.scheme)
        return known.title if known else self.scheme

    @property
    def hint(self) -> str:
        """The last four characters of the secret, for telling two apart; empty where they would give too much away."""
        try:
            value = next(iter(vault.reveal(self).values()), "")
        except StepProblem:
            return ""
        return str(value[-4:]) if len(value) >= LONG_ENOUGH else ""
