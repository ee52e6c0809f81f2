"""Signing as a sender would: for a test event that shows a customer's endpoint at work.

For: the headers that prove a call, made of the same recipe the check reads. Pure.
Not here: which call is sent (`runtime.bench.proving`), checking (`verify`, `signatures`).
"""

from __future__ import annotations

import base64
import hmac
from datetime import UTC, datetime

from runtime.credentials.calls import Call
from runtime.credentials.gate import Gate
from runtime.credentials.signatures import Evidence, Recipe, SignatureVerifier
from runtime.credentials.verify import BasicVerifier, BearerVerifier, HeaderVerifier
from runtime.engine.errors import NotAllowed


def proof_headers(gate: Gate | None, call: Call, now: float, *, id: str) -> dict[str, str]:
    """What to send along. Raises `NotAllowed` `test_not_possible` where only the service itself can sign."""
    match gate.current.verifier if gate else None:
        case None:
            return {}
        case HeaderVerifier(header=header, expected=expected):
            return {header: expected.decode()}
        case BasicVerifier(expected=expected):
            return {"authorization": f"Basic {base64.b64encode(expected).decode()}"}
        case BearerVerifier(expected=expected):
            return {"authorization": f"Bearer {expected.decode()}"}
        case SignatureVerifier(recipe=recipe, key=key):
            return _signed(recipe, key, call, now, id)
    message = "Only the service itself can sign its events; let it send one."
    raise NotAllowed(message, code="test_not_possible")


def _signed(recipe: Recipe, key: bytes, call: Call, now: float, id: str) -> dict[str, str]:
    timestamp = _written(now, recipe.unit) if recipe.dated else ""
    evidence = Evidence(recipe.headers[0], (), timestamp, id if recipe.ids else "")
    digest = hmac.digest(key, recipe.canonical(call, evidence), recipe.algorithm)
    text = recipe.prefix + (digest.hex() if recipe.encoding == "hex" else base64.b64encode(digest).decode())
    return {
        recipe.headers[0]: f"t={timestamp},{text}" if recipe.style == "pairs" else text,
        **dict.fromkeys(recipe.timestamps[:1], timestamp),
        **dict.fromkeys(recipe.ids[:1], id),
    }


def _written(now: float, unit: str) -> str:
    if unit == "iso":
        return datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return str(int(now * 1000) if unit == "ms" else int(now))
