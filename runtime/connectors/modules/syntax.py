"""The syntax tree of a JavaScript or TypeScript file, and changes of its text that keep every line in its place.

For: parsing, what is wrong where, walking, edits by byte range.
Not here: which nodes are changed and to what (`types`, `linking`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from runtime.connectors.problems import Problem

LARGEST: Final = 512 * 1024  # bytes of one file
PATIENCE: Final = 2.0  # seconds for one file
DEEPEST: Final = 500  # levels of syntax; what people write has some thirty
CHUNK: Final = 64 * 1024  # bytes handed over at a time
MOST_COMPLAINTS: Final = 5  # per file: what follows a missing bracket is rarely news

_LANGUAGE: Final = Language(tree_sitter_typescript.language_typescript())
_NOT_LINE_ENDS: Final = re.compile(rb"[^\r\n]")
_LINE_ENDS: Final = re.compile(rb"\r\n|\r|\n")


@dataclass(slots=True)
class Source:
    """One file on its way: what is found is added to `problems`, what is to change to the edits."""

    file: str
    content: bytes
    root: Node
    problems: list[Problem] = field(default_factory=list)
    edits: list[tuple[int, int, bytes]] = field(default_factory=list)

    @property
    def is_typescript(self) -> bool:
        return self.file.endswith(".ts")

    def text(self, node: Node) -> str:
        return self.content[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def complain(self, code: str, message: str, node: Node) -> None:
        line, column = node.start_point
        before = self.content[node.start_byte - column : node.start_byte].decode("utf-8", "replace")
        self.problems.append(Problem(code, message, self.file, line + 1, len(before) + 1))

    def blank(self, start: int, end: int, *, first: bytes = b"", last: bytes = b"") -> None:
        """Spaces instead, one per character that is seen; `first` and `last` stand in for as many bytes at its ends."""
        self.replace(start, end, first, last=last)

    def replace(self, start: int, end: int, by: bytes, *, last: bytes = b"") -> None:
        """`by` in its place, filled up with spaces, and with all the line ends that stood there."""
        old = self.content[start:end]
        if b"\n" not in old and b"\r" not in old:
            spaces = len(old.decode("utf-8", "replace")) - len(by) - len(last)
            return self.edits.append((start, end, by + b" " * spaces + last))
        if by or last:
            room = _LINE_ENDS.split(old)
            first_line, last_line = len(room[0].decode("utf-8", "replace")), len(room[-1].decode("utf-8", "replace"))
            ends = b"".join(_LINE_ENDS.findall(old))
            text = by + b" " * (first_line - len(by)) + ends + b" " * (last_line - len(last)) + last
            return self.edits.append((start, end, text))
        self.edits.append((start, end, _NOT_LINE_ENDS.sub(b" ", old.decode("utf-8", "replace").encode("utf-8"))))

    def finish(self) -> str:
        """The text with all edits; one inside another gives way to it."""
        parts, at = [], 0
        for start, end, by in sorted(self.edits, key=lambda edit: (edit[0], -edit[1])):
            if start >= at:
                parts += [self.content[at:start], by]
                at = end
        return b"".join((*parts, self.content[at:])).decode("utf-8", "replace")


def parse(file: str, content: bytes) -> Source | list[Problem]:
    """The source, or what is so wrong that nothing else can be said of it."""
    if len(content) > LARGEST:
        return [Problem("code_too_large", f"A file of code may have {LARGEST // 1024} KiB.", file)]
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as broken:
        line = content[: broken.start].count(b"\n") + 1
        return [Problem("code_not_text", "The file is not UTF-8 text. Save it as UTF-8.", file, line)]
    try:
        root = _parsed(content)
    except TimeoutError:
        message = f"The file takes over {PATIENCE:g} s to read. Take apart what is nested or generated, or write it plainer."
        return [Problem("code_too_complicated", message, file)]
    if _is_too_deep(root):
        message = (
            f"The code is nested more than {DEEPEST} levels deep. Take apart what is nested or generated, or write it plainer."
        )
        return [Problem("code_too_complicated", message, file)]
    source = Source(file, content, root)
    if root.has_error:
        _complain_about_errors(source)
    return source.problems if source.problems else source


def _parsed(content: bytes) -> Node:
    """Raises `TimeoutError`: some texts, never written by anybody in earnest, can be read in very many ways."""
    until = monotonic() + PATIENCE
    try:
        tree = Parser(_LANGUAGE).parse(
            lambda offset, point: content[offset : offset + CHUNK],
            progress_callback=lambda offset, has_error: monotonic() > until,
        )
    except ValueError:
        raise TimeoutError from None  # so the library says that it was stopped
    return tree.root_node


def _is_too_deep(root: Node) -> bool:
    """What looks at a node's parents takes as long as it is deep, for each node."""
    cursor, depth = root.walk(), 0
    while True:
        if cursor.goto_first_child():
            depth += 1
            if depth > DEEPEST:
                return True
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return False
            depth -= 1


def walk(node: Node) -> Iterator[Node]:
    """Every node, parents first. By a loop, as hostile code nests deeper than Python may call itself."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.children))


def _complain_about_errors(source: Source) -> None:
    seen: set[int] = set()
    waiting = [source.root]
    while waiting and len(source.problems) < MOST_COMPLAINTS:
        node = waiting.pop()
        if not node.has_error:
            continue
        if node.is_missing:
            if node.start_point.row not in seen:
                source.complain("code_syntax_error", f"Here a {node.type} is missing.", node)
            seen.add(node.start_point.row)
        elif node.is_error:
            if node.start_point.row not in seen:
                near = " ".join(source.text(node).split())[:40]
                source.complain("code_syntax_error", f"This cannot be read: {near}" if near else "This cannot be read.", node)
            seen.add(node.start_point.row)
        else:
            waiting.extend(reversed(node.children))
