"""The same data in another form: JSON, XML, CSV, forms, base64.

What requests bring is read by the same parsers (`runtime.routing.bodies`), so that a body and a step agree.
"""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from runtime.components.fields import field
from runtime.components.operations import (
    Operation,
    list_of,
    only_for,
    operations_schema,
    require_room,
    runner,
    wrong,
)
from runtime.engine.component import Component, Json, Kind
from runtime.engine.errors import NotAllowed, StepProblem
from runtime.routing.bodies.forms import parse_form
from runtime.routing.bodies.jsons import parse_json
from runtime.routing.bodies.media import Media, read_media
from runtime.routing.bodies.tables import parse_csv
from runtime.routing.bodies.xmls import parse_xml

XML_NAME = re.compile(r"[A-Za-z_][\w.\-]*(?::[A-Za-z_][\w.\-]*)?")
DEEPEST = 64


def _text(value: Json) -> str:
    """The text in a value; that of a body, or of a file in it, is its data."""
    if isinstance(value, Mapping):
        if isinstance(value.get("base64"), str):
            return _decoded(value["base64"]).decode("utf-8", "replace")
        if isinstance(data := value.get("data"), str):
            return data
    if isinstance(value, str):
        return value
    raise wrong("Data", "text", value)


def _parsed(parse: Callable[[bytes], Json]) -> Callable[[Any, Any], Json]:
    def do(inputs: Any, ctx: Any) -> Json:
        try:
            return parse(_text(inputs.get("data")).encode("utf-8", "replace"))
        except NotAllowed as refused:
            raise StepProblem(refused.message.replace("The body is", "This is"), code="not_convertible") from None

    return do


def _from_json(inputs: Any, ctx: Any) -> Json:
    """What is parsed already stays as it is: bodies of requests are."""
    data = inputs.get("data")
    read_already = not isinstance(data, str) and not (isinstance(data, Mapping) and isinstance(data.get("data"), str))
    if (
        isinstance(data, Mapping)
        and set(data) <= {"data", "contentType"}
        and "data" in data
        and not isinstance(data["data"], str)
    ):
        return data["data"]
    return data if read_already else _parsed(parse_json)(inputs, ctx)


def _from_form(inputs: Any, ctx: Any) -> Json:
    data = inputs.get("data")
    if isinstance(data, Mapping) and isinstance(data.get("data"), Mapping):
        return data["data"]
    return data if isinstance(data, Mapping) and "data" not in data else _parsed(parse_form)(inputs, ctx)


def _from_csv(inputs: Any, ctx: Any) -> Json:
    media = read_media("text/csv" if inputs.get("header") is not False else "text/csv; header=absent")
    text, separator = _text(inputs.get("data")), inputs.get("separator")
    if separator and separator not in (",", ";", "\t", "|"):
        raise StepProblem("The separator is a comma, a semicolon, a tab or a bar.", code="input_invalid")
    if separator:
        media = Media(**{**_fields(media), "type": "text/tab-separated-values"}) if separator == "\t" else media
    return _parsed(lambda body: parse_csv(body, media))({"data": text}, ctx)


def _fields(media: Media) -> dict[str, Any]:
    return {name: getattr(media, name) for name in media.__dataclass_fields__}


def _to_csv(inputs: Any, ctx: Any) -> str:
    rows = [row if isinstance(row, (dict, list)) else [row] for row in list_of(inputs.get("data"), "Data")]
    names = list(dict.fromkeys(str(name) for row in rows if isinstance(row, dict) for name in row))
    require_room(characters=len(rows) * len(names))  # of rows that share no field, it would be empty cells
    out = io.StringIO()
    writer = csv.writer(out, delimiter=inputs.get("separator") or ",", lineterminator="\n")
    if names and inputs.get("header") is not False:
        writer.writerow(names)
    for row in rows:
        cells = [row.get(name) for name in names] if isinstance(row, dict) else row
        writer.writerow(["" if cell is None else cell if isinstance(cell, str) else json.dumps(cell) for cell in cells])
    return out.getvalue()


def _to_xml(inputs: Any, ctx: Any) -> str:
    data, root = inputs.get("data"), inputs.get("root")
    if (
        not isinstance(data, Mapping)
        or root
        or len(data) != 1
        or next(iter(data)).startswith(("@", "#"))
        or isinstance(next(iter(data.values())), list)
    ):
        data = {root or "root": data}
    name, value = next(iter(data.items()))
    written = _Written()
    written.add('<?xml version="1.0" encoding="UTF-8"?>\n')
    _write_element(written, name, value, 0)
    return "".join(written.pieces)


