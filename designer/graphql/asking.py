"""Who asks, and what every resolver needs for that: one value for each request.

For: the role and token that a field needs, and finding rows by the ids that programs keep.
Not here: proving tokens (`designer.end_users.reach`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from designer.accounts.access import Access
from designer.accounts.models import Role, Scope
from designer.end_users.reach import Reach
from runtime.engine.config_shown import is_seen
from runtime.engine.errors import NotAllowed
from runtime.identifiers import as_uuid, id_of
from runtime.instances.models import Customer
from runtime.tenancy.models import Tenant

Row = TypeVar("Row", bound=Model)
public_id = as_uuid  # programs written for Tray may keep ids in columns that take nothing else; both forms are read


@dataclass(frozen=True, slots=True)
class Asker:
    """The context of an execution."""

    reach: Reach
    now: datetime

    @property
    def tenant(self) -> Tenant:
        return self.reach.tenant

    def may_look(self) -> None:
        """Raises `NotAllowed` `role_lacking`, `scope_lacking`, `tenant_suspended`."""
        self.reach.require(Role.VIEWER, Scope.GRAPHQL)

    def may_change(self) -> None:
        self.reach.require(Role.OPERATOR, Scope.GRAPHQL)

    def as_master(self, role: Role) -> Access:
        """Raises also `NotAllowed` `master_token_needed`."""
        return self.reach.require_master(role, Scope.GRAPHQL)

    def as_user(self) -> Customer:
        """Raises also `NotAllowed` `user_token_needed`."""
        self.may_change()
        if self.reach.customer is None:
            raise NotAllowed("This needs a user token; get one with authorize.", code="user_token_needed")
        return self.reach.customer

    def hidden_in(self, document: Mapping[str, Any]) -> set[str]:
        """Keys of config variables that whoever asks may neither see nor set: a customer meets those of the wizard alone."""
        if self.reach.is_master:
            return set()
        return {one["key"] for one in document.get("configVariables", ()) if not is_seen(one)}


def by_ids(rows: QuerySet[Row], given: Sequence[str], path: str = "pk") -> QuerySet[Row]:
    """Those whose id, in either form, is among the given; what is no id finds nothing."""
    return rows.filter(**{f"{path}__in": [pk for pk in map(id_of, given) if pk]})


def the_one(rows: QuerySet[Row], given: str, what: str) -> Row:
    """Raises `NotAllowed` `not_found`: an id of somebody else looks like one that never was."""
    found = by_ids(rows, [given]).first()
    if found is None:
        raise NotAllowed(f"There is no {what} with this id.", code="not_found")
    return found


def asker(info: Any) -> Asker:
    return info.context
