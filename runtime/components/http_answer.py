"""What the answer to an HTTP request means.

For: its body as JSON values, and whose problem a status is.
Not here: making the request (`http_request`).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from runtime.engine.component import HttpAnswer
from runtime.engine.errors import ConnectionProblem, HookyardError, RemoteProblem, StepProblem


def read_body(answer: HttpAnswer) -> Any:
    """JSON parsed, text as text, other bytes as `{"base64": ...}`, nothing as null.

    Raises `RemoteProblem` `remote_garbage` when the answer calls itself JSON and is not.
    """
    if not answer.body:
        return None
    media_type, _ = _content_type(answer)
    if media_type == "application/json" or media_type.endswith("+json"):
        try:
            return orjson.loads(answer.body)
        except (ValueError, RecursionError):
            raise RemoteProblem("The service says it answers JSON, but the body is none.", code="remote_garbage") from None
    try:
        return answer.body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if media_type.startswith("text/"):
        return answer_text(answer)
    return {"base64": base64.b64encode(answer.body).decode("ascii")}


def refusal(answer: HttpAnswer, *, now: datetime, excerpt: str) -> HookyardError:
    """Whose problem a status is: 5xx, 408 and 429 may pass, 401 is the credential's, any other needs another request."""
    status = answer.status
    message = f"The service answered {status}."
    details = {"status": status, "answer": excerpt}
    if status >= 500 or status in (408, 429):
        return RemoteProblem(
            f"{message} Trying later may help.", code="http_status", retry_after=retry_after(answer.headers, now=now), **details
        )
    if status == 401:
        return ConnectionProblem(f"{message} Check the credential of this step.", code="http_status", **details)
    if 300 <= status < 400:
        details["location"] = answer.headers.get("location", "")
        return StepProblem(f"{message} Use the new address, or let the step follow redirects.", code="http_status", **details)
    return StepProblem(
        f"{message} Correct the request, or switch off failing on status and handle it in the flow.",
        code="http_status",
        **details,
    )


def retry_after(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Seconds to wait, from seconds or an HTTP date (RFC 9110 section 10.2.3); at most a day, None when it says nothing."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), 86_400.0)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return min(max((moment - now).total_seconds(), 0.0), 86_400.0) if moment.tzinfo else None


def answer_text(answer: HttpAnswer) -> str:
    """The body as text in its charset; what is no text there becomes replacement characters."""
    try:
        return answer.body.decode(_content_type(answer)[1], "replace")
    except (LookupError, ValueError):  # a charset nobody knows, or none at all
        return answer.body.decode("utf-8", "replace")


def _content_type(answer: HttpAnswer) -> tuple[str, str]:
    header = Message()
    header["content-type"] = answer.headers.get("content-type", "application/octet-stream")
    return header.get_content_type(), header.get_content_charset("utf-8")
