"""Routes for moving some or all customers to a version: what it would change, beginning, watching, stopping, taking back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.views import created, pick
from designer.integrations.api import IntegrationView
from designer.integrations.drafts import draft_of
from designer.rollouts.shapes import (
    ForecastShape,
    ForecastWishShape,
    RolloutOutcomeShape,
    RolloutShape,
    RolloutWishShape,
)
from designer.traffic.references import References
from runtime import control
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Integration, Version
from runtime.rollouts import beginning
from runtime.rollouts.carrying_out import take_batch
from runtime.rollouts.foreseeing import Forecast, foresee, starting_flows, url_changes
from runtime.rollouts.models import Rollout, RolloutOutcome


class RolloutView(IntegrationView):
    def version(self, integration: Integration, number: int) -> Version:
        found = integration.versions.filter(number=number).select_related("integration__live_version").first()
        if found is None:
            raise InvalidInput(f"There is no version {number}.", field="version")
        return found

    def rollout(self, pk: str, rollout: str) -> Rollout:
        return pick(self.rollouts(self.integration(pk)), rollout)

    def rollouts(self, integration: Integration) -> QuerySet[Rollout]:
        rows = Rollout.objects.of(self.tenant).filter(integration=integration)
        undone = Rollout.objects.of(self.tenant).filter(undoes=OuterRef("pk"))
        return rows.select_related("version", "undoes", "integration").annotate(undone=Exists(undone))

    def started(self, row: Rollout) -> Response:
        """The first batch at once: for a handful of customers the answer tells how it went."""
        take_batch(row, timezone.now())
        control.wake()
        return created(RolloutShape(self.rollout(row.integration_id, row.pk)).data)


class RolloutsView(RolloutView):
    roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @operation("Moves of customers between versions, newest first", gives=page_shape(RolloutShape), query=PAGED)
    def get(self, request: Request, pk: str) -> Response:
        rows = self.rollouts(self.integration(pk))
        return Response(page_of(rows, request, lambda page: RolloutShape(page, many=True).data))

    @operation("Move some or all customers to a version", takes=RolloutWishShape, gives=RolloutShape, status=201)
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        wish = self.read(RolloutWishShape)
        version = self.version(integration, wish["version"])
        row = beginning.begin(version, chosen_by(wish["choice"]), live=wish["live"], by=self.access.actor)
        return self.started(row)


class ForeseeRolloutView(RolloutView):
    roles = {"POST": Role.VIEWER}

    @operation("What it would change and for whom", takes=ForecastWishShape, gives=ForecastShape)
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        wish = self.read(ForecastWishShape)
        number = wish.get("version")
        definition = self.version(integration, number).definition if number else draft_of(integration).definition
        found = foresee(beginning.chosen(integration, chosen_by(wish["choice"])), definition, number)
        return Response(show_forecast(integration, found, definition))


class OneRolloutView(RolloutView):
    roles = {"GET": Role.VIEWER}

    @operation("How far it came", gives=RolloutShape)
    def get(self, request: Request, pk: str, rollout: str) -> Response:
        return Response(RolloutShape(self.rollout(pk, rollout)).data)


class RolloutOutcomesView(RolloutView):
    roles = {"GET": Role.VIEWER}

    @operation(
        "How it went for each customer; `refused=true` for those that stayed where they were",
        gives=page_shape(RolloutOutcomeShape),
        query=["refused", *PAGED],
    )
    def get(self, request: Request, pk: str, rollout: str) -> Response:
        rows = RolloutOutcome.objects.of(self.tenant).filter(rollout=self.rollout(pk, rollout))
        if "refused" in self.filters("refused"):
            rows = rows.filter(moved=False)
        return Response(page_of(rows, request, show_outcomes))


class StopRolloutView(RolloutView):
    roles = {"POST": Role.OPERATOR}

    @operation("Stop it; whoever was moved stays moved", gives=RolloutShape)
    def post(self, request: Request, pk: str, rollout: str) -> Response:
        if not beginning.stop(self.rollout(pk, rollout)):
            raise NotAllowed("It was over before it could be stopped.", code="rollout_finished")
        return Response(RolloutShape(self.rollout(pk, rollout)).data)


class UndoRolloutView(RolloutView):
    roles = {"POST": Role.OPERATOR}

    @operation("Take it back: everybody it moved goes back to the version they had", gives=RolloutShape, status=201)
    def post(self, request: Request, pk: str, rollout: str) -> Response:
        return self.started(beginning.undo(self.rollout(pk, rollout), by=self.access.actor))


class ForeseeUndoView(RolloutView):
    roles = {"GET": Role.VIEWER}

    @operation("Who would go back to what", gives=ForecastShape)
    def get(self, request: Request, pk: str, rollout: str) -> Response:
        row = self.rollout(pk, rollout)
        return Response(show_forecast(row.integration, beginning.foresee_undo(row), None))


def chosen_by(choice: Mapping[str, Any]) -> dict[str, Any]:
    """Raises InvalidInput for a choice that names nobody: all must be asked for in words."""
    kept = {name: value for name, value in choice.items() if value not in (None, "", [], False) or name == "enabled"}
    kept = {name: value for name, value in kept.items() if value is not None}
    if not kept:
        raise InvalidInput("Say who: everyone, instances, or a filter.", field="choice")
    if kept.pop("everyone", False) and kept:
        raise InvalidInput("Everyone needs no filter beside it; leave one of the two out.", field="choice")
    return kept


def show_forecast(integration: Integration, found: Forecast, target: Mapping[str, Any] | None) -> dict[str, Any]:
    """`target` is where all of them go; None where each goes elsewhere."""
    definitions = dict(integration.versions.filter(number__in=found.by_version).values_list("number", "definition"))
    from_versions = []
    for number, count in sorted(found.by_version.items()):
        urls = url_changes(definitions[number], target) if target else {"added": [], "silent": []}
        from_versions.append({"version": number, "count": count, "added_urls": urls["added"], "silent_urls": urls["silent"]})
    starts = starting_flows(target, "updated") if target and found.moving else []
    plain = {name: getattr(found, name) for name in ("total", "moving", "staying", "refused", "more", "refusals", "moves")}
    return ForecastShape({**plain, "from_versions": from_versions, "starts": starts}).data


def show_outcomes(rows: list[RolloutOutcome]) -> list[dict[str, Any]]:
    customers = References.customers_of(rows)
    fields = ("id", "instance_id", "from_version", "to_version", "problems")
    shown = [{**{name: getattr(row, name) for name in fields}, "customer": customers.get(row.customer_id)} for row in rows]
    return RolloutOutcomeShape(shown, many=True).data
