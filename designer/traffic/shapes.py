"""Shapes of requests, executions and step runs on the wire."""

from typing import Any

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.customers.shapes import CustomerRefShape, IntegrationRefShape
from runtime.journal.models import Execution, Request

STEP_STATUSES = ["succeeded", "failed", "skipped", "ignored"]
WAITING_CODES = [
    *("instance_paused", "trying_again", "sleeping", "lane_held", "behind", "at_once_full", "throttled"),
]
ACTORS = ["builder", "customer", "nobody", "caller", "operator"]
STAGES = [
    "endpoint",
    "access",
    "method",
    "size",
    "verify",
    "handshake",
    "parse",
    "preprocess",
    "handle",
    "pick",
    "match",
    "store",
    "answer",
]


class StepErrorShape(Shape):
    code = serializers.CharField()
    message = serializers.CharField()
    who = serializers.ChoiceField(ACTORS, required=False, help_text="Who must act. `nobody` yet: trying later may help.")
    details = serializers.JSONField(required=False)


class AttemptShape(Shape):
    """A try of a step before its last one."""

    attempt = serializers.IntegerField()
    started_at = serializers.DateTimeField(allow_null=True)
    duration_us = serializers.IntegerField()
    error = StepErrorShape(allow_null=True)


class LogLineShape(Shape):
    level = serializers.CharField()
    message = serializers.CharField()


class StepRunShape(Shape):
    """One step of one run."""

    step_id = serializers.CharField()
    path = serializers.CharField(help_text="Tells the turns of a loop apart: loop_1[2].code_1.")
    component = serializers.CharField()
    status = serializers.ChoiceField(STEP_STATUSES)
    outlet = serializers.CharField(allow_blank=True, allow_null=True)
    inputs = serializers.JSONField(allow_null=True)
    results = serializers.JSONField(allow_null=True)
    error = StepErrorShape(allow_null=True)
    logs = LogLineShape(many=True)
    started_at = serializers.DateTimeField(required=False, allow_null=True, help_text="Of the last attempt. Loops have none.")
    duration_us = serializers.IntegerField()
    attempt = serializers.IntegerField(required=False, help_text="How many it took; 0 when it did not run.")
    attempts = AttemptShape(many=True, required=False, help_text="Those before the last.")
    kept_from = serializers.CharField(
        required=False, allow_null=True, help_text="The execution whose result this is: a re-run kept it."
    )
    pinned = serializers.BooleanField(required=False, help_text="Its results were given; it did not run.")


class StageShape(Shape):
    """One stage of the road a request took."""

    stage = serializers.ChoiceField(STAGES)
    ok = serializers.BooleanField()
    skipped = serializers.BooleanField(required=False)
    detail = serializers.CharField()
    data = serializers.JSONField(required=False)
    duration_us = serializers.IntegerField()


class SubscriptionRefShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()


class RequestShape(Shape):
    id = serializers.CharField()
    received_at = serializers.DateTimeField()
    method = serializers.CharField()
    path = serializers.CharField()
    status = serializers.ChoiceField(Request.Status.choices)
    code = serializers.CharField(allow_null=True, help_text="Why it stopped.")
    answer_status = serializers.IntegerField()
    duration_us = serializers.IntegerField()
    body_size = serializers.IntegerField()
    content_type = serializers.CharField()
    integration = IntegrationRefShape(allow_null=True)
    subscription = SubscriptionRefShape(allow_null=True, help_text="That it came to, of the Triggers API: no flow runs.")
    customer = CustomerRefShape(allow_null=True)
    flow_key = serializers.CharField(allow_null=True)
    flow_name = serializers.CharField(allow_null=True)
    named = serializers.CharField(allow_null=True, help_text="Of an unrouted one: the customer or flow that nobody knows.")
    execution_id = serializers.CharField(allow_null=True)
    is_draft = serializers.BooleanField()
    replay_of = serializers.CharField(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)


class RequestPageShape(Shape):
    results = RequestShape(many=True)
    next = serializers.CharField(allow_null=True)
    looked_back_to = serializers.DateTimeField(
        allow_null=True,
        help_text="A text or an endpoint is looked for among the newest alone: back to this moment. Null: all were looked at.",
    )


class OthersShape(Shape):
    named = serializers.CharField(allow_blank=True, help_text="What it named: a customer's id, or a flow.")
    ids = serializers.ListField(child=serializers.CharField(), help_text="The newest, at most 1,000.")
    more = serializers.BooleanField(help_text="There may be more than were looked at.")


class NearestShape(Shape):
    external_id = serializers.CharField()
    name = serializers.CharField()


class RequestDetailShape(RequestShape):
    headers = serializers.ListField(child=serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2))
    query = serializers.CharField()
    body = serializers.CharField(allow_null=True, help_text="Null when it is not text.")
    body_base64 = serializers.CharField(allow_null=True, help_text="Only when it is not text.")
    trace = StageShape(many=True)
    nearest = NearestShape(many=True, help_text="Customers known by something like what the request said.")
    curl = serializers.CharField(help_text="Sends it again; secrets were never kept and are left out.")


