"""What all pages of the admin share: look, do not touch, stay quick on large tables, find what belongs together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter

MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Stops counting at ten thousand rows: journals have millions, and nobody turns that many pages."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[:MOST_COUNTED].count()


class ByTenant(AutocompleteSelectFilter):
    """A box to type into: a list of all tenants would be as long as there are tenants."""

    def field_choices(self, field: Any, request: Any, model_admin: Any) -> list[Any]:
        return []

    def has_output(self) -> bool:
        return True


BY_TENANT = ("tenant", ByTenant)


def link_to(model: type[Model], pk: str | None, text: str = "") -> str:
    """To its page; nothing for one that is not there."""
    if not pk:
        return "-"
    meta = model._meta
    page = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])
    return format_html('<a href="{}" class="text-primary-700 underline dark:text-primary-400">{}</a>', page, text or pk)


def linked(name: str, model: type[Model], *, column: str = "") -> Callable[..., str]:
    """A column of links: by a foreign key that the list selects along, or by a plain id."""

    def show(self: Any, row: Any) -> str:
        pk = getattr(row, f"{name}_id")
        known = row.__dict__["_state"].fields_cache.get(name)
        return link_to(model, pk, str(known) if known is not None else "")

    show.short_description = column or name.replace("_", " ")  # type: ignore[attr-defined]
    return show


class LookOnly(ModelAdmin):
    """Rows of any tenant, none of them changed here."""

    list_filter: Any = [BY_TENANT]
    list_filter_submit = True
    list_select_related: Any = ["tenant"]
    list_per_page = 50
    show_full_result_count = False
    paginator = BoundedPaginator
    ordering: ClassVar[Any] = ["-pk"]
    sortable_by: ClassVar[Any] = []  # newest first; any other order would read the whole of a long table

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Without the DISTINCT that Django would add where a search may find a row twice: JSON columns cannot be compared."""
        found, twice = super().get_search_results(request, queryset, search_term)
        return (queryset.filter(pk__in=found.order_by().values("pk")) if twice else found), False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Whoever may only look is offered nothing else."""
        return super().get_actions(request) if request.user.is_superuser else {}

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
