"""The API described by itself: the OpenAPI document, and a page to read it on. Both hold no data, so anybody may look."""

from __future__ import annotations

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from designer.accounts.access import Open


class SchemaView(SpectacularAPIView):
    roles = {"GET": Open.ANYONE}


class DocsView(SpectacularSwaggerSplitView):
    """The variant with its script apart, which our content security policy allows."""

    roles = {"GET": Open.ANYONE}
