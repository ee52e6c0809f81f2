"""Errors as answers: the error tree becomes RFC 9457 problem+json here, and HTTP statuses are decided nowhere else.

For: every error the API gives. Not here: the door's own table (`runtime.ingress`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions as drf
from rest_framework.response import Response

from designer.api.plain_words import plain
from designer.api.wire import JsonRenderer
from runtime.connectors.problems import PackageRefused
from runtime.engine import errors
from runtime.identifiers import new_id
from runtime.instances.config import InvalidConfig
from runtime.journal.journal import JournalRefused

log = logging.getLogger(__name__)

STATUS_BY_CODE = {
    "not_found": 404,
    "flow_not_found": 404,
    "customer_not_found": 404,
    "endpoint_not_found": 404,
    "template_not_found": 404,
    "choices_not_found": 404,
    "choices_failed": 422,
    "choices_malformed": 422,
    "choices_too_slow": 422,
    "input_invalid": 400,
    "image_invalid": 400,
    "images_too_many": 409,
    "connector_not_found": 404,
    "connectors_too_many": 409,
    "connector_versions_too_many": 409,
    "connector_in_use": 409,
    "connector_parameters_invalid": 400,
    "cursor_invalid": 400,
    "query_too_deep": 400,
    "query_too_large": 400,
    "query_too_costly": 400,
    "query_malformed": 400,
    "tenant_required": 400,
    "password_required": 400,
    "definition_malformed": 400,
    "import_malformed": 400,
    "export_not_possible": 409,
    "body_malformed": 400,
    "body_too_large": 413,
    "login_failed": 401,
    "login_throttled": 429,
    "token_orphaned": 401,
    "setup_done": 409,
    "revision_stale": 409,
    "not_published": 409,
    "instance_exists": 409,
    "integration_in_use": 409,
    "integration_leaving": 409,
    "customer_in_use": 409,
    "external_id_taken": 409,
    "alias_taken": 409,
    "integration_key_taken": 409,
    "credential_in_use": 409,
    "credential_key_taken": 409,
    "service_key_taken": 409,
    "service_in_use": 409,
    "connection_in_use": 409,
    "nothing_to_authorize": 409,
    "connection_exists": 409,
    "connection_missing": 409,
    "connection_refused": 422,
    "connection_broken": 422,
    "oauth_refused": 422,
    "wizard_code_unknown": 404,
    "wizard_code_used": 410,
    "wizard_code_expired": 410,
    "wizard_session_ended": 401,
    "values_too_large": 413,
    "test_not_possible": 409,
    "consent_unknown": 409,
    "nothing_to_rotate": 409,
    "no_visit": 409,
    "tenant_going": 409,
    "no_credential": 409,
    "credential_missing": 409,
    "member_exists": 409,
    "invitation_invalid": 404,
    "invitations_too_many": 409,
    "sign_in_first": 409,
    "other_account": 409,
    "last_owner": 409,
    "session_needed": 403,
    "two_factor_on": 409,
    "two_factor_off": 409,
    "two_factor_not_begun": 409,
    "two_factor_shared": 409,
    "two_factor_own": 409,
    "code_wrong": 422,
    "password_wrong": 422,
    "sign_in_again": 401,
    "reset_invalid": 404,
    "mail_not_set_up": 409,
    "too_many_tries": 429,
    "rate_limited": 429,
    "deliveries_quota": 429,
    "execution_finished": 409,
    "request_resolved": 409,
    "not_replayable": 409,
    "not_retryable": 409,
    "flow_gone": 409,
    "version_not_found": 404,
    "flow_not_in_version": 409,
    "request_gone": 409,
    "results_gone": 409,
    "step_not_run": 409,
    "step_not_reached": 422,
    "step_not_found": 422,
    "step_in_loop": 422,
    "step_is_trigger": 422,
    "trigger_missing": 422,
    "test_too_slow": 422,
    "tests_failed": 422,
    "bench_busy": 429,
    "customer_required": 422,
    "flow_required": 422,
    "tests_too_many": 409,
    "alerts_too_many": 409,
    "test_name_taken": 409,
    "confirmation_wrong": 400,
    "customer_leaving": 409,
    "rollout_under_way": 409,
    "rollout_finished": 409,
    "test_too_large": 413,
    "destination_not_found": 404,
    "destination_closed": 409,
    "destination_not_active": 409,
    "destination_in_use": 409,
    "delivery_under_way": 409,
    "delivery_in_line": 409,
    "delivery_ended": 409,
    "event_too_large": 413,
    "event_unreadable": 422,
}
STATUS_BY_KIND: tuple[tuple[type[errors.HookyardError], int], ...] = (
    (InvalidConfig, 400),
    (PackageRefused, 422),
    (errors.InvalidDefinition, 422),
    (errors.StepProblem, 422),
    (errors.ConnectionProblem, 502),
    (errors.RemoteProblem, 502),
    (errors.NotAllowed, 403),
)
CODE_BY_DRF_ERROR: tuple[tuple[type[drf.APIException], str], ...] = (
    (drf.ParseError, "body_malformed"),
    (drf.NotAuthenticated, "not_signed_in"),
    (drf.AuthenticationFailed, "token_invalid"),
    (drf.PermissionDenied, "not_allowed"),
    (drf.NotFound, "not_found"),
    (drf.MethodNotAllowed, "method_not_allowed"),
    (drf.NotAcceptable, "not_acceptable"),
    (drf.UnsupportedMediaType, "media_type_unsupported"),
)


class InvalidInput(errors.HookyardError):
    """What was sent has the right shape and a wrong value; `details["field"]` names where."""

    default_code = "input_invalid"


def problem_response(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler. What nobody foresaw is logged with its traceback and told to the caller as our fault."""
    request_id = getattr(context["request"], "id", None) or new_id()
    body, headers = describe(error)
    if body["status"] >= 500:
        log.exception("An API request failed.", extra={"request_id": request_id}, exc_info=error)
    body["requestId"] = request_id
    return Response(body, status=body["status"], headers=headers, content_type="application/problem+json")


