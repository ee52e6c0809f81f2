"""Tests that are kept with an integration."""

from django.db import models

from designer.accounts.models import User
from runtime.instances.models import Integration
from runtime.tenancy.models import TenantOwned


class SavedTest(TenantOwned):
    """A request, and what must come of it. JSON is kept in the words of the wire; `pins` are by flow key for an endpoint."""

    class Kind(models.TextChoices):
        FLOW = "flow", "one flow"
        ENDPOINT = "endpoint", "the whole road"

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="saved_tests")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    flow = models.CharField(max_length=80, blank=True, help_text="Key of the flow, which may be gone by now.")
    request = models.JSONField(help_text="A TestRequest without secrets.")
    pins = models.JSONField(default=dict)
    run_target = models.BooleanField(default=True)
    calls_out = models.BooleanField(default=False, help_text="Steps that change something outside are really carried out.")
    strict = models.BooleanField(default=False, help_text="An endpoint's: refused without the right credential, as live.")
    expected = models.JSONField()
    gates = models.BooleanField(default=True, help_text="Publishing waits for it to pass.")
    last = models.JSONField(null=True, help_text="{at, outcome, code, message, revision, differences, taken} of its last run.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["integration", "name"], name="saved_test_name_unique")]

    def __str__(self) -> str:
        return self.name
