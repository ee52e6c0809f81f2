"""Templates: integrations that come with the product and run as they are.

For: the shelf itself, and making an integration of one. Each is a file in `templates/`: what it does, what to change first,
its definition, and payloads with what becomes of them.
To add one: a file there and its name in `KEYS`; its card, its drawing and the test that runs its payloads follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from designer.accounts.models import User
from designer.bench.files import take_tests
from designer.integrations.drafts import create_integration, empty_definition
from designer.integrations.storable import require_storable
from designer.integrations.yaml_format import load_definition_yaml
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Integration
from runtime.tenancy.models import Tenant

SHELF = Path(__file__).parent / "templates"
EXAMPLES = settings.BASE_DIR / "fixtures" / "integrations"
KEYS = (  # as the gallery shows them: what most people come for first
    *("acme-erp", "github-pull-requests", "stripe-payments", "shopify-orders", "lead-intake", "order-status-api"),
    *("challenge-handshake", "privacy-relay", "alert-deduper", "heartbeat", "json-to-csv"),
)


@dataclass(frozen=True, slots=True)
class Template:
    """`network` says what it calls outside, if anything. `tests` are in the form of saved tests."""

    key: str
    title: str
    summary: str
    about: str
    change_first: tuple[str, ...]
    network: str
    definition: dict[str, Any]
    tests: tuple[dict[str, Any], ...]


@lru_cache(maxsize=1)
def templates() -> dict[str, Template]:
    """By key, in the order of the gallery. Shared: read, never change."""
    return {key: _read(key) for key in KEYS}


def _read(key: str) -> Template:
    card = load_definition_yaml((SHELF / f"{key}.yaml").read_text())
    own = card["integration"] if "integration" in card else load_definition_yaml((EXAMPLES / card["file"]).read_text())
    return Template(
        key=key,
        title=card["title"],
        summary=card["summary"],
        about=card["about"].strip(),
        change_first=tuple(card["changeFirst"]),
        network=card.get("network", ""),
        definition=require_storable({**empty_definition(own["key"], own["name"]), **own}),
        tests=tuple(card["tests"]),
    )


@transaction.atomic
def create_from_template(tenant: Tenant, key: str, *, name: str = "", user: User | None) -> Integration:
    """An integration with the template's draft and its saved tests.

    Without `name` it is called as the template is, numbered where that is taken.

    Raises `NotAllowed` `template_not_found`.
    """
    template = templates().get(key)
    if template is None:
        raise NotAllowed("There is no such template.", code="template_not_found")
    integration = create_integration(
        tenant,
        name=name or _free_name(tenant, template.definition["name"]),
        description=template.definition["description"],
        definition=template.definition,
        user=user,
    )
    take_tests(integration, list(template.tests), user=user)
    return integration


def _free_name(tenant: Tenant, wanted: str) -> str:
    taken = set(Integration.objects.of(tenant).filter(name__startswith=wanted).values_list("name", flat=True))
    candidates = (wanted if number == 1 else f"{wanted} {number}" for number in range(1, len(taken) + 2))
    return next(name for name in candidates if name not in taken)
