"""Where people are signed in, their second factors, and how often somebody tried."""

from django.db import models

from designer.accounts.models import User
from runtime.identifiers import ID_LENGTH, new_id
from runtime.tenancy.models import Tenant, TenantOwned


class SignIn(models.Model):
    """One session of one person. Those that ended are kept for a while: they tell a known device from a new one."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True, null=True, help_text="Empty once it ended.")
    device = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of the browser's own cookie.")
    how = models.CharField(max_length=20)
    address = models.CharField(max_length=45, blank=True, default="")
    agent = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "device"], name="sign_in_device")]


class SecondFactor(models.Model):
    """One-time codes of an app (RFC 6238). `secret` is encrypted; `last_step` keeps a code from counting twice."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.TextField()
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, help_text="Before that it is asked for nowhere.")


class RecoveryCode(models.Model):
    """Stands in for the app once. Only its SHA-256 is stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "hash"], name="recovery_code_once")]


class SignInPolicy(TenantOwned):
    """What a tenant wants of its members when they sign in."""

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="sign_in_policy")
    two_factor_from = models.DateTimeField(null=True, help_text="From then on members need a second factor. Empty: they may.")


class Identity(models.Model):
    """An account at the single sign-on provider that is this person's: issuer and subject never change, addresses do."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]


class Tally(models.Model):
    """How often something was tried since `since`. `key` is a hash: it may stand for an address nobody here has."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
