"""Calls of connectors are awaited, not waited for: each may take two minutes, and pages are served by few threads.

For: the one path under /core/v1/ that does not run as a page. Its view checks the call on a thread and begins it; this awaits it.
"""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import Future
from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from designer.api.wire import MAX_BODY, JsonRenderer
from designer.triggers_api.connectors import CallConnectorView
from runtime.ingress.reading import Receive, Refused, read_body
from runtime.reading import in_thread

PATH = re.compile(r"/core/v1/connectors/([^/]+)/versions/([^/]+)/call")
_view = CallConnectorView.as_view()


def takes(scope: Any) -> bool:
    return scope["method"] == "POST" and PATH.fullmatch(scope["path"]) is not None


async def answer(scope: Any, receive: Receive, send: Any) -> None:
    try:
        said = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"content-length"), "")
        body = await read_body(receive, said=said, most=MAX_BODY)
    except Refused as refused:
        told = {"message": refused.problem.detail, "code": refused.problem.code}
        await _send(HttpResponse(JsonRenderer().render(told), status=400, content_type="application/json"), send)
        return
    begun: list[Future[dict[str, Any]]] = []
    first = await in_thread(lambda: _begin(scope, body, begun))
    if begun:
        first.content = JsonRenderer().render(await asyncio.wrap_future(begun[0]))
    await _send(first, send)


def _begin(scope: Any, body: bytes, begun: list[Future[dict[str, Any]]]) -> HttpResponse:
    request: Any = ASGIRequest(scope, BytesIO(body))
    request.awaited = begun.append
    name, version = PATH.fullmatch(scope["path"]).groups()  # type: ignore[union-attr]
    answer: HttpResponse = _view(request, name=name, version=version)
    return answer.render() if hasattr(answer, "render") else answer


async def _send(answer: HttpResponse, send: Any) -> None:
    headers = [
        (name.lower().encode(), str(value).encode("latin-1"))
        for name, value in answer.items()
        if name.lower() != "content-length"
    ]
    headers += [(b"content-length", b"%d" % len(answer.content)), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
