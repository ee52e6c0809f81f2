"""The body that a destination gets, byte for byte the same at each attempt. Pure.

For: the envelope of Tray's Triggers API, as text around a body that was written as JSON already.
Not here: headers (`signing`).

`id` is the delivery's own, also sent as `webhook-id`: whoever hears twice can tell by either. `type` is ours, and only there when
the event has one.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from ulid import ULID

LARGEST = 512 * 1024  # bytes of an event's body as JSON


def message_id(delivery_id: str) -> str:
    """As receivers know it: a UUID."""
    return str(ULID.from_str(delivery_id).to_uuid())


def subscription_text(own_id: str, external_id: str) -> str:
    told = {"id": message_id(own_id), **({"externalId": external_id} if external_id else {})}
    return json.dumps(told, separators=(",", ":"))


def envelope(*, delivery_id: str, subscription: str, outcome: str, body: str, happened_at: datetime, type: str) -> bytes:
    """`subscription` and `body` are JSON text. The moment is written as the original does: RFC 3339 with a space."""
    moment = f"{happened_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"
    kind = f',"type":{json.dumps(type)}' if type else ""
    head = f'{{"id":"{message_id(delivery_id)}","subscription":{subscription},"outcome":"{outcome}"'
    return f'{head},"body":{body},"timestamp":"{moment}"{kind}}}'.encode()
