"""Routes for taking away and for deleting all that is kept of one customer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, StreamingHttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, pick
from designer.customers.exporting import lines_of
from runtime.deeds import done
from runtime.erasing import beginning
from runtime.erasing.models import Erasure
from runtime.instances.models import Customer


class ErasureWishShape(Shape):
    confirm = serializers.CharField(max_length=200, help_text="The external id of the customer, typed.")


class ErasureShape(Shape):
    id = serializers.CharField()
    phase = serializers.ChoiceField(Erasure.Phase.choices)
    phase_words = serializers.CharField(source="get_phase_display")
    requests = serializers.IntegerField(help_text="How many are gone.")
    executions = serializers.IntegerField()
    other_rows = serializers.IntegerField()
    asked_by = serializers.CharField()
    asked_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class ExportCustomerView(ApiView):
    roles = {"GET": Role.OPERATOR}

    @operation("All that is kept of a customer, a JSON line each, without secrets", gives=str, media_type="application/x-ndjson")
    def get(self, request: Request, pk: str) -> StreamingHttpResponse:
        customer = pick(Customer.objects.of(self.tenant), pk)
        done("customer.exported", customer, customer.name, externalId=customer.external_id)
        answer = StreamingHttpResponse(_closing(lines_of(customer)), content_type="application/x-ndjson")
        answer.headers["Content-Disposition"] = f'attachment; filename="customer-{customer.pk}.ndjson"'
        return answer


class EraseCustomerView(ApiView):
    roles = {"GET": Role.OPERATOR, "POST": Role.OWNER}

    @operation("How far deleting all data of a customer came", gives=ErasureShape)
    def get(self, request: Request, pk: str) -> Response:
        customer = pick(Customer.objects.of(self.tenant), pk)
        row = Erasure.of(self.tenant).filter(customer_id=customer.pk).first()
        if row is None:
            raise Http404
        return Response(ErasureShape(row).data)

    @operation("Delete all that is kept of a customer, in the background", takes=ErasureWishShape, gives=ErasureShape, status=202)
    def post(self, request: Request, pk: str) -> Response:
        customer = pick(Customer.objects.of(self.tenant), pk)
        row = beginning.begin(customer, confirm=self.read(ErasureWishShape)["confirm"], by=self.access.actor)
        return Response(ErasureShape(row).data, status=202)


def _closing(lines: Iterator[bytes]) -> Iterator[Any]:
    """A reader that goes away in the middle ends the query that reads along."""
    try:
        yield from lines
    finally:
        lines.close()  # type: ignore[attr-defined]
