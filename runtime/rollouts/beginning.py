"""Beginning a rollout, stopping it, taking it back.

For: the row that says what is to be moved; the live version, which changes in the same commit.
Not here: moving (`carrying_out`), what it would change (`foreseeing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Instance, Integration, Version
from runtime.instances.services import make_live
from runtime.rollouts.choosing import choose
from runtime.rollouts.foreseeing import AT_ONCE, Forecast, forecast
from runtime.rollouts.models import Rollout, RolloutOutcome

Status = Rollout.Status


def chosen(integration: Integration, choice: Mapping[str, Any]) -> QuerySet[Instance]:
    return choose(integration.tenant_id, choice).filter(integration=integration)


@transaction.atomic
def begin(version: Version, choice: Mapping[str, Any], *, live: bool, by: str) -> Rollout:
    """`live` also makes it the version that shared URLs and new deployments use. Raises `NotAllowed` `nothing_chosen`,
    `rollout_under_way`."""
    integration = _alone(version.integration)
    count = chosen(integration, choice).exclude(version=version).count()
    before = integration.live_version.number if integration.live_version else None
    changes_live = live and before != version.number
    if not count and not changes_live:
        raise NotAllowed(f"All of these are on version {version.number} already.", code="nothing_chosen")
    if changes_live:
        make_live(integration, version)
    row = _row(
        integration, by, expected=count, version=version, choice=dict(choice), live_before=before if changes_live else None
    )
    done("integration.rolled_out", integration, integration.name, version=version.number, expected=count, live=changes_live)
    return row


@transaction.atomic
def undo(rollout: Rollout, *, by: str) -> Rollout:
    """Each instance it moved, and that is still where it was moved to, goes back to where it was.

    Raises `NotAllowed` `nothing_chosen`, `rollout_under_way`.
    """
    integration = _alone(rollout.integration)
    count = sum(1 for _ in returning(rollout))
    goes_back = _live_to_return_to(rollout, integration)
    if not count and goes_back is None:
        raise NotAllowed("Nobody is where this rollout moved them any more.", code="nothing_chosen")
    if goes_back is not None:
        make_live(integration, goes_back)
    row = _row(integration, by, expected=count, undoes=rollout, choice={})
    done("integration.rolled_back", integration, integration.name, expected=count, live=goes_back.number if goes_back else None)
    return row


def foresee_undo(rollout: Rollout) -> Forecast:
    numbers = dict(rollout.integration.versions.values_list("number", "definition"))
    return forecast((instance, numbers[number], number) for instance, number in returning(rollout))


def returning(rollout: Rollout, ids: list[str] | None = None, *, lock: bool = False) -> Iterator[tuple[Instance, int]]:
    """Instances still where it moved them, with the number of the version each came from, by their ids; of `ids` if given."""
    moved = RolloutOutcome.objects.of(rollout.tenant_id).filter(rollout=rollout, moved=True)
    if ids is not None:
        moved = moved.filter(instance_id__in=ids)
    rows = list(moved.order_by("instance_id").values_list("instance_id", "from_version", "to_version"))
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        standing = Instance.of(rollout.tenant_id).select_related("version", "customer", "integration")
        if lock:
            standing = standing.select_for_update(of=("self",))
        found = standing.defer("version__definition").in_bulk([instance_id for instance_id, _, _ in part])
        for instance_id, from_version, to_version in part:
            instance = found.get(instance_id)
            if instance and instance.version.number == to_version:
                yield instance, from_version


@transaction.atomic
def stop(rollout: Rollout) -> bool:
    """False when it was over. Who was moved stays moved, and can be taken back."""
    running = Rollout.of(rollout.tenant_id).filter(pk=rollout.pk, status=Status.RUNNING)
    stopped = running.update(status=Status.STOPPED, finished_at=datetime.now(UTC))
    if stopped:
        done("integration.rollout_stopped", rollout.integration, rollout.integration.name)
    return bool(stopped)


def _alone(integration: Integration) -> Integration:
    """Locked, so that two rollouts of one integration never pull at the same instances."""
    locked = Integration.across_tenants.select_for_update().get(pk=integration.pk)
    if Rollout.of(integration.tenant_id).filter(integration=integration, status=Status.RUNNING).exists():
        raise NotAllowed("Another rollout of this integration is under way; wait for it, or stop it.", code="rollout_under_way")
    return locked


def _live_to_return_to(rollout: Rollout, integration: Integration) -> Version | None:
    """Only while what the rollout made live still is."""
    if rollout.live_before is None or rollout.version_id != integration.live_version_id:
        return None
    return integration.versions.filter(number=rollout.live_before).first()


def _row(integration: Integration, by: str, **more: Any) -> Rollout:
    now = datetime.now(UTC)
    return Rollout.objects.create(
        tenant_id=integration.tenant_id, integration=integration, due_at=now, created_at=now, created_by=by, **more
    )
