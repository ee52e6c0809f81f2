"""Who may come in: handshakes, the credential, and what a check needs from outside.

For: everything between the raw bytes and the first thing of the tenant's that runs.
Not here: the checks themselves (`runtime.credentials`), where a request goes then (`runtime.routing.road`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from runtime.credentials.calls import Call, CertificateNeeded, unavailable
from runtime.credentials.certificates import Certificates
from runtime.credentials.gate import Gate
from runtime.credentials.handshakes import Greeting
from runtime.engine.component import HttpPort
from runtime.engine.errors import HookyardError
from runtime.ingress.answers import Answer
from runtime.ingress.visits import Visit
from runtime.routing.road import Admitted, Road
from runtime.routing.trace import Trace

PATIENCE = 5.0  # seconds for confirming a subscription


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Of one event loop; `certificates` are the process's."""

    certificates: Certificates
    http: HttpPort

    async def admit(self, road: Road, visit: Visit, call: Call, now: float) -> Admitted | Answer:
        """Whom the check let in, or the answer to a handshake. Raises `NotAllowed`; nothing of the tenant's has run by then."""
        trace = visit.trace
        gate = await road.gate(visit.plan, visit.inbound, trace)
        if gate and gate.asks_unproven(call.method, call.query):
            with trace.stage("handshake") as entry:
                greeting = gate.answer_unproven(call.method, call.query, now)
                entry["detail"] = greeting.detail if greeting else ""
            if greeting:
                return answer_of(greeting)
        admitted = await self._verify(road, gate, call, trace, now)
        if admitted.gate and (greeting := admitted.gate.answer_proven(call, by_current=admitted.by_current)):
            with trace.stage("handshake", greeting.detail):
                if greeting.visit:
                    await self._visit(greeting.visit)
            return answer_of(greeting)
        return admitted

    async def _verify(self, road: Road, gate: Gate | None, call: Call, trace: Trace, now: float) -> Admitted:
        try:
            return road.verify(gate, self._with_certificates(call), trace, now)
        except CertificateNeeded as needed:
            trace.stages.pop()
            with trace.stage("verify"):
                await self.certificates.fetch(needed.url, self.http, asks=gate.credential_id if gate else "")
            trace.stages.pop()
            return road.verify(gate, self._with_certificates(call), trace, now)

    def _with_certificates(self, call: Call) -> Call:
        known = self.certificates.known
        return replace(call, certificates=known) if known else call

    async def _visit(self, url: str) -> None:
        """Raises `NotAllowed` `proof_unavailable` when the subscription could not be confirmed: the sender then asks again."""
        try:
            answer = await self.http.request("GET", url, headers={}, content=None, timeout=PATIENCE)
        except HookyardError as problem:
            raise unavailable(f"The subscription could not be confirmed: {problem.message}") from None
        if answer.status != 200:
            raise unavailable(f"The subscription could not be confirmed: the service answered {answer.status}.")


def answer_of(greeting: Greeting) -> Answer:
    """What is echoed is a stranger's text; `nosniff` goes with every answer of the door."""
    return Answer(200, greeting.body.encode("utf-8", "replace"), (("content-type", greeting.content_type),))
