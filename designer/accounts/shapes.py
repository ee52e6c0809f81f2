"""Shapes of sessions, members, tokens and tenants on the wire."""

from rest_framework import serializers

from designer.accounts.models import Role
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


class SupportShape(Shape):
    reason = serializers.CharField()
    until = serializers.DateTimeField()


class SessionTenantShape(Shape):
    slug = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    support = SupportShape(required=False, help_text="Of an operator who looks at it as support, and is no member.")


class SuspendedTenantShape(Shape):
    name = serializers.CharField()
    because = serializers.CharField(allow_blank=True, help_text="What the operator wrote for its members.")
    since = serializers.DateTimeField(allow_null=True)


class SessionShape(Shape):
    user = SessionUserShape(allow_null=True)
    tenants = SessionTenantShape(many=True)
    suspended = SuspendedTenantShape(many=True)
    setup_needed = serializers.BooleanField()
    csrf_token = serializers.CharField()


class MemberShape(Shape):
    id = serializers.CharField()
    email = serializers.EmailField(source="user.email")
    role = serializers.ChoiceField(Role.choices)
    created_at = serializers.DateTimeField()


class NewMemberShape(Shape):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(Role.choices)
    password = serializers.CharField(
        max_length=500, required=False, allow_null=True, trim_whitespace=False, help_text="For somebody who has no account yet."
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
    invited_by = serializers.CharField(allow_blank=True)
    expires_at = serializers.DateTimeField()
    has_account = serializers.BooleanField(help_text="Then sign in, and accept without a password.")


class TokenShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    hint = serializers.CharField(help_text="Its last characters.")
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)


class CreatedTokenShape(TokenShape):
    token = serializers.CharField(help_text="Shown this once.")


class NewTokenShape(Shape):
    name = serializers.CharField(max_length=120)
    role = serializers.ChoiceField(Role.choices)


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
