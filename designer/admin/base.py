"""What all pages of the admin share: look, do not touch, and stay quick on large tables."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin

MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Stops counting at ten thousand rows: journals have millions, and nobody turns that many pages."""

    @cached_property
    def count(self) -> int:
        return self.object_list[:MOST_COUNTED].count()


class LookOnly(ModelAdmin):
    """Rows of any tenant, none of them changed here."""

    list_filter: Any = ["tenant"]
    list_select_related: Any = ["tenant"]
    list_per_page = 50
    show_full_result_count = False
    paginator = BoundedPaginator
    ordering: ClassVar[Any] = ["-pk"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Without the DISTINCT that Django would add where a search may find a row twice: JSON columns cannot be compared."""
        found, twice = super().get_search_results(request, queryset, search_term)
        return (queryset.filter(pk__in=found.order_by().values("pk")) if twice else found), False

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
