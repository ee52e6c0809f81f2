"""Routes of saved tests: keep, run, and which links of the flows they take.

For: the border only. What is kept and its limits: `saved`; running: `running`.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.views import created, nothing, pick
from designer.bench.coverage import coverage
from designer.bench.drafted import definition_of, runnable
from designer.bench.models import SavedTest
from designer.bench.running import run_tests, summed_up
from designer.bench.saved import change_test, create_test, delete_test, redacted_headers, tests_of
from designer.bench.saved_shapes import (
    RunTestsShape,
    SavedTestShape,
    SavedTestWriteShape,
    TestCoverageShape,
    TestResultsShape,
)
from designer.integrations.api import IntegrationView
from designer.integrations.drafts import draft_of


class SavedTestsView(IntegrationView):
    roles = {"GET": Role.VIEWER, "POST": Role.BUILDER}

    @operation("Saved tests, in the order they were made", gives=SavedTestShape(many=True))
    def get(self, request: Request, pk: str) -> Response:
        return Response([show_test(test) for test in tests_of(self.integration(pk))])

    @operation("Keep a test", takes=SavedTestWriteShape, gives=SavedTestShape, status=201)
    def post(self, request: Request, pk: str) -> Response:
        test = create_test(self.integration(pk), self.read(SavedTestWriteShape), user=self.access.user)
        return created(show_test(test))


class OneSavedTestView(IntegrationView):
    roles = {"GET": Role.VIEWER, "PUT": Role.BUILDER, "DELETE": Role.BUILDER}

    @operation("One saved test", gives=SavedTestShape)
    def get(self, request: Request, pk: str, test: str) -> Response:
        return Response(show_test(pick(tests_of(self.integration(pk)), test)))

    @operation("Replace a saved test", takes=SavedTestWriteShape, gives=SavedTestShape)
    def put(self, request: Request, pk: str, test: str) -> Response:
        row = pick(tests_of(self.integration(pk)), test)
        return Response(show_test(change_test(row, self.read(SavedTestWriteShape), user=self.access.user)))

    @operation("Delete a saved test", status=204)
    def delete(self, request: Request, pk: str, test: str) -> Response:
        delete_test(pick(tests_of(self.integration(pk)), test))
        return nothing()


class RunTestsView(IntegrationView):
    roles = {"POST": Role.BUILDER}

    @operation("Run saved tests on the draft, or on a definition handed along", takes=RunTestsShape, gives=TestResultsShape)
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        given = self.read(RunTestsShape)
        tests = list(tests_of(integration))
        if given.get("tests") is not None:
            tests = [test for test in tests if test.pk in given["tests"]]
            if len(tests) < len(set(given["tests"])):
                raise Http404
        handed, draft = given.get("definition"), draft_of(integration)
        definition = definition_of(integration, draft.definition if handed is None else handed)
        revision = draft.revision if handed is None else None
        results = run_tests(integration, tests, definition, revision=revision, live=given["live"])
        return Response(summed_up(results))


class TestCoverageView(IntegrationView):
    roles = {"GET": Role.VIEWER}

    @operation("Links of the draft, and which saved tests took them when they last ran", gives=TestCoverageShape)
    def get(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        return Response({"flows": coverage(runnable(draft_of(integration).definition), tests_of(integration))})


def show_test(test: SavedTest) -> dict[str, Any]:
    """A row keeps its JSON in the words of the wire already."""
    return {
        **{name: getattr(test, name) for name in ("id", "name", "kind", "request", "pins", "strict", "expected", "gates")},
        "last": test.last,
        "flow": test.flow or None,
        "redacted": redacted_headers(test),
        "callsOut": test.calls_out,
        "runTarget": test.run_target,
        "updatedAt": test.updated_at,
        "updatedBy": test.updated_by.email if test.updated_by else None,
    }
