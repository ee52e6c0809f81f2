"""The API described by itself: the OpenAPI document, and a page to read it on. Both hold no data, so anybody may look.

The document says what the code says, so it is made once in the life of a process, when somebody first asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

from designer.accounts.access import Open
from designer.api.views import ApiView

_turn = Lock()
_made: dict[str, bytes] = {}  # by media type


def document(media_type: str, make: Callable[[], bytes]) -> bytes:
    """The generator loads what it knows about authentication on its first run, and a second run meanwhile would fall over."""
    with _turn:
        if media_type not in _made:
            _made[media_type] = make()
        return _made[media_type]


class SchemaView(ApiView, SpectacularAPIView):
    """YAML, or JSON for who accepts `application/vnd.oai.openapi+json` or asks for `?format=json`."""

    roles = {"GET": Open.ANYONE}
    content_negotiation_class = DefaultContentNegotiation

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        renderer, media_type = request.accepted_renderer, request.accepted_media_type

        def make() -> bytes:
            return renderer.render(SchemaGenerator().get_schema(public=True), media_type, {})

        return HttpResponse(
            document(renderer.media_type, make),
            content_type=media_type,
            headers={"Content-Disposition": f'inline; filename="Hookyard.{renderer.format}"', "Vary": "Accept"},
        )


class DocsView(ApiView, SpectacularSwaggerSplitView):
    """The variant with its script apart, which our content security policy allows."""

    roles = {"GET": Open.ANYONE}
