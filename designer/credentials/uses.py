"""Who names a credential: endpoints and steps, in drafts and in the versions that serve somebody, and customers' config values.

For: showing it beside each credential, and keeping one that is named from being deleted.
Not here: when a credential last let somebody in (`runtime.credentials.uses`), the routes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from designer.integrations.models import Draft
from runtime.credentials import services
from runtime.credentials.models import Credential
from runtime.engine.errors import NotAllowed
from runtime.engine.uses import uses_in
from runtime.instances.models import Instance, Integration, Version
from runtime.tenancy.models import Tenant

MOST_NAMED = 5  # places in a sentence


@dataclass(frozen=True, slots=True)
class Place:
    """`flow` and `step` name a step; `customer` one whose config value names it; neither is the endpoint. `versions` are numbers,
    and `draft` says whether the draft has it too."""

    integration: Integration
    flow: str = ""
    step: str = ""
    customer: str = ""

    @property
    def words(self) -> str:
        what = f"step {self.step}" if self.step else f"the config of {self.customer}" if self.customer else "endpoint"
        return f"{self.integration.name} ({what})"


@dataclass(frozen=True, slots=True)
class Use:
    credential: str
    place: Place
    draft: bool
    versions: list[int]


def uses_of(tenant: Tenant) -> list[Use]:
    """Of all credentials of the tenant, in the order of integrations."""
    integrations = {row.pk: row for row in Integration.objects.of(tenant)}
    found: dict[tuple[str, Place], set[int]] = defaultdict(set)  # 0 is the draft
    customers_own: dict[str, str] = {}  # by version, the config variable that names a credential
    for version, number, integration_id, definition in _definitions(tenant):
        integration = integrations[integration_id]
        for key, flow, step in _named(definition):
            found[key, Place(integration, flow, step)].add(number)
        variable = (definition.get("endpoint") or {}).get("customerCredential")
        if version and isinstance(variable, str):
            customers_own[version] = variable
    for key, integration_id, customer, number in _customers_own(tenant, customers_own):
        found[key, Place(integrations[integration_id], customer=customer)].add(number)
    keys = set(Credential.objects.of(tenant).values_list("key", flat=True))
    listed = [
        Use(key, place, 0 in numbers, sorted(numbers - {0}, reverse=True))
        for (key, place), numbers in found.items()
        if key in keys
    ]
    return sorted(listed, key=lambda use: (use.place.integration.name, use.place.flow, use.place.step, use.place.customer))


def delete_unused(credential: Credential) -> None:
    """Raises `NotAllowed` `credential_in_use`, which says where."""
    places = [use.place.words for use in uses_of(credential.tenant) if use.credential == credential.key]
    if places:
        more = len(places) - MOST_NAMED
        named = ", ".join(places[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        raise NotAllowed(
            f"{credential.name} is used by {named}. Choose another credential there first.", code="credential_in_use", uses=places
        )
    services.delete_credential(credential)


def _definitions(tenant: Tenant) -> Iterator[tuple[str, int, str, Mapping[str, Any]]]:
    """(version, number, integration, definition) of each version that is live or that an instance is on, and of each draft, whose
    version is empty and whose number is 0."""
    drafts = Draft.objects.of(tenant).values_list("integration_id", "definition")
    yield from (("", 0, integration, definition) for integration, definition in drafts.iterator())
    live = Integration.objects.of(tenant).exclude(live_version=None).values("live_version")
    on = Instance.objects.of(tenant).values("version")
    versions = Version.objects.of(tenant).filter(Q(pk__in=live) | Q(pk__in=on))
    yield from versions.values_list("pk", "number", "integration_id", "definition").iterator()


def _named(definition: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(key, flow, step); both empty for the endpoint."""
    key = (definition.get("endpoint") or {}).get("credential")
    if isinstance(key, str):
        yield key, "", ""
    for flow in definition.get("flows") or ():
        for step in _steps(flow.get("steps") or ()):
            for use in uses_in(step.get("inputs") or {}):
                if use.kind == "credential":
                    yield use.text, flow["key"], step["id"]


def _steps(steps: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for step in steps:
        yield step
        yield from _steps(step.get("steps") or ())


def _customers_own(tenant: Tenant, variables: Mapping[str, str]) -> Iterator[tuple[str, str, str, int]]:
    """(key, integration, customer, number) where each customer has a credential of its own. `variables` are by version."""
    rows = Instance.objects.of(tenant).filter(version__in=list(variables))
    for config, *where, version, number in rows.values_list(
        "config", "integration_id", "customer__name", "version_id", "version__number"
    ).iterator():
        key = config.get(variables[version])
        if isinstance(key, str):
            yield key, where[0], where[1], number