class _Written:
    """Counted as it grows: a long name stands around each item of a list."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._characters = 0

    def add(self, piece: str) -> None:
        self._characters += len(piece)
        require_room(characters=self._characters)
        self.pieces.append(piece)


def _write_element(written: _Written, name: str, value: Json, depth: int) -> None:
    if not XML_NAME.fullmatch(name):
        raise StepProblem(f'"{name[:60]}" cannot be the name of an XML element; use letters and digits.', code="not_convertible")
    if depth > DEEPEST:
        raise StepProblem(f"XML is written at most {DEEPEST} deep.", code="not_convertible")
    if isinstance(value, list):
        for one in value:
            _write_element(written, name, one, depth + isinstance(one, list))
        return
    members = value if isinstance(value, Mapping) else {"#text": value}
    attributes = "".join(
        f" {key[1:]}={quoteattr(_plain(each))}"
        for key, each in members.items()
        if key.startswith("@") and XML_NAME.fullmatch(key[1:])
    )
    written.add(f"<{name}{attributes}>")
    begun = len(written.pieces)
    if members.get("#text") is not None:
        written.add(escape(_plain(members["#text"])))
    for key, each in members.items():
        if key[:1] not in "@#":
            _write_element(written, key, each, depth + 1)
    if len(written.pieces) == begun:
        written.pieces[-1] = f"<{name}{attributes}/>"
    else:
        written.add(f"</{name}>")


def _plain(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise StepProblem("This is no base64 text.", code="not_convertible") from None


def _as_text(inputs: Any, ctx: Any) -> str:
    data = inputs.get("data")
    return data if isinstance(data, str) else "" if data is None else json.dumps(data, ensure_ascii=False)


def _to_form(inputs: Any, ctx: Any) -> str:
    data = inputs.get("data")
    if not isinstance(data, Mapping):
        raise wrong("Data", "an object", data)
    require_room(characters=sum(len(key) * len(value) for key, value in data.items() if isinstance(value, list)))
    pairs = [(key, one) for key, value in data.items() for one in (value if isinstance(value, list) else [value])]
    return urlencode(
        [(key, one if isinstance(one, str) else _as_text({"data": one}, ctx)) for key, one in pairs], errors="replace"
    )


OPERATIONS = {
    "fromJson": Operation("Read JSON", _from_json),
    "toJson": Operation("Write JSON", lambda inputs, ctx: json.dumps(inputs.get("data"), ensure_ascii=False)),
    "fromXml": Operation("Read XML", _parsed(parse_xml)),
    "toXml": Operation("Write XML", _to_xml),
    "fromCsv": Operation("Read CSV", _from_csv),
    "toCsv": Operation("Write CSV", _to_csv),
    "fromForm": Operation("Read a form", _from_form),
    "toForm": Operation("Write a form", _to_form),
    "toText": Operation("Write as text", _as_text),
    "fromBase64": Operation(
        "Read base64 as text", lambda inputs, ctx: _decoded(_text(inputs.get("data"))).decode("utf-8", "replace")
    ),
    "toBase64": Operation(
        "Write base64", lambda inputs, ctx: base64.b64encode(_as_text(inputs, ctx).encode("utf-8", "replace")).decode()
    ),
}

CONVERT = Component(
    key="convert",
    title="Convert",
    summary="Reads or writes JSON, XML, CSV, forms and base64.",
    docs=(
        "`convert_1.results` is the data in its other form. XML is read as requests are: objects with `@attribute` and `#text`, "
        "and written from the same; CSV is one object a row. A body of a request that came parsed is given as it is."
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="arrow-left-right",
    synonyms=(
        "json",
        "xml",
        "csv",
        "form",
        "base64",
        "parse",
        "serialize",
        "deserialize",
        "encode",
        "decode",
        "format",
        "stringify",
    ),
    inputs=operations_schema(
        OPERATIONS,
        {
            "data": field("Data", "What to read or to write.", **{"x-widget": "reference"}),
            "separator": field(
                "Separator",
                "Between the cells of CSV; a comma when left out.",
                type="string",
                maxLength=1,
                **only_for("fromCsv", "toCsv"),
            ),
            "header": field(
                "Header",
                "Whether the first row of CSV names the columns.",
                type="boolean",
                default=True,
                **only_for("fromCsv", "toCsv"),
            ),
            "root": field("Root", "Name of the outermost XML element.", type="string", maxLength=100, **only_for("toXml")),
        },
        required=("data",),
    ),
    example={
        "operation": {"value": "toXml"},
        "data": {"reference": "webhook_1.results.body.data.data"},
        "root": {"value": "order"},
    },
    run=runner(OPERATIONS),
    results_example='<?xml version="1.0" encoding="UTF-8"?>\n<order><orderid>1001</orderid></order>',
)
