"""Routes for executions: looking at what ran, stopping it, running it again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, pick
from designer.traffic.executions import show_execution, show_executions, turns_under
from designer.traffic.finding import FILTERS, count_executions, find_executions
from designer.traffic.shapes import (
    ExecutionDetailShape,
    ExecutionShape,
    RerunPreviewShape,
    RerunShape,
    StatusCountsShape,
    StepRunShape,
)
from runtime import control, reruns
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.executions.rerun import Wish
from runtime.executions.versions import Wanted
from runtime.journal.models import Execution

ON_VERSION = OpenApiParameter(
    "version",
    str,
    description="The number of a version its integration has, or `newest`: the one its instance has now. Else the one that ran.",
)
LARGE = ("trigger", "result", "response", "given")


class ExecutionsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("Executions", gives=page_shape(ExecutionShape), query=[*FILTERS, *PAGED])
    def get(self, request: HttpRequest) -> Response:
        rows = find_executions(self.tenant, self.filters(*FILTERS)).defer(*LARGE)
        return Response(page_of(rows, request, show_executions))


class ExecutionCountsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("How many executions there are of each status", gives=StatusCountsShape, query=FILTERS)
    def get(self, request: HttpRequest) -> Response:
        return Response(count_executions(find_executions(self.tenant, self.filters(*FILTERS))))


class OneExecutionView(ApiView):
    """Base of whatever is about one execution."""

    def execution(self, pk: str) -> Execution:
        return pick(Execution.objects.of(self.tenant), pk)

    def show(self, pk: str) -> dict[str, Any]:
        return show_execution(self.execution(pk))


class ExecutionView(OneExecutionView):
    roles = {"GET": Role.VIEWER}

    @operation("One execution with its steps", gives=ExecutionDetailShape)
    def get(self, request: HttpRequest, pk: str) -> Response:
        return Response(self.show(pk))


class ExecutionTurnView(OneExecutionView):
    roles = {"GET": Role.VIEWER}

    @operation(
        "The step runs of one turn of a loop",
        gives=StepRunShape(many=True),
        query=[OpenApiParameter("turn", str, required=True, description="Such as loop_1[2]. At most 500 are given.")],
    )
    def get(self, request: HttpRequest, pk: str) -> Response:
        row, turn = self.execution(pk), self.filters("turn").get("turn", "")
        if not turn.endswith("]"):
            raise InvalidInput("Name a turn of a loop, such as loop_1[2].", field="turn")
        return Response(turns_under(row, turn))


class CancelView(OneExecutionView):
    roles = {"POST": Role.OPERATOR}

    @operation("Stop an execution that has not ended", gives=ExecutionDetailShape)
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = self.execution(pk)
        with transaction.atomic():
            cancelled = control.cancel(self.tenant, row.pk)
            if cancelled:
                done("execution.cancelled", row, f"{row.flow_name} {row.pk}")
        if not cancelled:
            raise NotAllowed("It ended before it could be stopped.", code="execution_finished")
        return Response(self.show(pk))


class RunNowView(OneExecutionView):
    roles = {"POST": Role.OPERATOR}

    @operation("End the wait of an execution that sleeps or is tried again later", gives=ExecutionDetailShape)
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = self.execution(pk)
        with transaction.atomic():
            over = control.run_now(self.tenant, row.pk)
            if over:
                done("execution.run_now", row, f"{row.flow_name} {row.pk}")
        if not over:
            raise NotAllowed("It does not wait any more.", code="execution_not_waiting")
        return Response(self.show(pk))


class RetryView(OneExecutionView):
    roles = {"POST": Role.OPERATOR}

    @operation("Run an execution again from its trigger", gives=ExecutionDetailShape, status=201, query=[ON_VERSION])
    def post(self, request: HttpRequest, pk: str) -> Response:
        row, version = self.execution(pk), _version_wanted(self.filters("version").get("version"))
        fresh = reruns.run_whole(self.tenant, row.pk, version=version)
        done("execution.rerun", row, f"{row.flow_name} {row.pk}", **({"version": version} if version is not None else {}))
        return created(self.show(fresh))


class RerunView(OneExecutionView):
    """What came before the step is kept. Whoever edits what it gets does what only builders may: it reaches outside."""

    roles = {"GET": Role.OPERATOR, "POST": Role.OPERATOR}

    @operation(
        "What a re-run from a step would begin with",
        gives=RerunPreviewShape,
        query=[OpenApiParameter("from", str, required=True, description="Id of a step that ran.")],
    )
    def get(self, request: HttpRequest, pk: str) -> Response:
        row = self.execution(pk)
        start = self.read(RerunShape, data=self.filters("from"))["from"]
        return Response(reruns.preview(self.tenant, row.pk, Wish(start)))

    @operation("Run an execution again from a step", takes=RerunShape, gives=ExecutionDetailShape, status=201)
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = self.execution(pk)
        given = self.read(RerunShape)
        if given["input"] or given["pinned"]:
            self.access.require(Role.BUILDER)
        payload = given["pinned"].get("trigger", given["pinned"].get(row.trigger_step, {}))
        if not isinstance(payload, dict):
            raise InvalidInput("The payload of a trigger is an object.", field="pinned.trigger")
        wish = Wish(given["from"], given["input"], given["pinned"], self.access.actor)
        facts = {"from": wish.start, "edited": sorted(wish.inputs), "given": sorted(wish.pinned)}
        done("execution.rerun", row, f"{row.flow_name} {row.pk}", **facts)
        return created(self.show(reruns.run_from(self.tenant, row.pk, wish)))


def _version_wanted(text: str | None) -> Wanted | None:
    if text is None or text == "newest":
        return text
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise InvalidInput("Give the number of a version, or `newest`; leave it out for the one that ran.", field="version")
    return int(text)
