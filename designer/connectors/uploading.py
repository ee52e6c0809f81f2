"""The files of an upload, as they come over the wire."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from runtime.connectors.files import read_listed, read_zip
from runtime.connectors.problems import refuse


def files_of(given: dict[str, Any]) -> dict[str, bytes]:
    """Raises `PackageRefused`."""
    if given.get("archive") is not None:
        return read_zip(_unpacked(given["archive"], ""))
    return read_listed((one["path"], _unpacked(one["content"], one["path"])) for one in given.get("files") or ())


def _unpacked(content: str, path: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise refuse("package_not_base64", "It did not arrive whole: it is no base64.", path[:200]) from None
