"""Solutions and their workflows: published integrations and their flows.

For: what a program needs to offer an integration to its users. `sourceWorkflowId` is the integration's key and the flow's, which
both stay: `shop/orders`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from designer.graphql.asking import Asker, asker, by_ids, public_id
from designer.graphql.paging import page_of_list, page_of_rows
from designer.graphql.scalars import as_text
from runtime.connections.models import Service
from runtime.engine.definition import Definition, Flow, read_definition
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Integration, Version

CONNECTION = "connection"
MOST_WORKFLOWS_OF = 200  # integrations whose flows are listed at once


def published(asking: Asker) -> QuerySet[Integration]:
    return Integration.of(asking.tenant).exclude(live_version=None)


def solutions(_source: Any, info: Any, criteria: Mapping[str, Any] | None = None, **paging: Any) -> dict[str, Any]:
    asking = asker(info)
    asking.may_look()
    rows = published(asking)
    if (criteria or {}).get("tags"):
        rows = rows.none()  # integrations have no tags
    return page_of_rows(rows, show, **paging)


def show(rows: Sequence[Integration]) -> list[dict[str, Any]]:
    documents = documents_of(rows)
    return [shown(row, documents[row.live_version_id]) for row in rows if row.live_version_id in documents]


def documents_of(rows: Iterable[Integration]) -> dict[str, Mapping[str, Any]]:
    """The definition of each live version, read once."""
    integrations = list(rows)
    if not integrations:
        return {}
    ids = {row.live_version_id for row in integrations}
    return dict(Version.of(integrations[0].tenant_id).filter(pk__in=ids).values_list("pk", "definition"))


def shown(row: Integration, document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": public_id(row.pk),
        "title": row.name,
        "description": row.description,
        "tags": [],
        "customFields": [],
        "configSlots": lambda info: _config_slots(_asked(asker(info), document)),
        "authSlots": lambda info: _auth_slots(row.tenant_id, _asked(asker(info), document)),
    }


def _asked(asking: Asker, document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The variables that whoever asks may know of."""
    hidden = asking.hidden_in(document)
    return [one for one in document.get("configVariables", ()) if one["key"] not in hidden]


def _config_slots(variables: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"externalId": one["key"], "title": one["name"], "defaultValue": as_text(one.get("default"))}
        for one in variables
        if one.get("type") != CONNECTION
    ]


def _auth_slots(tenant_id: str, variables: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    asked = [one for one in variables if one.get("type") == CONNECTION]
    keys = {one.get("service") for one in asked}
    services = dict(Service.of(tenant_id).filter(key__in=keys).values_list("key", "pk")) if keys else {}
    return [
        {
            "externalId": one["key"],
            "title": one["name"],
            "serviceId": public_id(services[one["service"]]) if one.get("service") in services else None,
        }
        for one in asked
    ]


def workflow_id(integration: Integration, flow_key: str) -> str:
    return f"{integration.key}/{flow_key}"


def flow_keys(integration: Integration, wanted: Sequence[str] | None) -> set[str] | None:
    """Of the ids wanted, the keys of flows of this integration; None where nothing was asked for."""
    if wanted is None:
        return None
    split = (one.rpartition("/") for one in wanted)
    return {flow for key, _, flow in split if key == integration.key}


def flows_of(definition: Definition) -> list[Flow]:
    """Those that a customer's instance runs; a preprocess flow is nobody's."""
    return [flow for flow in definition.flows if flow.key != definition.endpoint.preprocess_flow]


def workflows(_source: Any, info: Any, criteria: Mapping[str, Any] | None = None, **paging: Any) -> dict[str, Any]:
    """Raises `NotAllowed` `solution_needed` where they would be too many to list at once."""
    asking = asker(info)
    asking.may_look()
    rows = published(asking)
    if (solution_id := (criteria or {}).get("solutionId")) is not None:
        rows = by_ids(rows, [solution_id])
    integrations = list(rows.order_by("-pk")[: MOST_WORKFLOWS_OF + 1])
    if len(integrations) > MOST_WORKFLOWS_OF:
        message = f"There are over {MOST_WORKFLOWS_OF} solutions: ask for the workflows of one with criteria {{solutionId}}."
        raise NotAllowed(message, code="input_invalid", field="criteria.solutionId")
    documents = documents_of(integrations)
    nodes = [
        {
            "id": workflow_id(row, flow.key),
            "name": flow.name,
            "description": flow.description,
            "solution": shown(row, documents[row.live_version_id]),
        }
        for row in integrations
        for flow in flows_of(read_definition(documents[row.live_version_id]))
    ]
    return page_of_list(nodes, **paging)
