"""How providers sign with a shared secret: one recipe each.

For: the table that verifier and debugger read. Pure.
Not here: what people fill in (`providers`), schemes that are no plain HMAC (`twilio`, `tokens`, `sns`, `graph`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from runtime.credentials.signatures import Part, Recipe

RECIPES: Mapping[str, Recipe] = {
    "github": Recipe(("x-hub-signature-256",), prefix="sha256="),
    "stripe": Recipe(("stripe-signature",), (Part.TIMESTAMP, ".", Part.BODY), style="pairs", prefix="v1="),
    "shopify": Recipe(("x-shopify-hmac-sha256",), encoding="base64"),
    "slack": Recipe(
        ("x-slack-signature",),
        ("v0:", Part.TIMESTAMP, ":", Part.BODY),
        prefix="v0=",
        timestamps=("x-slack-request-timestamp",),
    ),
    "standard_webhooks": Recipe(
        ("webhook-signature", "svix-signature"),
        (Part.ID, ".", Part.TIMESTAMP, ".", Part.BODY),
        encoding="base64",
        style="versions",
        prefix="v1,",
        timestamps=("webhook-timestamp", "svix-timestamp"),
        ids=("webhook-id", "svix-id"),
    ),
    "zoom": Recipe(
        ("x-zm-signature",), ("v0:", Part.TIMESTAMP, ":", Part.BODY), prefix="v0=", timestamps=("x-zm-request-timestamp",)
    ),
    "hubspot": Recipe(
        ("x-hubspot-signature-v3",),
        (Part.METHOD, Part.DECODED_URL, Part.BODY, Part.TIMESTAMP),
        encoding="base64",
        timestamps=("x-hubspot-request-timestamp",),
        unit="ms",
    ),
    "square": Recipe(("x-square-hmacsha256-signature",), (Part.URL, Part.BODY), encoding="base64"),
    "meta": Recipe(("x-hub-signature-256",), prefix="sha256="),
    "dropbox": Recipe(("x-dropbox-signature",)),
    "zendesk": Recipe(
        ("x-zendesk-webhook-signature",),
        (Part.TIMESTAMP, Part.BODY),
        encoding="base64",
        timestamps=("x-zendesk-webhook-signature-timestamp",),
        unit="iso",
    ),
    "intercom": Recipe(("x-hub-signature",), algorithm="sha1", prefix="sha1="),
    "typeform": Recipe(("typeform-signature",), encoding="base64", prefix="sha256="),
}


def custom_recipe(settings: Mapping[str, Any]) -> Recipe:
    """Of the scheme `hmac`, whose settings a builder chose."""
    dated = settings.get("signed") == "timestamp.body"
    return Recipe(
        headers=(settings["header"].lower(),),
        signed=(Part.TIMESTAMP, ".", Part.BODY) if dated else (Part.BODY,),
        algorithm=hashlib.new(settings.get("algorithm") or "sha256").name,
        encoding=settings.get("encoding") or "hex",
        prefix=settings.get("prefix") or "",
        timestamps=(settings["timestampHeader"].lower(),) if dated else (),
    )
