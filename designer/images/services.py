"""Keeping pictures: what is one, how large, how many."""

from __future__ import annotations

import base64
import binascii
import hashlib

from designer.images.models import Image
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.tenancy.models import Tenant

LARGEST = 2 * 1024 * 1024  # bytes
MOST = 500  # of one tenant
# By what a file begins with: its name may say anything. No SVG, which can hold scripts.
_SIGNS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF87a": "image/gif", b"GIF89a": "image/gif"}


class NoImage(HookyardError):
    """What came is no picture we show."""

    default_code = "image_invalid"


def keep_image(tenant: Tenant, *, name: str, content: str) -> Image:
    """`content` is base64. The same picture again is the one there is.

    Raises `NoImage`; `NotAllowed` `images_too_many`.
    """
    try:
        data = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise NoImage("The picture did not arrive whole: it is no base64.") from None
    if len(data) > LARGEST:
        raise NoImage(f"A picture may be {LARGEST // 2**20} MiB; make it smaller.")
    content_type = type_of(data)
    if content_type is None:
        raise NoImage("Give a PNG, JPEG, GIF or WebP picture.")
    digest = hashlib.sha256(data).hexdigest()
    images = Image.objects.of(tenant)
    if (known := images.filter(digest=digest).first()) is not None:
        return known
    if images.count() >= MOST:
        raise NotAllowed(f"There are {MOST} pictures already; delete some first.", code="images_too_many")
    fields = {"name": name, "content_type": content_type, "content": data, "size": len(data)}
    return images.get_or_create(tenant=tenant, digest=digest, defaults=fields)[0]


def type_of(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((content_type for sign, content_type in _SIGNS.items() if data.startswith(sign)), None)
