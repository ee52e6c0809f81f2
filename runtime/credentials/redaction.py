"""Cutting secrets out of headers before anybody keeps them.

For: the headers and the query of a request as they are stored, shown and handed to flows.
Not here: bodies; what a sender writes there is the flow's data.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

REDACTED = "[redacted]"

SECRET_HEADERS = frozenset(
    {
        "api-key",
        "apikey",
        "authorization",
        "cookie",
        "proxy-authorization",
        "set-cookie",
        "x-access-token",
        "x-amz-security-token",
        "x-api-key",
        "x-apikey",
        "x-auth-key",
        "x-auth-token",
        "x-csrftoken",
        "x-gitlab-token",
        "x-telegram-bot-api-secret-token",
        "x-vault-token",
    }
)


_SECRET_FIELDS = re.compile(r"(?<![^&])(hub\.verify_token|hub%2[Ee]verify_token)=[^&]*")


def redact_query(query: str) -> str:
    """The query without the token that Meta sends when it verifies a URL."""
    return _SECRET_FIELDS.sub(rf"\1={REDACTED}", query) if "verify_token" in query else query


def redact_headers(headers: Iterable[tuple[str, str]], extra: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """The headers in order, values that bear secrets replaced. `extra` are further names, such as the credential's own."""
    secret = SECRET_HEADERS.union([name.lower() for name in extra]) if extra else SECRET_HEADERS
    return tuple([(name, REDACTED if name.lower() in secret else value) for name, value in headers])
