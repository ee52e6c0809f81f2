"""Solution instances: what is switched on for which customer, with which values, at which URLs.

For: reading them, a page at a time; what a page needs of other tables is read once for all of it, and only where it is asked for.
Not here: changing them (`setting_up`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from designer.graphql import solutions
from designer.graphql.asking import Asker, asker, by_ids, public_id
from designer.graphql.paging import page_of_rows, whole
from designer.graphql.scalars import as_text, moment
from designer.wizard.models import WizardRun
from designer.wizard.runs import values_of
from runtime.connections.models import Connection
from runtime.engine.config_shown import is_seen
from runtime.engine.definition import Definition, Flow, read_definition
from runtime.engine.endpoint_rules import webhook_steps
from runtime.identifiers import derived_id
from runtime.instances.config import InvalidConfig, check_config
from runtime.instances.models import Instance, Version
from runtime.routing.endpoints import public_url
from runtime.routing.models import Endpoint


def own_instances(asking: Asker) -> QuerySet[Instance]:
    """Those in reach, without their versions: definitions are large, and one serves many instances."""
    rows = Instance.of(asking.tenant).filter(customer__leaving_at=None).select_related("integration", "customer")
    return asking.reach.within(rows)


def solution_instances(_source: Any, info: Any, criteria: Mapping[str, Any] | None = None, **paging: Any) -> dict[str, Any]:
    asking = asker(info)
    asking.may_look()
    return page_of_rows(_chosen(asking, criteria or {}), show, **paging)


def _chosen(asking: Asker, criteria: Mapping[str, Any]) -> QuerySet[Instance]:
    rows = own_instances(asking)
    for name, path in (("id", "pk"), ("owner", "customer_id"), ("solutionId", "integration_id")):
        if criteria.get(name) is not None:
            rows = by_ids(rows, [criteria[name]], path)
    if criteria.get("ids") is not None:
        rows = by_ids(rows, criteria["ids"])
    if (name := criteria.get("name")) is not None:
        rows = rows.filter(Q(name=name) | Q(name="", integration__name=name))
    if (wanted := criteria.get("sourceWorkflowId")) is not None:
        rows = rows.filter(version_id__in=_versions_with(asking, wanted))
    return rows


def _versions_with(asking: Asker, wanted: Sequence[str]) -> list[str]:
    """Versions that have one of these flows. As many are read as the integrations have in use, however many instances."""
    flows: dict[str, set[str]] = {}
    for one in wanted[:100]:
        key, _, flow = one.rpartition("/")
        flows.setdefault(key, set()).add(flow)
    rows = Version.of(asking.tenant).filter(integration__key__in=flows, instances__isnull=False).distinct()
    found = rows.values_list("pk", "integration__key", "definition")
    return [pk for pk, key, document in found if flows[key] & {flow["key"] for flow in document.get("flows", ())}]


def show(rows: Sequence[Instance]) -> list[dict[str, Any]]:
    page = _Page(rows)
    return [page.shown(row) for row in rows]


class _Page:
    """Rows that are shown together."""

    def __init__(self, rows: Sequence[Instance]) -> None:
        self.rows, self.tenant_id = rows, rows[0].tenant_id

    def shown(self, row: Instance) -> dict[str, Any]:
        return {
            "id": public_id(row.pk),
            "name": row.name or row.integration.name,
            "enabled": row.enabled,
            "owner": public_id(row.customer_id),
            "created": moment(row.created_at),
            "solution": lambda _info: self._solution(row),
            "solutionVersionFlags": lambda _info: self._flags(row),
            "workflows": lambda _info, criteria=None: self._workflows(row, (criteria or {}).get("sourceWorkflowId")),
            "authValues": lambda info: self._auth_values(row, asker(info)),
            "configValues": lambda info: self._config_values(row, asker(info)),
        }

    @cached_property
    def documents(self) -> dict[str, Mapping[str, Any]]:
        ids = {row.version_id for row in self.rows}
        return dict(Version.of(self.tenant_id).filter(pk__in=ids).values_list("pk", "definition"))

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        return {pk: read_definition(document) for pk, document in self.documents.items()}

    @cached_property
    def live_documents(self) -> dict[str, Mapping[str, Any]]:
        return solutions.documents_of({row.integration_id: row.integration for row in self.rows}.values())

    @cached_property
    def runs(self) -> dict[str, WizardRun]:
        """Set-ups that somebody began, by instance."""
        ids = [row.pk for row in self.rows]
        return {run.instance_id: run for run in WizardRun.of(self.tenant_id).filter(instance_id__in=ids)}

    @cached_property
    def endpoints(self) -> list[Endpoint]:
        of_rows = Q(instance_id__in=[row.pk for row in self.rows])
        shared = Q(instance=None, type=Endpoint.Type.SHARED, integration_id__in={row.integration_id for row in self.rows})
        return list(Endpoint.of(self.tenant_id).filter(of_rows | shared))

    @cached_property
    def connections(self) -> dict[str, dict[str, str]]:
        """By customer: what `runtime.connections.keeping.choices_of` says of one."""
        found: dict[str, dict[str, str]] = {}
        rows = Connection.of(self.tenant_id).filter(customer_id__in={row.customer_id for row in self.rows})
        for pk, customer_id, service in rows.values_list("pk", "customer_id", "service__key"):
            found.setdefault(customer_id, {})[pk] = service
        return found

    def _values(self, row: Instance) -> Mapping[str, Any]:
        """What it runs with, or while it was never completed what was given so far."""
        run = self.runs.get(row.pk)
        return row.config if run is None or run.completed else values_of(run, row)

    def _slots(self, row: Instance, asking: Asker, *, connections: bool) -> list[tuple[str, Any]]:
        values, hidden = self._values(row), asking.hidden_in(self.documents[row.version_id])
        named = {one.key: one.type == solutions.CONNECTION for one in self.definitions[row.version_id].config_variables}
        return [(key, value) for key, value in values.items() if named.get(key) is connections and key not in hidden]

    def _auth_values(self, row: Instance, asking: Asker) -> list[dict[str, Any]]:
        slots = self._slots(row, asking, connections=True)
        return [{"externalId": key, "authId": public_id(value)} for key, value in slots if isinstance(value, str)]

    def _config_values(self, row: Instance, asking: Asker) -> list[dict[str, Any]]:
        slots = self._slots(row, asking, connections=False)
        return [{"externalId": key, "value": as_text(value)} for key, value in slots]

    def _solution(self, row: Instance) -> dict[str, Any]:
        document = self.live_documents.get(row.integration.live_version_id) or self.documents[row.version_id]
        return solutions.shown(row.integration, document)

    def _flags(self, row: Instance) -> dict[str, bool]:
        newest = self.live_documents.get(row.integration.live_version_id)
        if newest is None or row.integration.live_version_id == row.version_id:
            return _flags(newer=False)
        hidden = {one["key"] for one in newest.get("configVariables", ()) if not is_seen(one)}
        lacks = _lacking(newest, self._values(row), self.connections.get(row.customer_id, {}))
        return _flags(newer=True, user=bool(lacks - hidden), system=bool(lacks & hidden))

    def _workflows(self, row: Instance, wanted: Sequence[str] | None) -> dict[str, Any]:
        definition, keys = self.definitions[row.version_id], solutions.flow_keys(row.integration, wanted)
        nodes = [
            {
                "id": public_id(derived_id(row.pk, flow.key)),
                "sourceWorkflowId": solutions.workflow_id(row.integration, flow.key),
                "sourceWorkflowName": flow.name,
                "triggerUrl": self._url(row, definition, flow),
            }
            for flow in solutions.flows_of(definition)
            if keys is None or flow.key in keys
        ]
        return whole(nodes)

    def _url(self, row: Instance, definition: Definition, flow: Flow) -> str | None:
        if not webhook_steps(flow):
            return None
        kind = definition.endpoint.type
        for endpoint in self.endpoints:
            whose = endpoint.instance_id == row.pk if kind != "shared" else endpoint.integration_id == row.integration_id
            if endpoint.type == kind and whose and endpoint.flow_key in ("", flow.key):
                return public_url(endpoint)
        return None


def _lacking(document: Mapping[str, Any], values: Mapping[str, Any], connections: Mapping[str, str]) -> set[str]:
    """Keys of variables whose values do not do for this version."""
    try:
        check_config(document, values, connections=connections, unknown="ignore")
    except InvalidConfig as invalid:
        return {error["field"].split(".")[1].partition("[")[0] for error in invalid.details["errors"]}
    return set()


def _flags(*, newer: bool, user: bool = False, system: bool = False) -> dict[str, bool]:
    return {
        "hasNewerVersion": newer,
        "requiresUserInputToUpdateVersion": user,
        "requiresSystemInputToUpdateVersion": system,
    }
