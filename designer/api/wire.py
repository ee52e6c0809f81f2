"""JSON in and out of the API.

For: reading bodies so that nothing a client sends can make us fall over, and writing ours quickly.
Not here: what a body must hold (the serializers of each room).
"""

from __future__ import annotations

import json
from typing import Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

MAX_BODY = 8 * 1024 * 1024  # bytes
MAX_DEPTH = 200  # levels of lists and objects; later readers of the document recurse


class StrictJsonParser(BaseParser):
    """RFC 8259 and no more: no NaN, no lone surrogates, no NUL characters (PostgreSQL stores none), no bottomless nesting."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            document = orjson.loads(stream.read())
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is not JSON: {error}.") from None
        refuse_unstorable(document)
        return document


def refuse_unstorable(document: Any) -> None:
    """Raises `ParseError` for nesting deeper than `MAX_DEPTH` and for NUL characters. Does not recurse."""
    level = [document]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.keys())
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
            elif isinstance(value, str) and "\0" in value:
                raise ParseError("The body holds a NUL character; leave it out.")
        if not below:
            return
        level = below
    raise ParseError(f"The body nests lists and objects more than {MAX_DEPTH} deep.")


class JsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        try:
            return orjson.dumps(data)
        except TypeError:  # integers of more than 64 bits and lone surrogates, which step results may hold
            return json.dumps(data, default=str).encode()
