"""Which places of a request a flow reads, and which of its steps read them.

For: references of steps, in loops too, of a flow's policy and of the pickers, worked out once for each version. Pure.
Not here: code (`in_code`), looking into requests (`paths`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from runtime.drift.in_code import chains_in
from runtime.drift.paths import EACH, Keys, Place, place
from runtime.engine.definition import Definition, Flow, Step
from runtime.engine.errors import InvalidDefinition
from runtime.engine.inputs import literal
from runtime.engine.references import compile_reference
from runtime.engine.state import TRIGGER_NAMES
from runtime.engine.uses import uses_in

MOST_PLACES = 60  # of one flow


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """`readers` says by place who reads it: `step:code_1`, `picker:flowName`, `policy:ordering`."""

    flow_key: str
    places: tuple[Place, ...]
    readers: tuple[tuple[str, ...], ...]


def watched_of_flow(flow: Flow, trigger_step: str) -> Watched:
    roots: Roots = dict.fromkeys((*TRIGGER_NAMES, trigger_step), ("results", ()))
    return _watched(flow.key, [*_of_steps(flow.steps, roots), *_of_policy(flow, roots)])


def watched_of_pickers(definition: Definition) -> Watched:
    """Without a preprocess flow, they read the request itself."""
    endpoint = definition.endpoint
    pickers = {"picker:flowName": endpoint.flow_name, "picker:externalCustomerId": endpoint.external_customer_id}
    found = ((reader, _read(text, {"results": (None, ())})) for reader, text in pickers.items() if text)
    return _watched("", ((keys, reader) for reader, keys in found if keys))


def _watched(flow_key: str, found: Iterable[tuple[Keys, str]]) -> Watched:
    readers: dict[Place, dict[str, None]] = {}
    for keys, reader in found:
        where = place(keys)
        if where is not None and (where in readers or len(readers) < MOST_PLACES):
            readers.setdefault(where, {})[reader] = None
    return Watched(flow_key, tuple(readers), tuple(tuple(names) for names in readers.values()))


# By root of a reference: the key that must come first, if any, and where in the trigger's results the rest leads from.
Roots = Mapping[str, tuple[str | None, Keys]]


def _of_steps(steps: Iterable[Step], roots: Roots) -> Iterator[tuple[Keys, str]]:
    for step in steps:
        if step.disabled:
            continue
        reader = f"step:{step.id}"
        texts = [use.text for use in uses_in(step.inputs) if use.kind == "reference"]
        yield from ((keys, reader) for text in texts if (keys := _read(text, roots)))
        code = literal(step.inputs.get("code"))
        if step.component == "code" and isinstance(code, str):
            yield from ((keys, reader) for chain in chains_in(code) if chain and (keys := _after(chain[0], chain[1:], roots)))
        if step.steps:
            yield from _of_steps(step.steps, {**roots, **_item_of(step, roots)})


def _item_of(loop: Step, roots: Roots) -> Roots:
    items = loop.inputs.get("items")
    text = items.get("reference") if isinstance(items, Mapping) else None
    keys = _read(text, roots) if isinstance(text, str) else None
    return {loop.id: ("currentItem", (*keys, EACH))} if keys else {}


def _of_policy(flow: Flow, roots: Roots) -> Iterator[tuple[Keys, str]]:
    for policy, part in (("ordering", "key"), ("dedupe", "id")):
        text = ((flow.policy.get(policy) or {}).get(part) or {}).get("reference")
        if text and (keys := _read(text, roots)):
            yield keys, f"policy:{policy}"


def _read(text: str, roots: Roots) -> Keys | None:
    """Where in the trigger's results a reference leads; None for one that leads elsewhere, or is none."""
    try:
        reference = compile_reference(text)
    except InvalidDefinition:
        return None
    if not reference.is_query:
        return _after(reference.root, reference.keys, roots)
    match reference.keys:
        case ("trigger", *rest):
            return _after("trigger", _with_results(rest), roots)
        case ("steps", str(root), *rest):
            return _after(root, _with_results(rest), roots)
    return None


def _with_results(keys: list[str]) -> Keys:
    """A JSONPath may leave `results` out."""
    return tuple(keys) if keys[:1] == ["results"] else ("results", *keys)


def _after(root: str, keys: Keys, roots: Roots) -> Keys | None:
    first, begins = roots.get(root, ("", ()))
    if first is not None and keys[:1] != (first,):
        return None
    return (*begins, *(keys if first is None else keys[1:]))
