"""On which version an execution is run again.

For: a version somebody chose, and why it cannot be that one.
Not here: the row of the new execution (`steering`), what a version means for its flow (`preparing`).
"""

from __future__ import annotations

from typing import Literal

from runtime.engine.definition import read_definition
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Instance, Version
from runtime.journal.models import Execution

NEWEST = "newest"
Wanted = int | Literal["newest"]


def version_for(row: Execution, wanted: Wanted) -> str:
    """Id of the version with that number, or of the one its instance has by now.

    Raises NotAllowed `not_retryable`, `version_not_found`, `flow_not_in_version`.
    """
    if not row.version_id:
        raise NotAllowed("It ran on the draft, for no instance, so it has no versions to choose from.", code="not_retryable")
    version = _find(row, wanted)
    if version is None:
        raise NotAllowed(f"There is no version {wanted} of its integration.", code="version_not_found")
    flow = next((flow for flow in read_definition(version.definition).flows if flow.key == row.flow_key), None)
    if flow is None:
        raise NotAllowed(
            f"Version {version.number} has no flow {row.flow_name} ({row.flow_key}). Choose a version that has it.",
            code="flow_not_in_version",
        )
    if not any(step.id == row.trigger_step and not step.disabled for step in flow.steps):
        raise NotAllowed(
            f"In version {version.number} the flow {flow.name} does not start with {row.trigger_step}, which started this one. "
            "Choose a version where it does.",
            code="flow_not_in_version",
        )
    return version.pk


def _find(row: Execution, wanted: Wanted) -> Version | None:
    if wanted == NEWEST:
        instance = Instance.of(row.tenant_id).select_related("version").filter(pk=row.instance_id).first()
        if instance is None:
            raise NotAllowed("Its instance is gone, so no version is the newest. Choose one by its number.", code="not_retryable")
        return instance.version
    return Version.of(row.tenant_id).filter(integration_id=row.integration_id, number=wanted).first()
