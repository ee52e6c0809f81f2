"""Who signed in, who tried, and who must wait: what the guard of the sign-in page keeps, in words of ours.

For: finding out why somebody is not let in, and letting them try again.
Not here: accounts (`people`), the guard itself (django-axes).
"""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from designer.admin.asking import Question, ask_and_do
from designer.admin.base import LookOnly
from designer.admin.tenant_forms import NothingToSay


class Locked(admin.SimpleListFilter):
    title = "locked out"
    parameter_name = "locked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AccessAttempt]) -> QuerySet[AccessAttempt]:
        match self.value():
            case "yes":
                return queryset.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
            case "no":
                return queryset.filter(failures_since_start__lt=settings.AXES_FAILURE_LIMIT)
        return queryset


class OfTheGuard(LookOnly):
    """Rows that belong to no tenant: whoever tries to sign in is nobody yet."""

    list_select_related = False
    search_fields = ["username", "ip_address"]
    search_help_text = "E-mail address or network address"


@admin.register(AccessAttempt)
class SignInAttemptAdmin(OfTheGuard):
    list_display = ["attempt_time", "username", "ip_address", "tries", "user_agent"]
    list_filter = [Locked]
    # What was typed into the form is nobody's business, though the guard blackens passwords.
    exclude = ["get_data", "post_data", "http_accept"]
    actions = ["let_try_again"]

    @admin.display(description="Failed tries")
    def tries(self, row: AccessAttempt) -> str:
        locked = row.failures_since_start >= settings.AXES_FAILURE_LIMIT
        return f"{row.failures_since_start} of {settings.AXES_FAILURE_LIMIT}{', locked out' if locked else ''}"

    @admin.action(description="Let them try again…")
    def let_try_again(self, request: HttpRequest, rows: QuerySet[AccessAttempt]) -> HttpResponse | None:
        def question(count: int) -> Question:
            says = [
                "Their failed tries are forgotten, so they can sign in at once instead of after a quarter of an hour.",
                "Whoever guesses passwords may go on guessing, too: look at the addresses first.",
            ]
            return Question(f"Let {count} try again?", says, "Let them try", "Forgot the tries of")

        def act(row: AccessAttempt, _: Any) -> None:
            self.log_deletions(request, AccessAttempt.objects.filter(pk=row.pk))
            row.delete()

        return ask_and_do(self, request, rows, question, NothingToSay, act)


@admin.register(AccessLog)
class SignInAdmin(OfTheGuard):
    list_display = ["attempt_time", "logout_time", "username", "ip_address", "user_agent"]
    list_filter = ["attempt_time"]
    exclude = ["http_accept"]
