"""What starts a flow when something happens at an outside service that a connector knows.

For: declaring the External event trigger.
Not here: registering for events and receiving them (`runtime.listening`), connectors themselves (`runtime.connectors`).
"""

from __future__ import annotations

from runtime.components.fields import credential_field, field, inputs_schema
from runtime.components.triggers import WEBHOOK_RESULTS, trigger_run
from runtime.engine.component import Component, Kind

WHERE = {name: WEBHOOK_RESULTS[name] for name in ("executionId", "customer", "instance", "flow", "integration", "startedAt")}

EVENT = Component(
    key="connector.event",
    title="External event",
    summary="Starts the flow when something happens at a connected service.",
    docs=(
        "Choose a connector and one of its events. When an instance is switched on, Hookyard registers with the service by "
        "itself, with the account its customer connected; it takes the registration away when the instance is paused or "
        "deleted, renews it before it ends, and puts it right when somebody removes it at the service.\n\n"
        "`event_1.results.payload` is what the service said. Events of a global webhook arrive at one address for all "
        "customers and find theirs by a selector. *Registered hooks* lists what is registered where.\n\n"
        "An event that comes twice starts the flow once. Flows of one instance that ask for the same event with the same "
        "settings share one registration."
    ),
    kind=Kind.TRIGGER,
    group="Triggers",
    icon="radio-tower",
    synonyms=("connector", "subscription", "subscribe", "global webhook", "app event", "trigger", "service", "poll"),
    inputs=inputs_schema(
        {
            "connector": field("Connector", "The service whose event it is.", type="string", minLength=1, maxLength=80),
            "event": field("Event", "What is to start the flow.", type="string", minLength=1, maxLength=80),
            "connection": {
                **credential_field("The config variable by which each customer chooses its account."),
                "title": "Connection",
                "x-connections": "only",
                "properties": {"connection": {"type": "string", "minLength": 1}},
            },
            "parameters": field("Parameters", "What the event asks for, such as which list or project.", type="object"),
        },
        required=("connector", "event"),
    ),
    example={
        "connector": {"value": "acme-erp"},
        "event": {"value": "order-created"},
        "parameters": {"value": {"warehouse": "north"}},
    },
    run=trigger_run,
    results_example={
        "payload": {"orderId": 1001, "total": 49.9},
        "event": {"connector": "acme-erp", "key": "order-created", "selector": "user_id:42"},
        **WHERE,
    },
)
