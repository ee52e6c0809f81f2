"""A connector's own test of an account, run when somebody connects one or asks whether it works.

For: which test a service has of its connector; running it, bounded, in a sandbox of its own; what its outcome says.
Not here: requests that a builder named, and keeping the outcome (`runtime.connections.testing`).

As its authors expect: what is truthy is good, what is falsy or throws is not. A service that cannot be asked says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings

from runtime.connectors import catalogue
from runtime.connectors.catalogue import ConnectorMissing, Known
from runtime.connectors.functions import Functions
from runtime.connectors.functions.accounts import Opened, opened_from
from runtime.connectors.naming import DEFAULT_AUTH
from runtime.connectors.package import Element
from runtime.engine.errors import ConnectionProblem, HookyardError, RemoteProblem
from runtime.engine.values import value
from runtime.outbound.client import OutboundClient
from runtime.sandbox.pool import SandboxPool

WALL_SECONDS: Final = 15.0
TEST: Final = "test"
REFUSED: Final = (401, 403)
NOT_TRUE: Final = "code_threw"  # the code's own word; its time, memory and process say nothing of the account


@value
class OwnTest:
    known: Known
    auth: Element


def test_of(tenant_id: str, settings: Mapping[str, Any]) -> OwnTest | None:
    """Of the connector that the service was begun from, in its newest version. Blocks, for the database."""
    try:
        known = catalogue.find(tenant_id, str(settings.get("connector") or ""))
    except ConnectorMissing:
        return None
    wanted = settings.get("auth")
    able = [auth for auth in known.package.auths if TEST in auth.methods]
    chosen = [auth for auth in able if wanted in (None, auth.key)] or [auth for auth in able if auth.key == DEFAULT_AUTH]
    return OwnTest(known, chosen[0]) if chosen else None


test_of.__test__ = False  # type: ignore[attr-defined]  # no test case, whatever pytest thinks of its name


@dataclass
class _Shown:
    """What was typed or is stored, shown to the service once."""

    id: str
    opened: Opened
    refusals: list[int] = field(default_factory=list)

    async def open(self) -> Opened:
        return self.opened

    async def renew(self, refused: Opened) -> Opened:
        return refused

    async def refused(self, status: int) -> None:
        self.refusals.append(status)


async def ask(own: OwnTest, *, tenant_id: str, account_id: str, credential: Mapping[str, Any], http: OutboundClient) -> int:
    """200, or the status with which the service refused it. Raises `ConnectionProblem` for another no, `RemoteProblem` for no
    answer. `credential` is as `runtime.connections.using` opens one."""
    account, package = _Shown(account_id, opened_from(credential)), own.known.package
    functions = Functions(SandboxPool(1, strict=settings.SANDBOX_STRICT), http)
    try:
        answer = await functions.run(
            package,
            own.auth,
            TEST,
            {"connectionParameters": account.opened.credentials},
            tenant_id=tenant_id,
            scope="proving",
            account=account,
            wall_seconds=WALL_SECONDS,
        )
    except HookyardError as problem:
        return _judged(problem, account, package.name)
    finally:
        await functions.close()
    if not answer.value:
        raise ConnectionProblem(f"The test of {package.name} does not find it good", code="connection_refused")
    return 200


def _judged(problem: HookyardError, account: _Shown, name: str) -> int:
    status = problem.details.get("status") or next(iter(account.refusals), None)
    if status in REFUSED:
        return int(status)
    if isinstance(problem, ConnectionProblem) or (problem.code == NOT_TRUE and status is None):
        raise ConnectionProblem(f"The test of {name} says: {problem.message}", code="connection_refused") from None
    raise RemoteProblem(f"The test of {name} could not tell: {problem.message}", code="connection_test_failed") from None
