"""Integrations as YAML: for reading, reviewing and moving between installations.

For: a definition to text with a stable order and code as block text, and back to the very same document.
The scalars are those of YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema), so that `no` and `2020-01-01`
stay text; whatever an older reader would take for something else is quoted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import yaml

from runtime.engine.errors import HookyardError

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 100
MAX_VALUES = 100_000
MOST_DIGITS = 100
# What people want to read first comes first; everything else follows by name.
KEY_ORDER = (
    *("id", "name", "key", "component", "description", "type", "response", "endpoint", "methods", "credential"),
    *("preprocessFlow", "flowName", "externalCustomerId", "unrouted", "configVariables", "configPages", "flows"),
    *("tagline", "elements", "variable", "text", "instructions"),
    *("inputs", "steps", "links", "from", "to", "outlet", "value", "reference", "template", "configVariable", "list", "object"),
    *("onError", "retry", "disabled", "notes", "policy", "layout", "annotations"),
)
_RANK = {key: rank for rank, key in enumerate(KEY_ORDER)}
# Line breaks to Unicode or to YAML 1.1, and the byte order mark: only double quotes keep them as they are.
_FRAGILE = re.compile("[\r\x85\u2028\u2029\ufeff]")

_CORE = {
    "tag:yaml.org,2002:null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "tag:yaml.org,2002:bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "tag:yaml.org,2002:int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    "tag:yaml.org,2002:float": (
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
        list("-+.0123456789"),
    ),
}


class ImportRefused(HookyardError):
    """The text is no integration; says where."""

    default_code = "import_malformed"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise ImportRefused(f"Line {_line(key_node)}: keys are text; put quotes around {key!r}.")
            if key in found:
                raise ImportRefused(f"Line {_line(key_node)}: the key {key} stands twice.")
            found[key] = self.construct_object(value_node, deep=True)
        return found


class Dumper(yaml.SafeDumper):
    """Writes what the loader reads back as it was, without aliases."""

    yaml_implicit_resolvers = {first: list(pairs) for first, pairs in yaml.SafeDumper.yaml_implicit_resolvers.items()}

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # list items stand inside their key


def _construct_int(loader: yaml.Loader, node: yaml.ScalarNode) -> int:
    text = loader.construct_scalar(node)
    # What fits no 64 bits cannot be written as JSON again, and Python itself refuses thousands of digits.
    number = int(text, 0) if text[:2] in ("0o", "0x") else int(text) if len(text) <= MOST_DIGITS else None
    if number is None or not -(2**63) <= number < 2**64:
        raise ImportRefused(f"Line {_line(node)}: this number is too large; put quotes around it to keep it as text.")
    return number


def _construct_float(loader: yaml.Loader, node: yaml.ScalarNode) -> float:
    number = float(loader.construct_scalar(node))
    if not math.isfinite(number):
        raise ImportRefused(f"Line {_line(node)}: {node.value[:40]} is too large a number.")
    return number


def _text(dumper: yaml.Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if _FRAGILE.search(text) else "|" if "\n" in text.rstrip("\n") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


for _tag, (_pattern, _first) in _CORE.items():
    for _class in (_Loader, Dumper):
        _class.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), _first)
_Loader.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True))
_Loader.add_constructor("tag:yaml.org,2002:int", _construct_int)
_Loader.add_constructor("tag:yaml.org,2002:float", _construct_float)
Dumper.add_representer(str, _text)


def dump_definition(definition: dict[str, Any], *, tests: Sequence[dict[str, Any]] = ()) -> str:
    """`tests` are written behind it as they are: what they send and expect is the builder's own."""
    document = {**_ordered(definition), **({"tests": list(tests)} if tests else {})}
    return yaml.dump(document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=120)


def load_definition_yaml(text: str) -> dict[str, Any]:
    """Raises `ImportRefused`: too large, no YAML, aliases, keys that repeat, nesting without end, no mapping."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise ImportRefused(f"The file is larger than {MAX_BYTES // 2**20} MiB.")
    try:
        _refuse_tricks(text)
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader with fewer types still
    except yaml.MarkedYAMLError as error:
        line = f"Line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise ImportRefused(f"{line}this is not YAML: {error.problem}.") from None
    except (yaml.YAMLError, ValueError) as error:
        raise ImportRefused(f"This is not YAML: {error}.") from None
    if not isinstance(document, dict):
        raise ImportRefused("An integration is a mapping with name, key, endpoint and flows.")
    return document


def _refuse_tricks(text: str) -> None:
    """Looks at the events before anything is built: an alias can make kilobytes into gigabytes."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if count > MAX_VALUES:
            raise ImportRefused(f"The file holds more than {MAX_VALUES:,} values; move large data out of it.")
        if isinstance(event, yaml.ScalarEvent) and "\0" in event.value:
            raise ImportRefused(f"Line {event.start_mark.line + 1}: a NUL character cannot be kept; leave it out.")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ImportRefused(f"Line {event.start_mark.line + 1}: anchors and aliases are not taken; write it out.")
        if getattr(event, "tag", None):
            raise ImportRefused(f"Line {event.start_mark.line + 1}: tags such as {event.tag} are not taken.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ImportRefused(f"Line {event.start_mark.line + 1}: nested more than {MAX_DEPTH} deep.")


def _ordered(value: Any, inside: str = "") -> Any:
    """Keys that are the builder's own (below `value` and `layout`, in an `object`) keep their order."""
    if isinstance(value, list):
        return [_ordered(item, inside) for item in value]
    if not isinstance(value, dict) or inside in ("value", "layout"):
        return value
    keys = list(value) if inside == "object" else sorted(value, key=lambda key: (_RANK.get(key, len(_RANK)), key))
    return {key: _ordered(value[key], key if inside != "object" else "") for key in keys}


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1
