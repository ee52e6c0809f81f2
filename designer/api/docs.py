"""The API described by itself: the OpenAPI document, and a page to read it on. Both hold no data, so anybody may look."""

from __future__ import annotations

from threading import Lock
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation

from designer.accounts.access import Open
from designer.api.views import ApiView


class OneAtATime(SchemaGenerator):
    """The generator loads what it knows about authentication on its first run, and a second run meanwhile would fall over."""

    _turn = Lock()

    def get_schema(self, *args: Any, **kwargs: Any) -> Any:
        with self._turn:
            return super().get_schema(*args, **kwargs)


class SchemaView(ApiView, SpectacularAPIView):
    """YAML, or JSON for who accepts `application/vnd.oai.openapi+json` or asks for `?format=json`."""

    roles = {"GET": Open.ANYONE}
    content_negotiation_class = DefaultContentNegotiation
    generator_class = OneAtATime


class DocsView(ApiView, SpectacularSwaggerSplitView):
    """The variant with its script apart, which our content security policy allows."""

    roles = {"GET": Open.ANYONE}
