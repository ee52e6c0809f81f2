"""From draft to version.

For: checking everything and handing an immutable version to the runtime.
Not here: who gets it (`runtime.instances.services.upgrade`); publishing moves no instance.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from designer.bench.gate import pass_gate
from designer.integrations.drafts import draft_of, stale
from designer.integrations.meaning import meaning
from designer.integrations.problems import has_errors, problems_of
from runtime.connectors.steps import pinned
from runtime.engine.errors import InvalidDefinition
from runtime.instances import services as instances
from runtime.instances.models import Integration, Version


def publish(
    integration: Integration, *, revision: int, comment: str, published_by: str, despite_tests: bool = False, live: bool = True
) -> Version:
    """The draft at `revision` as the next version; with `live` it is what shared URLs and new deployments use from now on.

    Saved tests that gate are run on it first; with `despite_tests` the version remembers which of them did not pass.
    Raises `NotAllowed` `revision_stale`; `InvalidDefinition` with all `problems`, or `tests_failed` with their `results`.
    """
    draft = draft_of(integration)
    if draft.revision != revision:
        raise stale(draft)
    problems = problems_of(integration.tenant, draft.definition)
    if has_errors(problems):
        count = sum(problem["severity"] == "error" for problem in problems)
        raise InvalidDefinition(f"{count} {'problem stands' if count == 1 else 'problems stand'} in the way.", problems=problems)
    overridden = pass_gate(integration, draft.definition, revision=revision, despite_tests=despite_tests)
    with transaction.atomic():
        # Checked again inside: code checks and tests take a while, and somebody may have saved meanwhile.
        current = draft_of(integration)
        if current.revision != revision:
            raise stale(current)
        return instances.accept_version(
            integration,
            pinned(integration.tenant_id, draft.definition),
            comment=comment,
            published_by=published_by,
            overridden_tests=overridden,
            live=live,
        )


def has_unpublished_changes(draft: dict[str, Any], live: dict[str, Any] | None) -> bool:
    """Whether the draft means something else than the live version; moving a box or writing a note is no change."""
    return live is None or meaning(draft) != meaning(live)
