"""The two addresses a browser passes on its way through single sign-on; a refusal ends on the sign-in page with a code."""

from __future__ import annotations

from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from designer.signing_in import entering, joining, sign_ins, single_sign_on
from designer.signing_in.single_sign_on import Refused
from designer.signing_in.throttle import FAILURES_OF_ADDRESS, JOURNEYS_OF_ADDRESS
from runtime.engine.errors import NotAllowed

BEGIN, BACK = "/connect/oidc", "/connect/oidc/callback"
NEXT = "single_sign_on_next"
log = structlog.get_logger(__name__)


@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponseRedirect:
    _only_where_set_up()
    following = request.GET.get("next", "/")
    try:
        JOURNEYS_OF_ADDRESS.count(request.META.get("REMOTE_ADDR") or "")  # each leaves a row behind
    except NotAllowed:
        return HttpResponseRedirect("/login?refused=too_many")
    request.session[NEXT] = following if _is_ours(following) else "/"
    try:
        return single_sign_on.send_there(request, f"{settings.PUBLIC_URL}{BACK}")
    except Refused as refusal:
        return _back_to_sign_in(request, refusal)


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponseRedirect:
    _only_where_set_up()
    following = request.session.pop(NEXT, "/")
    try:
        FAILURES_OF_ADDRESS.check(request.META.get("REMOTE_ADDR") or "")
        user = joining.account_of(request, single_sign_on.came_back(request))
    except Refused as refusal:
        FAILURES_OF_ADDRESS.count(request.META.get("REMOTE_ADDR") or "")
        return _back_to_sign_in(request, refusal)
    except NotAllowed:
        return HttpResponseRedirect("/login?refused=too_many")
    through = entering.proven(request, user, "single sign-on")
    answer = HttpResponseRedirect(following if through else f"/login?{urlencode({'next': following})}")
    sign_ins.remember_device(request, answer)
    return answer


def _back_to_sign_in(request: HttpRequest, refusal: Refused) -> HttpResponseRedirect:
    log.warning("single_sign_on.refused", code=refusal.code, why=str(refusal)[:300], address=request.META.get("REMOTE_ADDR"))
    return HttpResponseRedirect(f"/login?refused={refusal.code}")


def _is_ours(path: str) -> bool:
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def _only_where_set_up() -> None:
    if not single_sign_on.is_set_up():
        raise Http404
