"""A connection that is over, here and at the service.

For: forgetting what is stored, then telling the service to end the access (RFC 7009), and saying how that went.
Not here: connections that break by themselves (`renewing`, `using`).

Forgetting comes first: whatever the service answers, or if it never does, nothing can be used any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from runtime.connections import keeping, oauth
from runtime.connections.keeping import Status, mark
from runtime.connections.models import Connection
from runtime.connections.renewing import as_client, run_now
from runtime.engine.component import HttpPort
from runtime.engine.errors import HookyardError

HERE = "It was disconnected"


def disconnect(connection: Connection) -> Connection:
    """The reason it gets says whether the service ended the access too."""
    held = _ended(connection)
    keeping.forget(connection, f"{HERE}.")
    if held is not None:
        reason = _told(connection, held)
        mark(connection, status=Status.REVOKED, reason=reason, now=datetime.now(UTC))
        connection.reason = reason
    return connection


def delete(connection: Connection) -> None:
    """Ends the access first. Raises `NotAllowed` `connection_in_use`."""
    keeping.require_unused(connection)
    if connection.secret:
        disconnect(connection)
    keeping.delete_connection(connection)


def _ended(connection: Connection) -> Connection | None:
    """The connection as it was, to prove ourselves with; None where there is nothing to tell the service of."""
    if not connection.service.scheme.startswith("oauth2") or not connection.secret:
        return None
    before: Connection = Connection(
        pk=connection.pk,
        tenant_id=connection.tenant_id,
        service=connection.service,
        settings=connection.settings,
        secret=connection.secret,
    )
    return before


def _told(connection: Connection, before: Connection) -> str:
    name, url = connection.service.name, connection.service.settings.get("revokeUrl")
    by_hand = f"To end the access for good, remove it in the settings of your account at {name}."
    if not url:
        return f"{HERE}. {by_hand}"
    try:
        secret = keeping.secret_of(before)
        refused = run_now(lambda http: _revoke(http, before, url, secret))
    except HookyardError as problem:
        refused = problem.message.rstrip(".")
    if refused:
        return f"{HERE}, but {name} did not confirm that ({refused}). {by_hand}"
    return f"{HERE}, and {name} ended the access."


async def _revoke(http: HttpPort, before: Connection, url: str, secret: Mapping[str, Any]) -> str:
    """Why it was not ended, in words; empty when it was. The refresh token goes first: most services end all with it."""
    for name, hint in (("refreshToken", "refresh_token"), ("accessToken", "access_token")):
        if token := secret.get(name):
            answer = await as_client(http, before, url, oauth.revocation_form(token, hint))
            # Section 2.2.1: a service may know how to end one kind only.
            if answer.status != 200 and not (hint == "access_token" and b"unsupported_token_type" in answer.body):
                return f"status {answer.status}"
    return ""
