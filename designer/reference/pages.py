"""The pages of the reference, and their two files. They hold no data of anybody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from designer.reference import content

ASSETS = {"reference.css": "text/css", "explorer.js": "text/javascript"}
FOLDER = Path(__file__).parent / "assets"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return _page(request, "home", "Reference")


@require_safe
def graphql(request: HttpRequest) -> HttpResponse:
    operations = content.operations()
    given = [{"title": one.title, "token": one.token, "query": one.query, "variables": one.variables} for one in operations]
    return _page(request, "graphql", "GraphQL", operations=operations, given=given, schema=content.schema_text())


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    headers, body = content.sample_event(timezone.now())
    shown = {
        "headers": headers,
        "body": json.dumps(json.loads(body), indent=2),
        "schedule": content.schedule(),
        "rules": content.rules(),
        "verifiers": content.verifiers(),
        "connectors": content.connector_events(),
    }
    return _page(request, "events", "Events", **shown)


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    return _page(request, "messages", "Messages of wizards", **content.messages())


@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    if name not in ASSETS:
        raise Http404
    return HttpResponse(
        (FOLDER / name).read_bytes(),
        content_type=f"{ASSETS[name]}; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def _page(request: HttpRequest, name: str, title: str, **shown: Any) -> HttpResponse:
    answer = render(request, f"reference/{name}.html", {"title": title, "here": name, **shown})
    answer.headers["Cache-Control"] = "no-cache"
    return answer
