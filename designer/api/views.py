"""Base of every API view: who may, how large, which request it was.

For: what all views share. A view parses, calls one service, and shows the result.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from designer.accounts.access import Access, Needs
from designer.api.pace import count_call, count_stranger
from designer.api.shapes import Shape
from designer.api.wire import MAX_BODY
from runtime.engine.errors import NotAllowed
from runtime.identifiers import new_id
from runtime.tenancy.models import Tenant

Row = TypeVar("Row", bound=Model)


class ApiView(APIView):
    """`roles` names what each method needs; a method it does not name answers nobody."""

    roles: ClassVar[dict[str, Needs]] = {}
    counts_here: ClassVar[bool] = True  # False: an API that counts by another measure
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        wrapped = super().initialize_request(request, *args, **kwargs)
        wrapped.id = new_id()
        return wrapped

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        name = request.method.lower()
        if name not in self.http_method_names or not hasattr(self, name):
            self.http_method_not_allowed(request)
        if "\0" in request.path or any("\0" in value for value in request.query_params.values()):
            raise NotAllowed("The URL holds a NUL character; leave it out.", code="input_invalid")  # PostgreSQL takes none
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            raise NotAllowed(f"The body is larger than {MAX_BODY // 2**20} MiB.", code="body_too_large")
        request._request.api_request_id = request.id
        super().initial(request, *args, **kwargs)
        request._request.access = request.auth if isinstance(request.auth, Access) else None

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)
        except (AuthenticationFailed, NotAllowed):
            count_stranger(request)
            raise
        if self.counts_here:
            count_call(request)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers["X-Request-Id"] = getattr(request, "id", None) or new_id()
        final.headers.setdefault("Cache-Control", "no-store")
        return final

    @property
    def access(self) -> Access:
        """Who is asking, in which tenant, with which role."""
        return self.request.auth

    @property
    def tenant(self) -> Tenant:
        return self.access.tenant

    def read(self, shape: type[Shape], *, partial: bool = False, data: Any = None) -> dict[str, Any]:
        """The body (or `data`) as checked values. Raises with all field errors at once."""
        reader = shape(data=self.request.data if data is None else data, partial=partial)
        reader.is_valid(raise_exception=True)
        return reader.validated_data

    def filters(self, *names: str) -> dict[str, str]:
        """The named query parameters that were given and are not empty."""
        given = self.request.query_params
        return {name: given[name] for name in names if given.get(name)}


def pick(rows: QuerySet[Row], pk: str) -> Row:
    """The row with this id among the tenant's, or 404: an id of somebody else looks like one that never was."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def created(body: Any) -> Response:
    return Response(body, status=201)


def nothing() -> Response:
    return Response(status=204)
