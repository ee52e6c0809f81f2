"""YAML of packages, each value with the line it stands on.

For: text to plain data, refusing what could harm (aliases that multiply, nesting without end, tags), and finding lines again.
Not here: what the values mean. The scalars are those of YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

from runtime.connectors.problems import PackageRefused, Problem, refuse
from runtime.engine.values import value

MOST_VALUES: Final = 20_000  # of one file, with what its aliases repeat
DEEPEST: Final = 64
LARGEST: Final = 512 * 1024  # bytes of one YAML file

Path = tuple[str | int, ...]

_NULL: Final = re.compile(r"^(?:~|null|Null|NULL|)$")
_TRUE: Final = re.compile(r"^(?:true|True|TRUE)$")
_FALSE: Final = re.compile(r"^(?:false|False|FALSE)$")
_INT: Final = re.compile(r"^(?:[-+]?[0-9]{1,300}|0o[0-7]{1,22}|0x[0-9a-fA-F]{1,16})$")
_FLOAT: Final = re.compile(r"^[-+]?(?:\.[0-9]{1,300}|[0-9]{1,300}(?:\.[0-9]{0,300})?)(?:[eE][-+]?[0-9]{1,5})?$")
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@value
class Document:
    """`lines` has the line of each value by its path; `keys` that of each key, by the same path."""

    file: str
    data: Any
    lines: Mapping[Path, int]

    def line(self, *path: str | int) -> int:
        """Of the value at the path, or of the nearest place above it that is there."""
        for length in range(len(path), -1, -1):
            if (found := self.lines.get(path[:length])) is not None:
                return found
        return 1

    def problem(self, code: str, message: str, *path: str | int) -> Problem:
        return Problem(code, message, self.file, self.line(*path))


def read_document(file: str, content: bytes) -> Document:
    """Raises `PackageRefused` `yaml_malformed`, `yaml_aliases`, `yaml_too_deep`, `yaml_too_large`."""
    if len(content) > LARGEST:
        raise refuse("yaml_too_large", f"A YAML file may have {LARGEST // 1024} KiB.", file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content[: broken.start].count(b"\n") + 1
        raise refuse("yaml_malformed", "The file is not UTF-8 text. Save it as UTF-8.", file, line) from None
    try:
        _look_first(file, text)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise refuse("yaml_malformed", f"This is not YAML: {error.problem}.", file, mark.line + 1 if mark else 0) from None
    except (yaml.YAMLError, ValueError) as error:
        raise refuse("yaml_malformed", f"This is not YAML: {str(error)[:200]}.", file) from None
    reader = _Reader(file)
    data = reader.read(root, ()) if root is not None else None
    return Document(file, data, reader.lines)


def _look_first(file: str, text: str) -> None:
    """Looks at the events before anything is built, since building follows every level of nesting."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if count > MOST_VALUES * 2:
            raise refuse("yaml_too_large", f"The file holds more than {MOST_VALUES:,} values.", file, line)
        if tag := getattr(event, "tag", None):
            raise refuse("yaml_malformed", f"Tags such as {tag} are not taken; write the value itself.", file, line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise refuse("yaml_too_deep", f"The values are nested more than {DEEPEST} deep.", file, line)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self._left = MOST_VALUES
        self._open: set[int] = set()

    def read(self, node: yaml.Node, path: Path) -> Any:
        self._left -= 1
        if self._left < 0:
            message = f"With its aliases (*name) written out the file holds more than {MOST_VALUES:,} values. Write them out."
            raise refuse("yaml_aliases", message, self.file, _line(node))
        self.lines.setdefault(path, _line(node))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._open or len(path) > DEEPEST:
            raise refuse("yaml_aliases", "An alias (*name) stands inside what it names.", self.file, _line(node))
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.read(item, (*path, place)) for place, item in enumerate(node.value)]
            return self._mapping(node, path)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._malformed(key_node, "keys are plain text")
            key = key_node.value
            if key == "<<" and not key_node.style:
                raise self._malformed(key_node, "merging (<<) is not taken; write the keys out")
            if key in found:
                raise self._malformed(key_node, f"the key {key} stands twice")
            self.lines[*path, key] = _line(key_node)
            found[key] = self.read(value_node, (*path, key))
        return found

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text = node.value
        if "\0" in text:
            raise self._malformed(node, "a NUL character cannot be kept")
        if node.style:  # quoted, or a block
            return text
        if _NULL.match(text):
            return None
        if _TRUE.match(text) or _FALSE.match(text):
            return text.lower() == "true"
        if _INT.match(text):
            return self._number(node, int(text, 0) if text[:2] in ("0o", "0x") else int(text))
        if _FLOAT.match(text):
            return self._number(node, float(text))
        return text

    def _number(self, node: yaml.Node, number: float) -> float:
        if (isinstance(number, int) and not -(2**63) <= number < 2**64) or not math.isfinite(number):
            raise self._malformed(node, "this number is too large; put quotes around it to keep it as text")
        return number

    def _malformed(self, node: yaml.Node, why: str) -> PackageRefused:
        return refuse("yaml_malformed", f"This YAML cannot be taken: {why}.", self.file, _line(node))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
