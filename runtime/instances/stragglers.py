"""What was held though its instance had been resumed.

For: a request may be found to be for a paused instance and stored a moment after that was resumed, in this process or another
that had not heard of it; without this it would wait for the next pause and resume.
Not here: resuming what stands as held (`runtime.control.resume_held`), in the commit that resumes.
"""

from __future__ import annotations

from datetime import UTC, datetime

from runtime.instances.models import Instance
from runtime.journal.models import Execution

MOST_LOOKED_AT = 200  # instances in one look; the next goes on behind them


def look(after: str = "") -> tuple[int, str]:
    """How many executions were released, and the last instance that was looked at; empty when all were.

    One look into the index of what is held for each instance, however much of it there is.
    """
    released, place = 0, after
    for _ in range(MOST_LOOKED_AT):
        held = Execution.across_tenants.filter(status=Execution.Status.HELD)
        found = held.filter(instance_id__gt=place).order_by("instance_id").values_list("instance_id", flat=True).first()
        if found is None:
            return released, ""
        place = found
        if Instance.across_tenants.filter(pk=place, enabled=True).exists():
            released += held.filter(instance_id=place).update(status=Execution.Status.QUEUED, due_at=datetime.now(UTC))
    return released, place
