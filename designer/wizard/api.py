"""Routes of an open wizard. Each reaches the one instance of its session; none can name another."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.access import Open
from designer.api.schema import operation
from designer.api.views import ApiView, created, nothing
from designer.connections.callback import LANGUAGE_COOKIE, WIZARD_COOKIE
from designer.integrations.choices_api import ChoicesShape
from designer.wizard import admission, connecting, proof, runs, secrets, showing, trying
from designer.wizard.authentication import WizardView
from designer.wizard.shapes import (
    AskedConsentShape,
    ConsentShape,
    FinishedWizardShape,
    GivenSecretShape,
    NewWizardConnectionShape,
    OpenedWizardShape,
    OpenWizardShape,
    SentTestShape,
    TestEventShape,
    TicketShape,
    WizardChoicesShape,
    WizardConnectionShape,
    WizardConnectionValuesShape,
    WizardPageShape,
    WizardProofShape,
    WizardSecretShape,
    WizardStateShape,
)
from runtime import control
from runtime.choosing import choices_for
from runtime.engine.errors import NotAllowed


class WizardSessionsView(ApiView):
    # Nobody is signed in to a wizard; a cookie or token that comes along means nothing here.
    authentication_classes: list[Any] = []
    roles = {"POST": Open.ANYONE}

    @operation("Open a wizard with its code", takes=OpenWizardShape, gives=OpenedWizardShape, status=201)
    def post(self, request: Request) -> Response:
        now = timezone.now()
        session, token = admission.take_code(**self.read(OpenWizardShape), now=now)
        runs.open_run(session.instance, now)
        opened = {"token": token, "expires_at": session.expires_at, "instance": session.instance_id}
        return created(OpenedWizardShape({**opened, "path": f"/wizard/{session.tenant_id}"}).data)


class WizardStateView(WizardView):
    @operation("All that the wizard shows", gives=WizardStateShape)
    def get(self, request: Request) -> Response:
        return Response(WizardStateShape(showing.show(self.session, runs.run_of(self.instance, timezone.now()))).data)

    @operation("Close the wizard; the answers are kept", status=204)
    def delete(self, request: Request) -> Response:
        admission.end_session(self.session, now=timezone.now())
        return nothing()


class WizardPageView(WizardView):
    @operation("Keep the answers of a page; going on checks them", takes=WizardPageShape, gives=WizardStateShape)
    def put(self, request: Request, page: int) -> Response:
        given, now = self.read(WizardPageShape), timezone.now()
        leaves = given["leave"] == "next"
        run = runs.keep_page(self.instance, page, given["values"], leave="stay" if leaves else given["leave"], now=now)
        if leaves:
            runs.check_page(self.instance, run, page)
            run = runs.keep_page(self.instance, page, {}, leave="next", now=now)
        return Response(WizardStateShape(showing.show(self.session, run)).data)


class WizardSecretView(WizardView):
    @operation("Give the secret of a page, or have one made", takes=WizardSecretShape, gives=GivenSecretShape)
    def post(self, request: Request) -> Response:
        shown = secrets.give_secret(self.instance, **self.read(WizardSecretShape), now=timezone.now())
        return Response({"shown": shown})


class WizardConnectionsView(WizardView):
    @operation("Connections of this customer that the pages ask for", gives=WizardConnectionShape(many=True))
    def get(self, request: Request) -> Response:
        rows = showing.connections_of(self.instance, showing.form_of(self.instance))
        return Response(WizardConnectionShape(rows, many=True).data)

    @operation("Connect a service", takes=NewWizardConnectionShape, gives=WizardConnectionShape, status=201)
    def post(self, request: Request) -> Response:
        given = self.read(NewWizardConnectionShape)
        return created(WizardConnectionShape(connecting.connect(self.instance, given["variable"], given["values"])).data)


class WizardConnectionView(WizardView):
    @operation("Fill a connection in again", takes=WizardConnectionValuesShape, gives=WizardConnectionShape)
    def patch(self, request: Request, connection: str) -> Response:
        row = connecting.own_connection(self.instance, connection)
        return Response(WizardConnectionShape(connecting.change(row, self.read(WizardConnectionValuesShape)["values"])).data)


class WizardChoicesView(WizardView):
    @operation("The choices of a picklist that a flow fills", takes=WizardChoicesShape, gives=ChoicesShape)
    def post(self, request: Request) -> Response:
        given = self.read(WizardChoicesShape)
        if showing.form_of(self.instance).variable(given["variable"]) is None:
            raise NotAllowed("This page asks for no such thing; it may have changed. Reload it.", code="not_found")
        values = {**runs.values_of(runs.run_of(self.instance, timezone.now()), self.instance), **given["values"]}
        choices = choices_for(self.instance, given["variable"], given=values, fresh=given["fresh"])
        return Response(ChoicesShape({"choices": choices}).data)


class WizardAuthorizeView(WizardView):
    @operation("A ticket for the window that asks for consent", gives=TicketShape)
    def post(self, request: Request, connection: str) -> Response:
        return Response({"ticket": connecting.ticket_for(self.session, connecting.own_connection(self.instance, connection))})


class WizardConsentView(ApiView):
    authentication_classes: list[Any] = []
    roles = {"POST": Open.ANYONE}

    @operation(
        "Change a ticket for the service's address, in the window that goes there", takes=AskedConsentShape, gives=ConsentShape
    )
    def post(self, request: Request) -> Response:
        given = self.read(AskedConsentShape)
        url, binding = connecting.begin_consent(given["ticket"])
        answer = Response({"url": url})
        secure = settings.PUBLIC_URL.startswith("https://")
        for name, value in ((WIZARD_COOKIE, binding), (LANGUAGE_COOKIE, given["language"])):
            answer.set_cookie(name, value, max_age=600, path="/connect", httponly=True, secure=secure, samesite="Lax")
        return answer


class WizardLightsView(WizardView):
    @operation("What the URLs have seen", gives=WizardProofShape, query=["after"])
    def get(self, request: Request) -> Response:
        run = runs.run_of(self.instance, timezone.now())
        after = request.query_params.get("after", "")
        return Response(WizardProofShape(proof.lights_of(run, self.instance, after=after)).data)


class WizardTestView(WizardView):
    @operation("Send a signed sample to a URL; no flow runs", takes=TestEventShape, gives=SentTestShape)
    def post(self, request: Request) -> Response:
        sent = trying.send_test(self.instance, self.read(TestEventShape)["flow"])
        return Response(
            SentTestShape({**sent, **proof.lights_of(runs.run_of(self.instance, timezone.now()), self.instance)}).data
        )


class WizardFinishView(WizardView):
    @operation("Make the answers the instance's", gives=FinishedWizardShape)
    def post(self, request: Request) -> Response:
        options, now = admission.options_of(self.session), timezone.now()
        run, first = runs.finish(self.instance, enable=options.enable, now=now)
        instance = type(self.instance).of(self.tenant).get(pk=self.instance.pk)
        if first and instance.enabled:
            control.resume_held(self.tenant, instance.pk, run=True)  # what came while it was set up
        lights = proof.lights_of(run, instance)["lights"]
        return Response({"enabled": instance.enabled, "proven": proof.is_proven(lights), "again": not first})
