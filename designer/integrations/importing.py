"""Taking an integration from a file.

For: from YAML to an integration or a new draft, with a report of what was taken and changed. Nothing is dropped: what we do not
understand stays in the draft and is listed among its problems.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from designer.accounts.models import User
from designer.bench.files import take_tests
from designer.integrations.drafts import create_integration, draft_of, empty_definition, free_key, save_draft
from designer.integrations.storable import require_storable
from designer.integrations.yaml_format import load_definition_yaml
from runtime.instances.models import Integration
from runtime.tenancy.models import Tenant

Report = list[dict[str, str]]  # [{level: taken | changed | refused, message}]


def import_new(tenant: Tenant, text: str, *, user: User | None) -> tuple[Integration, Report]:
    """An integration of its own, with its saved tests. Raises `ImportRefused`, `Malformed`."""
    document, tests = _read(text)  # before the transaction: reading takes a while, and everybody's writes would wait for it
    wanted = document["key"]
    report = _taken(document)
    with transaction.atomic():
        key = free_key(tenant, wanted)
        if key != wanted:
            report.append(_changed(f"The key {wanted} is {key} here: another integration has it, or it is no plain word."))
        integration = create_integration(
            tenant, name=document["name"], description=document["description"], key=key, definition=document, user=user
        )
        return integration, report + take_tests(integration, tests, user=user)


def import_into(integration: Integration, text: str, *, user: User | None) -> tuple[Integration, Report]:
    """Replaces the draft of an integration; its versions stay, and saved tests of other names.

    Raises `ImportRefused`, `Malformed`.
    """
    document, tests = _read(text)
    report = _taken(document)
    if document["key"] != integration.key:
        report.append(_changed(f"The key {document['key']} is {integration.key} here: the key of an integration stays."))
    with transaction.atomic():
        save_draft(integration, {**document, "key": integration.key}, revision=draft_of(integration).revision, user=user)
        return integration, report + take_tests(integration, tests, user=user)


def _read(text: str) -> tuple[dict[str, Any], Any]:
    """The definition, and what stands under `tests`: they are kept beside it, not in it."""
    document = load_definition_yaml(text)
    tests = document.pop("tests", [])
    return _complete(document), tests


def _complete(document: dict[str, Any]) -> dict[str, Any]:
    """Adds the sections a file may leave out."""
    name = document.get("name")
    key = document.get("key") or (name if isinstance(name, str) else "integration")
    complete = {**empty_definition("integration", "Integration"), "name": None, **document, "key": key}
    return require_storable(complete)


def _taken(document: dict[str, Any]) -> Report:
    flows = [
        f"Flow {flow['name']} with {len(flow.get('steps', []))} {'step' if len(flow.get('steps', [])) == 1 else 'steps'}."
        for flow in document["flows"]
    ]
    variables = len(document["configVariables"])
    settings = f"Endpoint of type {document['endpoint'].get('type', 'flow')}, config variables: {variables}."
    return [{"level": "taken", "message": message} for message in (settings, *flows)]


def _changed(message: str) -> dict[str, str]:
    return {"level": "changed", "message": message}
