"""Whose account at the service a function works with.

For: the credentials as a function sees them, the hosts they are for, fresh ones when the service refuses these.
Not here: storing and renewing them (`runtime.connections`), putting them on requests (`client`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from runtime.engine.component import ConnectionsPort
from runtime.engine.values import value


@value
class Opened:
    """`credentials` are what functions get; `proof` is the same in the form of `runtime.components.authorization`, for packages
    that say nothing about how to prove themselves. No hosts are all hosts."""

    credentials: Mapping[str, Any]
    hosts: Collection[str] = ()
    proof: Mapping[str, Any] | None = None
    can_renew: bool = False


class Account(Protocol):
    @property
    def id(self) -> str:
        """Functions of one account never meet what those of another left behind."""
        ...

    async def open(self) -> Opened:
        """Raises `ConnectionProblem`, `RemoteProblem`."""
        ...

    async def renew(self, refused: Opened) -> Opened:
        """After the service refused it. Raises as `open`."""
        ...

    async def refused(self, status: int) -> None:
        """Renewing did not help, or there is nothing to renew. May raise `ConnectionProblem`."""
        ...


@value
class ConnectionAccount:
    """A connection of the customer, or of the tenant in a test, through the port that guards whose it is."""

    connections: ConnectionsPort
    id: str

    async def open(self) -> Opened:
        return opened_from(await self.connections.open(self.id))

    async def renew(self, refused: Opened) -> Opened:
        token = (refused.proof or {}).get("secret", {}).get("token", "")
        return opened_from(await self.connections.open(self.id, refused_token=token))

    async def refused(self, status: int) -> None:
        await self.connections.refused(self.id, status)


@dataclass(frozen=True, slots=True)
class GivenAccount:
    """Credentials that somebody typed, to try a function with."""

    credentials: Mapping[str, Any]
    id: str = "given"
    hosts: Collection[str] = field(default=())

    async def open(self) -> Opened:
        return Opened(self.credentials, self.hosts)

    async def renew(self, refused: Opened) -> Opened:
        return refused

    async def refused(self, status: int) -> None:
        return None


def opened_from(opened: Mapping[str, Any]) -> Opened:
    """Under the names that packages look for: fields as the customer filled them in; the token of OAuth in both spellings."""
    secret = dict(opened["secret"])
    settings = {name: entry for name, entry in opened["settings"].items() if name != "headers"}
    token = secret.get("token")
    if opened["scheme"] == "bearer" and token:
        secret |= {"access_token": token, "accessToken": token}
    return Opened({**settings, **secret}, opened["hosts"], opened, bool(opened["renewable"]))
