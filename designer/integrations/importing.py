"""Taking an integration from a file.

For: from YAML to an integration or a new draft, with a report of what was taken and changed. Nothing is dropped: what we do not
understand stays in the draft and is listed among its problems.
Not here: files of other products (`designer.importing`), which arrive here as definitions of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from designer.accounts.models import User
from designer.bench.files import take_tests
from designer.importing.models import Origin
from designer.importing.reading import OWN, Incoming, read_file
from designer.integrations.drafts import create_integration, draft_of, empty_definition, free_key, save_draft
from designer.integrations.problems import problems_of
from designer.integrations.storable import require_storable
from runtime.instances.models import Integration
from runtime.tenancy.models import Tenant

Lines = list[dict[str, Any]]  # of `designer.importing.report.Line`


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an import would make, before anything is made."""

    incoming: Incoming
    definition: dict[str, Any]
    report: Lines
    problems: list[dict[str, Any]]


def foresee(tenant: Tenant, text: str) -> Foreseen:
    """Raises `ImportRefused`, `NotAnIntegration`, `Malformed`."""
    incoming, document = _read(text)
    key = free_key(tenant, document["key"])
    report = [*_taken(incoming, document), *_key_changed(document["key"], key)]
    return Foreseen(incoming, document, report, problems_of(tenant, document))


def import_new(tenant: Tenant, text: str, *, user: User | None) -> tuple[Integration, Lines]:
    """An integration of its own, with its saved tests. Raises `ImportRefused`, `NotAnIntegration`, `Malformed`."""
    # Before the transaction: reading takes a while, and everybody's writes would wait for it.
    incoming, document = _read(text)
    report = _taken(incoming, document)
    with transaction.atomic():
        key = free_key(tenant, document["key"])
        report += _key_changed(document["key"], key)
        integration = create_integration(
            tenant, name=document["name"], description=document["description"], key=key, definition=document, user=user
        )
        _keep_origin(integration, incoming, report, user=user)
        return integration, report + take_tests(integration, incoming.tests, user=user)


def import_into(integration: Integration, text: str, *, user: User | None) -> tuple[Integration, Lines]:
    """Replaces the draft of an integration; its versions stay, and saved tests of other names.

    Raises `ImportRefused`, `NotAnIntegration`, `Malformed`.
    """
    incoming, document = _read(text)
    report = _taken(incoming, document)
    if document["key"] != integration.key:
        report.append(_changed(f"The key {document['key']} is {integration.key} here: the key of an integration stays."))
    with transaction.atomic():
        save_draft(integration, {**document, "key": integration.key}, revision=draft_of(integration).revision, user=user)
        _keep_origin(integration, incoming, report, user=user)
        return integration, report + take_tests(integration, incoming.tests, user=user)


def _read(text: str) -> tuple[Incoming, dict[str, Any]]:
    incoming = read_file(text)
    return incoming, _complete(incoming.definition)


def _complete(document: dict[str, Any]) -> dict[str, Any]:
    """Adds the sections a file may leave out."""
    name = document.get("name")
    key = document.get("key") or (name if isinstance(name, str) else "integration")
    complete = {**empty_definition("integration", "Integration"), "name": None, **document, "key": key}
    return require_storable(complete)


def _keep_origin(integration: Integration, incoming: Incoming, report: Lines, *, user: User | None) -> None:
    """What it was before, if it was anything, is no longer where it came from."""
    Origin.objects.of(integration.tenant_id).filter(integration=integration).delete()
    if incoming.source is not None:
        Origin.objects.create(
            tenant_id=integration.tenant_id,
            integration=integration,
            dialect=incoming.dialect,
            source=incoming.source,
            definition=incoming.definition,
            report=report,
            imported_by=user,
        )


def _taken(incoming: Incoming, document: dict[str, Any]) -> Lines:
    if incoming.dialect != OWN:
        return incoming.report.as_json()
    flows = [
        f"Flow {flow['name']} with {len(flow.get('steps', []))} {'step' if len(flow.get('steps', [])) == 1 else 'steps'}."
        for flow in document["flows"]
    ]
    variables = len(document["configVariables"])
    settings = f"Endpoint of type {document['endpoint'].get('type', 'flow')}, config variables: {variables}."
    return [{"level": "taken", "message": message} for message in (settings, *flows)]


def _key_changed(wanted: str, key: str) -> Lines:
    if key == wanted:
        return []
    return [_changed(f"The key {wanted} is {key} here: another integration has it, or it is no plain word.")]


def _changed(message: str) -> dict[str, Any]:
    return {"level": "changed", "message": message}
