"""Tenants: made with their owner's invitation, bounded, suspended, visited, deleted.

For: the pages an operator works on. Every act goes through the rooms' services, which audit it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.admin import ModelAdmin, StackedInline
from unfold.decorators import action

from designer.accounts import tenants
from designer.accounts.invitations import Invited, invite
from designer.accounts.models import Role
from designer.admin import tenant_forms as ask_for
from designer.admin.asking import Question, ask_and_do, show
from designer.admin.base import BoundedPaginator
from designer.admin.tenant_overview import overview_of
from designer.embedding.models import Embedding
from designer.embedding.services import change_embedding
from designer.support import services as support
from runtime.engine.errors import HookyardError
from runtime.removal.models import TenantRemoval
from runtime.retention import policies
from runtime.retention.models import StoragePolicy
from runtime.tenancy.models import Tenant

LIMITS = ("most_requests_per_second", "largest_body_kib", "allow_query_endpoint")


class ByName(BaseInlineFormSet):
    """The tables have no name for this side of their key, which Django would call its fields by."""

    @classmethod
    def get_default_prefix(cls) -> str:
        return f"{cls.model._meta.model_name}_set"


class QuotaInline(StackedInline):
    """Quotas are the operator's; how long history is kept is the owner's, and only shown."""

    model = StoragePolicy
    formset = ByName
    tab = True
    extra = 1
    max_num = 1
    can_delete = False
    verbose_name = verbose_name_plural = "Quotas and history"
    fields = [*policies.QUOTAS, *policies.OWNED]
    readonly_fields = list(policies.OWNED)


class EmbeddingInline(StackedInline):
    model = Embedding
    formset = ByName
    tab = True
    extra = 1
    max_num = 1
    can_delete = False
    verbose_name = verbose_name_plural = "Wizards: looks and origins"
    fields = ["display_name", "accent", "scheme", "language", "allowed_origins", "logo"]


@admin.register(Tenant)
class TenantAdmin(ModelAdmin):
    list_display = ["name", "slug", "state", "most_requests_per_second", "created_at"]
    list_filter = ["suspended", "created_at"]
    list_filter_submit = False
    search_fields = ["name", "slug", "id__exact"]
    search_help_text = "Name, short name, or id"
    list_per_page = 50
    show_full_result_count = False
    paginator = BoundedPaginator
    fieldsets = [
        ("Tenant", {"classes": ["tab"], "fields": ["name", "slug", "id", "created_at"]}),
        ("Limits", {"classes": ["tab"], "fields": ["requests_per_second", *LIMITS]}),
    ]
    readonly_fields = ["slug", "id", "created_at", "requests_per_second"]
    inlines = [QuotaInline, EmbeddingInline]
    actions = ["suspend_chosen", "resume_chosen"]
    actions_detail = ["visit", "invite_somebody", "suspend_it", "resume_it", "remove_it"]
    change_form_outer_before_template = "hookyard/tenant_overview.html"

    @admin.display(description="State", ordering="suspended")
    def state(self, tenant: Tenant) -> str:
        return "Suspended" if tenant.suspended else "Active"

    def get_form(self, request: HttpRequest, obj: Tenant | None = None, **kwargs: Any) -> Any:
        return super().get_form(request, obj, **kwargs, **({} if obj else {"form": ask_for.NewTenantForm}))

    def get_fieldsets(self, request: HttpRequest, obj: Tenant | None = None) -> Any:
        return self.fieldsets if obj else [(None, {"fields": ["name", "owner_email"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Tenant | None = None) -> Any:
        return self.readonly_fields if obj else []

    def get_inlines(self, request: HttpRequest, obj: Tenant | None) -> Any:
        return self.inlines if obj else []

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        tenant = Tenant.objects.filter(pk=object_id).first()
        more = {"overview": overview_of(tenant)} if tenant and request.method == "GET" else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Tenant, form: Any, change: bool) -> None:
        if change:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            if changes:
                tenants.change_tenant(obj, **changes)
            return
        made = tenants.create_tenant(obj.name)
        obj.pk, obj.slug, obj._state.adding = made.pk, made.slug, False
        self._tell_invited(request, invite(made, form.cleaned_data["owner_email"], Role.OWNER, request.user))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Rows of other rooms are written by their services."""
        write: Callable[..., Any] = policies.change if formset.model is StoragePolicy else change_embedding
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        for one in formset.forms:
            if one.has_changed():
                write(formset.instance, **{name: one.cleaned_data[name] for name in one.changed_data})
                formset.changed_objects.append((one.instance, one.changed_data))

    def _tell_invited(self, request: HttpRequest, invited: Invited) -> None:
        email = invited.invitation.email
        if invited.link is None:
            self.message_user(request, f"An invitation is on its way to {email}.", messages.SUCCESS)
            return
        said = f"No e-mail server is set up: give this link to {email} yourself. It is shown this once: {invited.link}"
        self.message_user(request, said, messages.WARNING)

    def has_delete_permission(self, request: HttpRequest, obj: Tenant | None = None) -> bool:
        return False  # Django's own way would hold the database for as long as it takes; see `remove_it`

    # Many at once.

    @admin.action(description="Suspend…")
    def suspend_chosen(self, request: HttpRequest, rows: QuerySet[Tenant]) -> HttpResponse | None:
        def question(count: int) -> Question:
            return Question(f"Suspend {_tenants(count)}?", SUSPENDING, "Suspend", "Suspended", danger=True)

        act: Any = lambda tenant, given: tenants.suspend(tenant, given["because"])  # noqa: E731
        return ask_and_do(self, request, rows.filter(suspended=False), question, ask_for.SuspendForm, act)

    @admin.action(description="Resume…")
    def resume_chosen(self, request: HttpRequest, rows: QuerySet[Tenant]) -> HttpResponse | None:
        def question(count: int) -> Question:
            return Question(f"Resume {_tenants(count)}?", RESUMING, "Resume", "Resumed")

        act: Any = lambda tenant, _: tenants.resume(tenant)  # noqa: E731
        return ask_and_do(self, request, rows.filter(suspended=True), question, ask_for.NothingToSay, act)

    # One, from its own page.

    @action(description="Suspend…", url_path="suspend", permissions=["suspend"], icon="pause_circle")
    def suspend_it(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = Question("Suspend {name}?", SUSPENDING, "Suspend", "Suspended.", danger=True)
        return self._one(
            request, object_id, question, ask_for.SuspendForm, lambda tenant, given: tenants.suspend(tenant, given["because"])
        )

    @action(description="Resume…", url_path="resume", permissions=["resume"], icon="play_circle")
    def resume_it(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = Question("Resume {name}?", RESUMING, "Resume", "Resumed.")
        return self._one(request, object_id, question, ask_for.NothingToSay, lambda tenant, _: tenants.resume(tenant))

    @action(description="Delete with all data…", url_path="remove", permissions=["remove"], icon="delete_forever")
    def remove_it(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = Question(
            "Delete {name} with all data?", REMOVING, "Delete everything", "Its data is being deleted.", danger=True
        )
        act: Any = lambda tenant, given: tenants.remove(tenant, name=given["name"], by=request.user.email)  # noqa: E731
        return self._one(request, object_id, question, ask_for.RemoveForm, act)

    @action(description="Invite…", url_path="invite", permissions=["invite"], icon="person_add")
    def invite_somebody(self, request: HttpRequest, object_id: str) -> HttpResponse:
        says = ["They get a link that counts once, for seven days.", "An account comes into being when they accept."]
        question = Question("Invite somebody to {name}", says, "Invite", "")

        def act(tenant: Tenant, given: dict[str, Any]) -> None:
            self._tell_invited(request, invite(tenant, given["email"], Role(given["role"]), request.user))

        return self._one(request, object_id, question, ask_for.InviteForm, act)

    @action(description="Look at it as support…", url_path="visit", permissions=["visit"], icon="visibility")
    def visit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = Question("Look at {name} as support", VISITING, "Begin the visit", "")
        act: Any = lambda tenant, given: support.begin(tenant, request.user, **given)  # noqa: E731
        return self._one(request, object_id, question, ask_for.VisitForm, act, then=lambda tenant: f"/?tenant={tenant.slug}")

    def _one(
        self,
        request: HttpRequest,
        object_id: str,
        question: Question,
        form_class: type[forms.Form],
        act: Callable[[Tenant, dict[str, Any]], object],
        *,
        then: Callable[[Tenant], str] | None = None,
    ) -> HttpResponse:
        tenant = self._tenant(object_id)
        back = reverse("admin:runtime_tenant_change", args=[tenant.pk])
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    act(tenant, form.cleaned_data)
            except HookyardError as refusal:
                ask_for.with_refusal(form, refusal)
            else:
                if question.done:
                    self.message_user(request, question.done, messages.SUCCESS)
                return redirect(then(tenant) if then else back)
        asked = Question(question.title.format(name=tenant.name), question.says, question.button, question.done, question.danger)
        return show(self, request, asked, form, back=back)

    def _tenant(self, object_id: str) -> Tenant:
        found = Tenant.objects.filter(pk=object_id).first()
        if found is None:
            raise Http404
        return found

    # Who may do what, and when it means anything. Unfold asks these by name, with the id of the page's tenant.

    def has_suspend_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._may(request, object_id, suspended=False)

    def has_resume_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._may(request, object_id, suspended=True)

    def has_invite_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._may(request, object_id, suspended=False)

    def has_remove_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._may(request, object_id) and request.user.is_superuser

    def has_visit_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._may(request, object_id)

    def _may(self, request: HttpRequest, object_id: str | None, **state: Any) -> bool:
        if not self.has_change_permission(request):
            return False
        going = TenantRemoval.objects.filter(tenant_id=object_id).exists()
        return not going and Tenant.objects.filter(pk=object_id, **state).exists()


SUSPENDING = [
    "Its URLs answer 503 with Retry-After, so that senders try again later.",
    "What waits in its lanes rests; what is running now ends.",
    "Its members and API tokens are turned away, and members read your reason.",
    "Nothing is deleted.",
]
RESUMING = ["Its URLs answer again and its members may enter.", "What waited goes on, the oldest first."]
REMOVING = [
    "It is suspended at once.",
    "Hooks at outside services are taken away, and flows that start when an instance is deleted run, for ten minutes at most.",
    "Then everything it has goes: integrations, customers, credentials, history, audit log, members.",
    "Accounts of people who are in no other tenant go too.",
    "There is no way back. What stays is that you did this, and when.",
]
VISITING = [
    "You see the tenant as its members do, with a banner above every page.",
    "Its audit log says that you came, why, until when, and what you changed.",
    "It ends by itself, or by the button in the banner.",
]


def _tenants(count: int) -> str:
    return "1 tenant" if count == 1 else f"{count} tenants"
