"""The route book: every plan the door needs, compiled once and kept until something changes.

For: token to `EndpointPlan`, customer to `InstancePlan`, version to `Release`.
Not here: what changes them (`runtime.instances.services`, `runtime.routing.endpoints`), following them (`road`),
reading rows (`loading`).

A look-up that was made is one dict access. When something changes, what depends on it is dropped (`scopes`): at once in the
process that made the change, within half a second in the others. What other tenants and customers need stays.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping, Set
from threading import Lock
from typing import Any, TypeVar

from django.db.models import Q
from django.utils import timezone

from runtime.instances.models import Instance
from runtime.listening import loading as hooks
from runtime.reading import in_thread
from runtime.routing import loading, scopes
from runtime.routing.models import Endpoint
from runtime.routing.plans import EndpointPlan, InstancePlan, Release

T = TypeVar("T")
Key = tuple[str, ...]
MOST_KEPT = 100_000
MOST_RECALLED = 1_000  # changes; a look-up that took longer than so many is not kept
MOST_RELEASES = 1_000  # plans of endpoints and instances hold on to theirs; past that, whose use is longest ago is read again


class RouteBook:
    """One a process, shared by its loops. Implements `plans.Directory`."""

    def __init__(self) -> None:
        self._releases: OrderedDict[str, Release] = OrderedDict()
        self._turning = Lock()  # of the releases, which readers on several threads put in and move
        self._kept: dict[Key, Any] = {}
        self._changing = Lock()  # of what follows, with `_kept`; who only looks up needs none
        self._by_scope: dict[str, set[Key]] = {}
        self._scopes: dict[Key, tuple[str, ...]] = {}
        self._changes = 0
        self._recalled: deque[tuple[int, Set[str] | None]] = deque(maxlen=MOST_RECALLED)

    def forget(self, touched: Set[str] | None = None) -> None:
        """So much of what is known about routes changed; None is everything. Releases stay: a version never changes."""
        with self._changing:
            self._changes += 1
            self._recalled.append((self._changes, touched))
            if touched is None:
                self._clear()
            else:
                for key in [key for scope in touched for key in self._by_scope.get(scope, ())]:
                    self._drop(key)

    async def endpoint(self, token: str) -> EndpointPlan | None:
        def load() -> EndpointPlan | None:
            rotated_out = Q(previous_token=token, previous_token_expires_at__gt=timezone.now())
            return self._load_endpoint(Q(token=token) | rotated_out, token)

        plan = await self._look_up(("endpoint", token), load, scopes.of_endpoint) if token else None
        return plan if plan and (plan.expires_at is None or plan.expires_at > timezone.now()) else None

    async def hook(self, kind: str, token: str) -> EndpointPlan | None:
        """The URL of a global webhook, or of a hook that a connector registered."""
        load = lambda: hooks.load_plan(kind, token)  # noqa: E731
        plan = await self._look_up(("hook", kind, token), load, scopes.of_endpoint) if token else None
        return plan if plan and (plan.expires_at is None or plan.expires_at > timezone.now()) else None

    async def flow_endpoint(self, flow_id: str) -> EndpointPlan | None:
        """By the id a flow URL carries, for the query form of the URL where the tenant allows it."""
        wanted = Q(pk=flow_id, type=Endpoint.Type.FLOW, tenant__allow_query_endpoint=True)
        return await self._look_up(("flow", flow_id), lambda: self._load_endpoint(wanted), scopes.of_endpoint)

    async def customer(self, tenant_id: str, known_as: str) -> Mapping[str, Any] | None:
        return await self._look_up(
            ("customer", tenant_id, known_as),
            lambda: loading.load_customer(tenant_id, known_as),
            lambda found: scopes.of_customer(tenant_id, found["id"]),
        )

    async def nearest(self, tenant_id: str, known_as: str) -> list[Mapping[str, Any]]:
        load = lambda: loading.load_names(tenant_id)  # noqa: E731
        names = await self._look_up(("names", tenant_id), load, lambda _: scopes.of_names(tenant_id))
        return [*names.nearest(known_as)] if names else []

    async def instance(self, tenant_id: str, integration_id: str, customer_id: str) -> InstancePlan | None:
        return await self._look_up(
            ("instance", tenant_id, integration_id, customer_id),
            lambda: self._load_instance(tenant_id, integration_id=integration_id, customer_id=customer_id),
            lambda plan: scopes.of_instance(plan, tenant_id),
        )

    async def instance_by_id(self, tenant_id: str, instance_id: str) -> InstancePlan | None:
        return await self._look_up(
            ("instance-id", tenant_id, instance_id),
            lambda: self._load_instance(tenant_id, id=instance_id),
            lambda plan: scopes.of_instance(plan, tenant_id),
        )

    async def release(self, tenant_id: str, version_id: str) -> Release | None:
        return self._known_release(version_id) or await in_thread(lambda: self._load_release(tenant_id, version_id))

    async def stand_in(self, tenant_id: str, integration_id: str) -> InstancePlan | None:
        """The draft as it is saved now, for its test customer; never kept, since each keystroke may change it."""
        return await in_thread(lambda: loading.load_stand_in(tenant_id, integration_id))

    async def _look_up(self, key: Key, load: Callable[[], T | None], depends: Callable[[Any], Iterable[str]]) -> T | None:
        found = self._kept.get(key)
        if found is not None:
            return found
        begun = self._changes
        value = await in_thread(load)
        # What does not exist is not kept: strangers could fill the memory with it. Nor is a draft.
        if value is not None and not getattr(value, "is_draft", False):
            self._keep(key, value, tuple(depends(value)), begun)
        return value

    def _keep(self, key: Key, value: Any, depends: tuple[str, ...], begun: int) -> None:
        """Unless what it depends on changed since loading began: it may be as it was before."""
        with self._changing:
            if self._changes > begun:
                recalled = [touched for number, touched in self._recalled if number > begun]
                missed = len(recalled) < self._changes - begun
                if missed or any(touched is None or not touched.isdisjoint(depends) for touched in recalled):
                    return
            if len(self._kept) >= MOST_KEPT:
                self._clear()
            self._drop(key)  # two may have loaded it at once
            self._kept[key], self._scopes[key] = value, depends
            for scope in depends:
                self._by_scope.setdefault(scope, set()).add(key)

    def _drop(self, key: Key) -> None:
        self._kept.pop(key, None)
        for scope in self._scopes.pop(key, ()):
            keys = self._by_scope[scope]
            keys.discard(key)
            if not keys:
                del self._by_scope[scope]

    def _clear(self) -> None:
        self._kept, self._scopes, self._by_scope = {}, {}, {}

    def _load_endpoint(self, wanted: Q, token: str = "") -> EndpointPlan | None:
        rows = Endpoint.across_tenants.select_related("tenant", "integration", "instance")
        # Of a customer that is being erased no request is taken any more, though its instance may still be there.
        endpoint = rows.filter(wanted).exclude(instance__customer__leaving_at__isnull=False).first()
        if endpoint is None:
            return None
        tenant_id = endpoint.tenant_id
        if endpoint.type == Endpoint.Type.DRAFT:
            draft = loading.load_draft(endpoint.integration_id)
            return loading.plan_draft(endpoint.tenant, endpoint.integration, draft, endpoint) if draft else None
        instance = self._load_instance(tenant_id, id=endpoint.instance_id) if endpoint.instance_id else None
        version_id = endpoint.integration.live_version_id
        release = instance.release if instance else version_id and self._load_release(tenant_id, version_id)
        if not release:
            return None
        rotated_out = endpoint.previous_token_expires_at if token and token != endpoint.token else None
        return loading.plan_endpoint(endpoint, release, instance, expires_at=rotated_out)

    def _known_release(self, version_id: str) -> Release | None:
        with self._turning:
            if version_id in self._releases:
                self._releases.move_to_end(version_id)
            return self._releases.get(version_id)

    def _load_release(self, tenant_id: str, version_id: str) -> Release | None:
        release = self._known_release(version_id) or loading.load_release(tenant_id, version_id)
        if release is not None:
            with self._turning:
                release = self._releases.setdefault(version_id, release)
                while len(self._releases) > MOST_RELEASES:
                    self._releases.popitem(last=False)
        return release

    def _load_instance(self, tenant_id: str, **which: str) -> InstancePlan | None:
        instance = Instance.of(tenant_id).select_related("customer").filter(**which).first()
        release = instance and self._load_release(tenant_id, instance.version_id)
        return loading.plan_instance(instance, release) if instance and release else None
