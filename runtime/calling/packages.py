"""Operations of connector packages as what can be called. Implements `connectors.Source`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runtime.calling.caller import Caller
from runtime.connectors import catalogue
from runtime.connectors.catalogue import Known
from runtime.connectors.package import Element, ElementKind, Package
from runtime.engine.errors import NotAllowed
from runtime.reading import in_thread
from runtime.subscriptions.connectors import service_of
from runtime.subscriptions.dialect import dialect_of
from runtime.subscriptions.trigger import Operation, Trigger

OURS = frozenset({"http", "webhook"})  # shipped under names that our own connectors have


class Packages:
    def connectors(self, tenant_id: str) -> Sequence[Trigger]:
        found = (_connector(known) for known in catalogue.all_of(tenant_id) if not (known.is_shipped and known.key in OURS))
        return [connector for connector in found if connector.operations]

    async def call(self, caller: Caller, connector: Trigger, operation: Operation, given: Mapping[str, Any]) -> Any:
        version = int(connector.version.partition(".")[0])
        known = await in_thread(lambda: catalogue.find(caller.tenant_id, connector.name, version))
        element = known.package.find(ElementKind.OPERATION, operation.name)
        if element is None:
            raise NotAllowed("The connector has no such operation any more.", code="operation_not_found")
        chosen = {"connection": caller.connection_id} if caller.connection_id else None
        result, _ = await caller.operations.run_operation(known.package, element, given, chosen)
        return result


def _connector(known: Known) -> Trigger:
    package = known.package
    return Trigger(
        name=known.key,
        version=f"{known.version}.0",
        title=package.name,
        description=package.description,
        service=service_of(known),
        operations=tuple(_operation(package, one) for one in package.operations),
    )


def _operation(package: Package, element: Element) -> Operation:
    return Operation(
        name=element.key,
        title=element.name,
        description=element.description,
        inputs=dialect_of(element.input_schema),
        outputs=dict(element.output_schema),
        needs_connection=bool(package.auths),
    )
