"""Routes for what flows keep between runs: a builder sees it, mends it, takes it away.

For: the values of one instance and its flows, and those all customers of an integration share.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, created, nothing, pick
from runtime.deeds import done
from runtime.engine.errors import StepProblem
from runtime.instances.models import Instance, Integration
from runtime.storage import services as storage
from runtime.storage.models import StoredValue
from runtime.storage.values import MAX_KEY


class StoredValueShape(Shape):
    id = serializers.CharField()
    scope = serializers.ChoiceField(["flow", "instance", "integration"])
    flow_key = serializers.CharField(allow_null=True)
    key = serializers.CharField()
    value = serializers.JSONField(allow_null=True)
    updated_at = serializers.DateTimeField()


class ValueChangeShape(Shape):
    value = serializers.JSONField(allow_null=True)


class NewValueShape(ValueChangeShape):
    key = serializers.CharField(max_length=MAX_KEY, trim_whitespace=False)
    flow_key = serializers.CharField(
        max_length=80, required=False, allow_null=True, help_text="Of that flow alone; of all flows of the instance without it."
    )


StoredValuesShape = page_shape(StoredValueShape)


class ValuesView(ApiView):
    """Base: `owners` are [(scope, owner, flow key)] that the route speaks of."""

    def owner(self, pk: str) -> tuple[Instance | Integration, str]:
        """Whose values, and what people call it."""
        raise NotImplementedError

    def values(self, row: Instance | Integration) -> QuerySet[StoredValue]:
        if isinstance(row, Integration):
            return StoredValue.objects.of(self.tenant).filter(scope="integration", owner=row.pk)
        flows = Q(scope="flow", owner__startswith=f"{row.pk}:")
        return StoredValue.objects.of(self.tenant).filter(Q(scope="instance", owner=row.pk) | flows)

    def listed(self, request: Request, pk: str) -> Response:
        rows = self.values(self.owner(pk)[0])
        if text := self.filters("search").get("search"):
            rows = rows.filter(key__icontains=text[:MAX_KEY])
        return Response(page_of(rows, request, show_values))

    def store(self, pk: str) -> Response:
        row, called = self.owner(pk)
        given = self.read(NewValueShape)
        flow = given.get("flow_key")
        scope = "integration" if isinstance(row, Integration) else "flow" if flow else "instance"
        owner = f"{row.pk}:{flow}" if scope == "flow" else row.pk
        self._set(scope, owner, given["key"], given["value"])
        done("stored.changed", row, called, key=given["key"], scope=scope)
        found = StoredValue.objects.of(self.tenant).get(scope=scope, owner=owner, key=given["key"])
        return created(show_values([found])[0])

    def change(self, pk: str, value: str) -> Response:
        row, called = self.owner(pk)
        stored = pick(self.values(row), value)
        self._set(stored.scope, stored.owner, stored.key, self.read(ValueChangeShape)["value"])
        done("stored.changed", row, called, key=stored.key, scope=stored.scope)
        stored.refresh_from_db()
        return Response(show_values([stored])[0])

    def forget(self, pk: str, value: str) -> Response:
        row, called = self.owner(pk)
        stored = pick(self.values(row), value)
        storage.remove_value(self.tenant.pk, stored.scope, stored.owner, stored.key)
        done("stored.deleted", row, called, key=stored.key, scope=stored.scope)
        return nothing()

    def _set(self, scope: str, owner: str, key: str, value: Any) -> None:
        try:
            storage.set_value(self.tenant.pk, scope, owner, key, value)
        except StepProblem as problem:
            raise InvalidInput(problem.message, code=problem.code, field=problem.details.get("field", "value")) from None


class OfInstance(ValuesView):
    def owner(self, pk: str) -> tuple[Instance, str]:
        row = pick(Instance.objects.of(self.tenant).select_related("integration", "customer"), pk)
        return row, f"{row.integration.name} of {row.customer.name}"


class OfIntegration(ValuesView):
    def owner(self, pk: str) -> tuple[Integration, str]:
        row = pick(Integration.objects.of(self.tenant), pk)
        return row, row.name


class InstanceValuesView(OfInstance):
    roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @operation("What an instance and its flows keep", gives=StoredValuesShape, query=["search", *PAGED])
    def get(self, request: Request, pk: str) -> Response:
        return self.listed(request, pk)

    @operation("Store a value; one under the same key is replaced", takes=NewValueShape, gives=StoredValueShape, status=201)
    def post(self, request: Request, pk: str) -> Response:
        return self.store(pk)


class InstanceValueView(OfInstance):
    roles = {"PATCH": Role.OPERATOR, "DELETE": Role.OPERATOR}

    @operation("Change a stored value", takes=ValueChangeShape, gives=StoredValueShape)
    def patch(self, request: Request, pk: str, value: str) -> Response:
        return self.change(pk, value)

    @operation("Forget a stored value", status=204)
    def delete(self, request: Request, pk: str, value: str) -> Response:
        return self.forget(pk, value)


class IntegrationValuesView(OfIntegration):
    roles = {"GET": Role.VIEWER, "POST": Role.BUILDER}

    @operation("What all customers of an integration share", gives=StoredValuesShape, query=["search", *PAGED])
    def get(self, request: Request, pk: str) -> Response:
        return self.listed(request, pk)

    @operation("Store a value; one under the same key is replaced", takes=NewValueShape, gives=StoredValueShape, status=201)
    def post(self, request: Request, pk: str) -> Response:
        return self.store(pk)


class IntegrationValueView(OfIntegration):
    roles = {"PATCH": Role.BUILDER, "DELETE": Role.BUILDER}

    @operation("Change a stored value", takes=ValueChangeShape, gives=StoredValueShape)
    def patch(self, request: Request, pk: str, value: str) -> Response:
        return self.change(pk, value)

    @operation("Forget a stored value", status=204)
    def delete(self, request: Request, pk: str, value: str) -> Response:
        return self.forget(pk, value)


def show_values(rows: list[StoredValue]) -> list[dict[str, Any]]:
    plain = ("id", "scope", "key", "value", "updated_at")
    shown = [{**{name: getattr(row, name) for name in plain}, "flow_key": row.owner.partition(":")[2] or None} for row in rows]
    return StoredValueShape(shown, many=True).data
