"""What moving instances to a version would change, for whom, before anything happens.

For: one `Move` an instance: from which version to which, what stands in its way, what it would start. Reads, never writes.
Not here: which instances (`choosing`), moving them (`carrying_out`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from runtime.components.schedule import INSTANCE_EVENT
from runtime.connections.models import Connection
from runtime.engine.definition import read_definition
from runtime.engine.endpoint_rules import target_flows
from runtime.instances.config import InvalidConfig, check_config
from runtime.instances.events import events_of
from runtime.instances.models import Instance

MOST_LOOKED_AT = 20_000
AT_ONCE = 500
MOST_SHOWN = 100  # of those that would move, and of those that would not


@dataclass(frozen=True, slots=True)
class Move:
    """`unread` are names of values the instance has and the target does not know: kept, and read again after a roll back."""

    instance: Instance
    from_version: int
    to_version: int | None
    problems: list[dict[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Forecast:
    """`more` says that there are more instances than were looked at. `by_version` counts those that would move, by where from."""

    total: int = 0
    moving: int = 0
    staying: int = 0
    refused: int = 0
    more: bool = False
    by_version: Counter[int] = field(default_factory=Counter)
    moves: list[Move] = field(default_factory=list)
    refusals: list[Move] = field(default_factory=list)

    def count(self, move: Move) -> None:
        self.total += 1
        if move.from_version == move.to_version:
            self.staying += 1
        elif move.problems:
            self.refused += 1
            self.refusals += [move] if len(self.refusals) < MOST_SHOWN else []
        else:
            self.moving += 1
            self.by_version[move.from_version] += 1
            self.moves += [move] if len(self.moves) < MOST_SHOWN else []


def foresee(rows: QuerySet[Instance], definition: Mapping[str, Any], number: int | None) -> Forecast:
    """`number` is the version's; None for a draft, which everybody would move to."""
    return forecast((instance, definition, number) for instance in rows_of(rows))


def forecast(targets: Iterable[tuple[Instance, Mapping[str, Any], int | None]]) -> Forecast:
    """Each instance with where it would go."""
    found = Forecast()
    for chunk in _chunks(targets, AT_ONCE):
        services = _services(instance for instance, _, _ in chunk)
        for instance, definition, number in chunk:
            if found.total == MOST_LOOKED_AT:
                found.more = True
                return found
            found.count(look(instance, definition, number, services))
    return found


def rows_of(rows: QuerySet[Instance]) -> Iterator[Instance]:
    lean = rows.select_related("version", "customer").defer("version__definition")
    yield from lean.order_by("pk").iterator(chunk_size=AT_ONCE)


def look(instance: Instance, definition: Mapping[str, Any], number: int | None, services: Mapping[str, str]) -> Move:
    """`services` are those of the customer's connections, by their ids; of other customers' too, whose ids nobody names."""
    known = {variable["key"] for variable in definition.get("configVariables", ())}
    move = Move(instance, instance.version.number, number, unread=sorted(instance.config.keys() - known))
    if move.from_version == move.to_version:
        return move
    try:
        check_config(definition, instance.config, connections=services, unknown="ignore")
    except InvalidConfig as problem:
        move.problems.extend(problem.details["errors"])
    return move


def starting_flows(definition: Mapping[str, Any], event: str) -> list[str]:
    """Names of the flows that start in each instance when this happens to it."""
    return [
        flow.name
        for flow in read_definition(definition).flows
        for step in flow.steps
        if step.component == INSTANCE_EVENT.key and not step.disabled and event in events_of(step)
    ]


def url_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    """Flows whose own URL comes to be, and whose stays reserved and answers nobody, between two versions."""
    first, second = (_reached(document) for document in (before, after))
    return {"added": sorted(second - first), "silent": sorted(first - second)}


def _reached(document: Mapping[str, Any]) -> set[str]:
    definition = read_definition(document)
    match definition.endpoint.type:
        case "flow":
            return {flow.name for flow in target_flows(definition)}
        case other:
            return {f"the {other} URL"}


def _services(instances: Iterable[Instance]) -> dict[str, str]:
    rows = list(instances)
    if not rows:
        return {}
    ours = Connection.of(rows[0].tenant_id).filter(customer__in=[row.customer_id for row in rows])
    return dict(ours.values_list("pk", "service__key"))


def _chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk
