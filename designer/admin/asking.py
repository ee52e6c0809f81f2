"""The page between choosing an act in the admin and doing it: what will happen, to how many, to which.

For: asking once for everything that cannot be taken back or reaches many. Not here: the acts themselves (the rooms' services).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from runtime.engine.errors import HookyardError

MOST_AT_ONCE = 500
MOST_NAMED = 20


@dataclass(frozen=True)
class Question:
    """`says` is a sentence for each thing that will happen; `done` what is said afterwards, before how many it was."""

    title: str
    says: Sequence[str]
    button: str
    done: str
    danger: bool = False
    facts: dict[str, str] = field(default_factory=dict)


def show(admin: ModelAdmin, request: HttpRequest, question: Question, form: forms.Form, **more: Any) -> HttpResponse:
    context = {
        **admin.admin_site.each_context(request),
        **{"title": question.title, "question": question, "form": form, "opts": admin.model._meta, **more},
    }
    return TemplateResponse(request, "hookyard/ask.html", context)


def ask_and_do(
    admin: ModelAdmin,
    request: HttpRequest,
    rows: QuerySet[Any],
    question: Callable[[int], Question],
    form_class: type[forms.Form],
    act: Callable[[Any, dict[str, Any]], object],
) -> HttpResponse | None:
    """A list's action: the first time a page that asks, the second time the deed, row by row, each whole or not at all."""
    count = rows.order_by().values("pk")[: MOST_AT_ONCE + 1].count()
    if not count or count > MOST_AT_ONCE:
        said = f"Choose at most {MOST_AT_ONCE} at once." if count else "This cannot be done to any of those you chose."
        admin.message_user(request, said, messages.WARNING)
        return None
    asked = question(count)
    sure = request.POST.get("sure") == str(count)  # a list that grew meanwhile is asked about again
    form = form_class(request.POST if "sure" in request.POST else None)
    if sure and form.is_valid():
        _tell(admin, request, asked, [_do(row, act, form.cleaned_data) for row in rows])
        return None
    named = [str(row) for row in rows[:MOST_NAMED]]
    hidden = [(name, value) for name in ("action", "_selected_action", "select_across") for value in request.POST.getlist(name)]
    more = {"count": count, "named": named, "unnamed": count - len(named), "hidden": hidden}
    return show(admin, request, asked, form, **more)


def _do(row: Model, act: Callable[[Any, dict[str, Any]], object], given: dict[str, Any]) -> tuple[str, str]:
    """Its name, and why it was not done; empty when it was."""
    name = str(row)
    try:
        with transaction.atomic():
            act(row, given)
    except HookyardError as refusal:
        return name, refusal.message
    return name, ""


def _tell(admin: ModelAdmin, request: HttpRequest, question: Question, ended: list[tuple[str, str]]) -> None:
    did = [name for name, why in ended if not why]
    if did:
        more = f" and {len(did) - MOST_NAMED} more" if len(did) > MOST_NAMED else ""
        admin.message_user(request, f"{question.done} {len(did)}: {', '.join(did[:MOST_NAMED])}{more}.", messages.SUCCESS)
    for name, why in ended:
        if why:
            admin.message_user(request, f"{name}: {why}", messages.ERROR)
