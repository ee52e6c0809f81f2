"""Fields as the pages call them: a problem says "Requests per second", where its `field` keeps the way for programs.

For: the subject of one sentence about a place in a definition, or in the inputs of a step. The labels are those of the front end.
Not here: what is wrong there (`wording.reason`), the way itself (`wording.field_path`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Path = Sequence[str | int]

# By the names on the way, indexes left out; the longest end that fits counts. What is missing is its name in words.
_LABELS: dict[tuple[str, ...], str] = {
    ("endpoint", "customerCredential"): "Each customer's own credential",
    ("endpoint", "type"): "The type of the endpoint",
    ("endpoint", "unrouted"): "What the sender gets when nobody matches",
    ("endpoint", "largestBody"): "Largest body in bytes",
    ("configVariables", "of"): "What its entries are",
    ("configVariables", "minimum"): '"At least"',
    ("configVariables", "maximum"): '"At most"',
    ("configVariables", "visibility"): "Who sets it",
    ("configVariables", "schema"): "Fields",
    ("configVariables", "choicesFrom"): "Where the choices come from",
    ("choicesFrom", "flow"): "The flow of the choices",
    ("choices", "label"): "Words",
    ("elements", "url"): "Address",
    ("elements", "upload"): "Picture",
    ("elements", "alt"): '"What it shows"',
    ("elements", "mode"): "Who makes the secret",
    ("elements", "scheme"): "How the other service signs",
    ("elements", "variable"): "Config variable",
    ("shownWhen",): '"Shown when"',
    ("flows", "name"): "Flow name",
    ("flows", "response"): "When the caller is answered",
    ("dedupe", "id"): "What tells repeated requests",
    ("dedupe", "windowSeconds"): '"Within seconds"',
    ("concurrency", "atOnce"): '"At once"',
    ("concurrency", "perSeconds"): '"In seconds"',
    ("ordering", "key"): "Key of the turns",
    ("policy", "timeLimitSeconds"): "Longest time in seconds",
    ("policy", "retry", "maxAttempts"): "Tries of a step that fails",
    ("policy", "retry", "delaySeconds"): "Seconds until the second try",
    ("steps", "id"): "Label",
    ("steps", "name"): "Step name",
    ("steps", "onError"): '"When it fails"',
    ("steps", "timeoutSeconds"): '"Give up after seconds"',
    ("retry", "maxAttempts"): "Attempts in all",
    ("retry", "delaySeconds"): "Seconds between",
}
_LONGEST = max(map(len, _LABELS))
# What entries of a list are called beside its label; null: they need no list to be known by.
_ENTRIES = {"choices": "choice", "instructions": "step"}


def in_words(name: str) -> str:
    """`requestsPerSecond` is requests per second; a name that is not of this kind stays."""
    if not re.fullmatch(r"[a-z]+(?:[A-Z][a-z]*)*", name):
        return name
    return re.sub(r"[A-Z]", lambda letter: f" {letter[0].lower()}", name)


def place_in_definition(document: Any, path: Path) -> str:
    """ "Requests per second", "Config variable Region: choice 2"."""
    owner, rest = _owner(document, path)
    if not rest:
        return owner
    said = _place(rest, lambda way: _label_of([*_names(path[: len(path) - len(rest)]), *_names(way)]))
    return f"{owner}: {said}" if owner else _begun(said)


def place_in_inputs(schema: Mapping[str, Any], path: Path) -> str:
    """By the titles in the schema of the component's inputs: "Name of entry 2 of Headers"."""
    return _begun(_place(path, lambda way: _title_of(schema, way)))


def _place(path: Path, label: Callable[[Path], str]) -> str:
    *before, last = path
    if isinstance(last, int):
        return _entry(before, last, label)
    return f"{label(path)} of {_entry(before[:-1], before[-1], label)}" if before and isinstance(before[-1], int) else label(path)


def _entry(before: Path, index: Any, label: Callable[[Path], str]) -> str:
    name = next((part for part in reversed(before) if isinstance(part, str)), "")
    if name in _ENTRIES:
        return f"{_ENTRIES[name]} {index + 1}"
    return f"entry {index + 1} of {label(before)}" if before else f"entry {index + 1}"


def _owner(document: Any, path: Path) -> tuple[str, Path]:
    """What the rest of the way is a part of, where that has a name or a number of its own."""
    match list(path):
        case ["configVariables", int(index), *rest]:
            variable = document["configVariables"][index]
            name = variable.get("name") if isinstance(variable, Mapping) else None
            return f"Config variable {name if isinstance(name, str) and name else index + 1}", rest
        case ["configPages", int(page), "elements", int(index), *rest]:
            return f"Page {page + 1}, element {index + 1}", rest
        case ["configPages", int(page), *rest]:
            return f"Page {page + 1}", rest
        case ["flows", int(), *rest]:
            return ("", rest) if rest else ("The flow", rest)
    return "", path


def _names(path: Path) -> list[str]:
    return [part for part in path if isinstance(part, str)]


def _label_of(names: list[str]) -> str:
    for length in range(min(_LONGEST, len(names)), 0, -1):
        if label := _LABELS.get(tuple(names[-length:])):
            return label
    return _begun(in_words(names[-1])) if names else "The definition"


def _title_of(schema: Any, path: Path) -> str:
    for part in path:
        inner = schema.get("items") if isinstance(part, int) else schema.get("properties", {}).get(part)
        schema = inner if isinstance(inner, Mapping) else {}
    title = schema.get("title")
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    return title if isinstance(title, str) else _begun(in_words(name))


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
