"""The URL as signing providers write it.

For: what HubSpot decodes, and the spellings of a port that Twilio leaves open. Pure.
Not here: which URL was called; a proxy may hide it, so it is the configured public one (`Call.url`).
"""

from __future__ import annotations

import re

# HubSpot signs the URL with these written out, whatever the sender's library made of them; all other escapes stay.
_WRITTEN_OUT = {"3A": ":", "2F": "/", "3F": "?", "40": "@", "21": "!", "24": "$", "27": "'", "28": "(", "29": ")", "2A": "*",
                "2C": ",", "3B": ";"}  # fmt: skip
_ESCAPES = re.compile("%(" + "|".join(_WRITTEN_OUT) + ")", re.IGNORECASE)
_ORIGIN = re.compile(r"(https?)://([^/?#:\[\]]+|\[[^\]]*\])(?::(\d{1,5}))?(?=[/?#]|\Z)")
USUAL_PORT = {"http": "80", "https": "443"}


def decoded_url(url: str) -> str:
    return _ESCAPES.sub(lambda escape: _WRITTEN_OUT[escape[1].upper()], url) if "%" in url else url


def port_spellings(url: str) -> tuple[str, ...]:
    """The URL without a port and with one: its own, else the scheme's usual one."""
    origin = _ORIGIN.match(url)
    if origin is None:
        return (url,)
    scheme, host, port = origin.groups()
    rest = url[origin.end() :]
    return (f"{scheme}://{host}{rest}", f"{scheme}://{host}:{port or USUAL_PORT[scheme]}{rest}")
