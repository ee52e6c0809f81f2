"""Routes for customers and the names they are known by."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, nothing, pick
from designer.customers.shapes import CustomerChangeShape, CustomerShape, LabelShape, NewCustomerShape
from runtime.instances.customers import create_customer, delete_customer, update_customer
from runtime.instances.models import Customer, CustomerLabel, Instance
from runtime.rollouts.choosing import customers_matching
from runtime.tenancy.models import Tenant

LONGEST_SEARCH = 200
MOST_LABELS = 1_000


def customers_of(tenant: Tenant) -> QuerySet[Customer]:
    return with_what_belongs(Customer.objects.of(tenant))


def with_what_belongs(rows: QuerySet[Customer]) -> QuerySet[Customer]:
    """A version's definition may be large, and no list shows it."""
    instances = Instance.across_tenants.select_related("integration", "version").defer("version__definition", "config")
    return rows.prefetch_related("aliases", "labels", Prefetch("instances", queryset=instances))


def show_customers(customers: list[Customer]) -> list[dict[str, Any]]:
    for customer in customers:
        customer.alias_texts = sorted(row.alias for row in customer.aliases.all())
        customer.label_texts = sorted(row.label for row in customer.labels.all())
    return CustomerShape(customers, many=True).data


class CustomerView(ApiView):
    def show(self, pk: str) -> dict[str, Any]:
        return show_customers([pick(customers_of(self.tenant), pk)])[0]


class CustomersView(CustomerView):
    roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @operation("Customers of the tenant", gives=page_shape(CustomerShape), query=["search", "label", *PAGED])
    def get(self, request: Request) -> Response:
        asked = self.filters("search", "label")
        labels = (asked["label"],) if "label" in asked else ()
        found = customers_matching(self.tenant.pk, search=asked.get("search", "")[:LONGEST_SEARCH], labels=labels)
        return Response(page_of(with_what_belongs(found), request, show_customers))

    @operation("Make a customer", takes=NewCustomerShape, gives=CustomerShape, status=201)
    def post(self, request: Request) -> Response:
        return created(self.show(create_customer(self.tenant, **self.read(NewCustomerShape)).pk))


class LabelsView(CustomerView):
    roles = {"GET": Role.VIEWER}

    @operation("Labels that customers have, and how many have each", gives=LabelShape(many=True))
    def get(self, request: Request) -> Response:
        rows = CustomerLabel.objects.of(self.tenant).values("label").annotate(count=Count("pk")).order_by("label")
        return Response(LabelShape(rows[:MOST_LABELS], many=True).data)


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
