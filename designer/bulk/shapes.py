"""Shapes of what is done to many executions or requests."""

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.traffic.finding import FILTERS
from designer.traffic.finding_requests import FILTERS as OF_REQUESTS
from runtime.bulk.models import BulkAction

MOST_IDS = 1000


class BulkWishShape(Shape):
    action = serializers.ChoiceField(BulkAction.Action.choices)
    ids = serializers.ListField(
        child=serializers.CharField(max_length=26),
        max_length=MOST_IDS,
        required=False,
        help_text="These executions, or requests.",
    )
    filters = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=300),
        required=False,
        help_text=f"Or all that the list shows with these filters: {', '.join(FILTERS)}; of requests {', '.join(OF_REQUESTS)}. "
        "At least one is needed. Without a status, only requests that wait in the inbox are replayed.",
    )
    newest_version = serializers.BooleanField(
        required=False, default=False, help_text="Run again on the version the instance has now, not the one that ran."
    )
    per_second = serializers.IntegerField(required=False, default=50, min_value=1, max_value=200)


class BulkCountShape(Shape):
    count = serializers.IntegerField()
    more = serializers.BooleanField(help_text="There are more than were counted.")


class BulkActionShape(Shape):
    id = serializers.CharField()
    action = serializers.ChoiceField(BulkAction.Action.choices)
    status = serializers.ChoiceField(BulkAction.Status.choices)
    words = serializers.DictField(child=serializers.CharField(), help_text="The filters it was given.")
    newest_version = serializers.BooleanField()
    per_second = serializers.IntegerField()
    expected = serializers.IntegerField(help_text="How many there were when it began.")
    looked_at = serializers.IntegerField()
    did = serializers.IntegerField(
        help_text="Fewer than looked at, when some ended by themselves meanwhile, or a replay found no way."
    )
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
