"""A row of each table of a tenant, made from what its columns allow.

For: tests that must hold for every table there is and will be. Where a column takes only certain values, the model says so
(`choices`); what means nothing at all is fine, as nobody runs these rows.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from designer.accounts.models import User
from runtime.identifiers import new_id
from runtime.removal.belongings import belongings
from runtime.tenancy.models import Tenant

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def fill_every_table(tenant: Tenant, mark: str, *, user: User) -> dict[type[models.Model], models.Model]:
    """One row in each, by model; every text that may hold it holds `mark`. Parents are made before what points at them."""
    made: dict[type[models.Model], models.Model] = {Tenant: tenant, User: user}
    for belonging in reversed(belongings()):
        model = belonging.model
        values = {
            field.attname: value for field in model._meta.concrete_fields if (value := _value(field, made, mark)) is not None
        }
        made[model] = model._base_manager.create(**values)
    return made


def _value(field: Any, made: dict[type[models.Model], models.Model], mark: str) -> Any:
    """None where the column fills itself."""
    if isinstance(field, models.ForeignKey):
        target = made.get(field.related_model)
        return target.pk if target else None
    if field.primary_key:
        return new_id() if isinstance(field, models.CharField) else None
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.EmailField):
        return f"{mark.lower()}@example.com"
    if isinstance(field, models.CharField | models.TextField):
        return f"{mark}-{field.name}-{new_id()}"[: field.max_length] if field.unique else mark[: field.max_length]
    if isinstance(field, models.JSONField):
        return {"mark": mark}
    if isinstance(field, models.BinaryField):
        return mark.encode()
    if isinstance(field, models.DateTimeField):
        return NOW
    if isinstance(field, models.DateField):
        return date(2026, 3, 1)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.IntegerField | models.FloatField):
        return 1
    raise NotImplementedError(f"{field.model.__name__}.{field.name}: say here what a {type(field).__name__} may hold")
