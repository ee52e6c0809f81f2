"""Microsoft Graph's change notifications, which are not signed: each carries the `clientState` of its subscription.

For: the check alone. Pure. Rich notifications (encrypted data, validation tokens) are let in by the same check and not opened.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

import orjson

from runtime.credentials.calls import Call, missing


@dataclass(frozen=True, slots=True, repr=False)
class GraphVerifier:
    expected: bytes

    def check(self, call: Call, now: float) -> None:
        states = client_states(call.body)
        # All of them: one notification that is ours must not let a stranger's in beside it.
        if not states or sum([hmac.compare_digest(state, self.expected) for state in states]) != len(states):
            raise missing("Every notification needs the clientState that the subscription was made with.")


def client_states(body: bytes) -> list[bytes]:
    """One for each notification of the batch; empty where none was sent."""
    try:
        document = orjson.loads(body)
    except ValueError:
        return []
    notifications = document.get("value") if isinstance(document, dict) else None
    return [_state(one) for one in notifications] if isinstance(notifications, list) else []


def _state(notification: Any) -> bytes:
    state = notification.get("clientState") if isinstance(notification, dict) else None
    return state.encode("utf-8", "surrogatepass") if isinstance(state, str) else b""
