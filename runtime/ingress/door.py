"""The door: what third-party services talk to.

For: a raw ASGI application, before Django and its middleware: find the endpoint, bound what is read, hand it to a reception.
Not here: where a request goes and what is stored (`reception`), what an answer looks like (`answers`).

Order: endpoint, address, rate, method, size; nothing is read of a request that is refused before.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic, perf_counter_ns
from typing import Any
from urllib.parse import parse_qs, quote

import structlog
from django.db import Error

from runtime.credentials.calls import Call
from runtime.credentials.redaction import redact_headers, redact_query
from runtime.engine.errors import HookyardError
from runtime.executions.pace import Crowd
from runtime.identifiers import new_id
from runtime.ingress import admission
from runtime.ingress.answers import BODILESS, SAFE_HEADERS, SUSPENDED, Answer, Problem
from runtime.ingress.limits import RateLimits
from runtime.ingress.measuring import note_stranger, note_visit
from runtime.ingress.reading import Receive, Refused, read_body
from runtime.ingress.reception import Reception
from runtime.ingress.status import StatusPage
from runtime.ingress.visits import Visit
from runtime.journal.journal import JournalRefused
from runtime.listening.plans import KINDS as HOOKS
from runtime.retention import quotas
from runtime.routing.book import RouteBook
from runtime.routing.inbound import Inbound, merged
from runtime.routing.plans import EndpointPlan
from runtime.routing.urls import HookPath, read_path
from runtime.subscriptions.arriving import Arrivals as Subscriptions
from runtime.watching import meters

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

QUERY_PATH = "/restendpoint"
LARGEST_HEADERS = 64 * 1024  # bytes, names and values
SAFE_HEADERS_ENCODED = [(name.encode(), value.encode()) for name, value in SAFE_HEADERS]
STRANGERS_KEPT = 20  # a second, of each endpoint with an allow list
TURNED_AWAY = frozenset({"rate_limited", *quotas.CODES})
UNKNOWN = Problem("endpoint_not_found", "No endpoint answers at this URL. Copy it again from the designer.")
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Door:
    """`on_bench` carries a draft's request to the loop where tests run, so that live traffic never waits for one."""

    book: RouteBook
    reception: Reception
    on_bench: Callable[[Visit, Call], Awaitable[Answer]]
    status_page: StatusPage
    limits: RateLimits
    crowd: Crowd
    subscriptions: Subscriptions

    @staticmethod
    def takes(path: str) -> bool:
        return path.startswith("/hooks/") or path == QUERY_PATH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = new_id()
        self.crowd.inside += 1
        try:
            answer = await self._answer(scope, receive, request_id)
        except Refused as refused:
            answer = refused.problem.answer(request_id)
            note_stranger(answer)
        except (JournalRefused, Error):
            problem = Problem(
                "storage_refused", "We cannot store anything right now. Send it again later.", (("retry-after", "5"),)
            )
            answer = problem.answer(request_id)
        except HookyardError as error:  # only a draft can be this broken; what is published was validated
            answer = Problem(error.code, error.message).answer(request_id)
        except Exception:
            log.exception("door.crashed", request=request_id)  # not the path: its last part is a secret
            answer = Problem("internal_error", "Something went wrong on our side.").answer(request_id)
        finally:
            self.crowd.inside -= 1
        leaving = perf_counter_ns()
        await _send(answer, request_id, scope["method"], send)
        meters.stages["answer"].observe((perf_counter_ns() - leaving) // 1000)

    async def _answer(self, scope: Scope, receive: Receive, request_id: str) -> Answer:
        begun = perf_counter_ns()
        path = read_path(scope["path"])
        if path and path.type == "executions":
            return await self.status_page.answer(path, scope["query_string"].decode("latin-1"), request_id)
        headers, size = _decoded(scope["headers"])
        if size > LARGEST_HEADERS:
            raise Refused(Problem("headers_too_large", f"The headers are over {LARGEST_HEADERS // 1024} KiB."))
        if path and path.type == "subscription":
            query = scope["query_string"].decode("latin-1")
            return await self.subscriptions.answer(path, scope["method"], query, headers, receive, request_id)
        plan = await self._find(scope, path)
        if plan.suspended:
            raise Refused(SUSPENDED)
        found = perf_counter_ns()
        query = scope["query_string"].decode("latin-1")
        if plan.access and scope["method"] == "OPTIONS":
            granted = admission.preflight(plan.access, plan.methods, headers, request_id)
            if granted:
                return granted
        inbound = Inbound(
            request_id=request_id,
            received_at=datetime.now(UTC),
            method=scope["method"],
            path=scope["path"],
            path_fragment=path.fragment if path else "",
            query=redact_query(query),
            headers=redact_headers(headers, plan.secret_headers),
            body=b"",
        )
        visit = Visit(plan, inbound)
        visit.trace.note("endpoint", f"{plan.type.capitalize()} endpoint of {plan.integration['name']}.")
        try:
            await self._read(visit, receive, (scope.get("client") or ("",))[0])
        except Refused as refused:
            answer = refused.problem.answer(request_id)
            if not self._is_flood(plan, refused.problem.code):
                await self.reception.journal.write(visit.row("refused", answer))
            else:
                visit.outcome = "limited"
            note_visit(visit, answer, begun=begun, found=found, read=perf_counter_ns())
            return admission.for_pages(plan.access, answer, headers) if plan.access else answer
        url = f"{plan.origin}{(scope.get('raw_path') or quote(scope['path']).encode()).decode('latin-1')}"
        call = Call(merged(headers), visit.inbound.body, inbound.method, f"{url}?{query}" if query else url)
        read = perf_counter_ns()
        answer = await (self.on_bench(visit, call) if plan.is_draft else self.reception.receive(visit, call))
        note_visit(visit, answer, begun=begun, found=found, read=read)
        return admission.for_pages(plan.access, answer, headers) if plan.access else answer

    async def _find(self, scope: Scope, path: HookPath | None) -> EndpointPlan:
        if scope["path"] == QUERY_PATH:
            return await self._find_by_query(scope)
        if path is None:
            raise Refused(UNKNOWN)
        is_hook = path.type in HOOKS
        plan = await (self.book.hook(path.type, path.token) if is_hook else self.book.endpoint(path.token))
        kind = "draft" if plan and plan.is_draft else plan and plan.type
        if (
            plan is None
            or plan.tenant_id != path.tenant_id
            or kind != path.type
            or (path.flow_id or plan.endpoint_id) != plan.endpoint_id
        ):
            raise Refused(UNKNOWN)
        return plan

    async def _find_by_query(self, scope: Scope) -> EndpointPlan:
        try:
            query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=100)
        except ValueError:
            raise Refused(UNKNOWN) from None
        tenant_id, flow_id = query.get("tenant_id", [""])[0], query.get("flow_id", [""])[0]
        plan = await self.book.flow_endpoint(flow_id) if flow_id else None
        if plan is None or plan.tenant_id != tenant_id:
            raise Refused(UNKNOWN)
        return plan

    async def _read(self, visit: Visit, receive: Receive, address: str) -> None:
        """Puts the body into the visit, or raises Refused before reading more than the endpoint takes."""
        plan, inbound, trace = visit.plan, visit.inbound, visit.trace
        if plan.access and not plan.access.admits(address):
            refused = admission.stranger(address)
            trace.note("access", refused.detail, ok=False)
            raise Refused(refused)
        if wait := await self._wait(plan):
            raise Refused(Problem("rate_limited", "Too many requests; slow down.", (("retry-after", str(wait)),)))
        if not plan.is_draft and (over := quotas.OVER.get(plan.tenant_id)):
            raise Refused(over)
        asks = plan.gate is not None and plan.gate.asks_unproven(inbound.method, inbound.query)
        if inbound.method not in plan.methods and not asks:
            allowed = ", ".join(sorted(plan.methods))
            problem = Problem("method_not_allowed", f"This endpoint takes {allowed}.", (("allow", allowed),))
            trace.note("method", problem.detail, ok=False)
            raise Refused(problem)
        trace.note("method", inbound.method)
        if plan.access and (wrong := admission.wrong_type(plan.access, merged(inbound.headers), inbound.content_type)):
            trace.note("parse", wrong.detail, ok=False)
            raise Refused(wrong)
        try:
            inbound.body = await read_body(receive, said=inbound.header("content-length"), most=plan.max_body)
        except Refused as refused:
            trace.note("size", refused.problem.detail, ok=False)
            raise
        trace.note("size", f"{len(inbound.body)} of at most {plan.max_body} bytes.")

    def _is_flood(self, plan: EndpointPlan, code: str) -> bool:
        """Then it is not written down one by one. Strangers have a share of their own: they spend nobody's rate."""
        if code == "address_not_allowed":
            return self.limits.take(f"strangers of {plan.endpoint_id}", STRANGERS_KEPT, monotonic()) > 0
        return code in TURNED_AWAY

    async def _wait(self, plan: EndpointPlan) -> int:
        if not plan.requests_per_second and not plan.tenant_requests_per_second:
            return 0
        own, tenant = (plan.endpoint_id, plan.requests_per_second), (plan.tenant_id, plan.tenant_requests_per_second)
        return await self.limits.wait(own, tenant, now=monotonic())


def _decoded(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[tuple[str, str], ...], int]:
    """With names in lower case, and how many bytes they are together."""
    decoded, size = [], 0
    for name, value in headers:
        size += len(name) + len(value)
        decoded.append((name.decode("latin-1").lower(), value.decode("latin-1")))
    return tuple(decoded), size


async def _send(answer: Answer, request_id: str, method: str, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    headers += SAFE_HEADERS_ENCODED
    headers.append((b"x-hookyard-request", request_id.encode()))
    if answer.status not in BODILESS:
        headers.append((b"content-length", b"%d" % len(answer.body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})
