"""What a trigger is: the values that the library, the API and forms share. Pure.

A connector that can be called has the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Any


@dataclass(frozen=True, slots=True)
class ServiceOf:
    """The outside service a trigger is of; `key` is that of our own `Service` where the tenant has one."""

    id: str
    name: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Operation:
    """`inputs` and `outputs` are in the dialect. `sample` is an event's body for tests."""

    name: str
    title: str
    description: str
    inputs: Mapping[str, Json]
    outputs: Mapping[str, Json]
    is_dynamic: bool = False
    scopes: tuple[str, ...] | None = None
    needs_connection: bool = False
    sample: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trigger:
    name: str
    version: str
    title: str
    description: str
    service: ServiceOf
    operations: tuple[Operation, ...]

    def operation(self, name: str) -> Operation | None:
        return next((one for one in self.operations if one.name == name), None)
