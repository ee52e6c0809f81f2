"""What the reference is made of: files that are served, examples that tests run, and what the runtime itself says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from designer.graphql.schema import FILE as SCHEMA_FILE
from runtime.connectors.catalogue import shipped
from runtime.delivery.envelope import envelope, subscription_text
from runtime.delivery.schedule import DISABLE_AFTER, JITTER, WAITS
from runtime.delivery.signing import Keys, signed_headers

HERE = Path(__file__).parent
OPERATIONS = settings.BASE_DIR / "fixtures" / "graphql"
VERIFYING = settings.BASE_DIR / "fixtures" / "examples" / "verifying"
SAMPLE_KEY = "c2FtcGxlIGtleSBvZiB0aGUgcmVmZXJlbmNlLCBub2JvZHkgdXNlcyBpdC4uLi4uLi4uLi4uLi4u"
SAMPLE_SEED = "c2VlZCBvZiB0aGUgc2FtcGxlIGV2ZW50LCBub2JvZHk="
SAMPLE_KEYS = Keys(SAMPLE_KEY, SAMPLE_SEED)
SAMPLE_ID, SAMPLE_SUBSCRIPTION = "01M80QKK1C05T7GSDSB6ZY46Y1", "01M80QKK1D4R5T6Y7K8J9P0P1A"
SAMPLE_BODY = {"form_id": "R8B26k6g", "answers": {"email": "ann@acme.example"}}


@dataclass(frozen=True, slots=True)
class Operation:
    """One documented GraphQL operation; `token` is master or user."""

    title: str
    token: str
    query: str
    variables: str  # JSON text; empty without any


@cache
def operations() -> list[Operation]:
    return [_operation(yaml.safe_load(path.read_text())) for path in sorted(OPERATIONS.glob("*.yaml"))]


def _operation(case: dict[str, Any]) -> Operation:
    variables = case.get("variables")
    told = json.dumps(variables, indent=2, ensure_ascii=False) if variables else ""
    return Operation(case["title"], case["token"], case["query"].rstrip(), told)


def schema_text() -> str:
    return SCHEMA_FILE.read_text()


@cache
def messages() -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = yaml.safe_load((HERE / "messages.yaml").read_text())
    return {
        side: [{"when": one["when"], "examples": [json.dumps(example) for example in one["examples"]]} for one in listed]
        for side, listed in told.items()
    }


def sample_event(now: datetime) -> tuple[dict[str, str], bytes]:
    """Headers and body of an event, as they would be sent."""
    body = envelope(
        delivery_id=SAMPLE_ID,
        subscription=subscription_text(SAMPLE_SUBSCRIPTION, "my-form"),
        outcome="success",
        body=json.dumps(SAMPLE_BODY, separators=(",", ":")),
        happened_at=datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
        type="",
    )
    return signed_headers(json.loads(body)["id"], body, [SAMPLE_KEYS], now), body


def schedule() -> list[str]:
    """When each attempt behind the first is made, at the earliest."""
    return [_span(timedelta(seconds=wait)) for wait in WAITS]


def rules() -> dict[str, Any]:
    return {"attempts": len(WAITS) + 1, "jitter": round(JITTER * 100), "disabled": DISABLE_AFTER.days}


def verifiers() -> dict[str, list[tuple[str, str]]]:
    """Sources by what the receiver knows: the shared key, or the public one."""
    languages = (("Python", "py"), ("TypeScript", "ts"))
    files = {"shared": "verify", "public": "verify_public"}
    return {
        kind: [(language, (VERIFYING / f"{name}.{ending}").read_text()) for language, ending in languages]
        for kind, name in files.items()
    }


@cache
def connector_events() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """By name of each connector that comes along: key, name and what it is about of its events."""
    found = []
    for package in sorted(shipped().values(), key=lambda one: one.name):
        events = [(event.key, event.name, event.description) for event in package.events]
        if events:
            found.append((package.name, events))
    return found


def _span(wait: timedelta) -> str:
    seconds = int(wait.total_seconds())
    for size, word in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {word}{'' if count == 1 else 's'}"
    return "at once"
