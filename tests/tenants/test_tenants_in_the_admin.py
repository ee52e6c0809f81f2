"""Tenants in the admin: made with an invitation, bounded, suspended, visited, deleted; what reaches many asks first."""

from __future__ import annotations

import pytest
from django.test import Client

from designer.accounts import tenants
from designer.accounts.models import ApiToken, Invitation, Member, Role, User
from designer.accounts.services import create_token
from designer.audit.models import AuditEntry
from designer.embedding.services import embedding_of
from designer.support.models import SupportVisit
from runtime.removal.models import TenantRemoval
from runtime.retention import policies
from runtime.tenancy.models import Tenant
from tests.cast import PASSWORD, Desk

pytestmark = pytest.mark.django_db
LIST = "/admin/runtime/tenant/"


@pytest.fixture
def operator(db) -> User:
    return User.objects.create_superuser("root@example.com", PASSWORD)


@pytest.fixture
def root(operator) -> Client:
    client = Client()
    client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fresh(tenant: Tenant) -> Tenant:
    return Tenant.objects.get(pk=tenant.pk)


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def inlines(**fields: str) -> dict[str, str]:
    """The two forms within the tenant's, as a browser sends them when nothing was filled in."""
    empty = {}
    for prefix in ("storagepolicy_set", "embedding_set"):
        for name, value in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"), ("MIN_NUM_FORMS", "0"), ("MAX_NUM_FORMS", "1")):
            empty[f"{prefix}-{name}"] = value
    return {**empty, **fields}


def page(tenant: Tenant, act: str = "change") -> str:
    return f"{LIST}{tenant.pk}/{act}/"


def test_a_new_tenant_starts_with_an_invitation_of_its_owner(root):
    answer = root.post(f"{LIST}add/", {"name": "Third Inc", "owner_email": "third@example.com"}, follow=True)
    made = Tenant.objects.get(slug="third-inc")
    invitation = Invitation.objects.of(made).get()
    assert (invitation.email, invitation.role, invitation.invited_by) == ("third@example.com", "owner", "root@example.com")
    assert "/invitation" in said(answer), "without an e-mail server the operator passes the link on"
    assert not Member.objects.of(made).exists()
    assert AuditEntry.objects.of(made).get(deed="invitation.sent").actor_kind == "admin"


def test_a_tenant_without_an_owner_is_not_made(root):
    answer = root.post(f"{LIST}add/", {"name": "Third Inc", "owner_email": "no address"})
    assert answer.status_code == 200 and not Tenant.objects.filter(name="Third Inc").exists()


def test_its_page_tells_use_and_leads_to_what_it_has(root, cast):
    create_token(cast.access(), name="script", role=Role.VIEWER)
    html = root.get(page(cast.acme)).content.decode()
    for part in ("Executions this month", f"/admin/designer/apitoken/?tenant__id__exact={cast.acme.pk}", "Look at it as support"):
        assert part in html, part
    assert root.get(f"/admin/designer/apitoken/?tenant__id__exact={cast.acme.pk}").status_code == 200


def test_limits_quotas_and_looks_are_written_by_their_own_services(root, cast):
    form = inlines(
        **{"name": "Acme", "most_requests_per_second": "9", "largest_body_kib": "512"},
        **{"storagepolicy_set-0-quota_megabytes": "100", "storagepolicy_set-0-quota_executions_per_month": "5000"},
        **{"embedding_set-0-display_name": "Acme Cloud", "embedding_set-0-accent": "#336699"},
        **{"embedding_set-0-allowed_origins": '["https://app.acme.example"]', "embedding_set-0-scheme": "system"},
    )
    answer = root.post(page(cast.acme), form)
    assert answer.status_code == 302, answer.context["errors"]
    acme, (policy, _) = fresh(cast.acme), policies.of(cast.acme.pk)
    assert (acme.name, acme.most_requests_per_second, acme.largest_body_kib) == ("Acme", 9, 512)
    assert (policy.quota_megabytes, policy.quota_executions_per_month, policy.request_days) == (100, 5000, 30)
    assert embedding_of(acme).allowed_origins == ["https://app.acme.example"]
    deeds = set(AuditEntry.objects.of(acme).values_list("deed", flat=True))
    assert {"tenant.changed", "storage.changed", "embedding.changed"} <= deeds


def test_wrong_limits_are_refused_beside_their_fields(root, cast):
    form = inlines(
        **{"name": "Acme", "most_requests_per_second": "-1"},
        **{"storagepolicy_set-0-quota_megabytes": "many", "embedding_set-0-allowed_origins": '["https://*.example"]'},
        **{"embedding_set-0-accent": "red", "embedding_set-0-scheme": "system"},
    )
    html = root.post(page(cast.acme), form).content.decode()
    for words in ("greater than or equal to 0", "Enter a whole number", "without path or wildcard", "six digits"):
        assert words in html, words
    assert fresh(cast.acme).name == "Acme Builders"


