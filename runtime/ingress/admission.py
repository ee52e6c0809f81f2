"""What an endpoint's own settings refuse before a byte of the body is read, and what pages of other origins are told.

For: the allow list of addresses, kinds of body, CORS. Only endpoints that ask for any of it come here.
Not here: reading settings (`runtime.routing.access`), method, rate and size, which every endpoint has (`door`).

Answers to other origins never allow credentials: a page may not act with the cookies of whoever looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from runtime.engine.errors import NotAllowed
from runtime.ingress.answers import Answer, Problem
from runtime.routing.access import Access

PREFLIGHT_SECONDS = 600
MOST_ASKED_HEADERS = 2000  # characters
_NAMES = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+(?:\s*,\s*[A-Za-z0-9!#$%&'*+.^_`|~-]+)*\Z")
_SEEN_BY_PAGES = "x-hookyard-request, x-hookyard-execution, retry-after"

Headers = Iterable[tuple[str, str]]


def stranger(address: str) -> Problem:
    return Problem("address_not_allowed", f"This endpoint takes no requests from {address or 'an unknown address'}.")


def wrong_type(access: Access, headers: Mapping[str, str], content_type: str) -> Problem | None:
    """A request without a body has no type, so none is wrong. `content_type` is the one that the body is read by."""
    if "transfer-encoding" not in headers and headers.get("content-length", "0") == "0":
        return None
    try:
        access.check_type(content_type)
    except NotAllowed as refused:
        return Problem(refused.code, refused.message, (("accept", access.types),))
    return None


def preflight(access: Access, methods: Iterable[str], headers: Headers, request_id: str) -> Answer | None:
    """The answer to a browser that asks before it sends (Fetch, 3.3.5); None when the request is no such question."""
    asked = dict(headers)
    origin = asked.get("origin")
    if not access.origins or not origin or "access-control-request-method" not in asked:
        return None
    told = access.origin_told(origin)
    if not told:
        detail = f"Pages of {origin[:200]} may not call this endpoint. Its allowed origins are set on the Endpoint page."
        return Problem("origin_not_allowed", detail, (("vary", "origin"),)).answer(request_id)
    names = asked.get("access-control-request-headers", "")
    allowed = names if len(names) <= MOST_ASKED_HEADERS and _NAMES.match(names) else ""
    granted = [
        ("access-control-allow-origin", told),
        ("access-control-allow-methods", ", ".join(sorted(methods))),
        ("access-control-max-age", str(PREFLIGHT_SECONDS)),
        ("vary", "origin, access-control-request-headers"),
    ]
    if allowed:
        granted.append(("access-control-allow-headers", allowed))
    return Answer(204, b"", tuple(granted))


def for_pages(access: Access, answer: Answer, headers: Headers) -> Answer:
    """The answer with what lets a page of an allowed origin read it. What a flow wrote of its own about origins gives way."""
    if not access.origins:
        return answer
    told = access.origin_told(next((value for name, value in headers if name == "origin"), ""))
    plain = tuple((name, value) for name, value in answer.headers if not name.startswith("access-control-"))
    allowing = (("access-control-allow-origin", told), ("access-control-expose-headers", _SEEN_BY_PAGES)) if told else ()
    return Answer(answer.status, answer.body, (*plain, *allowing, ("vary", "origin")), answer.code)
