"""Imports and exports of one file, in terms of what the sandbox knows: functions that are handed `require` and `exports`.

For: each import and export statement rewritten in its line; which other files are asked for; which names go out.
Not here: types (`types`), finding the files asked for (`bundle`).

What a file exports is set out in one line in front of its code, as getters: names are live, and functions can be had by files
that import each other. Written code may also say `module.exports = ...` and `exports.name = ...` itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final

from tree_sitter import Node

from runtime.connectors.modules.resolving import not_found, resolve
from runtime.connectors.modules.syntax import Source, parse, walk
from runtime.connectors.modules.types import erase_types
from runtime.connectors.problems import Problem
from runtime.engine.values import value

_FUNCTIONS: Final = frozenset(
    {
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "generator_function",
        "generator_function_declaration",
    }
)
_NAMED_DECLARATIONS: Final = frozenset(
    {"function_declaration", "generator_function_declaration", "class_declaration", "abstract_class_declaration"}
)
_EXPORT_DEFAULT: Final = b"__x.default  ="  # as long as `export default`, so that the rest of the line stays in its column


@value
class Module:
    """`code` is one line of exports and then the file as written; `imports` are the paths asked for, as they were found."""

    code: str
    imports: dict[str, str]
    exports: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {"code": self.code, "imports": self.imports, "exports": list(self.exports)}


@value
class _Wanted:
    specifier: str
    node: Node


class _Linker:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.getters: list[tuple[str, str]] = []  # exported name, expression
        self.wanted: list[_Wanted] = []
        self.exports: list[str] = []
        self.is_module = False
        self._used = _values_used(source.root) if source.is_typescript else None
        self._count = 0

    def link(self) -> None:
        for statement in self.source.root.children:
            if statement.type == "import_statement":
                self.is_module = True
                self._import(statement)
            elif statement.type == "export_statement":
                self.is_module = True
                self._export(statement)
        for node in walk(self.source.root):
            self._look_inside(node)

    def header(self) -> str:
        pairs = ",".join(f"{json.dumps(name)}:()=>{expression}" for name, expression in self.getters)
        strict = '"use strict";' if self.is_module else ""
        return f"{strict}__g({{{pairs}}});" if pairs else strict

    def _import(self, statement: Node) -> None:
        source = self.source
        origin = statement.child_by_field_name("source")
        clause = next((child for child in statement.children if child.type == "import_clause"), None)
        if origin is None:
            return source.complain("import_unsupported", "Write `import x from '...'`.", statement)
        only_types = any(child.type in ("type", "typeof") for child in statement.children)
        asked = _text_of(source, origin)
        if clause is None:
            self.wanted.append(_Wanted(asked, origin))
            return source.replace(statement.start_byte, statement.end_byte, f"__r({json.dumps(asked)});".encode())
        parts = [] if only_types else [part for part in self._bindings(clause) if self._used is None or part[0] in self._used]
        if not parts:
            return source.blank(statement.start_byte, statement.end_byte, first=b";")
        self.wanted.append(_Wanted(asked, origin))
        module = f"__r({json.dumps(asked)})"
        named = ",".join(f"{json.dumps(theirs)}:{own}" for own, theirs in parts if theirs not in ("default", "*"))
        texts = [f"const {own}=__d({module});" for own, theirs in parts if theirs == "default"]
        texts += [f"const {own}={module};" for own, theirs in parts if theirs == "*"]
        texts += [f"const {{{named}}}={module};"] if named else []
        source.replace(statement.start_byte, statement.end_byte, "".join(texts).encode())

    def _bindings(self, clause: Node) -> Iterator[tuple[str, str]]:
        """(own name, name over there); `*` for all of it."""
        for child in clause.children:
            if child.type == "identifier":
                yield self.source.text(child), "default"
            elif child.type == "namespace_import":
                yield self.source.text(child.named_children[0]), "*"
            elif child.type == "named_imports":
                for one in child.named_children:
                    if one.type == "import_specifier" and not any(word.type == "type" for word in one.children):
                        name, alias = one.child_by_field_name("name"), one.child_by_field_name("alias")
                        if name is not None:
                            yield self.source.text(alias or name), _bare(self.source.text(name))

    def _export(self, statement: Node) -> None:
        source = self.source
        declaration, value_node = statement.child_by_field_name("declaration"), statement.child_by_field_name("value")
        words = {child.type for child in statement.children if not child.is_named}
        if "=" in words:
            return source.complain("import_unsupported", "Write `export default ...` instead of `export = ...`.", statement)
        if "type" in words:
            return source.blank(statement.start_byte, statement.end_byte, first=b";")
        if declaration is not None and declaration.type in ("interface_declaration", "type_alias_declaration"):
            return None  # blanked with the types
        if statement.child_by_field_name("source") is not None:
            return self._export_from(statement)
        if declaration is not None:
            names = ["default"] if "default" in words else list(_declared(source, declaration))
            for name in names:
                own = declaration.child_by_field_name("name")
                self._offer(name, source.text(own) if name == "default" and own is not None else name)
            return source.blank(statement.start_byte, declaration.start_byte)
        if value_node is not None:
            self.exports.append("default")
            return source.replace(statement.start_byte, value_node.start_byte, _EXPORT_DEFAULT)
        clause = next((child for child in statement.children if child.type == "export_clause"), None)
        for one in clause.named_children if clause is not None else ():
            self._export_specifier(one, lambda name: name)
        source.blank(statement.start_byte, statement.end_byte, first=b";")
        return None

    def _export_from(self, statement: Node) -> None:
        source, origin = self.source, statement.child_by_field_name("source")
        if origin is None:
            return
        asked = _text_of(source, origin)
        self.wanted.append(_Wanted(asked, origin))
        self._count += 1
        own = f"__from{self._count}"
        text = f"var {own}=__r({json.dumps(asked)});"
        clause = next((child for child in statement.children if child.type == "export_clause"), None)
        spread = next((child for child in statement.children if child.type == "namespace_export"), None)
        if clause is not None:
            for one in clause.named_children:
                self._export_specifier(one, lambda name: f"{own}[{json.dumps(name)}]")
        elif spread is not None:
            self._offer(_bare(source.text(spread.named_children[0])), own)
        else:
            text += f"__s({own});"
            self.exports.append("*")
        source.replace(statement.start_byte, statement.end_byte, text.encode())

    def _export_specifier(self, one: Node, expression: Callable[[str], str]) -> None:
        name, alias = one.child_by_field_name("name"), one.child_by_field_name("alias")
        if name is None or any(word.type == "type" for word in one.children):
            return
        own = _bare(self.source.text(name))
        self._offer(_bare(self.source.text(alias or name)), expression(own))

    def _offer(self, name: str, expression: str) -> None:
        self.exports.append(name)
        self.getters.append((name, expression))

    def _look_inside(self, node: Node) -> None:
        source = self.source
        if node.type == "call_expression":
            function = node.child_by_field_name("function")
            given = node.child_by_field_name("arguments")
            if function is None or given is None:
                return
            called = source.text(function)
            is_import = function.type == "import"
            if not is_import and called != "require":
                return
            asked = given.named_children[0] if given.named_children else None
            if asked is None or asked.type != "string":
                return source.complain(
                    "import_unsupported", "Name the file in quotes: it must be known before the code runs.", node
                )
            self.wanted.append(_Wanted(_text_of(source, asked), asked))
            if is_import:
                source.replace(function.start_byte, function.end_byte, b"__i   ")
        elif node.type == "await_expression" and not _is_inside_function(node):
            source.complain("code_top_level_await", "`await` works inside functions only. Move it into the function.", node)
        elif node.type == "assignment_expression":
            left = node.child_by_field_name("left")
            if left is not None:
                self._note_commonjs(source.text(left))

    def _note_commonjs(self, left: str) -> None:
        if left == "module.exports":
            self.exports.append("default")
        for start in ("exports.", "module.exports."):
            if left.startswith(start) and left[len(start) :].isidentifier():
                self.exports.append(left[len(start) :])


def link(file: str, content: bytes, files: frozenset[str]) -> tuple[Module | None, list[Problem]]:
    """`files` are all paths of the package. The module, or what is wrong with the file."""
    source = parse(file, content)
    if isinstance(source, list):
        return None, source
    linker = _Linker(source)
    linker.link()
    erase_types(source)
    imports: dict[str, str] = {}
    for wanted in linker.wanted:
        found = resolve(file, wanted.specifier, files)
        if found is None:
            source.complain("import_not_found", not_found(wanted.specifier), wanted.node)
        else:
            imports[wanted.specifier] = found
    if source.problems:
        return None, source.problems
    return Module(f"{linker.header()}\n{source.finish()}", imports, tuple(dict.fromkeys(linker.exports))), []


def _text_of(source: Source, node: Node) -> str:
    return source.text(node)[1:-1]


def _bare(name: str) -> str:
    return name[1:-1] if name[:1] in "\"'" else name


def _declared(source: Source, declaration: Node) -> Iterator[str]:
    """The names that a declaration brings."""
    if declaration.type in _NAMED_DECLARATIONS:
        name = declaration.child_by_field_name("name")
        if name is not None:
            yield source.text(name)
    elif declaration.type in ("lexical_declaration", "variable_declaration"):
        for one in declaration.named_children:
            name = one.child_by_field_name("name") if one.type == "variable_declarator" else None
            if name is not None:
                yield from _names_in(source, name)


def _names_in(source: Source, pattern: Node) -> Iterator[str]:
    if pattern.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield source.text(pattern)
        return
    for child in pattern.named_children:
        field_is_key = child.type == "property_identifier"
        if pattern.type in ("assignment_pattern", "object_assignment_pattern") and child != pattern.named_children[0]:
            continue
        if not field_is_key:
            yield from _names_in(source, child)


def _values_used(root: Node) -> set[str]:
    """Names that stand where something runs: an import of anything else is of a type, and goes with the types."""
    return {
        (node.text or b"").decode("utf-8", "replace")
        for statement in root.children
        if statement.type != "import_statement"
        for node in walk(statement)
        if node.type in ("identifier", "shorthand_property_identifier")
    }


def _is_inside_function(node: Node) -> bool:
    above = node.parent
    while above is not None:
        if above.type in _FUNCTIONS:
            return True
        above = above.parent
    return False
