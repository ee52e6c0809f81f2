"""One answer type per route, whatever the client says it accepts: a 406 would help nobody."""

from __future__ import annotations

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation


class OneType(BaseContentNegotiation):
    def select_parser(self, request: Any, parsers: Any) -> Any:
        media_type = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type