def describe(error: Exception) -> tuple[dict[str, Any], dict[str, str]]:
    """The problem without its request id, and the headers that go with it."""
    match error:
        case errors.HookyardError():
            wait = error.details.get("retryAfter")
            return _from_tree(error), {"Retry-After": str(wait)} if wait else {}
        case JournalRefused() | OperationalError():
            told = "We cannot store anything right now. Nothing was changed; try again in a moment."
            return problem(503, "storage_refused", told), {"Retry-After": "5"}
        case Http404():
            return problem(404, "not_found", "It was deleted, is no longer kept, or belongs to another tenant."), {}
        case PermissionDenied():
            return problem(403, "not_allowed", "You may not do this."), {}
        case drf.ValidationError():
            listed = list(_field_errors(error.get_full_details()))
            return problem(400, "input_invalid", "Some of what was sent is not valid: see errors.", errors=listed), {}
        case drf.APIException():
            code = next((code for kind, code in CODE_BY_DRF_ERROR if isinstance(error, kind)), "error")
            header = getattr(error, "auth_header", None)
            headers = {"WWW-Authenticate": header} if header else {}
            return problem(error.status_code, code, str(error.detail)), headers
    return problem(500, "internal_error", "Something went wrong on our side. The request id finds it in the server's log."), {}


def problem(status: int, code: str, detail: str, **more: Any) -> dict[str, Any]:
    """The members of RFC 9457 plus our stable `code`; `more` are extension members."""
    title = HTTPStatus(status).phrase
    return {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail, **more}


def _from_tree(error: errors.HookyardError) -> dict[str, Any]:
    by_kind = next((status for kind, status in STATUS_BY_KIND if isinstance(error, kind)), 400)
    more = dict(error.details)
    if field := more.pop("field", None):
        more.setdefault("errors", [{"field": field, "message": error.message, "code": error.code}])
    return {**more, **problem(STATUS_BY_CODE.get(error.code, by_kind), error.code, error.message), **_kept(more)}


def _kept(more: dict[str, Any]) -> dict[str, Any]:
    """Extension members may not shadow RFC 9457's own."""
    return {key: value for key, value in more.items() if key not in {"type", "title", "status", "code", "detail"}}


def _field_errors(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Flattens DRF's nested errors: `{"settings": {"header": [..]}}` becomes the field `settings.header`."""
    if isinstance(detail, dict) and set(detail) == {"message", "code"} and not isinstance(detail["message"], dict | list):
        yield {"field": path, "message": plain(str(detail["message"])), "code": str(detail["code"])}
    elif isinstance(detail, dict):
        for key, value in detail.items():
            yield from _field_errors(value, _below(path, key))
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            leaf = isinstance(value, dict) and set(value) == {"message", "code"}
            yield from _field_errors(value, path if leaf else f"{path}[{index}]")


def _below(path: str, key: str | int) -> str:
    if key == "non_field_errors":
        return path
    return f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}".lstrip(".")


def plain_problem(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """For answers that are given outside DRF: unknown API paths, lock-outs."""
    body = problem(status, code, detail, requestId=new_id())
    answer = HttpResponse(JsonRenderer().render(body), status=status, content_type="application/problem+json")
    answer.headers["X-Request-Id"] = body["requestId"]
    return answer


@csrf_exempt  # nothing happens here, and a refusal of Django's own would be a page of HTML
def unknown_path(request: HttpRequest, **_: Any) -> HttpResponse:
    return plain_problem(request, 404, "not_found", "The API has no such path; /api/docs lists them.")
