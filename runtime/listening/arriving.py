"""A request at the URL of a hook: the connector's own code reads it, and its events find who waits for them.

For: running `handle`, routing what it returns, storing, and only then answering as it says.
Not here: sockets (`runtime.ingress.door`), the rules of selectors (`selectors`), running connectors' code (`handlers`).

Where the research was silent: without a `response` the answer is 200 with an empty object, also when nobody waited for the event,
which is kept in the inbox; code that throws is answered 500, or 401 and 403 where it says so, and nothing of it starts. HEAD and
OPTIONS are answered without running anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from runtime.audience import EXECUTIONS, News, announce
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.executions.runner import Runner
from runtime.ingress import answers
from runtime.ingress.answers import Answer, Problem
from runtime.ingress.visits import Visit
from runtime.journal.journal import Journal
from runtime.journal.tables import Statement
from runtime.listening import ledger, matching
from runtime.listening.accepting import Accepted, Arrival, accepting, key_of
from runtime.listening.models import EventSubscription, RegisteredHook
from runtime.listening.plans import GLOBAL, HookPlan
from runtime.listening.ports import Handled
from runtime.listening.selectors import check_selector
from runtime.reading import in_thread
from runtime.routing.bodies.forms import parse_query
from runtime.routing.book import RouteBook
from runtime.routing.inbound import read_request
from runtime.routing.road import Routed

MOST_EVENTS = 1_000  # of one request
TOLD = frozenset({"file", "line", "logs", "calls"})  # of code that threw, in the trace
UNASKED = frozenset({"HEAD", "OPTIONS"})


class Handlers(Protocol):
    async def handle(self, hook: HookPlan, subscription: EventSubscription | None, arguments: Mapping[str, Any]) -> Handled:
        """Raises `HookyardError`; `details["status"]` is 401 or 403 where the code refuses the caller."""
        ...

    async def dedupe_by(self, subscription: EventSubscription) -> str:
        """Path in a payload to what tells that an event came again; empty where its connector names none."""
        ...


@dataclass(slots=True)
class Arriving:
    """One for each event loop that takes requests."""

    book: RouteBook
    journal: Journal
    runner: Runner
    handlers: Handlers
    wake: Callable[[], None]

    async def receive(self, visit: Visit, headers: Mapping[str, str], url: str) -> Answer:
        """Raises `JournalRefused` when nothing could be stored."""
        hook = visit.plan.hook
        if hook is None:
            raise ValueError("this endpoint is no hook's")
        if visit.inbound.method in UNASKED:
            answer = Answer(200, b"", (("allow", ", ".join(sorted(visit.plan.methods))),))
            await self.journal.write(visit.row("handshake", answer))
            return answer
        own = None if hook.kind == GLOBAL else await in_thread(lambda: matching.by_hook(hook))
        if hook.kind != GLOBAL and own is None:
            return await self._refuse(visit, "hook_gone", "Nobody listens at this URL any more. Remove the hook.")
        visit.trace.skip("verify", "The connector's own code checks the caller.")
        try:
            with visit.trace.stage(
                "parse", f"{len(visit.inbound.body)} bytes of {visit.inbound.content_type or 'no content type'}."
            ):
                arguments = self._arguments(visit, headers, url, own)
            handled = await self._handle(visit, hook, own[0] if own else None, arguments)
        except NotAllowed as refusal:
            return await self._refuse(visit, refusal.code, refusal.message)
        except HookyardError as problem:
            return await self._failed(visit, problem)
        if own:
            await in_thread(lambda: _note_hook(own[1], handled))
        answer = answer_of(handled.response)
        return await self._route(visit, hook, own[0] if own else None, handled, answer)

    def _arguments(
        self, visit: Visit, headers: Mapping[str, str], url: str, own: tuple[EventSubscription, RegisteredHook] | None
    ) -> dict[str, Any]:
        request = read_request(visit.inbound, most=visit.plan.max_body)
        raw = request["rawBody"]
        arguments = {
            "query": parse_query(urlsplit(url).query),
            "data": request["body"]["data"],
            "headers": dict(headers),
            "rawBody": raw["data"],
            "method": request["method"],
            "path": request["pathFragment"],
            "url": url,
        }
        if "encoding" in raw:
            arguments["rawBodyEncoding"] = raw["encoding"]
        if own:
            arguments |= {"state": ledger.reveal(own[1]), "parameters": own[0].parameters}
        return arguments

    async def _handle(self, visit: Visit, hook: HookPlan, own: EventSubscription | None, arguments: Mapping[str, Any]) -> Handled:
        with visit.trace.stage("handle") as entry:
            try:
                handled = await self.handlers.handle(hook, own, arguments)
            except HookyardError as problem:
                entry["data"] = {name: told for name, told in problem.details.items() if name in TOLD}
                if file := problem.details.get("file"):
                    problem.message = f"{file}, line {problem.details.get('line')}: {problem.message}"
                raise
            if len(handled.events) > MOST_EVENTS:
                message = f"handle returned {len(handled.events)} events; at most {MOST_EVENTS} are taken."
                raise HookyardError(message, code="handle_failed")
            count = len(handled.events)
            entry["detail"] = f"{hook.connector}, {hook.key}: {count or 'no'} event{'' if count == 1 else 's'}."
            if handled.logs:
                entry["data"] = {"logs": list(handled.logs)}
        return handled

    async def _route(
        self, visit: Visit, hook: HookPlan, own: EventSubscription | None, handled: Handled, answer: Answer
    ) -> Answer:
        arrivals: list[Arrival] = []
        lines: list[dict[str, Any]] = []
        with visit.trace.stage("match") as entry:
            for event in handled.events:
                made, line = await self._match(visit, hook, own, event)
                arrivals += made
                lines.append(line)
            unmatched = [line for line in lines if not line["matched"]]
            entry["data"] = {"events": lines[:20]}
            entry["detail"] = _said(lines)
            entry["ok"] = not unmatched
        if not handled.events:
            refused = answer.status in (401, 403)
            code = "handle_unauthorized" if answer.status == 401 else "handle_forbidden"
            row = visit.row("refused", answer, code=code) if refused else visit.row("handshake", answer)
            await self.journal.write(row)
            return answer
        targets = [target for arrival in arrivals for target in arrival.targets]
        if not targets:
            await self.journal.write(visit.row("unrouted", answer, code=unmatched[0]["code"] if unmatched else "event_unmatched"))
            return answer
        if len({target.run.instance.id for target in targets}) == 1:
            run = targets[0].run
            visit.routed = Routed(run.instance, run.plan, run.trigger_step, {})
        accepted: Accepted = await self.journal.call(
            accepting(arrivals, request_id=visit.inbound.request_id, along=lambda told: [_row(visit, answer, told)])
        )
        self._tell(visit, accepted)
        return answer

    def _tell(self, visit: Visit, accepted: Accepted) -> None:
        announce(self.runner.audience, visit.news(visit.outcome))
        for target in accepted.started:
            news = News(target.run.tenant_id, EXECUTIONS, target.run.execution_id, "queued")
            announce(self.runner.audience, news)
        if accepted.started:
            self.wake()

    async def _match(
        self, visit: Visit, hook: HookPlan, own: EventSubscription | None, event: Any
    ) -> tuple[list[Arrival], dict[str, Any]]:
        """The event for each who waits, and what the trace says of it."""
        now = visit.inbound.received_at
        line: dict[str, Any]
        if own is not None:
            rows, payload, line, given = [own], event, {"event": hook.key}, None
        else:
            try:
                selector = check_selector(event.get("selector") if isinstance(event, Mapping) else None)
            except NotAllowed as refused:
                return [], {"selector": None, "matched": [], "code": refused.code, "detail": refused.message}
            rows = await in_thread(lambda: matching.by_selector(hook, selector))
            payload, line = event.get("payload"), {"selector": selector}
            given = event.get("id")
        arrivals = []
        for row in rows:
            found = await matching.targets(self.book, [row], payload, now)
            if found:
                identity = given or read_path(payload, await self.handlers.dedupe_by(row))
                key = "" if visit.replay_of else key_of(identity)
                arrivals.append(Arrival(row, found, key))
        line["matched"] = [target.as_json() for arrival in arrivals for target in arrival.targets]
        if not arrivals:
            line |= {"code": "event_unmatched", "nearest": []}
            if own is None:
                near = await in_thread(lambda: matching.near(hook, line["selector"]))
                line["nearest"] = [
                    {"selector": one.selector, "name": one.customer, "event": one.event, "listening": one.listening}
                    for one in near
                ]
        return arrivals, line

    async def _refuse(self, visit: Visit, code: str, message: str) -> Answer:
        answer = Problem(code, message).answer(visit.inbound.request_id)
        await self.journal.write(visit.row("refused", answer))
        return answer

    async def _failed(self, visit: Visit, problem: HookyardError) -> Answer:
        """Kept as a whole, so that it can be replayed when the code is better; but not of a caller whom it refuses."""
        said = problem.details.get("status")
        if said in (401, 403):
            code = "handle_unauthorized" if said == 401 else "handle_forbidden"
            return await self._refuse(visit, code, "The connector does not take this call.")
        # What the code said may hold what it was given; the trace has it for members, a stranger is told no more than this.
        answer = Problem("handle_failed", "The connector could not read this call.").answer(visit.inbound.request_id)
        await self.journal.write(visit.row("unrouted", answer))
        return answer


def answer_of(response: Mapping[str, Any] | None) -> Answer:
    """As `handle` says it, letter for letter: text goes out as text unless a type is named, anything else as JSON."""
    if response is None:
        return Answer(200, b"{}")
    given = response.get("headers")
    headers = dict(given) if isinstance(given, Mapping) else {}
    data = response.get("data")
    typed = any(str(name).lower() == "content-type" for name in headers)
    told: dict[str, Any] = {"status": _whole(response.get("status")), "headers": headers, "body": data}
    if data is None:
        answer = answers.custom({**told, "body": "", **({} if typed else {"contentType": "text/plain; charset=utf-8"})})
    elif isinstance(data, str) and not typed:
        answer = answers.custom({**told, "contentType": "text/plain; charset=utf-8"})
    else:
        answer = answers.custom(told)
    return answer


def _whole(status: Any) -> Any:
    return int(status) if isinstance(status, float) and status.is_integer() else status


def read_path(payload: Any, path: str) -> Any:
    """What stands at a dotted path; None where nothing does, and for no path."""
    found = payload if path else None
    for name in path.split(".") if path else ():
        if isinstance(found, Mapping):
            found = found.get(name)
        elif (
            isinstance(found, Sequence)
            and not isinstance(found, str)
            and name.isdecimal()
            and len(name) < 7
            and int(name) < len(found)
        ):
            found = found[int(name)]
        else:
            return None
    return found


def _row(visit: Visit, answer: Answer, accepted: Accepted) -> Statement:
    started = len(accepted.started)
    if not started and accepted.repeated:
        return visit.row("duplicate", answer, store="Every event of it was seen before: nothing runs.")
    how = f"{started} execution{'' if started == 1 else 's'} queued"
    seen = f"; {accepted.repeated} seen before" if accepted.repeated else ""
    first = accepted.started[0].run.execution_id if accepted.started else ""
    return visit.row("accepted", answer, execution_id=first, store=f"{how}{seen}.")


def _note_hook(row: RegisteredHook, handled: Handled) -> None:
    now = datetime.now(UTC)
    if row.seen_at is None or (now - row.seen_at).total_seconds() > 60:
        ledger.seen(RegisteredHook.of(row.tenant_id).filter(pk=row.pk), now)
    if handled.state is not None:
        ledger.keep_state(row, handled.state)


def _said(lines: Sequence[Mapping[str, Any]]) -> str:
    if not lines:
        return "It brought no event."
    said = []
    for line in lines[:5]:
        name = f'"{line["selector"]}"' if line.get("selector") else str(line.get("event") or "An event")
        if line["matched"]:
            who = ", ".join(f"{one['flow']['name']} of {one['customer']['name']}" for one in line["matched"][:5])
            said.append(f"{name}: {who}")
        elif line.get("detail"):
            said.append(line["detail"])
        else:
            near = line.get("nearest") or []
            hint = f' Closest: "{near[0]["selector"]}" ({near[0]["name"]}).' if near else ""
            paused = " Its instance is paused." if near and not near[0]["listening"] else ""
            said.append(f"Nobody waits for {name}.{hint}{paused}")
    more = f" And {len(lines) - 5} more." if len(lines) > 5 else ""
    return " ".join(one if one.endswith(".") else f"{one}." for one in said) + more
