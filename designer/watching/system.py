"""The state of the installation: its processes, how far the work is behind, the room that is left.

For: what owners who may enter the admin see. No tenant is named: others' affairs are not theirs.
"""

from __future__ import annotations

import platform
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from designer.config.metrics import lags
from runtime.watching.models import ProcessBeat

ALIVE = timedelta(seconds=20)
SHOWN = timedelta(minutes=30)
FIGURES = {
    "memory": 0,
    "cpuSeconds": 0.0,
    "requests": 0,
    "executions": 0,
    "commits": 0,
    "commitP50Us": None,
    "commitP99Us": None,
    "refusedWrites": 0,
    "sandboxes": 0,
    "sandboxLacks": [],
    "diskFree": 0,
    "diskTotal": 0,
    "version": "",
    "pid": 0,
}


def system(now: datetime) -> dict[str, Any]:
    return {
        "version": settings.VERSION,
        "python": platform.python_version(),
        "database": _database(),
        "lanes": [{"name": name, **asdict(lag)} for name, lag in lags().items()],
        "processes": [_process(beat, now) for beat in ProcessBeat.objects.filter(seen_at__gt=now - SHOWN).order_by("-seen_at")],
    }


def _database() -> dict[str, Any]:
    if connection.vendor == "sqlite":
        file = Path(str(settings.DATABASES["default"]["NAME"]))
        parts = (file, file.with_name(f"{file.name}-wal"))
        return {"kind": "SQLite", "bytes": sum(part.stat().st_size for part in parts if part.exists())}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return {"kind": "PostgreSQL", "bytes": cursor.fetchone()[0]}


def _process(beat: ProcessBeat, now: datetime) -> dict[str, Any]:
    figures = {name: beat.figures.get(name, default) for name, default in FIGURES.items()}
    return {
        "name": beat.name,
        "machine": beat.machine,
        "started_at": beat.started_at,
        "seen_at": beat.seen_at,
        "alive": now - beat.seen_at < ALIVE,
        **{_snake(name): value for name, value in figures.items()},
        "events": _events(beat.figures),
    }


def _events(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """What was out of the ordinary since the process began."""
    found = {**figures.get("sandboxEvents", {}), **figures.get("revivals", {})}
    ordinary = {"child_started", "child_asked"}
    return [{"name": name, "count": count} for name, count in sorted(found.items()) if name not in ordinary]


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
