"""Shapes of sessions, members, tokens and tenants on the wire."""

from rest_framework import serializers

from designer.accounts.models import Role, Scope
from designer.api.shapes import Shape


class LoginShape(Shape):
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=500, trim_whitespace=False)


class SetupShape(Shape):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=500, trim_whitespace=False)
    tenant_name = serializers.CharField(max_length=120)


class SessionUserShape(Shape):
    email = serializers.CharField()
    is_staff = serializers.BooleanField(help_text="May enter the admin.")
    two_factor = serializers.BooleanField()


class SupportShape(Shape):
    reason = serializers.CharField()
    until = serializers.DateTimeField()


class SessionTenantShape(Shape):
    slug = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    support = SupportShape(required=False, help_text="Of an operator who looks at it as support, and is no member.")
    two_factor_from = serializers.DateTimeField(allow_null=True, help_text="From when on it lets nobody in without one.")


class SingleSignOnShape(Shape):
    name = serializers.CharField()
    url = serializers.CharField()


class SuspendedTenantShape(Shape):
    name = serializers.CharField()
    because = serializers.CharField(allow_blank=True, help_text="What the operator wrote for its members.")
    since = serializers.DateTimeField(allow_null=True)


class SessionShape(Shape):
    user = SessionUserShape(allow_null=True)
    tenants = SessionTenantShape(many=True)
    suspended = SuspendedTenantShape(many=True)
    setup_needed = serializers.BooleanField()
    code_needed = serializers.BooleanField(help_text="Half way in: POST the code of the app to /api/session/code.")
    sends_mail = serializers.BooleanField(help_text="Whether an e-mail server is set up.")
    single_sign_on = SingleSignOnShape(allow_null=True)
    csrf_token = serializers.CharField()


class MemberShape(Shape):
    id = serializers.CharField()
    email = serializers.EmailField(source="user.email")
    role = serializers.ChoiceField(Role.choices)
    created_at = serializers.DateTimeField()
    two_factor = serializers.BooleanField(
        allow_null=True, help_text="Whether signing in as them needs a code of their app; null to all but owners."
    )


class MemberChangeShape(Shape):
    role = serializers.ChoiceField(Role.choices)


class InvitationShape(Shape):
    id = serializers.CharField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(Role.choices)
    invited_by = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class SentInvitationShape(InvitationShape):
    link = serializers.CharField(
        allow_null=True,
        help_text="Shown this once, where no e-mail server is set up: pass it on. Null when a letter is on its way.",
    )


class NewInvitationShape(Shape):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(Role.choices)


class InvitationLinkShape(Shape):
    token = serializers.CharField(max_length=200, help_text="What stands behind the # of the link.")


class AcceptedInvitationShape(InvitationLinkShape):
    password = serializers.CharField(
        max_length=500, required=False, allow_null=True, trim_whitespace=False, help_text="For somebody who has no account yet."
    )


class LookedAtInvitationShape(Shape):
    email = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    tenant_name = serializers.CharField()
    tenant_slug = serializers.CharField()
    invited_by = serializers.CharField(allow_blank=True)
    expires_at = serializers.DateTimeField()
    has_account = serializers.BooleanField(help_text="Then sign in, and accept without a password.")


class TokenShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices), help_text="Where it counts.")
    hint = serializers.CharField(help_text="Its last characters.")
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    made_by = serializers.CharField(source="created_by.email", default=None, allow_null=True, help_text="Null: the command line.")


class CreatedTokenShape(TokenShape):
    token = serializers.CharField(help_text="Shown this once.")


class NewTokenShape(Shape):
    name = serializers.CharField(max_length=120)
    role = serializers.ChoiceField(Role.choices)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(Scope.choices),
        required=False,
        min_length=1,
        max_length=20,
        help_text="Where it counts; everywhere unless told.",
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True, help_text="Null: until it is deleted.")


class TenantShape(Shape):
    id = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    requests_per_second = serializers.IntegerField(allow_null=True)
    allow_query_endpoint = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class TenantChangeShape(Shape):
    name = serializers.CharField(max_length=120)
    requests_per_second = serializers.IntegerField(min_value=1, max_value=1_000_000, allow_null=True)
    allow_query_endpoint = serializers.BooleanField()
