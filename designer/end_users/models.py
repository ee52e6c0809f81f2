"""Tokens that act as one customer."""

from django.db import models

from designer.accounts.models import ApiToken
from runtime.instances.models import Customer
from runtime.tenancy.models import TenantOwned


class UserToken(TenantOwned):
    """A bearer that reaches what is one customer's, for two days. Only its SHA-256 is stored."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8, help_text="Last characters, to tell tokens apart.")
    # Whoever takes a token of the tenant back means all that was got with it.
    made_with = models.ForeignKey(ApiToken, null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["tenant", "expires_at"], name="user_token_ends")]

    def __str__(self) -> str:
        return f"token of {self.customer.name}"
