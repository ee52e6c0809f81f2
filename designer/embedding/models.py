"""How a tenant's wizards look inside other products, and which pages may show them."""

from django.db import models

from designer.embedding.rules import check_accent, check_logo, check_origins, check_words
from runtime.tenancy.models import TenantOwned


class Embedding(TenantOwned):
    """One a tenant at most; without one its wizards are plain and open in no frame."""

    class Scheme(models.TextChoices):
        SYSTEM = "system", "As the person's system"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    allowed_origins = models.JSONField(
        default=list,
        blank=True,
        validators=[check_origins],
        help_text='Pages that may frame wizards and hear of them: ["https://app.example.com"]. No wildcards.',
    )
    display_name = models.CharField(max_length=120, blank=True, default="", help_text="Empty: the tenant's own name.")
    logo = models.TextField(
        blank=True,
        default="",
        validators=[check_logo],
        help_text="data:image/png;base64,... of at most 64 KiB; also JPEG, WebP, SVG.",
    )
    accent = models.CharField(
        max_length=7, blank=True, default="", validators=[check_accent], help_text="Colour of buttons, as #4650c4."
    )
    scheme = models.CharField(max_length=6, choices=Scheme.choices, default=Scheme.SYSTEM)
    language = models.CharField(
        max_length=5, choices=[("", "As the browser says"), ("en", "English"), ("nl", "Nederlands")], blank=True, default=""
    )
    words = models.JSONField(
        default=dict,
        blank=True,
        validators=[check_words],
        help_text='Words of the wizard to say otherwise, by key: {"finish": "Done"}.',
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="embedding_once_per_tenant")]

    def __str__(self) -> str:
        return f"Embedding of {self.tenant.name}"
