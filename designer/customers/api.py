"""Routes for customers and the names they are known by."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, nothing, pick
from designer.customers.shapes import CustomerChangeShape, CustomerShape, NewCustomerShape
from runtime.instances.customers import create_customer, delete_customer, update_customer
from runtime.instances.models import Customer
from runtime.tenancy.models import Tenant


def customers_of(tenant: Tenant) -> QuerySet[Customer]:
    rows = Customer.objects.of(tenant)
    return rows.prefetch_related("aliases", "instances__integration", "instances__version")


def show_customers(customers: list[Customer]) -> list[dict[str, Any]]:
    for customer in customers:
        customer.alias_texts = sorted(row.alias for row in customer.aliases.all())
    return CustomerShape(customers, many=True).data


class CustomerView(ApiView):
    def show(self, pk: str) -> dict[str, Any]:
        return show_customers([pick(customers_of(self.tenant), pk)])[0]


class CustomersView(CustomerView):
    roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @operation("Customers of the tenant", gives=page_shape(CustomerShape), query=["search", *PAGED])
    def get(self, request: Request) -> Response:
        rows = customers_of(self.tenant)
        if text := self.filters("search").get("search"):
            named = Q(name__icontains=text) | Q(external_id__icontains=text)
            by_alias = Customer.objects.of(self.tenant).filter(aliases__alias__icontains=text).values("pk")
            rows = rows.filter(named | Q(pk__in=by_alias))
        return Response(page_of(rows, request, show_customers))

    @operation("Make a customer", takes=NewCustomerShape, gives=CustomerShape, status=201)
    def post(self, request: Request) -> Response:
        return created(self.show(create_customer(self.tenant, **self.read(NewCustomerShape)).pk))


class OneCustomerView(CustomerView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.OPERATOR, "DELETE": Role.OPERATOR}

    @operation("One customer", gives=CustomerShape)
    def get(self, request: Request, pk: str) -> Response:
        return Response(self.show(pk))

    @operation("Change a customer; aliases given replace those it had", takes=CustomerChangeShape, gives=CustomerShape)
    def patch(self, request: Request, pk: str) -> Response:
        customer = pick(Customer.objects.of(self.tenant), pk)
        update_customer(customer, **self.read(CustomerChangeShape, partial=True))
        return Response(self.show(pk))

    @operation("Delete a customer without instances", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        delete_customer(pick(Customer.objects.of(self.tenant), pk))
        return nothing()
