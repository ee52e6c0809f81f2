"""Rows as /core/v1/ tells them. Many subscriptions cost two questions, however many they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runtime.delivery import keys
from runtime.delivery.models import Delivery, Destination
from runtime.identifiers import as_uuid
from runtime.subscriptions import keeping, library
from runtime.subscriptions.dialect import wrapped
from runtime.subscriptions.models import Subscription
from runtime.subscriptions.trigger import Operation, Trigger


def trigger(one: Trigger) -> dict[str, Any]:
    service = {"id": one.service.id, "name": one.service.name, "version": one.service.version}
    return {
        "name": one.name,
        "version": one.version,
        "title": one.title,
        "description": one.description,
        "service": service,
    }


def operation(one: Operation) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "description": one.description,
        "inputSchema": dict(one.inputs),
        "outputSchema": dict(one.outputs),
        "hasDynamicOutput": one.is_dynamic,
        **({} if one.scopes is None else {"authScopes": list(one.scopes)}),
    }


def subscriptions(rows: Sequence[Subscription]) -> list[dict[str, Any]]:
    destinations = keeping.destinations_of(rows)
    schemas = library.inputs_of(rows[0].tenant_id, map(_which, rows)) if rows else {}
    return [_subscription(row, destinations, schemas) for row in rows]


def subscription(row: Subscription) -> dict[str, Any]:
    return subscriptions([row])[0]


def _subscription(
    row: Subscription, destinations: dict[str, Destination], schemas: Mapping[tuple[str, str, str], Any]
) -> dict[str, Any]:
    own, heard = destinations[row.pk], destinations.get(row.state_destination_id)
    public_key = keys.public(own)
    told: dict[str, Any] = {
        "id": as_uuid(row.pk),
        **({"externalId": row.external_id} if row.external_id else {}),
        "name": row.name,
        "trigger": {"name": row.trigger_name, "version": row.trigger_version},
        "operation": row.operation,
        **({"authenticationId": as_uuid(row.connection_id)} if row.connection_id else {}),
        "input": wrapped(schemas.get(_which(row), {}), row.input),
        "endpoint": own.url,
        "state": row.state,
        **({"error": row.error} if row.error else {}),
        "publicUrl": keeping.public_url(row),
        **({"stateChangeEndpoint": heard.url} if heard else {}),
        "endpointStatus": own.status,
        **({"endpointStatusReason": own.status_reason} if own.status_reason else {}),
        **({"publicKey": public_key} if public_key else {}),
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
    }
    return told


def _which(row: Subscription) -> tuple[str, str, str]:
    return row.trigger_name, row.trigger_version, row.operation


def deliveries(rows: Sequence[Delivery]) -> list[dict[str, Any]]:
    return [
        {
            "id": as_uuid(row.pk),
            "status": row.status,
            **({"type": row.event_type} if row.event_type else {}),
            "attempts": row.attempts,
            **({"code": row.code} if row.code else {}),
            **({"statusCode": row.status_code} if row.status_code else {}),
            "createdAt": row.created_at,
            **({"nextAttemptAt": row.due_at} if row.due_at and not row.ended_at else {}),
            **({"endedAt": row.ended_at} if row.ended_at else {}),
        }
        for row in rows
    ]
