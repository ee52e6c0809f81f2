"""Forms of the tenants' pages. Units stand beside the numbers, bounds are checked here and in the services' own way."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from designer.accounts.models import Role
from runtime.tenancy.models import Tenant

VISITS = [(15, "15 minutes"), (30, "30 minutes"), (60, "1 hour"), (240, "4 hours")]


class NewTenantForm(forms.ModelForm):
    """A tenant starts with an owner's invitation: without one nobody could enter it, and no operator knows their password."""

    owner_email = forms.EmailField(
        widget=UnfoldAdminEmailInputWidget,
        help_text="Gets a letter with a link; without an e-mail server you are shown the link.",
    )

    class Meta:
        model = Tenant
        fields = ["name"]


class SuspendForm(forms.Form):
    because = forms.CharField(
        max_length=300,
        required=False,
        label="Reason",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="Its members read this when they sign in. Senders do not.",
    )


class NothingToSay(forms.Form):
    """For what only has to be confirmed."""


class RemoveForm(forms.Form):
    name = forms.CharField(widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}), label="Type the tenant's name")


class InviteForm(forms.Form):
    email = forms.EmailField(widget=UnfoldAdminEmailInputWidget)
    role = forms.ChoiceField(choices=Role.choices, initial=Role.OWNER, widget=UnfoldAdminSelectWidget)


class VisitForm(forms.Form):
    reason = forms.CharField(
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="Such as a ticket's number. The tenant's owners read it in their audit log.",
    )
    minutes = forms.TypedChoiceField(choices=VISITS, coerce=int, initial=30, label="For how long", widget=UnfoldAdminSelectWidget)
    may_change = forms.BooleanField(
        required=False,
        label="I must change something",
        widget=UnfoldBooleanSwitchWidget,
        help_text="Then you act as a builder; else you can only look.",
    )


def with_refusal(form: forms.Form, refusal: Any) -> forms.Form:
    """The form again, saying why the service refused, beside the field that it names."""
    named = refusal.details.get("field")
    form.add_error(named if named in form.fields else None, refusal.message)
    return form