def test_suspending_one_asks_for_a_reason_and_can_be_undone(root, cast):
    asked = root.get(page(cast.acme, "suspend")).content.decode()
    assert "Suspend Acme Builders?" in asked and "answer 503" in asked and not fresh(cast.acme).suspended
    root.post(page(cast.acme, "suspend"), {"because": "Bill of March", "sure": "1"})
    assert (fresh(cast.acme).suspended, fresh(cast.acme).suspended_because) == (True, "Bill of March")
    assert "Bill of March" in root.get(page(cast.acme)).content.decode()
    root.post(page(cast.acme, "resume"), {"sure": "1"})
    assert not fresh(cast.acme).suspended


def test_suspending_many_says_how_many_before_and_after(root, cast):
    tenants.suspend(tenants.create_tenant("Already Ltd"))
    chosen = {"action": "suspend_chosen", "_selected_action": list(Tenant.objects.values_list("pk", flat=True))}
    asked = root.post(LIST, chosen)
    assert "Suspend 2 tenants?" in asked.content.decode() and "Acme Builders" in asked.content.decode()
    assert not fresh(cast.acme).suspended
    done = root.post(LIST, {**chosen, "sure": "2", "because": "Move"}, follow=True)
    assert "Suspended 2: Acme Builders, Rival Ltd." in said(done) and fresh(cast.rivals).suspended
    assert AuditEntry.objects.of(cast.acme).get(deed="tenant.suspended").facts["suspended_because"] == "Move"


def test_a_list_that_grew_since_it_was_asked_is_asked_again(root, cast):
    chosen = {"action": "suspend_chosen", "_selected_action": [cast.acme.pk, cast.rivals.pk], "sure": "1"}
    assert "Suspend 2 tenants?" in root.post(LIST, chosen).content.decode()
    assert not fresh(cast.acme).suspended


def test_deleting_wants_the_name_and_then_shows_how_far_it_is(root, cast):
    wrong = root.post(page(cast.acme, "remove"), {"name": "acme", "sure": "1"})
    assert "Type the tenant" in wrong.content.decode() and not TenantRemoval.objects.exists()
    root.post(page(cast.acme, "remove"), {"name": "Acme Builders", "sure": "1"})
    assert TenantRemoval.objects.get().asked_by == "root@example.com"
    html = root.get(page(cast.acme)).content.decode()
    assert "It is being deleted" in html and "Resume…" not in html
    assert root.get(page(cast.acme, "resume")).status_code == 403
    assert root.post(f"{LIST}{cast.acme.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_support_visit_is_begun_with_a_reason_and_leads_into_the_designer(root, operator, cast):
    assert root.post(page(cast.acme, "visit"), {"minutes": "30", "sure": "1"}).status_code == 200
    assert not SupportVisit.across_tenants.exists()
    answer = root.post(page(cast.acme, "visit"), {"reason": "Ticket 12", "minutes": "15", "sure": "1"})
    assert answer.headers["Location"] == f"/?tenant={cast.acme.slug}"
    seen = Desk(operator).get("customers", X_Hookyard_Tenant=cast.acme.slug)
    assert seen.status_code == 200
    ended = {"action": "end_them", "_selected_action": [SupportVisit.across_tenants.get().pk], "sure": "1"}
    root.post("/admin/designer/supportvisit/", ended)
    assert Desk(operator).get("customers", X_Hookyard_Tenant=cast.acme.slug).status_code == 404


def test_somebody_is_invited_and_a_member_is_not_twice(root, cast):
    root.post(page(cast.acme, "invite"), {"email": "new@example.com", "role": "builder", "sure": "1"})
    assert Invitation.objects.of(cast.acme).get().role == "builder"
    again = root.post(page(cast.acme, "invite"), {"email": "owner@example.com", "role": "builder", "sure": "1"})
    assert "is a member already" in again.content.decode()


def test_keys_are_revoked_members_removed_and_accounts_switched_off_after_asking(root, operator, cast):
    _, secret = create_token(cast.access(), name="script", role=Role.VIEWER)
    key = {"action": "revoke", "_selected_action": [ApiToken.across_tenants.get().pk]}
    assert "Revoke 1 API token?" in root.post("/admin/designer/apitoken/", key).content.decode()
    assert Desk(token=secret).get("customers").status_code == 200
    root.post("/admin/designer/apitoken/", {**key, "sure": "1"})
    assert Desk(token=secret).get("customers").status_code == 401

    both = [Member.objects.of(cast.acme).get(user=user).pk for user in (cast.viewer, cast.owner)]
    removed = root.post("/admin/designer/member/", {"action": "remove", "_selected_action": both, "sure": "2"}, follow=True)
    assert "Removed 1" in said(removed) and "needs an owner" in said(removed)

    off = {"action": "switch_off", "_selected_action": [cast.builder.pk, operator.pk], "sure": "2"}
    assert "own account" in said(root.post("/admin/designer/user/", off, follow=True))
    cast.builder.refresh_from_db()
    assert not cast.builder.is_active and User.objects.get(pk=operator.pk).is_active


def test_staff_without_rights_is_offered_no_act(cast):
    clerk = User.objects.create_user("clerk@example.com", PASSWORD, is_staff=True)
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    for act in ("visit", "suspend", "remove", "invite"):
        assert client.post(page(cast.acme, act), {"name": "Acme Builders", "reason": "x", "minutes": "15"}).status_code == 403
    assert not SupportVisit.across_tenants.exists() and not fresh(cast.acme).suspended
