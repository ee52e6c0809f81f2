"""Moving what a rollout chose, a batch at a time, whatever dies meanwhile.

For: taking a batch, moving each of it or noting why not, in one commit with how far it came.
Not here: beginning (`beginning`), moving one (`runtime.instances.services.upgrade`), when to look (`runtime.instances.serving`).

An instance moves as a whole or not at all: what stands in the way of one stops no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from runtime.engine.errors import HookyardError
from runtime.instances.models import Instance, Version
from runtime.instances.services import upgrade
from runtime.rollouts.beginning import chosen, returning
from runtime.rollouts.models import Rollout, RolloutOutcome

BATCH = 20  # each holds the writer of an embedded database for a few milliseconds
TAKEN = timedelta(seconds=30)  # for this long nobody else takes the next batch


def look(now: datetime) -> int:
    """A batch of each rollout that is due; returns something while there is more to do."""
    due = Rollout.across_tenants.filter(status=Rollout.Status.RUNNING, due_at__lte=now).select_related("integration", "version")
    return sum(take_batch(row, now) for row in due.order_by("due_at"))


def take_batch(row: Rollout, now: datetime) -> int:
    mine = Rollout.of(row.tenant_id).filter(pk=row.pk, status=Rollout.Status.RUNNING, due_at=row.due_at)
    if not mine.update(due_at=now + TAKEN):
        return 0
    with transaction.atomic():
        batch = _next_of(row)
        # The batch is this process's as long as the row stands where it was read.
        standing = Rollout.of(row.tenant_id).filter(pk=row.pk, status=Rollout.Status.RUNNING, after=row.after)
        end = {"status": Rollout.Status.DONE, "finished_at": now} if batch.last else {}
        if not standing.update(after=batch.after, due_at=now, **end):
            return 0
        outcomes = [outcome for instance, version in batch.targets if (outcome := _move(row, instance, version))]
        RolloutOutcome.objects.of(row.tenant_id).bulk_create(outcomes)
        refused = sum(not outcome.moved for outcome in outcomes)
        Rollout.of(row.tenant_id).filter(pk=row.pk).update(
            moved=F("moved") + len(outcomes) - refused, refused=F("refused") + refused
        )
    return 0 if batch.last else BATCH


@dataclass(frozen=True, slots=True)
class Batch:
    """Instances with where each goes. `after` is the last that was looked at; `last` says that no more are to come."""

    targets: list[tuple[Instance, Version]]
    after: str
    last: bool


def _next_of(row: Rollout) -> Batch:
    """Locked, so that what is noted as the version before is what it was."""
    if row.version is not None:
        rows = chosen(row.integration, row.choice).exclude(version=row.version).filter(pk__gt=row.after).order_by("pk")
        found = list(rows.select_related("integration", "customer", "version").select_for_update(of=("self",))[:BATCH])
        return Batch([(instance, row.version) for instance in found], found[-1].pk if found else row.after, len(found) < BATCH)
    undone = RolloutOutcome.objects.of(row.tenant_id).filter(rollout=row.undoes_id, instance_id__gt=row.after)
    ids = list(undone.order_by("instance_id").values_list("instance_id", flat=True)[:BATCH])
    versions = {version.number: version for version in row.integration.versions.all()}
    back = returning(row.undoes, ids, lock=True) if row.undoes else ()
    return Batch([(instance, versions[number]) for instance, number in back], ids[-1] if ids else row.after, len(ids) < BATCH)


def _move(row: Rollout, instance: Instance, version: Version) -> RolloutOutcome | None:
    """None for one that was deleted, or moved by somebody else, since it was chosen."""
    before = instance.version.number
    problems: list[dict[str, str]] = []
    try:
        with transaction.atomic():
            upgrade(instance, version)
    except HookyardError as problem:
        if problem.code == "not_found":
            return None
        problems = problem.details.get("errors") or [{"field": "", "code": problem.code, "message": problem.message}]
    return RolloutOutcome(
        tenant_id=row.tenant_id,
        rollout=row,
        instance_id=instance.pk,
        customer_id=instance.customer_id,
        from_version=before,
        to_version=version.number,
        moved=not problems,
        problems=problems,
    )
