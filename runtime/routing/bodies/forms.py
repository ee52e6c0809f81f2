"""Forms: url-encoded bodies, and the query of a URL, which is written the same way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from runtime.engine.errors import NotAllowed
from runtime.routing.bodies.jsons import parse_json
from runtime.routing.bodies.refusals import malformed

MOST_FIELDS = 1000


def parse_form(body: bytes, charset: str = "") -> dict[str, Any]:
    """Name to value, or to a list where a name repeats. Raises NotAllowed `body_malformed`.

    A form whose only field is `payload` holding a JSON object (GitHub, Slack) has it as data already.
    """
    encoding = charset or "utf-8"
    try:
        # Escapes that are no text in the charset become the replacement character; the raw body keeps what was sent.
        pairs = parse_qsl(body.decode(encoding), keep_blank_values=True, max_num_fields=MOST_FIELDS, encoding=encoding)
    except ValueError:
        raise malformed(f"The form is not text in {encoding} or has over {MOST_FIELDS} fields.") from None
    fields = gather(pairs)
    if list(fields) == ["payload"] and isinstance(fields["payload"], str):
        fields["payload"] = _payload(fields["payload"])
    return fields


def parse_query(query: str) -> dict[str, Any]:
    """Raises NotAllowed `query_malformed`."""
    try:
        return gather(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)) if query else {}
    except ValueError:
        raise NotAllowed(f"The query of the URL has over {MOST_FIELDS} parameters.", code="query_malformed") from None


def gather(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    gathered: dict[str, Any] = {}
    repeated: set[str] = set()
    for name, value in pairs:
        if name not in gathered:
            gathered[name] = value
        elif name in repeated:
            gathered[name].append(value)
        else:
            gathered[name] = [gathered[name], value]
            repeated.add(name)
    return gathered


def _payload(text: str) -> Any:
    if not text.lstrip().startswith("{"):
        return text
    try:
        return parse_json(text.encode(errors="surrogatepass"))
    except NotAllowed:
        return text
