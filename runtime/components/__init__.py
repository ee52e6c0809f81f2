"""The built-in components: the explicit list that the palette, validation and the runner share.

To add one: declare it in a file of this room, add it here; its form, palette entry and contract tests follow.
"""

from __future__ import annotations

from runtime.components.branch import BRANCH_ON_EXPRESSION, BRANCH_ON_VALUE
from runtime.components.code import CODE
from runtime.components.customers import CUSTOMER_LOOKUP
from runtime.components.data import LOG, MAP
from runtime.components.event import EVENT
from runtime.components.flows import CALL_FLOW
from runtime.components.graphql import GRAPHQL_REQUEST
from runtime.components.http_request import HTTP_REQUEST
from runtime.components.loop import BREAK, LOOP
from runtime.components.outcome import RESPOND, STOP
from runtime.components.placeholder import PLACEHOLDER
from runtime.components.schedule import INSTANCE_EVENT, SCHEDULE
from runtime.components.sleep import SLEEP
from runtime.components.storage import ADD, GET, REMOVE, SET
from runtime.components.triggers import MANUAL, WEBHOOK
from runtime.engine.component import Component

COMPONENTS: tuple[Component, ...] = (
    WEBHOOK,
    SCHEDULE,
    INSTANCE_EVENT,
    EVENT,
    MANUAL,
    CODE,
    BRANCH_ON_VALUE,
    BRANCH_ON_EXPRESSION,
    LOOP,
    BREAK,
    RESPOND,
    STOP,
    PLACEHOLDER,
    CALL_FLOW,
    SLEEP,
    HTTP_REQUEST,
    GRAPHQL_REQUEST,
    MAP,
    LOG,
    GET,
    SET,
    REMOVE,
    ADD,
    CUSTOMER_LOOKUP,
)

BY_KEY: dict[str, Component] = {component.key: component for component in COMPONENTS}