class ReplayedShape(Shape):
    request_id = serializers.CharField()
    execution_id = serializers.CharField(allow_null=True)
    status = serializers.CharField()
    code = serializers.CharField(allow_blank=True, allow_null=True)


class MapShape(Shape):
    customer = serializers.CharField()
    alias = serializers.CharField(max_length=200)


class ExecutionErrorShape(StepErrorShape):
    stepId = serializers.CharField(required=False, allow_null=True)  # in camelCase already: the engine's JSON, as stored
    path = serializers.CharField(required=False, help_text="Which turn of a loop: loop_1[2].code_1.")


class RerunOfShape(Shape):
    """How a re-run from a step differs from what it re-runs."""

    edited = serializers.ListField(child=serializers.CharField(), help_text="Inputs of the step that were given.")
    pinned = serializers.ListField(child=serializers.CharField(), help_text="Steps whose results were given, or `trigger`.")
    by = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.CharField(), **super().get_fields()}


class WaitsForShape(Shape):
    """Why an execution that is not running waits."""

    code = serializers.ChoiceField(WAITING_CODES)
    message = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)
    behind = serializers.CharField(allow_null=True, help_text="The execution that must end first.")


class ExecutionShape(Shape):
    id = serializers.CharField()
    flow_key = serializers.CharField()
    flow_name = serializers.CharField()
    status = serializers.ChoiceField(Execution.Status.choices)
    queued_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    integration = IntegrationRefShape(allow_null=True)
    version = serializers.IntegerField(allow_null=True, help_text="Null for a run of the draft.")
    customer = CustomerRefShape(allow_null=True)
    instance_id = serializers.CharField(allow_null=True)
    request_id = serializers.CharField(allow_null=True)
    parent_id = serializers.CharField(allow_null=True, help_text="The execution that called this flow.")
    replay_of = serializers.CharField(allow_null=True, help_text="The execution that this one re-runs.")
    rerun = RerunOfShape(allow_null=True, help_text="Null when it ran from its trigger.")
    error = ExecutionErrorShape(allow_null=True)
    waits_for = WaitsForShape(allow_null=True, help_text="Null for what runs, has ended, or only waits for its turn.")


class WaitShape(Shape):
    """What an execution was put away for. Names in camelCase already: as stored."""

    path = serializers.CharField()
    stepId = serializers.CharField()
    dueAt = serializers.DateTimeField()
    attempt = serializers.IntegerField(help_text="The try that failed, or that sleeps.")
    nextAttempt = serializers.IntegerField()
    error = StepErrorShape(allow_null=True, help_text="Null for a step that sleeps.")
    attempts = AttemptShape(many=True)


class TallyShape(Shape):
    """How often a step ended in one way, however many of its runs are listed."""

    step_id = serializers.CharField()
    status = serializers.CharField()
    outlet = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()
    duration_us = serializers.IntegerField()


class ExecutionDetailShape(ExecutionShape):
    trigger_step = serializers.CharField()
    waits = WaitShape(many=True, help_text="While it waits: for what, and until when.")
    result = serializers.JSONField(allow_null=True)
    response = serializers.JSONField(allow_null=True)
    trigger = serializers.JSONField(allow_null=True)
    flow = serializers.JSONField(allow_null=True, help_text="The flow as it ran, with its layout.")
    steps = StepRunShape(many=True, help_text="All of them, or the first and last 500.")
    step_count = serializers.IntegerField()
    tally = TallyShape(many=True)
    preprocess = StepRunShape(many=True)


class StatusCountsShape(Shape):
    """Of the newest 10,000 at most."""

    counts = serializers.DictField(child=serializers.IntegerField(), help_text="By status.")
    total = serializers.IntegerField()
    more = serializers.BooleanField(help_text="There are more than were counted.")


class RerunShape(Shape):
    input = serializers.DictField(
        child=serializers.JSONField(allow_null=True),
        required=False,
        default=dict,
        help_text="Inputs by name, used as they are. Those left out are resolved from the definition. Needs the role builder.",
    )
    pinned = serializers.DictField(
        child=serializers.JSONField(allow_null=True),
        required=False,
        default=dict,
        help_text="Results by step, given instead of running it; `trigger` is the payload. Needs the role builder.",
    )

    def get_fields(self) -> dict[str, Any]:
        start = serializers.CharField(max_length=300, help_text="Id of a step that ran, at the top level of the flow.")
        return {"from": start, **super().get_fields()}


class RerunPreviewShape(Shape):
    inputs = serializers.JSONField(help_text="What the step would be given.")
    redacted = serializers.ListField(child=serializers.CharField(), help_text="Where in it a secret was cut out.")
    warnings = serializers.ListField(child=serializers.CharField())
    kept = serializers.ListField(child=serializers.CharField(), help_text="Steps that are not run again.")
    runs = serializers.ListField(child=serializers.CharField(), help_text="The step and those that follow from it.")
    beside = serializers.ListField(child=serializers.CharField(), help_text="Others that run too, since they never ended.")
    held = serializers.BooleanField(help_text="Its instance is paused: it waits until that resumes.")
