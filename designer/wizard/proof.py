"""Live proof: what the URLs of one instance have really seen since its wizard was opened.

For: three lights for each URL (request seen, signature good, routed to you), read from the journal, and what the last request
that did not make it stumbled over. Only requests that are certainly this instance's count: what a shared URL could not route
is nobody's, and its customers must not hear of each other.
Not here: telling that there is news (`live`), sending a test event (`runtime.proving`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from ulid import ULID

from designer.wizard.models import WizardRun
from runtime.instances.models import Instance
from runtime.journal.models import Request

MOST_LOOKED_AT = 500
OVERLAP = timedelta(seconds=5)  # rows are committed a little after their id was made
ALL = ""  # the lights of all URLs together
LIGHTS = ("seen", "verified", "routed")
FIELDS = ("pk", "received_at", "method", "flow_key", "status", "code", "trace", "path")


def lights_of(run: WizardRun, instance: Instance, *, after: str = "") -> dict[str, Any]:
    """{lights: {flow or "": {seen, verified, routed, trouble}}, cursor}; times as text, None for what is still dark.

    `after` is the cursor of the look before. What has once been lit stays.
    """
    start = max(after, _first_id(run.watched_since))
    rows = Request.of(instance.tenant_id).filter(
        integration_id=instance.integration_id, instance_id=instance.pk, is_draft=False, replay_of="", pk__gte=start
    )
    found = list(rows.order_by("-pk").values(*FIELDS)[:MOST_LOOKED_AT])
    proof = {flow: dict(lights) for flow, lights in run.proof.items()}
    flows = {endpoint.path: endpoint.flow_key for endpoint in instance.endpoints.all()}
    for row in reversed(found):
        for flow in {ALL, row["flow_key"] or _flow_of(row["path"], flows)}:
            _note(proof.setdefault(flow, {}), row)
    if proof != run.proof:
        WizardRun.of(instance.tenant_id).filter(pk=run.pk).update(proof=proof)
    cursor = _first_id(found[0]["received_at"] - OVERLAP) if found else start
    return {"lights": {flow: _complete(lights) for flow, lights in {ALL: {}, **proof}.items()}, "cursor": cursor}


def is_proven(lights: Mapping[str, Mapping[str, Any]]) -> bool:
    return all(lights[ALL][name] for name in LIGHTS)


def _note(lights: dict[str, Any], row: Mapping[str, Any]) -> None:
    at = row["received_at"].isoformat()
    lights.setdefault("seen", at)
    routed = row["status"] in (Request.Status.ACCEPTED, Request.Status.DUPLICATE) or row["code"] == "wizard_test"
    if routed or _verified(row["trace"]):
        lights.setdefault("verified", at)
    if routed:
        lights.setdefault("routed", at)
        lights["trouble"] = None
    elif row["status"] != Request.Status.HANDSHAKE:
        lights["trouble"] = {"code": row["code"], "method": row["method"], "at": at}


def _verified(trace: Iterable[Mapping[str, Any]]) -> bool:
    return any(stage["stage"] == "verify" and stage["ok"] for stage in trace)


def _flow_of(path: str, flows: Mapping[str, str]) -> str:
    """Of a request that was refused before its flow was known, by the URL it came to."""
    return next((flow for known, flow in flows.items() if path == known or path.startswith(f"{known}/")), ALL)


def _complete(lights: Mapping[str, Any]) -> dict[str, Any]:
    return {name: lights.get(name) for name in (*LIGHTS, "trouble")}


def _first_id(moment: datetime) -> str:
    return str(ULID.from_datetime(moment))[:10]
