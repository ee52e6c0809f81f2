"""People and programs that may use the designer.

Users sign in by e-mail address. A member is a user in a tenant with a role; a token lets a program act with one.
"""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models

from runtime.tenancy.models import TenantOwned


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    username = None
    email = models.EmailField(unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.email


class Role(models.TextChoices):
    """From least to most; each can do what those before it can."""

    VIEWER = "viewer", "Viewer: looks at everything, changes nothing"
    OPERATOR = "operator", "Operator: customers, instances, replays"
    BUILDER = "builder", "Builder: integrations, credentials, publishing"
    OWNER = "owner", "Owner: members, tokens, settings"


class Scope(models.TextChoices):
    """Where a token counts."""

    REST = "rest", "The product's own API"
    TRIGGERS = "triggers", "Triggers and subscriptions, under /core/v1/"
    GRAPHQL = "graphql", "GraphQL, and tokens and codes for customers"


def every_scope() -> list[str]:
    return list(Scope.values)


class Member(TenantOwned):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.BUILDER)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "user"], name="member_once_per_tenant")]

    def __str__(self) -> str:
        return f"{self.user.email} ({self.role})"


class Invitation(TenantOwned):
    """Somebody may become a member. Only the SHA-256 of its link is stored; accepted or withdrawn, the row is gone."""

    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role.choices)
    hash = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=254, blank=True, default="", help_text="Empty for whoever runs this Hookyard.")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "email"], name="invited_once_per_tenant")]

    def __str__(self) -> str:
        return f"{self.email} ({self.role})"


class ApiToken(TenantOwned):
    """A bearer token of the tenant itself, where `scopes` say: only its SHA-256 is stored, the token itself is shown once.

    Tray calls one that reaches GraphQL and triggers a master token. Those of customers are `designer.end_users`'s.
    """

    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.VIEWER)
    scopes = models.JSONField(default=every_scope, help_text="Of `Scope`.")
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8, help_text="Last characters, to tell tokens apart.")
    # A token goes with its maker's account: without one it would pass for a token of the command line.
    created_by = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, help_text="Empty: until it is deleted.")

    def __str__(self) -> str:
        return self.name
