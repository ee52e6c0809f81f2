"""Letters to a tenant's people when a destination fails for long or was disabled."""

from __future__ import annotations

from designer.accounts.letters import page, write
from designer.accounts.models import Member, Role
from runtime.delivery.destinations import host_of
from runtime.delivery.models import Destination
from runtime.delivery.notices import Notice
from runtime.mail.post import can_send

MOST = 20
WHY = {
    "gone": "It answered 410, which means that it is gone for good.",
    "failing": "For five days not one event got through.",
    "order_held": "It wants its events in order, and one of them could not be delivered over three days.",
}


def tell(destination: Destination, notice: Notice) -> None:
    """To owners and builders, in the transaction that found it out."""
    if not can_send():
        return
    people = Member.objects.of(destination.tenant_id).filter(role__in=(Role.OWNER, Role.BUILDER), user__is_active=True)
    for member in people.select_related("user").order_by("pk")[:MOST]:
        write(
            member.user.email,
            kind=f"destination.{notice.value}",
            subject=_subject(destination, notice),
            lines=_lines(destination, notice),
            link=("Look at its deliveries", page(f"/deliveries/{destination.pk}")),
            tenant_id=destination.tenant_id,
        )


def _subject(destination: Destination, notice: Notice) -> str:
    what = "was disabled" if notice == Notice.DISABLED else "takes no events"
    return f"{destination.name} {what}"


def _lines(destination: Destination, notice: Notice) -> list[str]:
    where = f"{destination.name} at {host_of(destination.url)}"
    if notice == Notice.FAILING:
        return [
            f"No event has reached {where} for an hour. {destination.failures_in_row} attempts failed.",
            "We go on trying for three days each. After five days without success the destination is disabled.",
        ]
    return [
        f"{where} was disabled. {WHY.get(destination.status_reason, '')}",
        "What comes in the meantime waits. Correct it, enable it, and send again what failed.",
    ]
