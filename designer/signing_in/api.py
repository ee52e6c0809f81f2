"""Routes of one's own account: password, second factor, sessions. They need a person who signed in, and no tenant.

Not here: signing in (`designer.accounts.sessions`), other people's accounts (`designer.accounts.api`).
"""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.access import Open
from designer.accounts.authentication import MemberSessionAuthentication
from designer.accounts.models import Role, User
from designer.api.schema import operation
from designer.api.views import ApiView, nothing, pick
from designer.signing_in import passwords, policy, second_factor, sign_ins
from designer.signing_in.devices import device_of, masked
from designer.signing_in.models import SecondFactor, SignIn
from designer.signing_in.shapes import (
    AccountShape,
    BeginTwoFactorShape,
    CodeShape,
    EndedShape,
    EnrolmentShape,
    NewPasswordShape,
    RecoveryCodesShape,
    ResetAskShape,
    ResetShape,
    SignInPolicyChangeShape,
    SignInPolicyShape,
    SignInShape,
)


class OwnView(ApiView):
    @property
    def user(self) -> User:
        return self.request.user


class AccountView(OwnView):
    roles = {"GET": Open.SIGNED_IN}

    @operation("Your account", gives=AccountShape)
    def get(self, request: Request) -> Response:
        factor = SecondFactor.objects.filter(user=self.user, confirmed_at__isnull=False).first()
        told = {
            "email": self.user.email,
            "has_password": self.user.has_usable_password(),
            "two_factor_since": factor and factor.confirmed_at,
            "recovery_codes_left": second_factor.recovery_codes_left(self.user),
            "identities": list(self.user.identities.values_list("issuer", flat=True)),
        }
        return Response(AccountShape(told).data)


class PasswordView(OwnView):
    roles = {"POST": Open.SIGNED_IN}

    @operation("Change your password; all your other sessions end", takes=NewPasswordShape, status=204)
    def post(self, request: Request) -> Response:
        given = self.read(NewPasswordShape)
        passwords.change(request._request, self.user, given["current"], given["password"])
        return nothing()


class TwoFactorView(OwnView):
    roles = {"POST": Open.SIGNED_IN}

    @operation("Begin to set up two-factor sign-in", takes=BeginTwoFactorShape, gives=EnrolmentShape)
    def post(self, request: Request) -> Response:
        given = self.read(BeginTwoFactorShape)
        if self.user.has_usable_password():
            passwords.prove(self.user, given.get("current") or "")
        return Response(EnrolmentShape(second_factor.begin(self.user)).data)


class ConfirmTwoFactorView(OwnView):
    roles = {"POST": Open.SIGNED_IN}

    @operation("Switch two-factor sign-in on, with a code of the app", takes=CodeShape, gives=RecoveryCodesShape)
    def post(self, request: Request) -> Response:
        return Response({"codes": second_factor.confirm(self.user, self.read(CodeShape)["code"])})


class SwitchTwoFactorOffView(OwnView):
    roles = {"POST": Open.SIGNED_IN}

    @operation("Switch two-factor sign-in off", takes=CodeShape, status=204)
    def post(self, request: Request) -> Response:
        second_factor.check(self.user, self.read(CodeShape)["code"])
        second_factor.switch_off(self.user)
        return nothing()


class RecoveryCodesView(OwnView):
    roles = {"POST": Open.SIGNED_IN}

    @operation("New recovery codes in place of those before", takes=CodeShape, gives=RecoveryCodesShape)
    def post(self, request: Request) -> Response:
        second_factor.check(self.user, self.read(CodeShape)["code"])
        return Response({"codes": second_factor.renew_recovery_codes(self.user)})


class SignInsView(OwnView):
    roles = {"GET": Open.SIGNED_IN}

    @operation("Where you are signed in", gives=SignInShape(many=True))
    def get(self, request: Request) -> Response:
        current = request._request.session.session_key
        rows = sign_ins.open_of(self.user).order_by("-seen_at")[:100]
        return Response(SignInShape([show(row, current) for row in rows], many=True).data)


class OneSignInView(OwnView):
    roles = {"DELETE": Open.SIGNED_IN}

    @operation("End one of your sessions", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        row = pick(SignIn.objects.filter(user=self.user, ended_at__isnull=True), pk)
        sign_ins.end(SignIn.objects.filter(pk=row.pk), self.user)
        return nothing()


class EndOtherSignInsView(OwnView):
    roles = {"POST": Open.SIGNED_IN}

    @operation("End all your sessions but this one", gives=EndedShape)
    def post(self, request: Request) -> Response:
        return Response({"ended": sign_ins.end_all(self.user, but=request._request.session.session_key)})


class AskForResetView(ApiView):
    roles = {"POST": Open.ANYONE}

    @operation("Have a link mailed for choosing a new password", takes=ResetAskShape, status=204)
    def post(self, request: Request) -> Response:
        MemberSessionAuthentication().enforce_csrf(request)
        passwords.ask_for_link(request._request, self.read(ResetAskShape)["email"].lower())
        return nothing()


class ResetView(ApiView):
    roles = {"POST": Open.ANYONE}

    @operation("Choose a new password by a link; all sessions end", takes=ResetShape, status=204)
    def post(self, request: Request) -> Response:
        MemberSessionAuthentication().enforce_csrf(request)
        given = self.read(ResetShape)
        passwords.choose(request._request, given["token"], given["password"])
        return nothing()


class SignInPolicyView(ApiView):
    roles = {"GET": Role.OWNER, "PATCH": Role.OWNER}

    @operation("What the tenant wants of members who sign in", gives=SignInPolicyShape)
    def get(self, request: Request) -> Response:
        return Response(self._shown())

    @operation("Want something else of them", takes=SignInPolicyChangeShape, gives=SignInPolicyShape)
    def patch(self, request: Request) -> Response:
        policy.require_two_factor(self.tenant, self.read(SignInPolicyChangeShape)["two_factor_from"])
        return Response(self._shown())

    def _shown(self) -> Any:
        since, without = policy.two_factor_from(self.tenant), policy.members_without(self.tenant)
        return SignInPolicyShape({"two_factor_from": since, "members_without": without}).data


def show(row: SignIn, current: str | None) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in ("id", "how", "created_at", "seen_at")}
    return {**shown, "device": device_of(row.agent), "address": masked(row.address), "current": row.session_key == current}
