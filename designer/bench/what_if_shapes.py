"""Shapes of the what-if on the wire."""

from __future__ import annotations

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.bench.saved_shapes import DifferenceShape
from designer.bench.shapes import OUTCOMES
from designer.bench.what_if import MOST_REQUESTS, VERDICTS

KINDS = ["runs_now", "runs_no_longer", "fails_now", "fails_no_longer", "sends_other", "other_results"]


class AskWhatIfShape(Shape):
    requests = serializers.IntegerField(
        required=False, default=20, min_value=1, max_value=MOST_REQUESTS, help_text="How many of the newest real requests."
    )
    definition = serializers.JSONField(required=False, allow_null=True, help_text="Instead of the saved draft.")


class WhatIfEndingShape(Shape):
    outcome = serializers.ChoiceField(OUTCOMES, help_text="stopped: it found no way to a flow.")
    code = serializers.CharField(allow_null=True)
    message = serializers.CharField(allow_null=True)
    flow = serializers.CharField(allow_null=True, help_text="Key of the flow it came to.")
    customer = serializers.CharField(allow_null=True, help_text="External id of whom it came to.")


class WhatIfChangeShape(Shape):
    about = serializers.ChoiceField(["route", "answer", "result", "step"])
    step_id = serializers.CharField(allow_null=True, help_text="The step's path: in a loop with its turn.")
    kind = serializers.ChoiceField(KINDS, allow_null=True, help_text="Of a step. sends_other: it would be given something else.")
    differences = DifferenceShape(many=True, help_text="expected is what was then, got what the draft gives.")
    more = serializers.IntegerField(help_text="Differences that are not listed.")


class WhatIfRequestShape(Shape):
    request = serializers.CharField(help_text="Its id.")
    execution = serializers.CharField(allow_null=True, help_text="Id of the one of then.")
    method = serializers.CharField()
    received_at = serializers.DateTimeField()
    verdict = serializers.ChoiceField(VERDICTS)
    before = WhatIfEndingShape()
    after = WhatIfEndingShape(allow_null=True, help_text="Null when it could not be gone over; note says why.")
    changes = WhatIfChangeShape(many=True)
    assumed = serializers.ListField(
        child=serializers.CharField(), help_text="Ids of steps that were not carried out and of whose results nothing is known."
    )
    note = serializers.CharField(allow_null=True)


class WhatIfCountsShape(Shape):
    unchanged = serializers.IntegerField()
    changed = serializers.IntegerField()
    now_fails = serializers.IntegerField()
    now_succeeds = serializers.IntegerField()
    not_told = serializers.IntegerField()


class WhatIfWhoShape(Shape):
    id = serializers.CharField()
    external_id = serializers.CharField()
    name = serializers.CharField()


class WhatIfCustomerShape(Shape):
    customer = WhatIfWhoShape(allow_null=True, help_text="Null for requests that were nobody's.")
    counts = WhatIfCountsShape()
    requests = WhatIfRequestShape(many=True, help_text="Those that came out otherwise, the newest first.")


class WhatIfShape(Shape):
    requests = serializers.IntegerField(help_text="How many were gone over.")
    left_out = serializers.IntegerField(help_text="How many more there were that time did not suffice for.")
    customers = WhatIfCustomerShape(many=True)
