"""All that is kept of one customer, as lines of JSON.

For: {"kind": ..., ...} a line, read along, so that a long history takes no memory. Secrets are never in it: not those of
connections, nor the unguessable part of a URL, nor what was redacted before it was stored.
Not here: taking it away (`runtime.erasing`).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import orjson
from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict

from designer.audit.models import AuditEntry
from designer.wizard.models import WizardRun
from runtime.connections.models import Connection
from runtime.credentials.models import Credential
from runtime.credentials.own import keys_of
from runtime.instances.models import Customer, Instance
from runtime.journal.models import Execution, Request, StepResult
from runtime.routing.models import Endpoint
from runtime.storage.models import StoredValue

AT_ONCE = 500
LEFT_OUT = {
    "connection": {"secret", "renewing", "renewing_until"},
    "credential": {"secret", "previous_secret"},
    "execution": {"lease_owner", "lease_expires_at", "epoch"},
}


def lines_of(customer: Customer) -> Iterator[bytes]:
    secret = [token.encode() for token in _tokens(customer)]
    for kind, values in _everything(customer):
        line = orjson.dumps({"kind": kind, **values}, default=str, option=orjson.OPT_NON_STR_KEYS) + b"\n"
        for token in secret:  # paths of requests and URLs that flows were told hold it
            line = line.replace(token, b"(secret)")
        yield line


def _tokens(customer: Customer) -> set[str]:
    instances = Instance.of(customer.tenant_id).filter(customer=customer)
    shared = Q(instance=None, integration__in=instances.values("integration"))
    rows = Endpoint.of(customer.tenant_id).filter(Q(instance__in=instances) | shared)
    return {token for pair in rows.values_list("token", "previous_token") for token in pair if token}


def _everything(customer: Customer) -> Iterator[tuple[str, dict[str, Any]]]:
    tenant_id = customer.tenant_id
    instances = list(Instance.of(tenant_id).filter(customer=customer).select_related("integration", "version"))
    ids = [instance.pk for instance in instances]
    labels, aliases = customer.labels.values_list("label", flat=True), customer.aliases.values_list("alias", flat=True)
    yield "customer", {**_row("customer", customer), "aliases": sorted(aliases), "labels": sorted(labels)}
    for instance in instances:
        urls = [{"type": row.type, "flow": row.flow_key, "createdAt": row.created_at} for row in instance.endpoints.all()]
        about = {"integration": instance.integration.key, "version": instance.version.number, "urls": urls}
        yield "instance", {**_row("instance", instance), **about}
        own = Credential.objects.of(tenant_id).filter(key__in=keys_of(tenant_id, instance.pk))
        yield from _rows("credential", own)
    yield from _rows("setup", WizardRun.objects.of(tenant_id).filter(instance__in=ids))
    for connection in Connection.of(tenant_id).filter(customer=customer).select_related("service"):
        yield "connection", {**_row("connection", connection), "service": connection.service.key}
    yield from _rows("storedValue", _stored(tenant_id, ids))
    whose = Q(customer_id=customer.pk) | Q(instance_id__in=ids)
    for request in _along(Request.objects.of(tenant_id).filter(whose)):
        yield "request", {**_row("request", request), "body": _text(bytes(request.body))}
    for execution in _along(Execution.objects.of(tenant_id).filter(whose)):
        yield "execution", _row("execution", execution)
        steps = StepResult.objects.of(tenant_id).filter(execution_id=execution.pk).order_by("sequence")
        for step in steps.iterator(chunk_size=AT_ONCE):
            yield "step", _row("step", step)
    told = Q(about_id__in=[customer.pk, *ids]) | Q(about=customer.name)
    yield from _rows("audit", AuditEntry.objects.of(tenant_id).filter(told))


def _stored(tenant_id: str, instances: list[str]) -> QuerySet[StoredValue]:
    wanted = Q(scope="instance", owner__in=instances)
    for instance_id in instances:
        wanted |= Q(scope="flow", owner__startswith=f"{instance_id}:")
    return StoredValue.objects.of(tenant_id).filter(wanted)


def _rows(kind: str, rows: QuerySet[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in _along(rows):
        yield kind, _row(kind, row)


def _along(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows.order_by("pk").iterator(chunk_size=AT_ONCE)


def _row(kind: str, row: Any) -> dict[str, Any]:
    left_out = LEFT_OUT.get(kind, set()) | {"tenant", "body"}
    names = [field.name for field in row._meta.concrete_fields if field.name not in left_out]
    times = {name: getattr(row, name) for name in names if name.endswith("_at")}  # a form would leave out what sets itself
    return {"id": row.pk, **model_to_dict(row, fields=names), **times}


def _text(body: bytes) -> str | dict[str, str]:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}
