"""The admin: superusers look at everything but secrets, and suspend a tenant."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client

from designer.accounts.models import Role, User
from designer.accounts.services import create_token
from runtime.credentials.services import create_credential
from runtime.routing.models import Endpoint
from tests.cast import PASSWORD
from tests.designer.stock import make_execution, make_instance, make_request

SECRET = "swordfish-swordfish"


@pytest.fixture
def root(cast) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.com", PASSWORD))
    return client


@pytest.fixture
def stocked(cast):
    instance = make_instance(cast.acme)
    make_request(cast.acme, body=SECRET.encode(), headers=[["x", SECRET]])
    make_execution(cast.acme, trigger={"body": SECRET})
    create_token(cast.access(), name="script", role=Role.VIEWER)
    create_credential(cast.acme, name="K", scheme="bearer", secret={"token": SECRET})
    return instance


def pages() -> list[str]:
    return [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry]


def test_only_staff_gets_in(cast, client):
    client.force_login(cast.owner, backend="django.contrib.auth.backends.ModelBackend")
    assert {client.get(page).status_code for page in ["/admin/", *pages()]} == {302}


def test_every_list_and_every_row_opens_and_shows_no_secret(root, stocked, cast):
    hidden = [SECRET, *Endpoint.across_tenants.values_list("token", flat=True)]
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        answers = [root.get(base), root.get(f"{base}?q=x")]
        row = model._base_manager.first()
        if row is not None:
            answers.append(page := root.get(f"{base}{row.pk}/change/"))
            assert f"{type(row).__name__} object (" not in page.content.decode(), "the page has no name of its own"
        for answer in answers:
            assert answer.status_code == 200, base
            if model is not Endpoint:
                assert not [secret for secret in hidden if secret in answer.content.decode()], base


def test_what_happened_cannot_be_changed_or_deleted(root, stocked):
    for name in ("request", "execution", "version", "instance", "endpoint", "credential", "customer"):
        model = next(model for model in admin.site._registry if model._meta.model_name == name)
        row = model._base_manager.first()
        assert root.post(f"/admin/runtime/{name}/{row.pk}/change/", {}).status_code == 403
        assert root.post(f"/admin/runtime/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
        assert root.get(f"/admin/runtime/{name}/add/").status_code == 403
