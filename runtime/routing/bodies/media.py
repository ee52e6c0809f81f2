"""What a Content-Type says.

For: media type, parameters, charset, and which of our few kinds of body that is.
Not here: reading the body.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from multipart import parse_options_header

from runtime.routing.bodies.refusals import not_taken

# Kind to the media type that stands for it.
EXAMPLES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
    "xml": "application/xml",
    "csv": "text/csv",
    "text": "text/plain",
    "binary": "application/octet-stream",
}
JSON_TYPES = {"application/json", "text/json", "application/x-json"}
LINES_TYPES = {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"}
XML_TYPES = {"application/xml", "text/xml"}
CSV_TYPES = {"text/csv", "application/csv", "text/tab-separated-values"}
TEXT_TYPES = {"application/javascript", "application/graphql", "application/yaml", "application/x-yaml", "application/sql"}
LONGEST = 1000  # characters of a Content-Type that are worth reading

# By name, since a codec of Python may be anything: `rot13`, `zip`, or `unicode_escape`, which reads what nobody wrote.
CHARSETS = frozenset(
    codecs.lookup(name).name
    for name in (
        *("utf-8", "us-ascii", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
        *(f"iso-8859-{part}" for part in range(1, 17) if part != 12),
        *(f"windows-125{part}" for part in range(9)),
        *("koi8-r", "koi8-u", "shift_jis", "euc-jp", "iso-2022-jp", "gb2312", "gbk", "gb18030", "big5", "euc-kr", "mac-roman"),
    )
)


@dataclass(frozen=True, slots=True)
class Media:
    """`type` in lower case, empty when nothing was said. `charset` is a codec's name, or empty."""

    type: str
    kind: str
    charset: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=512)
def read_media(content_type: str) -> Media:
    """Raises NotAllowed `charset_unknown` for text in a charset that we cannot read. The same header comes again and again."""
    name, parameters = parse_options_header(content_type[:LONGEST]) if ";" in content_type else (content_type, {})
    name = name.strip().lower()
    kind = kind_of(name)
    said = parameters.get("charset", "").strip().strip("'\"") if kind != "binary" else ""
    return Media(name, kind, _codec(said) if said else "", parameters)


def kind_of(name: str) -> str:
    """For a media type without parameters; empty for none, which its body decides."""
    if name in JSON_TYPES or name in LINES_TYPES or name.endswith("+json"):
        return "json"
    if name == "application/x-www-form-urlencoded":
        return "form"
    if name == "multipart/form-data":
        return "multipart"
    if name in XML_TYPES or name.endswith("+xml"):
        return "xml"
    if name in CSV_TYPES:
        return "csv"
    if name.startswith("text/") or name in TEXT_TYPES or name.endswith("+yaml"):
        return "text"
    return "binary" if name else ""


def _codec(said: str) -> str:
    try:
        name = codecs.lookup(said).name
    except (LookupError, ValueError):
        name = ""
    if name not in CHARSETS:
        raise not_taken(f"The charset {said[:40]!r} is not one we read. Send UTF-8.", "charset_unknown")
    return name
