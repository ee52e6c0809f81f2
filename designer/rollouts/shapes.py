"""Shapes of rollouts and of what they would change."""

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.customers.shapes import CustomerRefShape

MOST_NAMED = 10_000


class ChoiceShape(Shape):
    """Which instances. All of them must be asked for in words: `everyone`."""

    everyone = serializers.BooleanField(required=False)
    instances = serializers.ListField(child=serializers.CharField(max_length=26), required=False, max_length=MOST_NAMED)
    search = serializers.CharField(required=False, allow_blank=True, max_length=200)
    labels = serializers.ListField(child=serializers.CharField(max_length=100), required=False, max_length=100)
    versions = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, max_length=100)
    enabled = serializers.BooleanField(required=False, allow_null=True)


class RolloutWishShape(Shape):
    version = serializers.IntegerField(min_value=1, help_text="Newer or older than what they have.")
    choice = ChoiceShape()
    live = serializers.BooleanField(
        required=False, default=False, help_text="Also the version that shared URLs and new deployments use from now on."
    )


class ForecastWishShape(Shape):
    version = serializers.IntegerField(min_value=1, required=False, allow_null=True, help_text="The saved draft when it is null.")
    choice = ChoiceShape()


class FieldProblemShape(Shape):
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class MoveShape(Shape):
    instance = serializers.CharField(source="instance.pk")
    customer = CustomerRefShape(source="instance.customer")
    enabled = serializers.BooleanField(source="instance.enabled")
    from_version = serializers.IntegerField()
    to_version = serializers.IntegerField(allow_null=True)
    problems = FieldProblemShape(many=True)
    unread = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of values that the version does not know. They are kept."
    )


class FromVersionShape(Shape):
    version = serializers.IntegerField()
    count = serializers.IntegerField()
    added_urls = serializers.ListField(child=serializers.CharField(), help_text="Flows that get a URL.")
    silent_urls = serializers.ListField(
        child=serializers.CharField(), help_text="Flows whose URL answers 404 until they come back; it stays reserved."
    )


class ForecastShape(Shape):
    total = serializers.IntegerField()
    moving = serializers.IntegerField()
    staying = serializers.IntegerField(help_text="Those that are on the version already.")
    refused = serializers.IntegerField()
    more = serializers.BooleanField(help_text="There are more than were looked at, 20,000.")
    from_versions = FromVersionShape(many=True)
    starts = serializers.ListField(child=serializers.CharField(), help_text="Flows that start in each instance that moves.")
    refusals = MoveShape(many=True, help_text="The first 100, with what stands in the way.")
    moves = MoveShape(many=True, help_text="The first 100.")


class RolloutShape(Shape):
    id = serializers.CharField()
    version = serializers.IntegerField(source="version.number", allow_null=True, default=None, help_text="Null: it undoes.")
    undoes = serializers.CharField(source="undoes_id", allow_null=True)
    undone = serializers.BooleanField(help_text="Another rollout took it back.")
    choice = serializers.JSONField()
    live_before = serializers.IntegerField(allow_null=True)
    expected = serializers.IntegerField()
    moved = serializers.IntegerField()
    refused = serializers.IntegerField()
    status = serializers.ChoiceField(["running", "done", "stopped"])
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class RolloutOutcomeShape(Shape):
    id = serializers.CharField()
    instance_id = serializers.CharField()
    customer = CustomerRefShape(allow_null=True)
    from_version = serializers.IntegerField()
    to_version = serializers.IntegerField()
    problems = FieldProblemShape(many=True)
