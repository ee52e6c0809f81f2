"""Which rows are a customer's, found by looking at all models: a new one that names a customer or instance cannot be forgotten.

For: batches of such rows, and what mentions the customer in passing.
Not here: requests and executions themselves, which are many (`carrying_out`); rows that point at the customer or its instances by
a foreign key, which go with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet

from runtime.alerts.models import AlertNotice
from runtime.bulk.models import BulkAction
from runtime.erasing.models import Erasure
from runtime.journal.models import Execution, Request, StepResult
from runtime.rollouts.models import Rollout
from runtime.routing.models import DedupeEntry
from runtime.storage.models import StoredValue
from runtime.tenancy.models import TenantOwned

HISTORY = (Request, Execution, StepResult)
SHORT = 3  # characters; a name that short is only taken for the customer's where it stands alone


@dataclass(frozen=True, slots=True)
class Known:
    """What a customer goes by: `names` people and services say, `ids` we gave."""

    names: tuple[str, ...]
    ids: tuple[str, ...]

    @classmethod
    def of(cls, erasure: Erasure) -> Known:
        return cls(tuple(erasure.known.get("names", ())), tuple(erasure.known.get("ids", ())))

    def is_in(self, value: Any) -> bool:
        """Whether a value, be it text or JSON, mentions the customer."""
        match value:
            case str():
                return value in self.names or any(word in value for word in (*self._long_names, *self.ids))
            case Mapping():
                return any(self.is_in(key) or self.is_in(item) for key, item in value.items())
            case list() | tuple():
                return any(self.is_in(item) for item in value)
        return False

    @property
    def _long_names(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if len(name) > SHORT)


def other_rows(tenant_id: str, customer_id: str, instances: Sequence[str]) -> Iterator[QuerySet[Model]]:
    """Of each table that names the customer or its instances by their ids without pointing at them."""
    for model in apps.get_models():
        if not issubclass(model, TenantOwned) or model in (*HISTORY, Erasure, DedupeEntry):
            continue
        plain = {field.attname for field in model._meta.concrete_fields if not isinstance(field, ForeignKey)}
        wanted = Q()
        if "customer_id" in plain:
            wanted |= Q(customer_id=customer_id)
        if "instance_id" in plain:
            wanted |= Q(instance_id__in=instances)
        if wanted:
            yield model._base_manager.filter(wanted, tenant_id=tenant_id).order_by()
    for instance_id in instances:
        own = Q(scope="instance", owner=instance_id) | Q(scope="flow", owner__startswith=f"{instance_id}:")
        yield StoredValue.objects.of(tenant_id).filter(own)


def mentioning(tenant_id: str) -> Iterator[QuerySet[Model]]:
    """Tables whose rows may speak of a customer among others; few enough to be read."""
    yield AlertNotice.objects.of(tenant_id)
    yield BulkAction.objects.of(tenant_id)
    yield Rollout.objects.of(tenant_id)
    yield StoredValue.objects.of(tenant_id).filter(scope="integration")


def strip(value: Any, known: Known) -> Any:
    """The same without list entries and members that mention the customer."""
    match value:
        case Mapping():
            return {
                key: strip(item, known) for key, item in value.items() if not known.is_in(key) and not _is_mention(item, known)
            }
        case list():
            return [strip(item, known) for item in value if not _is_mention(item, known)]
    return value


def _is_mention(value: Any, known: Known) -> bool:
    return isinstance(value, str) and known.is_in(value)
