"""Routes for how a tenant's wizards look and where they may be shown."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.api.views import ApiView
from designer.embedding import services
from designer.embedding.models import Embedding

LANGUAGES = [code for code, _ in Embedding._meta.get_field("language").choices]


class EmbeddingShape(Shape):
    allowed_origins = serializers.ListField(
        child=serializers.CharField(max_length=300),
        help_text="Pages that may frame wizards and hear of them, such as https://app.example.com.",
    )
    display_name = serializers.CharField(max_length=120, allow_blank=True, help_text="Empty: the tenant's own name.")
    logo = serializers.CharField(max_length=100_000, allow_blank=True, help_text="data:image/png;base64,... of at most 64 KiB.")
    accent = serializers.CharField(max_length=7, allow_blank=True, help_text="Colour of buttons, as #4650c4.")
    scheme = serializers.ChoiceField(Embedding.Scheme.choices)
    language = serializers.ChoiceField(LANGUAGES, help_text="Empty: as the browser says.")
    words = serializers.DictField(
        child=serializers.CharField(max_length=500), help_text="Words of the wizard to say otherwise, by key."
    )


class EmbeddingView(ApiView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.OWNER}

    @operation("How wizards look, and where they may be shown", gives=EmbeddingShape)
    def get(self, request: Request) -> Response:
        return Response(EmbeddingShape(services.embedding_of(self.tenant)).data)

    @operation("Change how wizards look, and where they may be shown", takes=EmbeddingShape, gives=EmbeddingShape)
    def patch(self, request: Request) -> Response:
        changes = self.read(EmbeddingShape, partial=True)
        return Response(EmbeddingShape(services.change_embedding(self.tenant, **changes)).data)
