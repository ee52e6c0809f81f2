"""A tenant that has one of everything, and callers who prove themselves to each API."""

from __future__ import annotations

import os

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from designer.accounts.models import Role
from designer.accounts.services import create_token
from designer.wizard.admission import Options, make_code, make_customer_code, take_code
from designer.wizard.dialogs import open_dialog
from runtime.connections.models import Service
from runtime.instances.models import Instance
from tests.designer.test_routes_and_roles import everything_of
from tests.fuzzing.campaign import Caller


@pytest.fixture
def caller(cast, monkeypatch) -> Caller:
    # What is stored by the journal waits for the transaction that each request is undone with, and is refused in the end: 503.
    monkeypatch.setitem(connections.settings["default"].setdefault("OPTIONS", {}), "timeout", 0.2)
    ids = everything_of(cast)
    client = Client()
    client.force_login(cast.owner, backend="django.contrib.auth.backends.ModelBackend")
    proof = client.get("/api/session").json()["csrfToken"]
    master = create_token(cast.access(), name="master", role=Role.OWNER)[1]
    instance, now = Instance.of(cast.acme).first(), timezone.now()
    code = make_code(instance, Options(), minutes=10, made_by="test", now=now)[1]
    wizard = take_code(code, now=now)[1]
    code = make_customer_code(instance.customer, Options(), minutes=10, made_by="test", now=now)[1]
    dialog = open_dialog(code, now=now, service=Service.of(cast.acme).first().pk)[1]
    return Caller(
        headers={
            "/api/wizard/": {"Authorization": f"Bearer {wizard}"},
            "/api/account-dialog/": {"Authorization": f"Bearer {dialog}"},
            "/api/": {"X-CSRFToken": proof},
            "/core/": {"Authorization": f"Bearer {master}"},
        },
        cookies={name: morsel.value for name, morsel in client.cookies.items()},
        ids=ids,
    )


@pytest.fixture
def examples() -> int:
    """For each operation."""
    return int(os.environ.get("HOOKYARD_FUZZ", "2"))
