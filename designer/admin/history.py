"""What happened: requests and executions. Their contents belong to the tenant and are seen at its desk."""

from __future__ import annotations

from django.contrib import admin

from designer.admin.base import LookOnly
from runtime.journal.models import Execution, Request


@admin.register(Request)
class RequestAdmin(LookOnly):
    list_display = ["id", "received_at", "tenant", "method", "status", "code", "answer_status", "duration_us", "body_size"]
    list_filter = ["status", "is_draft", "tenant"]
    search_fields = ["=id", "=execution_id", "=code"]
    exclude = ["body", "headers", "query", "path"]

    def get_queryset(self, request):  # type: ignore[no-untyped-def]
        return super().get_queryset(request).defer("body", "headers")


@admin.register(Execution)
class ExecutionAdmin(LookOnly):
    list_display = ["id", "queued_at", "tenant", "flow_name", "status", "started_at", "finished_at", "epoch"]
    list_filter = ["status", "tenant"]
    search_fields = ["=id", "=request_id", "=instance_id", "flow_name"]
    exclude = ["trigger", "result", "response"]
