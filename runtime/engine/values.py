"""Values: small classes whose fields never change once they are made.

For: what is made for every request and every step. The type checker refuses an assignment as it does for a frozen dataclass;
while running nothing watches, since that would make each of them several times as dear.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A dataclass with slots that compares and hashes by its fields."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
