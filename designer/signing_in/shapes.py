"""Shapes of a person's own account on the wire."""

from rest_framework import serializers

from designer.api.shapes import Shape


class CodeShape(Shape):
    code = serializers.CharField(max_length=60, help_text="Six digits of the app, or a recovery code.")


class PasswordShape(Shape):
    password = serializers.CharField(max_length=500, trim_whitespace=False)


class NewPasswordShape(Shape):
    current = serializers.CharField(max_length=500, trim_whitespace=False)
    password = serializers.CharField(max_length=500, trim_whitespace=False)


class BeginTwoFactorShape(Shape):
    current = serializers.CharField(
        max_length=500, trim_whitespace=False, required=False, allow_null=True, help_text="The password, where there is one."
    )


class ResetAskShape(Shape):
    email = serializers.EmailField(max_length=254)


class ResetShape(Shape):
    token = serializers.CharField(max_length=200, help_text="What stands behind the # of the link.")
    password = serializers.CharField(max_length=500, trim_whitespace=False)


class AccountShape(Shape):
    email = serializers.CharField()
    has_password = serializers.BooleanField(help_text="False for somebody who only ever came by single sign-on.")
    two_factor_since = serializers.DateTimeField(allow_null=True)
    recovery_codes_left = serializers.IntegerField()
    identities = serializers.ListField(child=serializers.CharField(), help_text="Issuers of single sign-on.")


class EnrolmentShape(Shape):
    secret = serializers.CharField(help_text="For typing into the app.")
    uri = serializers.CharField()
    picture = serializers.CharField(help_text="The same as a QR code: SVG.")


class RecoveryCodesShape(Shape):
    codes = serializers.ListField(child=serializers.CharField(), help_text="Shown this once.")


class SignInShape(Shape):
    id = serializers.CharField()
    device = serializers.CharField()
    address = serializers.CharField(allow_blank=True, help_text="The network, without its last part.")
    how = serializers.CharField()
    created_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    current = serializers.BooleanField()


class EndedShape(Shape):
    ended = serializers.IntegerField()


class SignInPolicyShape(Shape):
    two_factor_from = serializers.DateTimeField(allow_null=True)
    members_without = serializers.IntegerField(help_text="Members who have no second factor yet.")


class SignInPolicyChangeShape(Shape):
    two_factor_from = serializers.DateTimeField(allow_null=True)
