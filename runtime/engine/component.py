"""What a component is: the one object that the palette, the form, validation and the runner share.

For: declaring triggers and actions, and the doors a running step has to the world.
Not here: any I/O. Ports are protocols; `runtime.wiring` chooses who fulfils them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from runtime.engine.values import value

Json = Any  # a JSON value: None, bool, int, float, str, list, dict


class Kind(StrEnum):
    TRIGGER = "trigger"
    ACTION = "action"
    CONTAINER = "container"


class Control(StrEnum):
    """What a step may ask of the interpreter beside handing back results."""

    NONE = ""
    BREAK = "break"  # leave the innermost loop
    STOP = "stop"  # end the execution as succeeded, with this step's results
    RESPOND = "respond"  # these results are what the caller of a sync flow gets: {status, headers, body}


@value
class Outcome:
    """What a step returned: `results` for later steps, and the outlet whose links become live; both `after` so many seconds."""

    results: Json = None
    outlet: str = "out"
    control: Control = Control.NONE
    after: float = 0.0


class HttpPort(Protocol):
    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None,
        timeout: float,
        redirects: int = 0,
        hosts: Collection[str] = (),
        secret_headers: Collection[str] = (),
    ) -> HttpAnswer:
        """`hosts` are the only ones a credential is for, `secret_headers` the ones that carry it.

        Raises `RemoteProblem` (unreachable, too slow, too large) or `NotAllowed` (an address we never call).
        """
        ...


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class SandboxPort(Protocol):
    async def run_code(self, source: str, *, step_results: Json, config: Json, context: Json) -> CodeAnswer:
        """Runs `module.exports = async (context, stepResults) => ({ data })`.

        Raises `StepProblem` with code `code_syntax_error`, `code_threw`, `code_timeout`, `code_memory`, `code_output_too_large`;
        `details` hold `line`, `column` of the user's own source where known, and `logs` written before it failed.
        """
        ...


@value
class CodeAnswer:
    """`data` is what the code returned under `data`; `logs` is [{"level", "message"}]."""

    data: Json
    logs: list[dict[str, str]]


class StoragePort(Protocol):
    """Key-value storage; each call is atomic for its key. `scope`: execution, flow, instance, integration."""

    async def get(self, scope: str, key: str) -> Json: ...
    async def set(self, scope: str, key: str, value: Json) -> None: ...
    async def remove(self, scope: str, key: str) -> bool: ...
    async def add(self, scope: str, key: str, amount: float) -> float: ...
    async def append(self, scope: str, key: str, item: Json) -> list[Json]: ...
    async def keys(self, scope: str, most: int) -> list[str]: ...


class CustomersPort(Protocol):
    async def find(self, known_as: str) -> dict[str, Any] | None:
        """The tenant's customer with this external id or alias: `{externalId, name, matched: "external_id" | "alias"}`."""
        ...


class FlowsPort(Protocol):
    async def call(self, flow: str, data: Json, *, wait: bool, again: bool = False) -> dict[str, Any]:
        """Starts a sibling flow by key or name; `{executionId, result?}`. Raises `StepProblem` `flow_not_found`.

        `again` is the next run of a long job: a run starts one at most, and many may follow each other.
        """
        ...


class ConnectionsPort(Protocol):
    async def open(self, connection_id: str, *, refused_token: str = "") -> Mapping[str, Any]:
        """`{"scheme", "settings", "secret", "hosts", "renewable"}` of a connection of this run's customer.

        With `refused_token`, the access token that the service refused, it is renewed. Raises `ConnectionProblem`.
        """
        ...

    async def refused(self, connection_id: str, status: int) -> None:
        """The service does not take it and renewing did not help. Always raises `ConnectionProblem`, which names it."""
        ...


class ConnectorsPort(Protocol):
    async def run_operation(
        self, package: Any, operation: Any, given: Mapping[str, Json], chosen: Mapping[str, str] | None
    ) -> tuple[Json, list[dict[str, str]]]:
        """What the operation of a connector returned, and its log. `chosen` as in `CredentialField`: whose account it works with.

        Raises `HookyardError`; `details["logs"]` holds what was written until then.
        """
        ...


class DeliveriesPort(Protocol):
    async def send(self, body: Json, *, type: str, destination: str, key: str) -> dict[str, Any]:
        """Puts an event on its way: `{sent, destinations: [{id, name, deliveryId, messageId}]}`. The same `key` again is the same
        event. A test sends nothing and says who would get it. Raises `HookyardError`."""
        ...


@value
class StepContext:
    """What a running step may touch. `trigger`, `step_results` and `config` are plain JSON."""

    step_id: str
    execution_id: str
    idempotency_key: str
    now: datetime
    config: Mapping[str, Json]
    step_results: Mapping[str, Json]
    customer: Mapping[str, Json] | None
    instance: Mapping[str, Json] | None
    http: HttpPort
    sandbox: SandboxPort
    storage: StoragePort
    customers: CustomersPort
    flows: FlowsPort
    connections: ConnectionsPort
    secret: Callable[[str], Awaitable[Mapping[str, Any]]]  # credential key -> {"scheme", "settings", "secret"}
    log: Callable[[str, str], None]  # level, message
    connectors: ConnectorsPort | None = None  # None where no connector's operation can run
    deliveries: DeliveriesPort | None = None  # None outside of flows


@dataclass(frozen=True, slots=True)
class Component:
    """A trigger or action that can be dragged in.

    `inputs` is the JSON Schema (2020-12) of the *resolved* inputs; extra keywords for the form: `x-widget` (`code`, `json`,
    `credential`, `reference`, `flow`, `config`), `x-order`. `outlets` gives the names of its outlets from the raw inputs of a
    step.
    `effect` is true when running it twice could be noticed outside, so its result is committed before the next step;
    `only_reads` says, by the resolved inputs, of one with an effect that this time it only asks.
    `problems` tells what is wrong with inputs that fit the schema, as (input, message), when all of them are written out.
    `outcome_of` says what results stand for when they are given instead of run (a pin): which outlet, which control.
    """

    key: str
    title: str
    summary: str
    docs: str  # a few sentences, Markdown
    kind: Kind
    group: str  # heading in the palette: Triggers, Logic, Data, Outside world, Storage, Customers
    icon: str  # a lucide icon name
    inputs: Mapping[str, Any]
    example: Mapping[str, Any]  # raw step inputs that validate
    run: Callable[[StepContext, Mapping[str, Any]], Awaitable[Outcome]]
    synonyms: tuple[str, ...] = ()  # what people type for it, what it is most of all first: the palette ranks by that
    effect: bool = False
    only_reads: Callable[[Mapping[str, Json]], bool] = lambda inputs: False
    outlets: Callable[[Mapping[str, Any]], tuple[str, ...]] = lambda inputs: ("out",)
    problems: Callable[[Mapping[str, Json]], Iterable[tuple[str, str]]] = lambda inputs: ()
    outcome_of: Callable[[Json], Outcome] = Outcome
    results_example: Json = None  # what the result picker offers before any test ran
    connector: str = ""  # key of the one whose operation it is; empty for what is built in
