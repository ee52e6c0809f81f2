"""What may stand in a tenant's embedding settings.

For: validators that the model, the admin and the API share; each raises Django's `ValidationError` with all it found.
"""

from __future__ import annotations

import base64
import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

MOST_ORIGINS = 50
LARGEST_LOGO = 64 * 1024  # bytes of the image
MOST_WORDS, LONGEST_WORD = 300, 500
_LOGO = re.compile(r"data:image/(png|jpeg|webp|svg\+xml);base64,([A-Za-z0-9+/=\s]+)")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]")


def check_origins(origins: Any) -> None:
    if not isinstance(origins, list) or len(origins) > MOST_ORIGINS:
        raise ValidationError(f"Give a list of at most {MOST_ORIGINS} origins.")
    wrong = [str(origin)[:100] for origin in origins if not is_origin(origin)]
    if wrong:
        raise ValidationError(
            f"{', '.join(wrong)}: write each as https://app.example.com, with its port if it has one, without path or wildcard."
        )


def is_origin(text: Any) -> bool:
    """In the very form browsers compare: small letters, no usual port, no slash behind. It goes into a header as it is."""
    if not isinstance(text, str) or len(text) > 300:
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(_without_port(parts.netloc)):
        return False
    usual = {"http": 80, "https": 443}[parts.scheme]
    return port != usual and text == f"{parts.scheme}://{_without_port(parts.netloc)}" + (f":{port}" if port else "")


def _without_port(netloc: str) -> str:
    return re.sub(r":[0-9]+$", "", netloc)


def check_logo(logo: str) -> None:
    found = _LOGO.fullmatch(logo) if logo else None
    if not logo:
        return
    try:
        image = base64.b64decode(found[2], validate=False) if found else b""
    except ValueError:
        image = b""
    if not image or len(image) > LARGEST_LOGO:
        raise ValidationError("Give the logo as data:image/png;base64,... (PNG, JPEG, WebP or SVG) of at most 64 KiB.")


def check_accent(colour: str) -> None:
    if colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValidationError("Give the colour as six digits, such as #4650c4.")


def check_words(words: Any) -> None:
    fits = isinstance(words, dict) and len(words) <= MOST_WORDS
    if not fits or not all(isinstance(text, str) and len(text) <= LONGEST_WORD for text in words.values()):
        raise ValidationError(f"Give texts by key, at most {MOST_WORDS} of at most {LONGEST_WORD} characters.")
