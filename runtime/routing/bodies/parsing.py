"""A body as data, by what its headers say it is."""

from __future__ import annotations

import base64
from typing import Any

from runtime.engine.errors import NotAllowed
from runtime.routing.bodies.forms import parse_form
from runtime.routing.bodies.jsons import parse_json, parse_lines
from runtime.routing.bodies.media import LINES_TYPES, Media, read_media
from runtime.routing.bodies.multiparts import parse_multipart
from runtime.routing.bodies.packing import coding_of, unpack
from runtime.routing.bodies.tables import parse_csv
from runtime.routing.bodies.text import as_text, decode
from runtime.routing.bodies.xmls import parse_xml

LARGEST_UNPACKED = 64 * 1024 * 1024  # bytes, where no endpoint says less


def parse_body(content_type: str, body: bytes, *, encoding: str = "", most: int = LARGEST_UNPACKED) -> Any:
    """`encoding` is the Content-Encoding; `most` bytes may come out of it. No body is None, whatever it is called.

    Raises NotAllowed `body_malformed`, `body_too_large`, `charset_unknown` or `content_encoding_not_taken`.
    """
    if encoding and body and (coding := coding_of(encoding)):
        body = unpack(body, coding, most=most)
    if not body:
        return None
    media = read_media(content_type)
    match media.kind:
        case "json":
            return parse_lines(body, media.charset) if media.type in LINES_TYPES else parse_json(body, media.charset)
        case "form":
            return parse_form(body, media.charset)
        case "multipart":
            return parse_multipart(body, media)
        case "xml":
            return parse_xml(body, media.charset)
        case "csv":
            return parse_csv(body, media)
        case "text":
            return _text(body, media)
        case "binary":
            return base64.b64encode(body).decode()
    return _unnamed(body)


def _text(body: bytes, media: Media) -> str:
    if media.charset:
        return decode(body, media.charset, "body")
    # Text that is not UTF-8 and does not say what else it is: its bytes, rather than a guess.
    text = as_text(body)
    return base64.b64encode(body).decode() if text is None else text


def _unnamed(body: bytes) -> Any:
    """Senders that name no type mostly mean JSON; text that only looks like it stays text."""
    text = as_text(body)
    if text is not None and text.lstrip()[:1] in ("{", "["):
        try:
            return parse_json(body)
        except NotAllowed:
            return text
    return base64.b64encode(body).decode() if text is None else text
