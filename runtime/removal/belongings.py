"""Which tables hold rows of a tenant, found by looking at all models: a new one cannot be forgotten.

For: the order in which they can be emptied, and what must let go before.
Not here: emptying them (`carrying_out`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet

from runtime.tenancy.models import Tenant


@dataclass(frozen=True, slots=True)
class Belonging:
    """`path` leads from a row to its tenant: `tenant`, or `customer__tenant` for one that names no tenant itself."""

    model: type[Model]
    path: str

    def of(self, tenant_id: str) -> QuerySet[Model]:
        return self.model._base_manager.filter(**{f"{self.path}_id": tenant_id}).order_by()


def belongings() -> list[Belonging]:
    """Those that others point at come after them."""
    found: dict[type[Model], Belonging] = {}
    models = apps.get_models(include_auto_created=True)
    while fresh := [one for model in models if model not in found and (one := _belonging(model, found))]:
        found |= {one.model: one for one in fresh}
    return list(_children_first(found))


def loose_ends(belonging: Belonging) -> list[str]:
    """Its columns that may be empty and point at rows that go no later: emptied first, so that no circle holds. No others: a
    row that lost what it belongs to may be one too many of its kind."""
    order = [one.model for one in belongings()]
    until = order[: order.index(belonging.model) + 1]
    return [key.name for key in _keys(belonging.model) if key.null and key.related_model in until]


def _belonging(model: type[Model], found: dict[type[Model], Belonging]) -> Belonging | None:
    for key in _keys(model):
        if key.related_model is Tenant:
            return Belonging(model, key.name)
    for key in _keys(model):
        if key.related_model in found and not key.null:
            return Belonging(model, f"{key.name}__{found[key.related_model].path}")
    return None


def _children_first(found: dict[type[Model], Belonging]) -> Iterator[Belonging]:
    left = dict(found)
    while left:
        keys = [(model, key) for model in left for key in _keys(model) if key.related_model is not model]
        free = _not_in(left, keys) or _not_in(left, [(model, key) for model, key in keys if not key.null])[:1]
        if not free:
            raise RuntimeError(f"these tables point at each other: {sorted(model.__name__ for model in left)}")
        yield from (left.pop(model) for model in free)


def _not_in(left: Iterable[type[Model]], keys: Sequence[tuple[type[Model], ForeignKey]]) -> list[type[Model]]:
    pointed_at = {key.related_model for _, key in keys}
    return [model for model in left if model not in pointed_at]


def _keys(model: type[Model]) -> list[ForeignKey]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
