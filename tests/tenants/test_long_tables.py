"""Lists of long tables are answered from an index: no look reads all requests, executions, customers or audit entries."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from runtime.journal.models import Execution
from runtime.journal.states import UNCOMMON
from tests.cast import PASSWORD, Desk
from tests.designer.stock import make_customer, make_execution, make_integration, make_request, make_step

pytestmark = pytest.mark.django_db
LONG = ("runtime_request", "runtime_execution", "runtime_stepresult", "runtime_customer", "designer_auditentry")
ONE = "01M6V4QX9Y0000000000000NC4"


@pytest.fixture
def root(cast) -> Client:
    client = Client()
    client.force_login(
        get_user_model().objects.create_superuser("root@example.com", PASSWORD),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def scans(asked) -> list[str]:
    """Steps of the plans that go through a long table from one end to the other, without an index."""
    found = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].startswith("SELECT") and "LIMIT 10000)" not in query["sql"]:  # counting stops there
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                steps = [row[3] for row in cursor.fetchall()]
                found += [query["sql"] for step in steps if re.fullmatch(rf"SCAN ({'|'.join(LONG)})", step)]
    return found


@pytest.fixture
def sqlite_only():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by how many rows there are; SQLite by its rules")


@pytest.mark.parametrize(
    "path",
    [
        "requests", "requests?status=unrouted", f"requests?customer={ONE}", f"requests?integration={ONE}", "executions",
        *(f"executions?status={status}" for status in Execution.Status.values),
        f"executions?customer={ONE}", f"executions?instance={ONE}", f"executions?cursor={ONE}", "customers", "audit",
        "audit?deed=token.created", "traffic", "lanes", "storage", "executions/counts", "integrations",
    ],
)  # fmt: skip
def test_a_list_of_the_api_reads_no_long_table_whole(path, cast, sqlite_only):
    desk = Desk(cast.owner)
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(path).status_code == 200
    assert len(asked) < 40 and not scans(asked)


@pytest.mark.parametrize(
    ("path", "said", "index"),
    [
        *((f"executions?status={status}", f"status = '{status}'", "execution_uncommon") for status in UNCOMMON),
        ("requests?code=nowhere", "'nowhere'", "request_by_code"),
        ("traffic", "status = 'running'", "execution_leased"),
        ("executions?status=running", "status = 'running'", "execution_leased"),
        ("executions?status=queued", "status = 'queued'", "execution_turn"),
        ("executions?status=queued", "status = 'queued'", "execution_draft_turn"),
        ("integrations", "status = 'failed'", "execution_uncommon"),
        ("integrations", "'unrouted'", "request_by_status"),
    ],
)
def test_what_is_rare_is_found_by_an_index_of_its_own(path, said, index, cast, sqlite_only):
    make_integration(cast.acme)
    with CaptureQueriesContext(connection) as asked:
        Desk(cast.owner).get(path)
    plans = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if said in query["sql"]:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"].replace("%", "%%"))
                plans += [row[3] for row in cursor.fetchall()]
    assert any(f"INDEX {index}" in plan for plan in plans), plans


@pytest.mark.parametrize("status", Execution.Status.values)
def test_each_status_finds_its_own(status, cast):
    for one in Execution.Status.values:
        make_execution(cast.acme, status=one, version_id="v" if one < "m" else "")
    found = Desk(cast.owner).get(f"executions?status={status}").json()["results"]
    assert [row["status"] for row in found] == [status]


@pytest.mark.parametrize(
    "page",
    [
        "runtime/request/", f"runtime/request/?q={ONE}", "runtime/execution/", f"runtime/execution/?q={ONE}",
        "runtime/stepresult/", f"runtime/stepresult/?q={ONE}", "runtime/customer/", "designer/auditentry/",
    ],
)  # fmt: skip
def test_a_list_of_the_admin_asks_few_questions_and_none_reads_a_long_table_whole(page, root, cast, sqlite_only):
    few = count_of(root, page)
    for number in range(30):
        customer = make_customer(cast.acme, f"c-{number}")
        made = make_execution(cast.acme, customer_id=customer.pk)
        make_request(cast.acme, execution_id=made.pk, customer_id=customer.pk)
        make_step(made, "log_1", 1)
    with CaptureQueriesContext(connection) as asked:
        assert root.get(f"/admin/{page}").status_code == 200
    assert len(asked) <= few + 1, "as many questions for thirty rows as for none"
    assert not scans(asked)


def count_of(root: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        root.get(f"/admin/{page}")
    return len(asked)
