"""GraphQL over HTTP: a POST with JSON, answered as the GraphQL over HTTP draft asks for.

Who accepts `application/graphql-response+json` is told of a refused document by a status; who accepts JSON alone gets 200 with
`errors`, as clients written before that draft expect. Browsers of other origins are not let in: the API is for servers.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.access import Access, access_of_user
from designer.accounts.authentication import MemberSessionAuthentication
from designer.accounts.permissions import TENANT_HEADER
from designer.api.problems import describe
from designer.api.views import ApiView
from designer.api.wire import JsonRenderer
from designer.end_users.budget import Budget, Left
from designer.end_users.reach import Reach, ReachAuthentication
from designer.graphql import limits
from designer.graphql.asking import Asker
from designer.graphql.carrying_out import Question, answer
from designer.graphql.errors import in_trays_words, told_alone
from runtime.engine.errors import NotAllowed
from runtime.identifiers import new_id

QUESTIONS = Budget("graphql")
RESPONSE = "application/graphql-response+json"


class IsSomebody(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return request.successful_authenticator is not None


@extend_schema(exclude=True)
class GraphQLView(ApiView):
    """Open to tokens of the tenant and of customers, and to members in the explorer. What each field needs, it asks itself."""

    authentication_classes = [ReachAuthentication, MemberSessionAuthentication]
    permission_classes = [IsSomebody]
    renderer_classes = [JsonRenderer]
    http_method_names = ["post"]
    counts_here = False
    left: Left | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if int(request.META.get("CONTENT_LENGTH") or 0) > limits.LARGEST_BODY:
            raise NotAllowed(f"The body is larger than {limits.LARGEST_BODY // 2**20} MiB.", code="body_too_large")
        super().initial(request, *args, **kwargs)
        request.auth = reach = _reach(request)
        request._request.access = reach.access
        if reach.customer is not None:
            request._request.acting_as = reach.actor

    def check_throttles(self, request: Request) -> None:
        """Of the account, as under /core/v1/, and counted apart from it. Whoever made the request is known by now."""
        reach = _reach(request)
        self.left = QUESTIONS.take(reach.tenant.pk)
        if self.left.wait:
            raise NotAllowed("Rate limit exceeded", code="rate_limited", retryAfter=self.left.wait)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        for name, value in (self.left.headers if self.left else {}).items():
            final.headers[name] = value
        return final

    def post(self, request: Request) -> Response:
        asking = Asker(request.auth, timezone.now())
        asking.may_look()
        given = answer(_question(request.data), asking, request.id)
        status = 400 if not given.ran and self._tells_by_status else 200
        return Response(given.body, status=status, content_type=self._content_type)

    def handle_exception(self, error: Exception) -> Response:
        body, headers = describe(error)
        request_id = getattr(self.request, "id", None) or new_id()
        shown = {"errors": [told_alone(error, now=timezone.now(), request_id=request_id)]}
        if body["code"] == "rate_limited":
            shown = {"data": None, "errors": [in_trays_words(shown["errors"][0])]}
            status = 429 if self._tells_by_status else 200
            return Response(shown, status=status, headers=headers, content_type=self._content_type)
        if body["status"] == 401:
            headers = {"WWW-Authenticate": "Bearer", **headers}
        return Response(shown, status=body["status"], headers=headers, content_type=self._content_type)

    @property
    def _tells_by_status(self) -> bool:
        return RESPONSE in self.request.headers.get("Accept", "")

    @property
    def _content_type(self) -> str:
        return RESPONSE if self._tells_by_status else "application/json"


def _reach(request: Request) -> Reach:
    if isinstance(request.auth, Reach):
        return request.auth
    access: Access = access_of_user(request.user, request.headers.get(TENANT_HEADER))
    return Reach(access.tenant, access.actor, access=access)


def _question(data: Any) -> Question:
    """Raises `NotAllowed` `input_invalid`."""
    if isinstance(data, list):
        raise NotAllowed("Send one document in each request, not a list.", code="input_invalid")
    if not isinstance(data, dict) or not isinstance(data.get("query"), str):
        raise NotAllowed("Send an object with query, a text, and variables, an object.", code="input_invalid", field="query")
    variables, name = data.get("variables"), data.get("operationName")
    if not isinstance(variables, dict | None):
        raise NotAllowed("variables is an object.", code="input_invalid", field="variables")
    if not isinstance(name, str | None):
        raise NotAllowed("operationName is a text.", code="input_invalid", field="operationName")
    return Question(data["query"], variables or {}, name or None)
