"""What one document may ask: how long, how deep, how much.

For: refusing what would keep us busy, before it is validated, since validating is work too. Pure.
Not here: how often somebody may ask (`rates`), what is wrong with a document otherwise (the library's own rules).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    StringValueNode,
    VariableNode,
    Visitor,
    parse,
    visit,
)

from designer.graphql.paging import MOST, USUAL
from runtime.engine.errors import NotAllowed

LARGEST_BODY = 4 * 1024 * 1024  # bytes; an exported project may be in it
MOST_TOKENS = 2_000
MOST_COMMENTS = 200
MOST_DIGITS = 18
DEEPEST = 20  # what tools ask the schema with goes 15 deep
MOST_FIELDS = 1_000  # with fragments written out
MOST_REPEATED = 20
MOST_MUTATIONS = 10
MOST_COST = 20_000  # values, as far as can be foreseen
PAGED = frozenset(
    ("users", "solutions", "solutionInstances", "authentications", "workflows", "templates", "sharedWorkflows", "invites")
)
# How many of each an instance or an integration usually has.
FEW = {"authValues": 10, "configValues": 10, "configSlots": 10, "authSlots": 10, "customFields": 1, "tags": 1}
FLOWS = 10


def read(source: str) -> DocumentNode:
    """Raises the library's `GraphQLSyntaxError`, also for a document that is too long or nests too deep to be read."""
    return parse(source, max_tokens=MOST_TOKENS, max_comments=MOST_COMMENTS)


def check(document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any]) -> None:
    """Raises `NotAllowed` `query_too_deep`, `query_too_large`, `query_too_costly`, `query_malformed`."""
    visit(document, _Values())
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    for operation in operations:
        walk = _Walk(fragments, {**_defaults(operation), **variables})
        cost = walk.cost(operation.selection_set, depth=1, within="")
        if operation.operation is OperationType.MUTATION and walk.first > MOST_MUTATIONS:
            raise NotAllowed(f"At most {MOST_MUTATIONS} mutations in one document.", code="query_too_large")
        chosen = operation_name in (None, "") or (operation.name is not None and operation.name.value == operation_name)
        if chosen and cost > MOST_COST:
            raise NotAllowed(
                f"This may bring {cost} values; at most {MOST_COST} at once. Ask for fewer fields, or smaller pages with first.",
                code="query_too_costly",
                cost=cost,
                most=MOST_COST,
            )


class _Values(Visitor):
    """Refuses what no JSON could hold: NUL characters, which PostgreSQL does not store either, and endless numbers."""

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        if "\0" in node.value:
            raise NotAllowed("The document holds a NUL character; leave it out.", code="query_malformed")

    def enter_int_value(self, node: IntValueNode, *_: Any) -> None:
        if len(node.value) > MOST_DIGITS:
            raise NotAllowed(f"A number in the document has more than {MOST_DIGITS} digits.", code="query_malformed")

    def enter_float_value(self, node: FloatValueNode, *_: Any) -> None:
        if not isfinite(float(node.value)):
            raise NotAllowed("A number in the document is too large.", code="query_malformed")


@dataclass(slots=True)
class _Walk:
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    fields: int = 0
    first: int = 0  # of those at the top: each of a mutation does something, in a fragment as well
    inside: int = 0
    open: list[str] = field(default_factory=list)

    def cost(self, selections: SelectionSetNode | None, *, depth: int, within: str) -> int:
        """Of all that is selected, once."""
        if selections is None:
            return 0
        if depth > DEEPEST:
            raise NotAllowed(f"The document goes more than {DEEPEST} levels deep.", code="query_too_deep")
        total, names = 0, Counter[str]()
        for node in self._fields(selections):
            self.fields += 1
            self.first += depth == 1
            if self.fields > MOST_FIELDS:
                raise NotAllowed(f"At most {MOST_FIELDS} fields in one document.", code="query_too_large")
            name, shown = node.name.value, (node.alias or node.name).value
            names[shown] += 1
            if names[shown] > MOST_REPEATED:
                # Each is compared with each other, whether they ask for the same.
                message = f"{shown[:80]} stands more than {MOST_REPEATED} times in one place."
                raise NotAllowed(message, code="query_too_large")
            inner = self.cost(node.selection_set, depth=depth + 1, within=name)
            total += 1 + inner * self._times(node, within)
        return total

    def _fields(self, selections: SelectionSetNode) -> Iterator[FieldNode]:
        """With fragments written out, one after the other, so that those which spread each other are counted as they go."""
        for node in selections.selections:
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                yield from self._inside(node.selection_set)
            elif isinstance(node, FragmentSpreadNode) and (fragment := self.fragments.get(node.name.value)):
                name = node.name.value
                if name in self.open:
                    raise NotAllowed(f"The fragment {name[:80]} spreads itself.", code="query_malformed")
                self.open.append(name)
                yield from self._inside(fragment.selection_set)
                self.open.pop()

    def _inside(self, selections: SelectionSetNode) -> Iterator[FieldNode]:
        self.fields += 1  # one that holds nothing but others is work, too
        self.inside += 1
        if self.fields > MOST_FIELDS:
            raise NotAllowed(f"At most {MOST_FIELDS} fields in one document.", code="query_too_large")
        if self.inside > DEEPEST:
            raise NotAllowed(f"Fragments stand in each other more than {DEEPEST} deep.", code="query_too_deep")
        yield from self._fields(selections)
        self.inside -= 1

    def _times(self, node: FieldNode, within: str) -> int:
        name = node.name.value
        if name in FEW:
            return FEW[name]
        if name not in PAGED:
            return 1
        if name == "workflows" and within == "node":
            return FLOWS
        given = [self._number(argument.value) for argument in node.arguments or () if argument.name.value in ("first", "last")]
        sizes = [min(max(number, 0), MOST) for number in given if number is not None]
        return min(sizes, default=USUAL)

    def _number(self, value: Any) -> int | None:
        if isinstance(value, IntValueNode):
            return int(value.value) if len(value.value) < 10 else MOST
        if isinstance(value, VariableNode):
            given = self.variables.get(value.name.value)
            return int(given) if isinstance(given, int | float) and isfinite(given) else None  # 100.0 is a whole number too
        return None


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    """Numbers that variables have where none is given."""
    given = ((one.variable.name.value, one.default_value) for one in operation.variable_definitions or ())
    return {name: int(value.value) for name, value in given if isinstance(value, IntValueNode)}
