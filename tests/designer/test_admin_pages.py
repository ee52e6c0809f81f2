"""The admin: superusers look at everything but secrets, and suspend a tenant."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client

from designer.accounts.models import Member, Role, User
from designer.accounts.services import create_token
from runtime.credentials.services import create_credential
from runtime.routing.models import Endpoint
from runtime.tenancy.models import Tenant
from tests.cast import PASSWORD, Desk
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
            answers.append(root.get(f"{base}{row.pk}/change/"))
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


def test_tenants_are_suspended_and_resumed_and_it_is_noted_who_did(root, cast):
    act = lambda name: root.post("/admin/runtime/tenant/", {"action": name, "_selected_action": [cast.acme.pk]})  # noqa: E731
    assert act("suspend").status_code == 302
    assert Tenant.objects.get(pk=cast.acme.pk).suspended and not Tenant.objects.get(pk=cast.rivals.pk).suspended
    assert LogEntry.objects.get().user.email == "root@example.com"
    act("resume")
    assert not Tenant.objects.get(pk=cast.acme.pk).suspended


def test_a_new_tenant_starts_with_its_owner(root, cast):
    form = {"name": "Third Inc", "owner_email": "third@example.com", "owner_password": PASSWORD}
    assert root.post("/admin/runtime/tenant/add/", form).status_code == 302
    member = Member.across_tenants.get(tenant__slug="third-inc")
    assert (member.user.email, member.role) == ("third@example.com", "owner")
    assert Desk().post("session", {"email": "third@example.com", "password": PASSWORD}).status_code == 200


def test_a_new_tenant_is_not_made_with_a_weak_password(root, cast):
    form = {"name": "Third Inc", "owner_email": "third@example.com", "owner_password": "123"}
    answer = root.post("/admin/runtime/tenant/add/", form)
    assert answer.status_code == 200 and b"too short" in answer.content
    assert not Tenant.objects.filter(name="Third Inc").exists()


def test_a_tenants_limits_are_changed_but_it_is_never_deleted(root, cast):
    page = f"/admin/runtime/tenant/{cast.acme.pk}/"
    assert root.post(f"{page}change/", {"name": "Acme", "requests_per_second": "9"}).status_code == 302
    assert Tenant.objects.get(pk=cast.acme.pk).requests_per_second == 9
    assert root.post(f"{page}delete/", {"post": "yes"}).status_code == 403
