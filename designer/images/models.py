"""Pictures that a tenant shows on the pages of its wizards."""

from django.db import models

from runtime.tenancy.models import TenantOwned


class Image(TenantOwned):
    """Never changed, so that whoever has it may keep it. Whoever knows its id may look at it: customers are not signed in."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256, so that the same picture is kept once.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "digest"], name="image_once_per_tenant")]

    def __str__(self) -> str:
        return self.name
