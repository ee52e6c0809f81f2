"""Routes of invitations: an owner's list of them, and what whoever holds a link may do.

For: the last two are open to anybody, since the link itself is the proof. Not here: the rules (`invitations`).
"""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts import invitations
from designer.accounts.access import Open
from designer.accounts.authentication import MemberSessionAuthentication
from designer.accounts.invitations import Invited
from designer.accounts.models import Invitation, Role, User
from designer.accounts.sessions import entered
from designer.accounts.shapes import (
    AcceptedInvitationShape,
    InvitationLinkShape,
    InvitationShape,
    LookedAtInvitationShape,
    NewInvitationShape,
    SentInvitationShape,
    SessionShape,
)
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, nothing, pick
from designer.signing_in import sign_ins
from designer.signing_in.links import tried
from designer.signing_in.telling import as_person


class InvitationsView(ApiView):
    roles = {"GET": Role.OWNER, "POST": Role.OWNER}

    @operation("Invitations that nobody accepted yet", gives=page_shape(InvitationShape), query=PAGED)
    def get(self, request: Request) -> Response:
        rows = Invitation.objects.of(self.tenant)
        return Response(page_of(rows, request, lambda page: InvitationShape(page, many=True).data))

    @operation("Invite somebody by e-mail", takes=NewInvitationShape, gives=SentInvitationShape, status=201)
    def post(self, request: Request) -> Response:
        given = self.read(NewInvitationShape)
        return created(show(invitations.invite(self.tenant, given["email"], Role(given["role"]), self.access.user)))


class OneInvitationView(ApiView):
    roles = {"DELETE": Role.OWNER}

    @operation("Withdraw an invitation", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        invitations.withdraw(pick(Invitation.objects.of(self.tenant), pk))
        return nothing()


class SendInvitationAgainView(ApiView):
    roles = {"POST": Role.OWNER}

    @operation("Send an invitation again, with a new link", gives=SentInvitationShape)
    def post(self, request: Request, pk: str) -> Response:
        invitation = pick(Invitation.objects.of(self.tenant).select_related("tenant"), pk)
        return Response(show(invitations.send_again(invitation, self.access.user)))


class LookAtInvitationView(ApiView):
    roles = {"POST": Open.ANYONE}

    @operation("What an invitation's link is for", takes=InvitationLinkShape, gives=LookedAtInvitationShape)
    def post(self, request: Request) -> Response:
        given = self.read(InvitationLinkShape)
        with tried(request._request):
            found = invitations.find(given["token"])
        told = {
            "email": found.email,
            "role": found.role,
            "tenant_name": found.tenant.name,
            "tenant_slug": found.tenant.slug,
            "invited_by": found.invited_by,
            "expires_at": found.expires_at,
            # Who holds the link is this person, and may know that they have an account.
            "has_account": User.objects.filter(email=found.email).exists(),
        }
        return Response(LookedAtInvitationShape(told).data)


class AcceptInvitationView(ApiView):
    roles = {"POST": Open.ANYONE}

    @operation("Accept an invitation", takes=AcceptedInvitationShape, gives=SessionShape)
    def post(self, request: Request) -> Response:
        MemberSessionAuthentication().enforce_csrf(request)
        given = self.read(AcceptedInvitationShape)
        user = request.user if isinstance(request.user, User) and not request.auth else None
        with tried(request._request):
            invited = User(email=invitations.find(given["token"]).email)
            with as_person(request._request, invited):
                member = invitations.accept(given["token"], signed_in=user, password=given.get("password"))
        if user is None:
            sign_ins.enter(request._request, member.user, "invitation")
        return entered(request)


def show(invited: Invited) -> dict[str, Any]:
    return {**InvitationShape(invited.invitation).data, "link": invited.link}
