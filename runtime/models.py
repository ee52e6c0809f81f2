"""Every table of the runtime, gathered for Django. The rooms own them."""

from runtime.alerts.models import AlertNotice, AlertRule
from runtime.bulk.models import BulkAction
from runtime.connections.models import Connection, Consent, Service
from runtime.connectors.models import Connector, ConnectorParameters, ConnectorVersion
from runtime.credentials.models import Credential
from runtime.delivery.models import Attempt, Delivery, DeliveryEvent, Destination
from runtime.drift.models import PayloadWatch
from runtime.erasing.models import Erasure
from runtime.instances.models import Customer, CustomerAlias, CustomerLabel, Instance, Integration, Version
from runtime.journal.models import Execution, Request, StepResult
from runtime.lanes.models import Lane
from runtime.listening.models import EventSubscription, GlobalWebhook, RegisteredHook, SeenEvent
from runtime.mail.models import Letter
from runtime.registration.models import Registration
from runtime.removal.models import TenantRemoval
from runtime.retention.models import Housekeeping, StoragePolicy, StorageUse, UsageDay
from runtime.rollouts.models import Rollout, RolloutOutcome
from runtime.routing.models import DedupeEntry, Endpoint, RouteChange, RouteEpoch
from runtime.schedules.models import Schedule
from runtime.storage.models import Departure, StoredValue
from runtime.subscriptions.models import KeptAnswer, Subscription
from runtime.tenancy.models import Tenant
from runtime.watching.models import ProcessBeat, TrafficHour, TrafficSpan

__all__ = [
    "AlertNotice",
    "AlertRule",
    "Attempt",
    "BulkAction",
    "Connection",
    "Connector",
    "ConnectorParameters",
    "ConnectorVersion",
    "Consent",
    "Credential",
    "Customer",
    "CustomerAlias",
    "CustomerLabel",
    "DedupeEntry",
    "Delivery",
    "DeliveryEvent",
    "Departure",
    "Destination",
    "Endpoint",
    "Erasure",
    "EventSubscription",
    "Execution",
    "GlobalWebhook",
    "Housekeeping",
    "Instance",
    "Integration",
    "KeptAnswer",
    "Lane",
    "Letter",
    "PayloadWatch",
    "ProcessBeat",
    "RegisteredHook",
    "Registration",
    "Request",
    "Rollout",
    "RolloutOutcome",
    "RouteChange",
    "RouteEpoch",
    "Schedule",
    "SeenEvent",
    "Service",
    "StepResult",
    "StoragePolicy",
    "StorageUse",
    "StoredValue",
    "Subscription",
    "Tenant",
    "TenantRemoval",
    "TrafficHour",
    "TrafficSpan",
    "UsageDay",
    "Version",
]
