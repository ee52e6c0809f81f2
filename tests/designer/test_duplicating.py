"""An integration is duplicated with what its builders drew, and with nothing that customers have."""

from __future__ import annotations

import pytest

from designer.audit.models import AuditEntry
from designer.bench import saved
from designer.integrations.drafts import create_integration, draft_of
from runtime.instances.models import Integration
from tests.cast import Desk
from tests.designer.stock import make_saved_test

pytestmark = pytest.mark.django_db


def test_the_copy_has_draft_and_tests_under_a_name_and_key_of_its_own(cast):
    integration = create_integration(cast.acme, name="Shop", description="Orders")
    make_saved_test(integration)
    answer = Desk(cast.builder).post(f"integrations/{integration.pk}/duplicate")
    made = answer.json()
    assert (answer.status_code, made["name"], made["key"]) == (201, "Shop copy", "shop-copy")
    assert (made["liveVersion"], made["instanceCount"]) == (None, 0)
    copy = Integration.objects.of(cast.acme).get(pk=made["id"])
    drawn = {**draft_of(integration).definition, "name": "Shop copy", "key": "shop-copy"}
    assert draft_of(copy).definition == drawn
    assert [test.name for test in saved.tests_of(copy)] == [test.name for test in saved.tests_of(integration)] != []
    assert AuditEntry.objects.of(cast.acme).filter(deed="integration.created", about_id=copy.pk).exists()
    again = Desk(cast.builder).post(f"integrations/{integration.pk}/duplicate").json()
    assert again["key"] == "shop-copy-2"


def test_only_builders_duplicate(cast):
    integration = create_integration(cast.acme, name="Shop")
    assert Desk(cast.operator).post(f"integrations/{integration.pk}/duplicate").status_code == 403
