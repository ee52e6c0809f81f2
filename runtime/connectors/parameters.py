"""Connector parameters: what an integration sets once for a connector it uses, the same for all of its customers.

For: keeping them encrypted, giving them to functions.
Not here: what a customer fills in (a connection), what a step sets (its inputs).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from jsonschema import Draft202012Validator

from runtime.connectors.models import ConnectorParameters
from runtime.connectors.package import Package
from runtime.credentials import vault
from runtime.deeds import done
from runtime.engine.errors import InvalidDefinition
from runtime.instances.models import Integration

LARGEST = 64 * 1024  # characters as JSON


def parameters_of(integration: Integration | str, tenant_id: str, connector_key: str) -> dict[str, Any]:
    """What is set; {} where nothing is. Raises `StepProblem` `secret_unreadable`."""
    pk = integration if isinstance(integration, str) else integration.pk
    row = ConnectorParameters.objects.of(tenant_id).filter(integration_id=pk, connector_key=connector_key).first()
    return vault.decrypt(tenant_id, row.pk, row.secret) if row is not None and row.secret else {}


@transaction.atomic
def set_parameters(integration: Integration, package: Package, given: Mapping[str, Any]) -> ConnectorParameters:
    """Those that are given; a parameter that is null is taken away, one not named stays.

    Raises `InvalidDefinition` `connector_parameters_invalid`, whose messages repeat no value.
    """
    kept = parameters_of(integration, integration.tenant_id, package.key)
    merged = {name: entry for name, entry in {**kept, **given}.items() if entry is not None}
    errors = sorted(
        Draft202012Validator(dict(package.parameters_schema)).iter_errors(merged), key=lambda error: list(map(str, error.path))
    )
    if errors:
        problems = [{"field": ".".join(map(str, error.path)), "message": _without_values(error)} for error in errors]
        raise InvalidDefinition(
            f"{package.name}: {problems[0]['message']}",
            code="connector_parameters_invalid",
            problems=problems,
            errors=[
                {**one, "field": f"parameters.{one['field']}".removesuffix("."), "code": "invalid"} for one in problems
            ],  # as forms read them, of which each field goes by its name in what was sent
        )
    row, _ = ConnectorParameters.across_tenants.get_or_create(
        tenant=integration.tenant, integration=integration, connector_key=package.key
    )
    row.secret = vault.encrypt(integration.tenant_id, row.pk, merged)
    row.save(update_fields=["secret", "updated_at"])
    done("connector.parameters_set", row, package.name, integration=integration.name, names=sorted(given))
    return row


def _without_values(error: Any) -> str:
    if error.validator == "required":
        return str(error.message)
    where = ".".join(map(str, error.path)) or "The value"
    return f"{where} does not fit its schema ({error.validator})."
