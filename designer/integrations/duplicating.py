"""A second integration like one that is there.

For: the draft and its saved tests under a new name and key. Credentials and services are only named in a draft, so the copy uses
the same ones. Not here: versions, instances, stored values, parameters of connectors: a copy begins unpublished and unused.
"""

from __future__ import annotations

from django.db import transaction

from designer.accounts.models import User
from designer.bench.files import take_tests, write_tests
from designer.bench.saved import tests_of
from designer.integrations.drafts import create_integration, draft_of
from runtime.instances.models import Integration

LONGEST_NAME = 120


@transaction.atomic
def duplicate(integration: Integration, *, user: User | None) -> Integration:
    definition = draft_of(integration).definition
    name = f"{integration.name[: LONGEST_NAME - len(' copy')]} copy"
    copy = create_integration(
        integration.tenant, name=name, description=integration.description, definition=definition, user=user
    )
    take_tests(copy, write_tests(tests_of(integration)), user=user)
    return copy
