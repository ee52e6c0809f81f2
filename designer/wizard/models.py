"""What the wizard keeps: codes that open it once, sessions, dialogs of one account, and how far each
instance's set-up is."""

from django.db import models

from runtime.connections.models import Connection, Service
from runtime.instances.models import Customer, Instance
from runtime.tenancy.models import TenantOwned


class Admission(TenantOwned):
    """What a code and the sessions it opens have in common: a secret kept as its hash, an end, the options."""

    hash = models.CharField(max_length=64, unique=True)
    options = models.JSONField(default=dict, help_text="{customValidation, enable, language, returnUrl, origin}")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantOwned.Meta):
        abstract = True


class WizardCode(Admission):
    """Opens the wizard of one instance, once; or, with a customer in its place, of whichever of theirs the address names, or the
    dialog of one account."""

    instance = models.ForeignKey(Instance, null=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="+")
    made_by = models.CharField(max_length=254)
    used_at = models.DateTimeField(null=True)


class WizardSession(Admission):
    """An open wizard: a bearer that reaches one instance and nothing else."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="+")
    ended_at = models.DateTimeField(null=True)


class AccountSession(Admission):
    """An open dialog for one account, outside any set-up: a bearer that reaches that account of one customer and nothing else."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey(
        Connection, null=True, on_delete=models.CASCADE, related_name="+", help_text="Once it is made."
    )
    renews = models.BooleanField(help_text="The account was there before the dialog.")
    ended_at = models.DateTimeField(null=True)


class WizardRun(TenantOwned):
    """How far the set-up of one instance is. Its values are only the instance's once it is finished."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="+")
    values = models.JSONField(default=dict, help_text="Given and not yet live, by config variable; null takes one away.")
    page = models.PositiveSmallIntegerField(default=0)
    pending = models.BooleanField(default=True, help_text="Something waits to be finished.")
    completed = models.BooleanField(default=False, help_text="The instance has been filled in once.")
    proof = models.JSONField(
        default=dict, help_text="What its URLs have seen since, by flow: {seen, verified, routed} with times."
    )
    watched_since = models.DateTimeField(help_text="Requests from here on count as proof.")
    finished_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["instance"], name="wizard_run_once_per_instance")]
