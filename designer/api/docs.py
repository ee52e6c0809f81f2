"""The API described by itself: the OpenAPI document, and a page to read it on. Both hold no data, so anybody may look."""

from __future__ import annotations

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation

from designer.accounts.access import Open
from designer.api.views import ApiView


class SchemaView(ApiView, SpectacularAPIView):
    """YAML, or JSON for who accepts `application/vnd.oai.openapi+json` or asks for `?format=json`."""

    roles = {"GET": Open.ANYONE}
    content_negotiation_class = DefaultContentNegotiation


class DocsView(ApiView, SpectacularSwaggerSplitView):
    """The variant with its script apart, which our content security policy allows."""

    roles = {"GET": Open.ANYONE}
