"""What a function in the sandbox may ask for, answered by the parent: requests and pauses, nothing else.

For: reading each question defensively, as it comes from code of strangers, and turning failures into what code can catch.
Not here: the sandbox's side (`host/host.js`), sending (`client`).
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from runtime.connectors.functions.bodies import encode
from runtime.connectors.functions.client import ApiClient, ApiRefused
from runtime.engine.errors import HookyardError, StepProblem
from runtime.sandbox.conversation import Json, Question, Refusal

LONGEST_SLEEP: Final = 30.0  # seconds
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Answering:
    """Of one run. `problems` are those that code was told of: the one that it lets pass is raised in its own words again."""

    def __init__(self, client: ApiClient, *, has_api: bool) -> None:
        self._client = client
        self.problems: list[HookyardError] = []
        kinds: dict[str, Callable[[Mapping[str, Any]], Awaitable[Json]]] = {"fetch": self._fetch, "sleep": self._sleep}
        self._kinds = {**kinds, "api": self._api} if has_api else kinds

    async def respond(self, question: Question) -> Json:
        details = question.details if isinstance(question.details, dict) else {}
        try:
            kind = self._kinds.get(question.kind)
            if kind is None:
                raise StepProblem("There is nobody here to ask that.", code="request_malformed")
            return await kind(details)
        except ApiRefused as refused:
            answer = refused.answer
            raise self._refusal(
                refused.problem, status=answer.status, headers=dict(answer.headers), data=answer.data, key=refused.key
            ) from None
        except HookyardError as problem:
            raise self._refusal(problem, key=problem.code) from None

    def _refusal(self, problem: HookyardError, **told: Any) -> Refusal:
        self.problems.append(problem)
        return Refusal({"message": problem.message, "problem": len(self.problems) - 1, **told})

    async def _api(self, asked: Mapping[str, Any]) -> Json:
        answer = await self._client.request(
            _method(asked),
            str(asked.get("path") or ""),
            query=_mapping(asked, "query"),
            headers=_mapping(asked, "headers"),
            body={name: asked[name] for name in ("base64", "form", "data") if name in asked},
            base_uri=str(asked.get("baseUri") or ""),
            auth=_mapping(asked, "auth") or None,
            is_binary=asked.get("responseType") == "arraybuffer",
        )
        told = {"status": answer.status, "headers": dict(answer.headers)}
        return {**told, **answer.data} if asked.get("responseType") == "arraybuffer" else {**told, "data": answer.data}

    async def _fetch(self, asked: Mapping[str, Any]) -> Json:
        headers = {str(name): str(given) for name, given in _mapping(asked, "headers").items()}
        body = {"base64": asked["base64"]} if asked.get("base64") is not None else {"data": asked.get("text")}
        url = str(asked.get("url") or "")
        redirects = 0 if asked.get("redirect") in ("manual", "error") else 5
        answer = await self._client.fetch(_method(asked), url, headers, encode(body, headers), redirects)
        packed = base64.b64encode(answer.body).decode("ascii")
        return {"status": answer.status, "headers": dict(answer.headers), "base64": packed, "url": url}

    async def _sleep(self, asked: Mapping[str, Any]) -> Json:
        milliseconds = asked.get("milliseconds")
        seconds = milliseconds / 1000 if isinstance(milliseconds, int | float) else 0.0
        await asyncio.sleep(min(max(seconds, 0.0), LONGEST_SLEEP))
        return None


def _method(asked: Mapping[str, Any]) -> str:
    method = str(asked.get("method") or "GET").upper()
    if method not in METHODS:
        raise StepProblem(f"{method[:20]} is no HTTP method. There are {', '.join(sorted(METHODS))}.", code="request_malformed")
    return method


def _mapping(asked: Mapping[str, Any], name: str) -> dict[str, Any]:
    given = asked.get(name)
    return given if isinstance(given, dict) else {}
