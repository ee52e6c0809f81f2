"""A request proven by a credential of the tenant or a connection of the customer.

For: what steps that call services share: putting the proof on, sending, renewing what was refused, cutting out what is echoed.
Not here: building the request (`http_request`), what each scheme writes (`authorization`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from runtime.components.authorization import allowed_hosts, authorization_headers, without_echo, without_secrets
from runtime.engine.component import HttpAnswer, StepContext

Answered = tuple[HttpAnswer, Callable[[str], str]]  # and what cuts every secret out of a text


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`timeout` in seconds."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None
    timeout: float
    redirects: int


def is_refused(answer: HttpAnswer) -> bool:
    return answer.status == 401


async def send(
    ctx: StepContext,
    sent: Outgoing,
    chosen: Mapping[str, str] | None,
    *,
    refused: Callable[[HttpAnswer], bool] = is_refused,
) -> Answered:
    """`chosen` is `{"credential": key}`, `{"connection": id}` or nothing; `refused` tells an answer that does not take the proof.

    Raises what `HttpPort` does, and `ConnectionProblem` when the service refuses the connection for good.
    """
    if not chosen:
        return await _once(ctx, sent, None)
    if "credential" in chosen:
        return await _once(ctx, sent, await ctx.secret(chosen["credential"]))
    opened = await ctx.connections.open(chosen["connection"])
    answered = await _once(ctx, sent, opened)
    if refused(answered[0]) and opened["renewable"]:
        # It may have been revoked before its time: a renewed token tells that from a connection that is gone.
        opened = await ctx.connections.open(chosen["connection"], refused_token=opened["secret"]["token"])
        answered = await _once(ctx, sent, opened)
    if refused(answered[0]):
        await ctx.connections.refused(chosen["connection"], answered[0].status)
    return answered


async def _once(ctx: StepContext, sent: Outgoing, credential: Mapping[str, Any] | None) -> Answered:
    proof = authorization_headers(credential, body=sent.content or b"", now=ctx.now.timestamp()) if credential else {}
    names = {name.lower() for name in proof}
    own = {name: value for name, value in sent.headers.items() if name.lower() not in names}
    answer = await ctx.http.request(
        sent.method,
        sent.url,
        headers={**own, **proof},
        content=sent.content,
        timeout=sent.timeout,
        redirects=sent.redirects,
        hosts=allowed_hosts(credential),
        secret_headers=proof.keys(),
    )
    return without_echo(answer, credential, proof), partial(without_secrets, credential=credential, headers=proof)
