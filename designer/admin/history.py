"""What happened: requests, executions, steps. Their contents belong to the tenant and are seen at its desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from designer.admin.base import BY_TENANT, LookOnly, linked
from runtime.instances.models import Customer
from runtime.journal.models import Execution, Request, StepResult


class OfTheJournal(LookOnly):
    """Found by ids alone: any other search would read every row of the longest tables there are."""

    search_help_text = "An id, whole"
    not_shown: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer(*self.not_shown)


@admin.register(Request)
class RequestAdmin(OfTheJournal):
    list_display = [
        "id",
        "received_at",
        "tenant",
        "method",
        "status",
        "code",
        "answer_status",
        "duration_us",
        "body_size",
        "execution_page",
    ]
    list_filter = ["status", BY_TENANT]
    search_fields = ["id__exact"]
    search_help_text = "Id of a request, or of its execution"
    exclude = ["body", "headers", "query", "path", "trace"]
    not_shown = ("body", "headers", "trace", "query", "path")
    execution_page = linked("execution", Execution, column="execution")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        begun_by = Execution.across_tenants.filter(pk=search_term.strip()).values_list("request_id", flat=True)
        return (queryset.filter(pk__in=[search_term.strip(), *begun_by]) if search_term else queryset), False


@admin.register(Execution)
class ExecutionAdmin(OfTheJournal):
    list_display = [
        "id",
        "queued_at",
        "tenant",
        "flow_name",
        "status",
        "started_at",
        "finished_at",
        "customer_page",
        "request_page",
    ]
    list_filter = ["status", BY_TENANT]
    search_fields = ["id__exact"]
    search_help_text = "Id of an execution"
    exclude = ["trigger", "result", "response", "error", "given", "waits", "rerun"]
    not_shown = ("trigger", "result", "response", "error", "given", "waits", "rerun")
    customer_page = linked("customer", Customer, column="customer")
    request_page = linked("request", Request, column="request")


@admin.register(StepResult)
class StepResultAdmin(OfTheJournal):
    list_display = ["id", "execution_page", "tenant", "path", "component", "status", "attempt", "duration_us"]
    search_fields = ["id__exact", "execution_id__exact"]
    search_help_text = "Id of a step result, or of its execution"
    exclude = ["inputs", "results", "error", "logs", "attempts"]
    not_shown = ("inputs", "results", "error", "logs", "attempts")
    execution_page = linked("execution", Execution, column="execution")
