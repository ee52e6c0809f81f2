"""Shapes of destinations, deliveries and attempts on the wire."""

from __future__ import annotations

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.customers.shapes import CustomerRefShape
from runtime.delivery.models import LONGEST_URL, Delivery, DeliveryEvent, Destination

MOST_TYPES = 100
PUBLIC_KEY = "whpk_...: checks v1a in webhook-signature. No secret. Empty: there is none until the signing key is changed."
TYPE = r"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$"


def type_field(**more: object) -> serializers.RegexField:
    return serializers.RegexField(TYPE, max_length=120, help_text="Words with dots between: order.created.", **more)


ORDER_BY = "Such as body.orderId: where ordered, only events that are the same there wait for each other. Empty: all do."


class DestinationShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    customer = CustomerRefShape(allow_null=True, help_text="Whose it is; null for the tenant's own.")
    subscription = serializers.CharField(
        source="subscription_id", allow_blank=True, help_text="Of the Triggers API, which then owns it."
    )
    external_id = serializers.CharField(allow_blank=True)
    event_types = serializers.ListField(child=serializers.CharField(), help_text="Empty: all.")
    ordered = serializers.BooleanField()
    order_by = serializers.CharField(allow_blank=True, help_text="Where ordered: only what is the same here is kept in order.")
    most_at_once = serializers.IntegerField()
    per_second = serializers.FloatField(allow_null=True)
    timeout_seconds = serializers.IntegerField()
    status = serializers.ChoiceField(Destination.Status.choices)
    status_reason = serializers.ChoiceField(
        ["", "by_hand", "gone", "failing", "order_held"], help_text="Why it gets nothing: 410, days without success, ..."
    )
    status_since = serializers.DateTimeField()
    failures_in_row = serializers.IntegerField()
    failing_since = serializers.DateTimeField(allow_null=True)
    last_success_at = serializers.DateTimeField(allow_null=True)
    last_failure_at = serializers.DateTimeField(allow_null=True)
    resting_until = serializers.DateTimeField(source="rest_until", allow_null=True, help_text="Nothing is sent before.")
    previous_key_until = serializers.DateTimeField(
        source="previous_until", allow_null=True, help_text="Until then the old signing keys sign as well."
    )
    created_at = serializers.DateTimeField()


class DestinationDetailShape(DestinationShape):
    public_key = serializers.CharField(allow_blank=True, help_text=PUBLIC_KEY)
    waiting = serializers.IntegerField(help_text="Deliveries that are still to come; at most 1,000 are counted.")
    dead = serializers.IntegerField(help_text="Deliveries that were given up; at most 1,000 are counted.")
    in_line = serializers.IntegerField(help_text="Of those to come, how many wait behind another of their key; at most 1,000.")


class KeptDestinationShape(DestinationShape):
    signing_key = serializers.CharField(help_text="Base64, for x-tray-signature. Told this once.")
    secret = serializers.CharField(help_text="The same key as Standard Webhooks' libraries take it.")
    public_key = serializers.CharField(allow_blank=True, help_text=PUBLIC_KEY)


class DestinationChangeShape(Shape):
    name = serializers.CharField(max_length=200)
    url = serializers.CharField(max_length=LONGEST_URL)
    external_id = serializers.CharField(max_length=200, allow_blank=True, help_text="Told in each envelope.")
    event_types = serializers.ListField(child=type_field(), max_length=MOST_TYPES, help_text="Empty: all.")
    ordered = serializers.BooleanField(help_text="One at a time, in the order they were sent; a failing one holds the others up.")
    order_by = serializers.CharField(max_length=200, allow_blank=True, help_text=ORDER_BY)
    most_at_once = serializers.IntegerField(min_value=1, max_value=64)
    per_second = serializers.FloatField(min_value=0.01, max_value=10_000, allow_null=True)
    timeout_seconds = serializers.IntegerField(min_value=1, max_value=30)


class NewDestinationShape(Shape):
    name = serializers.CharField(max_length=200)
    url = serializers.CharField(max_length=LONGEST_URL, help_text="https, or what the operator let in.")
    customer = serializers.CharField(max_length=26, allow_null=True, default=None)
    external_id = serializers.CharField(max_length=200, allow_blank=True, default="", help_text="Told in each envelope.")
    event_types = serializers.ListField(child=type_field(), max_length=MOST_TYPES, default=list, help_text="Empty: all.")
    ordered = serializers.BooleanField(default=False)
    order_by = serializers.CharField(max_length=200, allow_blank=True, default="", help_text=ORDER_BY)
    most_at_once = serializers.IntegerField(min_value=1, max_value=64, default=8)
    per_second = serializers.FloatField(min_value=0.01, max_value=10_000, allow_null=True, default=None)
    timeout_seconds = serializers.IntegerField(min_value=1, max_value=30, default=15)
    key = serializers.CharField(
        max_length=120, allow_blank=True, default="", help_text="A signing key brought along: 24 to 64 bytes as base64."
    )


