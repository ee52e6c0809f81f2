"""Base of every serializer: Python's names inside, camelCase on the wire.

For: shape only. Rules live in services and in the engine.
"""

from __future__ import annotations

import re
from typing import Any

from rest_framework import serializers
from rest_framework.fields import Field


def camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


class Shape(serializers.Serializer[Any]):
    # A comment, since a docstring here would describe every schema of the OpenAPI document: fields are declared in snake_case
    # and travel in camelCase. An input with an unknown field is refused: a typing error must not leave a setting as it was.

    def get_fields(self) -> dict[str, Field]:
        return {camel(name): _read_from(name, field) for name, field in super().get_fields().items()}

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        found: dict[str, Any] = {name: [serializers.ErrorDetail("There is no such field.", code="unknown")] for name in unknown}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**error.detail, **found}) from None
        if found:
            raise serializers.ValidationError(found)
        return value


def _read_from(name: str, field: Field) -> Field:
    # DRF refuses a source that equals the name on the wire.
    if field.source is None and camel(name) != name:
        field.source = name
    return field


class FieldErrorShape(Shape):
    field = serializers.CharField()
    message = serializers.CharField()
    code = serializers.CharField()


class ProblemShape(Shape):
    """RFC 9457 plus a stable `code`."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    request_id = serializers.CharField()
    errors = FieldErrorShape(many=True, required=False)
    problems = serializers.ListField(child=serializers.JSONField(), required=False)
    results = serializers.ListField(
        child=serializers.JSONField(), required=False, help_text="With tests_failed: how each saved test that gates went."
    )
