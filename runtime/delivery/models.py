"""Destinations, what is sent to them, and every attempt at it.

The hot tables name each other by plain ids: nothing is ever looked up to write one, and history goes in batches by age.
"""

from django.db import models

from runtime.identifiers import ID_LENGTH
from runtime.tenancy.models import TenantOwned

LONGEST_URL = 2000


def id_field(**more: object) -> models.CharField:
    return models.CharField(max_length=ID_LENGTH, **more)  # type: ignore[arg-type]


class Destination(TenantOwned):
    """A URL of somebody who wants events, and how it fares.

    `due_at` is when it is to be looked at next: deliveries lie in its own queue, so one that is slow is one row to pass by.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", "active"
        PAUSED = "paused", "paused"
        DISABLED = "disabled", "disabled"
        CLOSED = "closed", "closed"

    name = models.CharField(max_length=200)
    url = models.CharField(max_length=LONGEST_URL)
    customer_id = id_field(blank=True, default="", help_text="Whose it is; empty for the tenant's own.")
    subscription_id = id_field(blank=True, default="", help_text="What the envelope calls subscription; empty: itself.")
    external_id = models.CharField(max_length=200, blank=True, default="", help_text="How its owner knows it.")
    event_types = models.JSONField(default=list, blank=True, help_text="Those it wants of what is published; empty for all.")
    secret = models.TextField(help_text="Encrypted {key, seed}: what `v1` and `v1a` are signed with.")
    previous_secret = models.TextField(blank=True, default="")
    previous_until = models.DateTimeField(null=True)
    ordered = models.BooleanField(default=False, help_text="One at a time, in the order they were sent.")
    order_by = models.CharField(
        max_length=200, blank=True, default="", help_text="Where ordered: only those that are the same here wait for each other."
    )
    most_at_once = models.PositiveSmallIntegerField(default=8)
    per_second = models.FloatField(null=True, help_text="Attempts a second; empty for as many as it takes.")
    timeout_seconds = models.PositiveSmallIntegerField(default=15)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    status_reason = models.CharField(max_length=24, blank=True, default="")
    status_since = models.DateTimeField()
    failures_in_row = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, help_text="The first failure since the last success.")
    failing_told_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)

    due_at = models.DateTimeField(null=True)
    is_full = models.BooleanField(default=False, help_text="As much is under way as may be; whatever ends looks again.")
    rest_until = models.DateTimeField(null=True, help_text="It asked for a rest, or nothing gets through.")
    paced_until = models.DateTimeField(null=True, help_text="When, at its rate, the next attempt may begin.")
    width = models.PositiveSmallIntegerField(default=1, help_text="At once for now: grows with successes, halves with failures.")

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(fields=["due_at"], name="destination_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["tenant", "-id"], name="destination_newest"),
            models.Index(fields=["tenant", "customer_id"], name="destination_by_customer"),
            models.Index(
                fields=["tenant", "subscription_id"],
                name="destination_by_subscription",
                condition=~models.Q(subscription_id=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeliveryEvent(TenantOwned):
    """What happened, once, however many destinations hear of it."""

    class Outcome(models.TextChoices):
        SUCCESS = "success", "success"
        FAILURE = "failure", "failure"

    outcome = models.CharField(max_length=7, choices=Outcome.choices, default=Outcome.SUCCESS)
    type = models.CharField(max_length=120, blank=True, default="")
    customer_id = id_field(blank=True, default="")
    body = models.TextField(help_text="JSON text, as it stands in the envelope.")
    happened_at = models.DateTimeField()

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["tenant", "id"], name="delivery_event_oldest")]


class Delivery(TenantOwned):
    """One event to one destination."""

    class Status(models.TextChoices):
        NEW = "new", "new"
        PENDING = "pending", "pending"
        SENDING = "sending", "sending"
        SUCCEEDED = "succeeded", "succeeded"
        FAILED = "failed", "failed"
        DISCARDED = "discarded", "discarded"

    status = models.CharField(max_length=9, choices=Status.choices, default=Status.NEW)
    destination_id = id_field()
    event_id = id_field()
    place = id_field(help_text="Sorts as they were sent; the id of one that a flow sends is derived, so that it is sent once.")
    order_key = models.CharField(
        max_length=80, blank=True, default="", help_text="What its destination's `order_by` reads in it."
    )
    in_line = models.BooleanField(
        default=False, help_text="It counts in the line of its key. Of each line one at most is due, under way or given up."
    )
    customer_id = id_field(blank=True, default="")
    event_type = models.CharField(max_length=120, blank=True, default="")
    subscription = models.TextField(help_text="JSON text {id, externalId}, as it stands in the envelope.")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0, help_text="All there ever were.")
    tried = models.PositiveIntegerField(default=0, help_text="Where it stands in the schedule.")
    by_hand = models.BooleanField(default=False, help_text="Somebody asked for the next attempt.")
    code = models.CharField(max_length=40, blank=True, default="", help_text="What came of the last attempt.")
    status_code = models.PositiveSmallIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=48, blank=True, default="")
    claimed_until = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(fields=["id"], name="delivery_new", condition=models.Q(status="new")),
            models.Index(fields=["destination_id", "due_at"], name="delivery_work", condition=models.Q(status="pending")),
            models.Index(fields=["destination_id", "place"], name="delivery_order", condition=models.Q(status="pending")),
            models.Index(
                fields=["destination_id", "claimed_until"], name="delivery_under_way", condition=models.Q(status="sending")
            ),
            models.Index(fields=["destination_id", "order_key", "place"], name="delivery_line", condition=models.Q(in_line=True)),
            models.Index(fields=["tenant", "-id"], name="delivery_newest"),
            models.Index(fields=["destination_id", "-id"], name="delivery_of_destination"),
            models.Index(fields=["event_id"], name="delivery_of_event"),
            models.Index(
                fields=["tenant", "created_at"],
                name="delivery_waiting",
                condition=models.Q(status__in=["new", "pending", "sending"]),
            ),
            models.Index(fields=["tenant", "ended_at"], name="delivery_given_up", condition=models.Q(status="failed")),
            models.Index(fields=["tenant", "-id"], name="delivery_dead", condition=models.Q(status="failed")),
        ]


class Attempt(TenantOwned):
    """One try, as it was: what was sent beside the envelope, and what came back."""

    delivery_id = id_field()
    destination_id = id_field()
    customer_id = id_field(blank=True, default="")
    number = models.PositiveIntegerField()
    by_hand = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(null=True)
    url = models.CharField(max_length=LONGEST_URL)
    request_headers = models.JSONField()
    code = models.CharField(max_length=40, help_text="ok, http_<status>, or why there was no answer.")
    message = models.CharField(max_length=300, blank=True, default="")
    status_code = models.PositiveSmallIntegerField(null=True)
    answer_headers = models.JSONField()
    answer_body = models.TextField(blank=True, default="", help_text="Its beginning.")
    next_at = models.DateTimeField(null=True, help_text="When it is tried again.")

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["delivery_id", "number"], name="attempt_of_delivery")]
