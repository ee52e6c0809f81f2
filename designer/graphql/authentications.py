"""Authentications: our connections, a customer's or the tenant's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from designer.graphql.asking import Asker, asker, public_id, the_one
from designer.graphql.paging import page_of_rows
from designer.graphql.scalars import json_of
from runtime.connections import bringing, closing
from runtime.connections.models import Connection, Service
from runtime.engine.errors import NotAllowed
from runtime.identifiers import id_of

# A service has one version and one environment: another OAuth app is another service.
VERSION, ENVIRONMENT = "1", "Production"
LONGEST_NAME = 120


def authentications(_source: Any, info: Any, **paging: Any) -> dict[str, Any]:
    asking = asker(info)
    asking.may_look()
    rows = _own(asking).exclude(status=Connection.Status.PENDING)  # begun in a dialog and never agreed to: no account yet
    return page_of_rows(rows.select_related("service"), _show, **paging)


def create(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    """For the customer of the token; with a master token for the tenant itself. Raises as `bringing.bring` does."""
    asking.may_change()
    service = the_one(Service.of(asking.tenant), given["serviceId"], "service")
    if id_of(given["serviceEnvironmentId"]) != service.pk:
        raise NotAllowed("The service has no environment with this id.", code="not_found", field="serviceEnvironmentId")
    if not given["name"].strip() or len(given["name"]) > LONGEST_NAME:
        raise NotAllowed(f"name has 1 to {LONGEST_NAME} characters.", code="input_invalid", field="name")
    data = json_of(given["data"], "data")
    more = json_of(given.get("formData"), "formData")
    if not isinstance(data, dict) or not isinstance(more, dict | None):
        raise NotAllowed("data is an object: a value by the name of each field.", code="input_invalid", field="data")
    row = bringing.bring(asking.reach.customer, service, name=given["name"], data={**(more or {}), **data})
    return {"authenticationId": public_id(row.pk)}


def remove(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    """The service is told to end the access. Raises `NotAllowed` `connection_in_use`."""
    asking.may_change()
    closing.delete(the_one(_own(asking).select_related("service", "customer"), given["authenticationId"], "authentication"))
    return {}


def _own(asking: Asker) -> QuerySet[Connection]:
    """A user's; with a master token the tenant's own, never those of users."""
    return Connection.of(asking.tenant).filter(customer=asking.reach.customer)


def _show(rows: Sequence[Connection]) -> list[dict[str, Any]]:
    return [{"id": public_id(row.pk), "name": row.name, "customFields": None, **shown_service(row.service)} for row in rows]


def shown_service(service: Service) -> dict[str, Any]:
    pk = public_id(service.pk)
    return {
        "service": {"id": pk, "name": service.key, "title": service.name, "version": VERSION, "icon": ""},
        "serviceEnvironment": {"id": pk, "name": ENVIRONMENT, "title": ENVIRONMENT},
    }
