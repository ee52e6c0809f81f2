"""A tenant with an integration that listens, a service, and so many sequences."""

from __future__ import annotations

import time

from designer.accounts.tenants import create_tenant
from designer.integrations import drafts
from runtime.instances import services
from tests.registering.sequences import DEFINITION, Outcome, World
from tests.registering.service import Service


def play(sequences: int, seed: int, *, trouble: float = 0.15, lists: bool = True) -> tuple[Outcome, Service, float]:
    """What came of them, the service with its counts, and the seconds it took."""
    service = Service(trouble=trouble, seed=seed, lists=lists)
    tenant = create_tenant(f"Acme Builders {seed}")
    integration = drafts.create_integration(tenant, name="Orders", key="orders", definition=DEFINITION)
    services.accept_version(integration, DEFINITION, comment="", published_by="test")
    world, begun = World(tenant, integration, service, Outcome()), time.monotonic()
    try:
        for number in range(sequences):
            world.play(number, seed * 100_000 + number, deletes=True)
    finally:
        service.close()
    return world.outcome, service, time.monotonic() - begun