class EnableShape(Shape):
    send_waiting = serializers.BooleanField(default=True, help_text="False discards what waited.")


class RotateDestinationShape(Shape):
    key = serializers.CharField(max_length=120, allow_blank=True, default="", help_text="Empty: one is made.")
    overlap_hours = serializers.IntegerField(min_value=0, max_value=24 * 14, default=24)


class RecoverDestinationShape(Shape):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True, default=None)
    everything = serializers.BooleanField(default=False, help_text="Also what succeeded or was discarded.")


class SentAgainShape(Shape):
    deliveries = serializers.IntegerField()


class DeliveryScheduleShape(Shape):
    waits = serializers.ListField(child=serializers.FloatField(), help_text="Seconds from each failure to the next attempt.")
    jitter = serializers.FloatField(help_text="By up to this share a wait is longer, never shorter.")
    attempts = serializers.IntegerField()
    disable_after_days = serializers.IntegerField(help_text="Without one success.")
    kept_days = serializers.IntegerField(help_text="How long deliveries are kept once they have ended.")


class EventDeliveryShape(Shape):
    id = serializers.CharField()
    message_id = serializers.CharField(help_text="As receivers know it: `id` of the envelope, and webhook-id.")
    destination = serializers.CharField(source="destination_id")
    destination_name = serializers.CharField()
    destination_status = serializers.ChoiceField(Destination.Status.choices)
    type = serializers.CharField(source="event_type", allow_blank=True)
    status = serializers.ChoiceField(Delivery.Status.choices)
    code = serializers.CharField(allow_blank=True, help_text="What came of the last attempt, or why it was given up.")
    status_code = serializers.IntegerField(allow_null=True)
    attempts = serializers.IntegerField()
    order_key = serializers.CharField(
        allow_blank=True, help_text="Kept in order among those with the same; a long one as its hash."
    )
    waits_in_line = serializers.BooleanField(help_text="One of the same key stands before it.")
    holds_up = serializers.BooleanField(
        help_text="It was given up, and those of its key wait until it is redelivered or discarded."
    )
    created_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True, help_text="When it is tried next, as far as its destination is free.")
    ended_at = serializers.DateTimeField(allow_null=True)


class EventAttemptShape(Shape):
    id = serializers.CharField()
    number = serializers.IntegerField()
    by_hand = serializers.BooleanField()
    began_at = serializers.DateTimeField()
    took_ms = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(allow_blank=True)
    request_headers = serializers.DictField(child=serializers.CharField())
    code = serializers.CharField(help_text="ok, http_<status>, or why there was no answer.")
    message = serializers.CharField(allow_blank=True)
    status_code = serializers.IntegerField(allow_null=True)
    answer_headers = serializers.DictField(child=serializers.CharField())
    answer_body = serializers.CharField(allow_blank=True, help_text="Its first 4 KiB.")
    next_at = serializers.DateTimeField(allow_null=True, help_text="When it was to be tried again.")


class EventDeliveryDetailShape(EventDeliveryShape):
    url = serializers.CharField()
    held_up_by = serializers.CharField(allow_null=True, help_text="The delivery it waits for.")
    behind = serializers.IntegerField(help_text="How many of its key wait for it; at most 1,000 are counted.")
    body = serializers.CharField(help_text="The envelope, byte for byte as it is sent.")
    tries = EventAttemptShape(many=True)


class PublishEventShape(Shape):
    type = type_field(required=False, allow_blank=True, default="")
    data = serializers.JSONField(help_text="Any JSON up to 512 KiB: the envelope's body.")
    customer = serializers.CharField(
        max_length=26, allow_null=True, default=None, help_text="Goes to this customer's destinations, and the tenant's own."
    )
    destination = serializers.CharField(max_length=26, allow_null=True, default=None, help_text="Only to this one.")
    outcome = serializers.ChoiceField(DeliveryEvent.Outcome.choices, default=DeliveryEvent.Outcome.SUCCESS)


class PublishedEventShape(Shape):
    deliveries = serializers.ListField(child=serializers.CharField())
