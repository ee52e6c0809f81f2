"""References, from their way of writing to ours and back.

`step.results.path`: keys may hold spaces and stand unquoted there (`webhookUrls.Handle Change Notifications`), places of lists
are `.0` or `[0]`, and what stands between `{{` and `}}` begins with `$` for a step and `#` for a config variable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from runtime.engine.errors import InvalidDefinition
from runtime.engine.references import compile_reference

Keys = tuple[str, ...]

BY_FLOW = ("webhookUrls", "webhookApiKeys")  # their values are keyed by the name of a flow, which may hold dots
TEMPLATE = re.compile(r"\{\{\s*([$#])([^{}]*?)\s*\}\}")
OUR_TEMPLATE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_PLAIN = re.compile(r"""[^\s.\[\]{}"']+""")
_BRACKET = re.compile(r"""\[\s*(?:(\d+)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\]""")
_IN_CODE = r"(?<![\w$.]){holder}\??(?:\.{name}(?![\w$])|\[(['\"]){name}\1\])"


@dataclass(slots=True)
class Names:
    """Whom a name of one side means on the other. `reshaped` says what becomes of the keys behind `results` of a step of ours."""

    steps: dict[str, str] = field(default_factory=dict)  # their name to our id
    variables: dict[str, str] = field(default_factory=dict)  # their key to ours
    flows: dict[str, str] = field(default_factory=dict)  # their name to our key
    loops: set[str] = field(default_factory=set)  # our ids
    reshaped: dict[str, Callable[[Keys], Keys]] = field(default_factory=dict)

    def variable(self, name: str) -> str:
        return self.variables.get(name, name)


def read_reference(text: str, names: Names) -> str:
    """Ours, for theirs."""
    root, keys = split(text, tuple(names.flows))
    step = names.steps.get(root, root)
    if step in names.loops and keys[:1] == ("current",):
        keys = ("currentItem", *keys[1:])
    if step in names.reshaped and keys[:1] == ("results",):
        keys = ("results", *names.reshaped[step](keys[1:]))
    return join(step, keys)


def read_template(text: str, names: Names) -> str:
    def one(found: re.Match[str]) -> str:
        inner = found[2].strip()
        return f"{{{{{read_reference(inner, names)}}}}}" if found[1] == "$" else f"{{{{#{names.variable(inner)}}}}}"

    return TEMPLATE.sub(one, text)


def split(text: str, flows: Sequence[str] = ()) -> tuple[str, Keys]:
    text = text.strip()
    root = re.match(r"[^.\[]*", text)
    at = root.end() if root else 0
    return text[:at].strip(), tuple(_keys(text, at, sorted(flows, key=len, reverse=True)))


def _keys(text: str, at: int, flows: Sequence[str]) -> Iterator[str]:
    key = ""
    while at < len(text):
        if bracket := _BRACKET.match(text, at):
            number, *quoted = bracket.groups()
            key = number if number is not None else re.sub(r"\\(.)", r"\1", quoted[0] if quoted[0] is not None else quoted[1])
            at = bracket.end()
        else:
            at += text[at] == "."
            named = next((name for name in flows if text.startswith(name, at)), None) if key in BY_FLOW else None
            end = at + len(named) if named else _end_of_key(text, at)
            key, at = text[at:end].strip(), max(end, at + (end == at))
        if key:
            yield key


def _end_of_key(text: str, at: int) -> int:
    ends = [place for place in (text.find(".", at), text.find("[", at)) if place >= 0]
    return min(ends, default=len(text))


def join(root: str, keys: Sequence[str]) -> str:
    return root + "".join(f".{key}" if _PLAIN.fullmatch(key) else f"[{json.dumps(key, ensure_ascii=False)}]" for key in keys)


def write_reference(text: str, names: Mapping[str, str], whole: Collection[str] = ()) -> str:
    """Theirs, for ours; `names` are by our id of a step, `whole` those that give a whole HTTP answer, whose body is `data` there.
    A JSONPath has no like there and stays."""
    try:
        reference = compile_reference(text)
    except InvalidDefinition:
        return text
    if reference.is_query:
        return text
    path = reference.keys
    if reference.root in whole and path[:2] == ("results", "body"):
        path = ("results", "data", *path[2:])
    keys = "".join(f".{key}" if "." not in key and "[" not in key else f"[{json.dumps(key)}]" for key in path)
    return names.get(reference.root, reference.root) + keys


def write_template(text: str, names: Mapping[str, str], variables: Mapping[str, str], whole: Collection[str] = ()) -> str:
    def one(found: re.Match[str]) -> str:
        inner = found[1]
        if inner.startswith("#"):
            name = inner[1:].strip()
            return f"{{{{#{variables.get(name, name)}}}}}"
        return f"{{{{${write_reference(inner, names, whole)}}}}}"

    return OUR_TEMPLATE.sub(one, text)


def renamed_in_code(source: str, renamed: Mapping[str, str], holder: str = "stepResults") -> str:
    """`stepResults.old` and `stepResults["old"]` under the new names; what code takes apart otherwise stays as it is."""
    for old, new in renamed.items():
        if old != new:
            pattern = _IN_CODE.format(holder=holder, name=re.escape(old))
            source = re.sub(pattern, lambda found, name=new: found[0][: len(holder)] + f".{name}", source)  # type: ignore[misc]
    return source
