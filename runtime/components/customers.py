"""Who a request is about: the tenant's customers by external id or alias.

For: the lookup a preprocess flow begins with.
Not here: the customers themselves (`runtime.instances`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.components.fields import field, inputs_schema
from runtime.engine.component import Component, Kind, Outcome, StepContext


async def look_up(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    """An unknown id is handed on as it came, so that routing can say who was asked for and who is closest."""
    known_as = str(inputs["id"])
    customer = await ctx.customers.find(known_as)
    if customer is None:
        return Outcome(results={"found": False, "id": known_as, "name": None, "matched": None})
    return Outcome(
        results={"found": True, "id": customer["externalId"], "name": customer["name"], "matched": customer["matched"]}
    )


CUSTOMER_LOOKUP = Component(
    key="customer.lookup",
    title="Look up customer",
    summary="Finds the customer an outside service's id belongs to.",
    docs=(
        "Looks among your customers' external ids, then their aliases. `results.id` is the customer's external id, ready for "
        "the endpoint's customer picker; when nobody is known by the id it is the id as given and `results.found` is false."
    ),
    kind=Kind.ACTION,
    group="Customers",
    icon="user-search",
    synonyms=("lookup", "find customer", "customer id", "alias", "tenant", "end user", "client", "who", "external id", "match"),
    inputs=inputs_schema(
        {
            "id": field(
                "Id",
                "What the outside service calls the customer.",
                type=["string", "integer"],
                minLength=1,
                **{"x-widget": "reference"},
            )
        },
        required=["id"],
    ),
    example={"id": {"reference": "webhook_1.results.body.data.customerId"}},
    run=look_up,
    results_example={"found": True, "id": "C-100", "name": "Northwind", "matched": "alias"},
)
