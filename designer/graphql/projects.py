"""Projects: an integration as text, out and in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from designer.accounts.models import Role
from designer.graphql.asking import Asker, the_one
from designer.graphql.scalars import as_text, json_of
from designer.integrations.drafts import draft_of, save_draft
from designer.integrations.importing import import_into
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Integration

WHAT = "project"


def export_project(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    asking.as_master(Role.VIEWER)
    integration = _the(asking, given["projectId"])
    version = integration.live_version
    if given.get("exportSolution") and version is None:
        raise NotAllowed("The project was never published as a solution.", code="not_published")
    document = version.definition if given.get("exportSolution") and version else draft_of(integration).definition
    return {"exportedProjectJson": as_text(document)}


def export_project_config(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    asking.as_master(Role.VIEWER)
    document = draft_of(_the(asking, given["projectId"])).definition
    return {"configJson": as_text({one["key"]: one.get("default") for one in document.get("configVariables", ())})}


def import_project(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    """Into the draft; what is published stays. Raises `ImportRefused`, `Malformed`, `NotAllowed`."""
    access = asking.as_master(Role.BUILDER)
    integration = _the(asking, given["targetProjectId"])
    document = json_of(given["exportedProjectJson"], "exportedProjectJson")
    config = json_of(given.get("configJson"), "configJson")
    if not isinstance(config, dict | None):
        raise NotAllowed("configJson is an object of values by the keys of config variables.", code="input_invalid")
    with transaction.atomic():
        import_into(integration, as_text(document), user=access.user)
        if config:
            _set_defaults(integration, config, access.user)
    return {}


def _set_defaults(integration: Integration, config: Mapping[str, Any], user: Any) -> None:
    draft = draft_of(integration)
    variables = draft.definition.get("configVariables", [])
    if unknown := sorted(set(config) - {one["key"] for one in variables}):
        raise NotAllowed(f"The project has no config variable {unknown[0][:80]}.", code="input_invalid", field="configJson")
    changed = [{**one, "default": config[one["key"]]} if one["key"] in config else one for one in variables]
    save_draft(integration, {**draft.definition, "configVariables": changed}, revision=draft.revision, user=user)


def _the(asking: Asker, given: str) -> Integration:
    return the_one(Integration.of(asking.tenant).select_related("live_version"), given, WHAT)
