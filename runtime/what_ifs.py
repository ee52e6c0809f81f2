"""Going over real requests again, as the product's pages ask for it. Plain functions for Django's threads.

Not here: what it means (`runtime.bench.what_if`), which requests (`runtime.bench.past`), permissions and shapes (`designer`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime.bench.past import Past
from runtime.bench.renames import Renames, renames
from runtime.bench.standing_in import StandIns
from runtime.bench.what_if import go_over
from runtime.connectors.steps import components_for
from runtime.control import on_bench
from runtime.engine.definition import read_definition
from runtime.identifiers import new_id
from runtime.instances.models import Integration
from runtime.routing import loading
from runtime.routing.plans import Release, compile_release


@dataclass(frozen=True, slots=True)
class Again:
    """`run` is a TestRun; `answered` are the paths of steps that were not carried out, `unknown` of those that there was nothing
    to answer with."""

    run: dict[str, Any]
    answered: frozenset[str]
    unknown: tuple[str, ...]


def as_drafted(integration: Integration, definition: dict[str, Any]) -> Release:
    return compile_release(read_definition(definition), components_for(integration.tenant_id, definition))


def as_published(integration: Integration, version_id: str) -> Release | None:
    return loading.load_release(integration.tenant_id, version_id)


def renamed_since(then: Release | None, now: Release) -> dict[str, Renames]:
    """By flow: steps of `now` that had another name then."""
    if then is None:
        return {}
    return {flow.key: renames(then.definition.flow(flow.key), flow) for flow in now.definition.flows}


def again(
    integration: Integration, release: Release, past: Past, *, limit: float, renamed: Mapping[str, Renames] | None = None
) -> Again:
    """Raises NotAllowed `bench_busy`, `test_too_slow`."""
    about: dict[str, Any] = {"recorded": past.recorded, "renamed": renamed or {}, "instance_id": past.request.instance_id}
    stand_in = StandIns(integration.tenant_id, integration.pk, sealed=True, **about)
    # Watched under a name that nobody knows: who looks at the execution of then must not see it run once more.
    run = on_bench(
        integration.tenant,
        lambda process: go_over(process.tests, process.book, integration, release, past, stand_in),
        limit=limit,
        live=new_id(),
    )
    return Again(run, frozenset(stand_in.answered), tuple(stand_in.unknown))
