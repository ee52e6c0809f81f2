"""What the OpenAPI document says about a view, beyond what its code shows.

For: one decorator to describe an operation, and names that generated clients can live with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from designer.accounts.access import Open
from designer.api.shapes import ProblemShape

PROBLEM = {
    ("4XX", "application/problem+json"): OpenApiResponse(ProblemShape, description="What went wrong, and what to do."),
    ("503", "application/problem+json"): OpenApiResponse(ProblemShape, description="Nothing can be stored just now."),
}
PAGED = (
    OpenApiParameter("cursor", str, description="`next` of the page before."),
    OpenApiParameter("limit", int, description="Rows a page, 1 to 200; 50 unless told."),
)


ROOMS = {  # where the name of a package says less than that of the page
    "accounts": "Members, tokens and settings",
    "bench": "Tests",
    "bulk": "Many at once",
    "connections": "Connections and services",
    "customers": "Customers and instances",
    "delivery": "Deliveries",
    "embedding": "Embedding",
    "images": "Images of wizards",
    "importing": "Import and export",
    "drift": "Payloads that change",
    "lanes": "Lanes and waiting executions",
    "listening": "Events of connectors",
    "registration": "Registered webhooks",
    "rollouts": "Versions and rollouts",
    "signing_in": "Signing in",
    "storage": "Storage and history",
    "support": "Support visits",
    "traffic": "Requests and executions",
    "triggers_api": "Triggers API",
    "watching": "Live traffic and the system",
    "wizard": "Wizard",
}


class Operation(AutoSchema):
    """Operation ids are the method and the view: `getDraft`, `postIntegrations`. Tags are the rooms."""

    def get_operation_id(self) -> str:
        return f"{self.method.lower()}{type(self.view).__name__.removesuffix('View').removeprefix('One')}"

    def get_description(self) -> str:
        needed = self.view.roles[self.method]
        if needed is Open.SIGNED_IN:
            return "For a person who signed in, whatever their role and tenant."
        if needed is Open.WIZARD:
            return "For an open wizard or dialog, which reaches its own instance or account."
        return "Open to anybody." if isinstance(needed, Open) else f"Needs the role {needed.value} or one above it."

    def get_tags(self) -> list[str]:
        room = type(self.view).__module__.split(".")[1]
        return [ROOMS.get(room) or room.replace("_", " ").capitalize()]

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        # Any JSON value, null among them: the usual way to say that one may be null would say it twice.
        if isinstance(field, serializers.JSONField):
            return {"description": str(field.help_text)} if field.help_text else {}
        return super()._map_serializer_field(field, direction, bypass_extensions)

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return type(serializer).__name__.removesuffix("Shape")


def operation(
    summary: str,
    *,
    takes: Any = None,
    gives: Any = None,
    status: int = 200,
    query: Sequence[str | OpenApiParameter] = (),
    media_type: str = "application/json",
) -> Callable[[Any], Any]:
    """Describes one method of a view; `takes` and `gives` are shapes. Every operation may answer a problem."""
    parameters = [name if isinstance(name, OpenApiParameter) else OpenApiParameter(name, str) for name in query]
    answer = {(status, media_type): OpenApiResponse(gives, description=summary)} if gives else {status: None}
    return extend_schema(summary=summary, request=takes, parameters=parameters, responses={**answer, **PROBLEM})
