"""Shapes of saved tests on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from designer.api.shapes import Shape, camel
from designer.bench.drafted import as_sent
from designer.bench.expectations import mistakes_in
from designer.bench.models import SavedTest
from designer.bench.shapes import (
    OUTCOMES,
    TestRequestShape,
    TestRunShape,
    WatchedShape,
    calls_out_field,
    pins_field,
    strict_field,
)

VERDICTS = ["passed", "failed", "broken"]
WILDCARD = '`{"$any": true}` stands for a value that may vary, `{"$any": "text"}` for one of a kind.'


class ExpectedShape(Shape):
    """What must hold. Only what is given is compared."""

    outcome = serializers.ChoiceField(OUTCOMES, required=False)
    code = serializers.CharField(required=False, max_length=100, help_text="Of the error that fails or stops it.")
    result = serializers.JSONField(required=False, allow_null=True, help_text=WILDCARD)
    match = serializers.ChoiceField(
        ["contains", "equals"],
        required=False,
        default="contains",
        help_text="For result and answerBody. contains: more keys and items may stand around what is expected.",
    )
    answer_status = serializers.IntegerField(required=False, min_value=100, max_value=599)
    answer_body = serializers.JSONField(required=False, allow_null=True, help_text=f"As data when it is JSON. {WILDCARD}")
    flow = serializers.CharField(required=False, max_length=80, help_text="Key of the flow it comes to.")
    customer = serializers.CharField(required=False, max_length=200, help_text="External id of whom it comes to.")

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        """In the words of the wire, as it is kept and compared."""
        expected = {camel(name): value for name, value in values.items()}
        if mistakes := mistakes_in(expected):
            raise serializers.ValidationError({path or "non_field_errors": message for path, message in mistakes.items()})
        return expected


class LinkTakenShape(Shape):
    def get_fields(self) -> dict[str, serializers.Field]:
        # `from` is no name a class body could hold.
        names = ("flow", "from", "outlet", "to")
        return {name: serializers.CharField() for name in names}


class DifferenceShape(Shape):
    path = serializers.CharField(help_text="Begins with what was compared: result.items[0].id.")
    kind = serializers.ChoiceField(["missing", "changed", "extra"])
    expected = serializers.JSONField(allow_null=True)
    got = serializers.JSONField(allow_null=True)


class LastRunShape(Shape):
    at = serializers.DateTimeField()
    outcome = serializers.ChoiceField(VERDICTS)
    code = serializers.CharField(allow_null=True)
    message = serializers.CharField(allow_null=True)
    revision = serializers.IntegerField(allow_null=True, help_text="Of the draft it ran on; null when that was not saved.")
    differences = DifferenceShape(many=True)
    taken = LinkTakenShape(many=True, help_text="Links of the draft it took.")


class SavedTestWriteShape(Shape):
    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(SavedTest.Kind.choices)
    flow = serializers.CharField(max_length=80, required=False, allow_null=True, help_text="Key of the flow, for kind flow.")
    request = TestRequestShape(
        help_text="Values of headers that authenticate are not kept; without them the test is let in, as on the bench."
    )
    pins = pins_field("For kind flow results by step id, for kind endpoint by flow key and then step id.")
    run_target = serializers.BooleanField(required=False, default=True, help_text="For kind endpoint: run the flow it finds.")
    strict = strict_field()
    calls_out = calls_out_field(default=False)
    expected = ExpectedShape()
    gates = serializers.BooleanField(required=False, default=True, help_text="Publishing waits for it to pass.")

    def validate_request(self, request: dict[str, Any]) -> dict[str, Any]:
        return as_sent(request)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        of_flow = values["kind"] == SavedTest.Kind.FLOW
        if of_flow and not values.get("flow"):
            raise serializers.ValidationError({"flow": "Say which flow it tests."})
        if not of_flow and not all(isinstance(pins, dict) for pins in values["pins"].values()):
            raise serializers.ValidationError({"pins": "For an endpoint, pins are results by step id under the key of a flow."})
        return values if of_flow else {**values, "flow": None}


class SavedTestShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(SavedTest.Kind.choices)
    flow = serializers.CharField(allow_null=True, help_text="Key of the flow, for kind flow.")
    request = TestRequestShape()
    redacted = serializers.ListField(child=serializers.CharField(), help_text="Headers whose values were not kept.")
    pins = serializers.DictField(child=serializers.JSONField(allow_null=True))
    run_target = serializers.BooleanField()
    strict = serializers.BooleanField()
    calls_out = serializers.BooleanField(help_text="Steps that change something outside are really carried out.")
    expected = ExpectedShape()
    gates = serializers.BooleanField(help_text="Publishing waits for it to pass.")
    last = LastRunShape(allow_null=True, help_text="Null until it ran, and again when what it tests was changed.")
    updated_at = serializers.DateTimeField()
    updated_by = serializers.CharField(allow_null=True)


class RunTestsShape(WatchedShape):
    tests = serializers.ListField(
        child=serializers.CharField(max_length=26),
        required=False,
        allow_null=True,
        max_length=200,
        help_text="Ids; all unless told.",
    )
    definition = serializers.JSONField(required=False, allow_null=True, help_text="Instead of the saved draft.")


class TestResultShape(Shape):
    test = serializers.CharField(help_text="Its id.")
    name = serializers.CharField()
    outcome = serializers.ChoiceField(VERDICTS, help_text="broken: it could not be run; code and message say why.")
    code = serializers.CharField(allow_null=True)
    message = serializers.CharField(allow_null=True)
    differences = DifferenceShape(many=True)
    run = TestRunShape(allow_null=True)


class TestResultsShape(Shape):
    passed = serializers.IntegerField()
    failed = serializers.IntegerField(help_text="Those that are broken too.")
    results = TestResultShape(many=True)


class CoveredLinkShape(Shape):
    def get_fields(self) -> dict[str, serializers.Field]:
        ways = {name: serializers.CharField() for name in ("from", "outlet", "to")}
        tests = serializers.ListField(child=serializers.CharField(), help_text="Ids of the tests whose last run took it.")
        return {**ways, "taken": serializers.BooleanField(), "tests": tests}


class FlowCoverageShape(Shape):
    flow = serializers.CharField(help_text="Its key.")
    name = serializers.CharField()
    links = CoveredLinkShape(many=True)


class TestCoverageShape(Shape):
    flows = FlowCoverageShape(many=True)
