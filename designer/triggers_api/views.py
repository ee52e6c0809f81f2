"""Base of every view under /core/v1/: whose token, how many calls, and errors in this API's own shape.

For: `{"message", "code"}` in place of problem+json, limits with headers, ids as UUIDs.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Scope
from designer.api.problems import describe, problem_response
from designer.api.shapes import Shape
from designer.api.views import ApiView
from designer.api.wire import JsonRenderer
from designer.end_users.budget import Budget, Left
from designer.end_users.reach import Reach, ReachAuthentication
from designer.triggers_api.shapes import ErrorShape
from runtime.engine.errors import NotAllowed
from runtime.identifiers import ID_LENGTH, id_of
from runtime.tenancy.models import Tenant

CALLS = Budget("triggers")
STATUSES = {
    400: "Invalid input",
    401: "Unauthorized - Verify the token validity",
    403: "Forbidden",
    404: "Not found",
    429: "Limit exceeded",
    500: "Internal error",
}
# The document of this API knows no others, but for a key that is used twice and a store that is full.
STATUS_OF = {402: 400, 405: 400, 406: 400, 410: 404, 413: 400, 415: 400, 422: 400, 502: 500}
NOT_FOUND = frozenset({"trigger_not_found", "operation_not_found", "connector_not_found", "customer_not_found"})
AT_ONCE = frozenset(
    {"idempotency_conflict", "destination_not_active", "delivery_under_way", "delivery_in_line", "authentication_in_use"}
)


class RateLimited(NotAllowed):
    default_code = "rate_limited"

    def __init__(self, left: Left) -> None:
        super().__init__("Rate limit exceeded. Retry-After says in how many seconds to go on.")
        self.left = left


class Reaches(BasePermission):
    """Reads the view's `roles`: what a token of the tenant needs. Tokens of customers need none for what is theirs."""

    def has_permission(self, request: Request, view: Any) -> bool:
        method = "GET" if request.method == "HEAD" else request.method
        needed = view.roles.get(method)
        if needed is None or not isinstance(request.auth, Reach):
            return False
        request.auth.require(needed, Scope.TRIGGERS)
        return True


class CoreView(ApiView):
    authentication_classes = [ReachAuthentication]
    permission_classes = [Reaches]
    counts_here = False
    counts: ClassVar[bool] = True
    left: Left | None = None

    def check_throttles(self, request: Request) -> None:
        if self.counts:
            self.left = CALLS.take(self.tenant.pk)
            if self.left.wait:
                raise RateLimited(self.left)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.reach.access is None:
            request._request.acting_as = self.reach.actor
        request._request.access = self.reach.access

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        for name, value in (self.left.headers if self.left else {}).items():
            final.headers[name] = value
        return final

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response]:
        return told

    @property
    def reach(self) -> Reach:
        return self.request.auth

    @property
    def tenant(self) -> Tenant:
        return self.reach.tenant


def told(error: Exception, context: dict[str, Any]) -> Response:
    """This API's error; logging what nobody foresaw is the same for every API."""
    problem, headers = describe(error)
    if problem["status"] >= 500:
        problem_response(error, context)
    return Response(*_error(problem), headers=headers)


def _error(problem: dict[str, Any]) -> tuple[dict[str, Any], int]:
    code, status = problem["code"], STATUS_OF.get(problem["status"], problem["status"])
    if code == "not_signed_in":
        status, code = 401, "unauthorized"
    status = 404 if code in NOT_FOUND else 429 if code == "rate_limited" else 409 if code in AT_ONCE else status
    status = status if status in STATUSES or status in (409, 503) else 400
    body: dict[str, Any] = {"message": problem["detail"], "code": code}
    if errors := problem.get("errors"):
        body["errors"] = errors
        body["message"] = "; ".join(f"{one['field']}: {one['message']}" if one.get("field") else one["message"] for one in errors)
    return body, status


@csrf_exempt  # nothing happens here, and a refusal of Django's own would be a page of HTML
def unknown_path(request: HttpRequest, **_: Any) -> HttpResponse:
    body = {"message": "There is no such path; /api/docs lists them.", "code": "not_found"}
    return HttpResponse(JsonRenderer().render(body), status=404, content_type="application/json")


def uuid_or_problem(given: str, name: str) -> str:
    """Our id of what a path names. Raises `NotAllowed` `input_invalid` for what is none."""
    try:
        return id_of(given) if len(given) == ID_LENGTH and id_of(given) else id_of(str(uuid.UUID(given)))
    except ValueError:
        raise NotAllowed(f"{name} is not a UUID.", code="input_invalid") from None


def core(
    summary: str,
    *,
    gives: Any = None,
    takes: type[Shape] | None = None,
    status: int = 200,
    query: Sequence[OpenApiParameter] = (),
    described: str = "",
    also: dict[int, str] | None = None,
) -> Callable[[Any], Any]:
    """Describes one method of a view, with every status that it may answer."""
    answers: dict[Any, Any] = {
        status: OpenApiResponse(gives, description="OK") if gives else OpenApiResponse(description="No content")
    }
    for refused, why in {**STATUSES, **(also or {}), 503: "Nothing can be stored just now"}.items():
        answers[refused] = OpenApiResponse(ErrorShape, description=why)
    return extend_schema(
        summary=summary,
        description=described or None,
        request=takes,
        parameters=list(query),
        responses=answers,
        tags=["Triggers API"],
    )


class ReachScheme(OpenApiAuthenticationExtension):
    target_class = ReachAuthentication
    name = "bearerAuth"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A master token, hky_..., or a user token, hku_..."}
