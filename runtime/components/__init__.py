"""The built-in components: the explicit list that the palette, validation and the runner share.

To add one: declare it in a file of this room, add it here; its form, palette entry and contract tests follow.
"""

from __future__ import annotations

from runtime.components.branch import BRANCH_ON_EXPRESSION, BRANCH_ON_VALUE
from runtime.components.checking import SCHEMA_CHECK
from runtime.components.code import CODE
from runtime.components.convert import CONVERT
from runtime.components.cursor import GET_CURSOR, RUN_AGAIN, SET_CURSOR
from runtime.components.customers import CUSTOMER_LOOKUP
from runtime.components.data import FIRST, LOG, MAP
from runtime.components.dates import DATES
from runtime.components.deliver import DELIVER
from runtime.components.event import EVENT
from runtime.components.flows import CALL_FLOW
from runtime.components.graphql import GRAPHQL_REQUEST
from runtime.components.hashing import HASHING
from runtime.components.http_request import HTTP_REQUEST
from runtime.components.lists import LISTS
from runtime.components.loop import BREAK, LOOP
from runtime.components.numbers import NUMBERS
from runtime.components.objects import OBJECTS
from runtime.components.outcome import RESPOND, STOP
from runtime.components.placeholder import PLACEHOLDER
from runtime.components.random_ids import RANDOM_IDS
from runtime.components.schedule import INSTANCE_EVENT, SCHEDULE
from runtime.components.sleep import SLEEP
from runtime.components.storage import ADD, APPEND, GET, KEYS, REMOVE, SET
from runtime.components.text import TEXT
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
    RUN_AGAIN,
    SLEEP,
    HTTP_REQUEST,
    GRAPHQL_REQUEST,
    DELIVER,
    MAP,
    TEXT,
    NUMBERS,
    DATES,
    LISTS,
    OBJECTS,
    CONVERT,
    HASHING,
    RANDOM_IDS,
    SCHEMA_CHECK,
    FIRST,
    LOG,
    GET,
    SET,
    REMOVE,
    ADD,
    APPEND,
    KEYS,
    GET_CURSOR,
    SET_CURSOR,
    CUSTOMER_LOOKUP,
)

BY_KEY: dict[str, Component] = {component.key: component for component in COMPONENTS}
