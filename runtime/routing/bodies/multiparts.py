"""Multipart forms with files.

A file is `{filename, contentType, size, data}`, with `encoding: "base64"` when its bytes are no text: it exists only as this
value, made here. Its name is what the sender calls it and never a path.
"""

from __future__ import annotations

import base64
from typing import Any

from multipart import MultipartError, MultipartSegment, PushMultipartParser

from runtime.routing.bodies.forms import gather
from runtime.routing.bodies.jsons import parse_json
from runtime.routing.bodies.media import CHARSETS, Media, kind_of, read_media
from runtime.routing.bodies.refusals import malformed
from runtime.routing.bodies.text import as_text, decode

MOST_PARTS = 1000
LONGEST_NAME = 255


def parse_multipart(body: bytes, media: Media) -> dict[str, Any]:
    """Fields and files by name, lists where a name repeats. Raises NotAllowed `body_malformed`."""
    try:
        parser = PushMultipartParser(
            media.parameters.get("boundary", ""),
            content_length=len(body),
            max_segment_count=MOST_PARTS,
            header_charset=media.charset if media.charset in CHARSETS else "utf8",
            strict=False,  # the standard's preamble and epilogue are allowed
        )
        pairs: list[tuple[str, Any]] = []
        with parser:
            part: MultipartSegment | None = None
            content: list[bytes] = []
            for event in parser.parse(body):
                if isinstance(event, MultipartSegment):
                    part, content = event, []
                elif event is not None:
                    content.append(bytes(event))
                elif part is not None:
                    pairs.append((part.name, _value(part, b"".join(content), media.charset)))
    except (MultipartError, UnicodeError, ValueError) as error:
        raise malformed(f"The body is no multipart form: {str(error)[:120].rstrip('.')}.") from None
    return gather(pairs)


def _value(part: MultipartSegment, content: bytes, charset: str) -> Any:
    if part.filename is not None:
        return _file(part, content)
    media = read_media(part.header("Content-Type") or "text/plain")
    name = f"field {part.name[:60]!r}"
    if media.kind == "json":
        return parse_json(content, media.charset, what=name)
    if media.kind == "binary":
        return _file(part, content)
    return decode(content, media.charset or charset, name)


def _file(part: MultipartSegment, content: bytes) -> dict[str, Any]:
    content_type = (part.header("Content-Type") or "application/octet-stream")[:200]
    text = as_text(content) if kind_of(content_type.partition(";")[0].strip().lower()) != "binary" else None
    data = {"data": base64.b64encode(content).decode(), "encoding": "base64"} if text is None else {"data": text}
    return {"filename": file_name(part.filename or ""), "contentType": content_type, "size": len(content), **data}


def file_name(said: str) -> str:
    """The last part of what the sender wrote, without control characters: some browsers once sent whole paths."""
    last = said.replace("\\", "/").rpartition("/")[2]
    plain = "".join(character for character in last if character.isprintable())[:LONGEST_NAME]
    return "" if plain in (".", "..") else plain
