"""Bodies of requests as connector functions give them, and addresses from the parts they name. Pure.

For: data to bytes by content type, relative paths to a base address, query parameters as services expect them.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from runtime.engine.errors import StepProblem


def address(base: str, path: str) -> str:
    """A path is relative to the base, with or without a slash in front; a whole address stands for itself.

    Raises `StepProblem` `base_uri_missing`.
    """
    if path.lower().startswith(("http://", "https://")):
        return path
    if not base:
        message = f"The path {path[:100]} is relative, and the connector says no baseUri. Return it from make-api-client."
        raise StepProblem(message, code="base_uri_missing")
    if not path or path.startswith("?"):
        return f"{base}{path}"
    return f"{base.rstrip('/')}/{path.lstrip('/')}"


def with_query(url: str, query: Mapping[str, Any]) -> str:
    """A list is one parameter for each entry; an object is JSON; nothing is left out."""
    pairs = [
        (str(name), _text(entry))
        for name, given in query.items()
        for entry in (given if isinstance(given, list) else [given])
        if entry is not None
    ]
    if not pairs:
        return url
    whole, mark, fragment = url.partition("#")
    return f"{whole}{'&' if '?' in whole else '?'}{urlencode(pairs, errors='replace')}{mark}{fragment}"


def encode(told: Mapping[str, Any], headers: dict[str, str]) -> bytes | None:
    """`told` has `base64`, `form`, `data` or none of them; the content type is added to `headers` where they say none."""
    said = next((given for name, given in headers.items() if name.lower() == "content-type"), "")
    if (packed := told.get("base64")) is not None:
        return _unpacked(packed)
    if (form := told.get("form")) is not None:
        return _typed(headers, said, "application/x-www-form-urlencoded", str(form))
    if (data := told.get("data")) is None:
        return None
    if isinstance(data, str):
        return _typed(headers, said, "text/plain; charset=utf-8", data)
    if "x-www-form-urlencoded" in said.lower() and isinstance(data, dict):
        return with_query("", data)[1:].encode()
    return _typed(headers, said, "application/json", json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _typed(headers: dict[str, str], said: str, content_type: str, text: str) -> bytes:
    if not said:
        headers["Content-Type"] = content_type
    return text.encode("utf-8", "replace")


def _unpacked(packed: Any) -> bytes:
    try:
        return base64.b64decode(str(packed), validate=True)
    except (binascii.Error, ValueError):
        raise StepProblem("The body is no bytes.", code="request_malformed") from None


def _text(entry: Any) -> str:
    return entry if isinstance(entry, str) else json.dumps(entry)
