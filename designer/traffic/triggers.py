"""What started an execution.

For: the trigger results as its steps saw them. The journal keeps a request once, so they are put together again from it.
"""

from __future__ import annotations

from typing import Any

from designer.traffic.references import References
from runtime.engine.definition import read_definition
from runtime.engine.errors import NotAllowed
from runtime.executions.loading import results_of_request
from runtime.instances.models import Instance
from runtime.journal.models import Execution, Request
from runtime.routing.inbound import trigger_results
from runtime.routing.loading import webhook_urls


def trigger_of(row: Execution, request: Request | None, definition: dict[str, Any] | None, references: References) -> Any:
    """As kept with the execution, else made from its request; None when both are gone."""
    if row.trigger is not None or request is None:
        return row.trigger
    try:
        seen = results_of_request(request)
    except NotAllowed:
        return None
    customer, name = references.customer(row), (definition or {}).get("name", "")
    return trigger_results(
        seen,
        execution_id=row.pk,
        started_at=row.started_at or row.queued_at,
        integration={"id": row.integration_id, "name": name, "versionSequenceId": references.version_number(row)},
        flow={"id": row.flow_key, "name": row.flow_name},
        customer={"id": customer.pk, "externalId": customer.external_id, "name": customer.name} if customer else None,
        instance={"id": row.instance_id, "name": name} if row.instance_id else None,
        webhook_urls=_urls(row, definition),
    )


def _urls(row: Execution, definition: dict[str, Any] | None) -> dict[str, str]:
    instance = Instance.objects.of(row.tenant_id).filter(pk=row.instance_id).first() if row.instance_id else None
    return webhook_urls(instance, read_definition(definition)) if instance and definition else {}
