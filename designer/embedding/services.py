"""A tenant's embedding settings: the only writer of their table."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from designer.api.problems import InvalidInput
from designer.api.shapes import camel
from designer.embedding.models import Embedding
from runtime.deeds import done
from runtime.tenancy.models import Tenant


def embedding_of(tenant: Tenant | str) -> Embedding:
    """Its settings; those of a tenant that set nothing are not stored."""
    tenant_id = tenant.pk if isinstance(tenant, Tenant) else tenant
    return Embedding.of(tenant_id).first() or Embedding(tenant_id=tenant_id)


@transaction.atomic
def change_embedding(tenant: Tenant, **changes: Any) -> Embedding:
    """Raises `InvalidInput` with every field that is wrong."""
    row = embedding_of(tenant)
    for field, value in changes.items():
        setattr(row, field, value)
    try:
        row.full_clean(exclude=["id", "tenant"], validate_unique=False, validate_constraints=False)
    except ValidationError as wrong:
        errors = [
            {"field": camel(field), "message": " ".join(said), "code": "invalid"} for field, said in wrong.message_dict.items()
        ]
        raise InvalidInput("Some of what was sent is not valid: see errors.", errors=errors) from None
    row.save()
    done("embedding.changed", row, tenant.name, changed=sorted(changes))
    return row
