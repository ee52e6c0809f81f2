"""Accounts that a program brings along: it knows what proves them, and no person fills in a form or consents.

For: one call from what was brought to a connection: the service's fields by name, or tokens of OAuth 2 as its token endpoint
wrote them. What the service refuses is not stored.
Not here: forms and consent (`keeping`, `consenting`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from runtime.connections import oauth, testing
from runtime.connections.keeping import create_connection, keep_tokens, no_proof, update_connection
from runtime.connections.models import Connection, Service
from runtime.connections.schemes import fields_of
from runtime.credentials.schemes import InvalidCredential
from runtime.engine.errors import RemoteProblem
from runtime.instances.models import Customer


def bring(customer: Customer | None, service: Service, *, name: str, data: Mapping[str, Any]) -> Connection:
    """Raises `InvalidCredential`, `NotAllowed` `connection_exists`, `ConnectionProblem` `connection_refused`."""
    if service.scheme == Service.Scheme.OAUTH2_CODE:
        tokens = _tokens(data)
        with transaction.atomic():
            row = create_connection(customer, service, name=name, values={}, prove=no_proof)
            return _keep(row, tokens)
    _check_names(service, data)
    return create_connection(customer, service, name=name, values=data, prove=testing.prove)


def bring_again(row: Connection, *, name: str, data: Mapping[str, Any]) -> Connection:
    """What proves an account that stands already, filled in anew. Raises as `bring`."""
    if row.service.scheme == Service.Scheme.OAUTH2_CODE:
        tokens = _tokens(data)
        with transaction.atomic():
            return _keep(update_connection(row, name=name), tokens)
    _check_names(row.service, data)
    return update_connection(row, name=name, values=data, prove=testing.prove)


def _check_names(service: Service, data: Mapping[str, Any]) -> None:
    known = {field.key for field in fields_of(service.scheme, service.settings)}
    errors = [
        {"field": f"values.{key[:80]}", "message": f"{service.name} has no field {key[:80]}.", "code": "unknown"}
        for key in data
        if key not in known
    ]
    if errors:
        raise InvalidCredential("Some of the data is not valid: see errors.", errors=errors)


def _tokens(data: Mapping[str, Any]) -> oauth.Tokens:
    try:
        return oauth.tokens_of(data)
    except RemoteProblem:
        wrong = {"field": "values.access_token", "message": "A bearer token is needed, as access_token.", "code": "required"}
        raise InvalidCredential("Some of the data is not valid: see errors.", errors=[wrong]) from None


def _keep(row: Connection, tokens: oauth.Tokens) -> Connection:
    for column, value in keep_tokens(row, tokens, now=datetime.now(UTC)).items():
        setattr(row, column, value)
    row.save()
    return row
