"""Shapes of the test bench on the wire: what is sent in a test, and what it tells."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.live.topics import TEST_KEY
from designer.traffic.shapes import StageShape, StepErrorShape, StepRunShape

MOST_HEADERS = 200  # more than the door takes
OUTCOMES = ["succeeded", "failed", "stopped"]


class HeadersField(serializers.ListField):
    """Counted before they are looked at: a body holds hundreds of thousands."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list) and len(data) > MOST_HEADERS:
            raise serializers.ValidationError(f"A request has at most {MOST_HEADERS} headers.", code="max_length")
        return super().to_internal_value(data)


class TestRequestShape(Shape):
    method = serializers.CharField(max_length=10, required=False, default="POST")
    headers = HeadersField(
        child=serializers.ListField(child=serializers.CharField(allow_blank=True), min_length=2, max_length=2),
        required=False,
        default=list,
        max_length=MOST_HEADERS,
    )
    query = serializers.CharField(required=False, allow_blank=True, default="")
    body = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    content_type = serializers.CharField(required=False, allow_blank=True, default="application/json")
    path = serializers.CharField(required=False, allow_blank=True, allow_null=True, default="")
    customer = serializers.CharField(
        required=False, allow_blank=True, allow_null=True, help_text="External id, where the URL would say whose it is."
    )


def pins_field(help_text: str) -> serializers.DictField:
    return serializers.DictField(child=serializers.JSONField(allow_null=True), required=False, default=dict, help_text=help_text)


def strict_field() -> serializers.BooleanField:
    return serializers.BooleanField(
        required=False,
        default=False,
        help_text="Without the right credential it is refused, as a live request is; else such a test is let in and told so.",
    )


def calls_out_field(*, default: bool) -> serializers.BooleanField:
    return serializers.BooleanField(
        required=False,
        default=default,
        help_text="Steps that change something outside (HTTP but GET, HEAD and OPTIONS, mutations, operations of connectors "
        "that do not only read) are really carried out; else they are answered with what they returned when they last succeeded, "
        "or null. What only reads is always carried out, unless it is pinned.",
    )


class WatchedShape(Shape):
    live = serializers.RegexField(
        f"^{TEST_KEY}$",
        required=False,
        default="",
        help_text="A key you make. While the test runs, the socket /api/live tells how it goes to who watches test:<key>.",
    )


class FlowTestShape(WatchedShape):
    flow = serializers.CharField(help_text="Key of the flow.")
    request = TestRequestShape(required=False)
    data = serializers.JSONField(required=False, help_text="For a manual trigger: what it is called with.")
    definition = serializers.JSONField(required=False, allow_null=True, help_text="Instead of the saved draft.")
    pins = pins_field("Results by step id, given instead of running the step; a trigger's replace the request.")
    calls_out = calls_out_field(default=True)
    up_to = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="Runs only this step and what leads to it, and ends with its results. In a loop: the first turn to reach it.",
    )
    only = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="Runs only this step; it reads what is pinned and the trigger, all else is null and warned of.",
    )

    def validate(self, values: dict) -> dict:
        if values.get("up_to") and values.get("only"):
            raise serializers.ValidationError({"only": "Ask for upTo or only, not both."})
        return values


class EndpointTestShape(WatchedShape):
    request = TestRequestShape()
    run_target = serializers.BooleanField(required=False, default=True, help_text="Also run the flow that was found.")
    definition = serializers.JSONField(required=False, allow_null=True, help_text="Instead of the saved draft.")
    pins = serializers.DictField(
        child=serializers.DictField(child=serializers.JSONField(allow_null=True)),
        required=False,
        default=dict,
        help_text="By key of the flow (or preprocess flow), then by step id: results given instead of running the step.",
    )
    strict = strict_field()
    calls_out = calls_out_field(default=True)
    up_to = serializers.CharField(
        required=False, allow_null=True, help_text="Of the flow that is found: runs only this step and what leads to it."
    )


class TestAnswerShape(Shape):
    status = serializers.IntegerField()
    headers = serializers.JSONField()
    body = serializers.JSONField(allow_null=True)


class TestExecutionShape(Shape):
    steps = StepRunShape(many=True)


class TestErrorShape(StepErrorShape):
    step_id = serializers.CharField(required=False)
    path = serializers.CharField(required=False)


class TestRunShape(Shape):
    ok = serializers.BooleanField()
    outcome = serializers.ChoiceField(OUTCOMES, help_text="stopped: the road ended before the flow; code says why.")
    code = serializers.CharField(allow_null=True, help_text="Of the error that failed or stopped it.")
    stages = StageShape(many=True)
    answer = TestAnswerShape(allow_null=True, help_text="Null when only a part of the flow ran.")
    result = serializers.JSONField(allow_null=True)
    error = TestErrorShape(allow_null=True)
    flow = serializers.CharField(allow_null=True, help_text="Key of the flow it came to.")
    customer = serializers.CharField(allow_null=True, help_text="External id of whom it came to.")
    warnings = serializers.ListField(child=serializers.CharField(), help_text="What about this run may surprise.")
    execution = TestExecutionShape(allow_null=True)


class WhoShape(Shape):
    request = TestRequestShape(help_text="Its customer counts where the URL would say whose it is: types instance and flow.")
    flow = serializers.CharField(
        required=False, allow_null=True, max_length=120, help_text="Key or name, for endpoints of type flow that have several."
    )


class WouldGetCustomerShape(Shape):
    id = serializers.CharField()
    external_id = serializers.CharField()
    name = serializers.CharField()


class WouldGetInstanceShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    enabled = serializers.BooleanField(help_text="False: paused, so the request would be held.")


class WouldGetFlowShape(Shape):
    key = serializers.CharField()
    name = serializers.CharField()


class WouldGetMatchShape(Shape):
    customer = WouldGetCustomerShape()
    instance = WouldGetInstanceShape()
    flow = WouldGetFlowShape()
    version = serializers.IntegerField(help_text="The one this instance runs.")


class NearMissShape(Shape):
    external_id = serializers.CharField()
    name = serializers.CharField()
    known_as = serializers.CharField(help_text="The id or alias that is most like what was asked.")


class WouldStopShape(Shape):
    code = serializers.CharField()
    detail = serializers.CharField()
    nearest = NearMissShape(many=True)


class WouldGetShape(Shape):
    stages = StageShape(many=True)
    match = WouldGetMatchShape(allow_null=True)
    stopped = WouldStopShape(allow_null=True, help_text="Set when nobody would get it.")
    url = serializers.CharField(allow_null=True, help_text="Where it would be sent.")
    version = serializers.IntegerField(allow_null=True, help_text="Whose endpoint settings and preprocess flow count.")
