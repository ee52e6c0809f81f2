"""TypeScript without its types, each blanked out where it stands.

For: what only the compiler reads: annotations, interfaces, generics, `as`, modifiers. Lines and columns stay as they were.
Not here: checking types; what TypeScript adds that runs (enums, namespaces, parameter properties, decorators), which is refused
with a line and what to write instead, as Node.js does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from runtime.connectors.modules.syntax import Source, walk

_ANNOTATIONS: Final = frozenset(
    {
        "type_annotation",
        "type_predicate_annotation",
        "asserts_annotation",
        "opting_type_annotation",
        "omitting_type_annotation",
        "adding_type_annotation",
        "type_parameters",
        "type_arguments",
        "implements_clause",
        "accessibility_modifier",
        "override_modifier",
    }
)
_STATEMENTS: Final = frozenset({"interface_declaration", "type_alias_declaration", "ambient_declaration", "function_signature"})
_MEMBERS: Final = frozenset({"abstract_method_signature", "index_signature", "method_signature"})
_WORDS: Final = frozenset({"abstract", "readonly", "declare"})
_MARKS: Final = frozenset({"?", "!"})
_MARKED: Final = frozenset({"optional_parameter", "public_field_definition", "method_definition", "variable_declarator"})
_CASTS: Final = frozenset({"as_expression", "satisfies_expression"})
_REFUSED: Final = {
    "enum_declaration": ("an enum", "a constant object: `const Kind = { created: 'created' }`"),
    "internal_module": ("a namespace", "a file of its own"),
    "module": ("a module block", "a file of its own"),
    "import_alias": ("`import x = ...`", "`import x from '...'`"),
    "decorator": ("a decorator", "a plain function call"),
}


def erase_types(source: Source) -> None:
    for node in walk(source.root):
        _erase(source, node)


def _erase(source: Source, node: Node) -> None:
    kind = node.type
    parent = node.parent
    if not node.is_named:
        above = parent.type if parent is not None else ""
        is_mark = kind in _MARKS and above in _MARKED
        if is_mark or (kind in _WORDS and above in (*_MARKED, "abstract_class_declaration")):
            source.blank(node.start_byte, node.end_byte)
        return
    if kind == "type_annotation" and parent is not None and parent.type == "arrow_function":
        return _erase_result_type(source, node, parent)
    if kind in _ANNOTATIONS:
        return source.blank(node.start_byte, node.end_byte)
    if kind in _STATEMENTS:
        whole = parent if parent is not None and parent.type == "export_statement" else node
        # A semicolon, so that what stands before does not go on in what stands behind.
        return source.blank(whole.start_byte, whole.end_byte, first=b";")
    if kind in _MEMBERS and parent is not None and parent.type == "class_body":
        return source.blank(node.start_byte, node.end_byte, first=b";")
    if kind in _CASTS:
        return source.blank(node.children[0].end_byte, node.end_byte)
    if kind == "non_null_expression":
        return source.blank(node.children[0].end_byte, node.end_byte)
    if (special := _SPECIAL.get(kind)) is not None:
        special(source, node)
    if kind in _REFUSED and not _is_ambient(node):
        what, instead = _REFUSED[kind]
        source.complain("typescript_unsupported", f"Types are taken out, and {what} is more than a type. Write {instead}.", node)


def _erase_result_type(source: Source, annotation: Node, arrow: Node) -> None:
    """No line may end between the parameters and the arrow, so the bracket moves down behind a type of several lines."""
    parameters = arrow.child_by_field_name("parameters")
    if parameters is None or b"\n" not in source.content[parameters.end_byte : annotation.end_byte]:
        return source.blank(annotation.start_byte, annotation.end_byte)
    source.blank(parameters.end_byte - 1, parameters.end_byte)
    source.blank(annotation.start_byte, annotation.end_byte, last=b")")


def _erase_parameter(source: Source, node: Node) -> None:
    named = [child.type for child in node.children]
    if "accessibility_modifier" in named or "readonly" in named:
        message = "Types are taken out, and a parameter that is also a property is more. Declare the property and assign it."
        source.complain("typescript_unsupported", message, node)
    pattern = node.child_by_field_name("pattern")
    if pattern is not None and pattern.type == "this":
        after = node.next_sibling
        end = after.end_byte if after is not None and after.type == "," else node.end_byte
        source.blank(node.start_byte, end)


def _erase_field(source: Source, node: Node) -> None:
    if any(child.type in ("declare", "abstract") for child in node.children):
        source.blank(node.start_byte, node.end_byte, first=b";")


def _is_ambient(node: Node) -> bool:
    """Inside `declare`, or a method of its own name: nothing of it runs."""
    above = node.parent
    while above is not None:
        if above.type == "ambient_declaration":
            return True
        above = above.parent
    return False


_SPECIAL: Final[dict[str, Callable[[Source, Node], None]]] = {
    "required_parameter": _erase_parameter,
    "optional_parameter": _erase_parameter,
    "public_field_definition": _erase_field,
}
