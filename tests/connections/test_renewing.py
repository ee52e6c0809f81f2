"""Access tokens are renewed once, however many want one, and whoever can act hears when that fails."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest

from runtime.connections import catalogue, keeping
from runtime.connections.models import Connection
from runtime.engine.errors import ConnectionProblem, RemoteProblem
from runtime.instances.customers import create_customer
from tests.connections.provider import CLIENT_ID, CLIENT_SECRET
from tests.product import free_port


async def many(port, pk, count=12, **options):
    return await asyncio.gather(*(port.open(pk, **options) for _ in range(count)), return_exceptions=True)


def make_old(connection: Connection) -> None:
    Connection.of(connection.tenant_id).update(expires_at=datetime.now(UTC) - timedelta(seconds=1))


def token_of(office, connection) -> str:
    return office.as_run(lambda port: port.open(connection.pk))["secret"]["token"]


def test_a_token_that_is_good_is_used_without_asking(office):
    connection = office.connected()
    assert office.provider.is_good(token_of(office, connection))
    assert office.provider.asked == ["authorization_code"]


def test_many_runs_renew_an_old_token_once(office):
    connection = office.connected()
    make_old(connection)
    opened = office.as_run(lambda port: many(port, connection.pk))
    assert len({one["secret"]["token"] for one in opened}) == 1
    assert office.provider.asked == ["authorization_code", "refresh_token"]
    assert office.provider.is_good(opened[0]["secret"]["token"])


def test_processes_that_know_nothing_of_each_other_renew_it_once_too(office):
    """Each thread has an event loop and a client of its own, as each process has; the row is all they share."""
    connection = office.connected()
    make_old(connection)
    office.provider.pause = threading.Event()
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(token_of(office, connection))) for _ in range(4)]
    for thread in threads:
        thread.start()
    office.provider.pause.set()
    for thread in threads:
        thread.join()
    assert len(got) == 4 and len(set(got)) == 1
    assert office.provider.asked.count("refresh_token") == 1


def test_a_token_the_service_refused_before_its_time_is_renewed_once(office):
    connection = office.connected()
    refused = token_of(office, connection)
    office.provider.end_access_tokens()
    opened = office.as_run(lambda port: many(port, connection.pk, refused_token=refused))
    assert {one["secret"]["token"] for one in opened} != {refused} and len({one["secret"]["token"] for one in opened}) == 1
    assert office.provider.asked.count("refresh_token") == 1


def test_a_refresh_token_is_kept_where_the_service_gives_no_new_one(office):
    connection = office.connected()
    before = keeping.secret_of(connection)["refreshToken"]
    fields = keeping.keep_tokens(connection, keeping.Tokens("new", "", 60), now=datetime.now(UTC))
    Connection.of(connection.tenant_id).update(**fields)
    assert keeping.secret_of(office.read(connection.pk)) == {"accessToken": "new", "refreshToken": before}


def test_when_access_was_revoked_the_connection_says_so_and_asks_no_more(office):
    connection = office.connected()
    make_old(connection)
    office.provider.revoke_everything()
    problems = office.as_run(lambda port: many(port, connection.pk, 5))
    assert {type(problem) for problem in problems} == {ConnectionProblem}
    assert "Ada Ltd" in problems[0].message and "Connect it again" in problems[0].message
    row = office.read(connection.pk)
    assert row.status == "revoked" and "invalid_grant" in row.reason
    assert office.provider.asked.count("refresh_token") == 1

    assert office.come_back(office.consent(office.begin(connection.pk))).status_code == 200
    assert office.provider.is_good(token_of(office, connection)), "connecting again mends it"


def without_refresh_token(connection: Connection) -> None:
    kept = {**keeping.secret_of(connection), "refreshToken": ""}
    Connection.of(connection.tenant_id).update(secret=keeping.vault.encrypt(connection.tenant_id, connection.pk, kept))


def test_access_that_ended_with_nothing_to_renew_it_is_expired(office):
    connection = office.connected()
    without_refresh_token(connection)
    make_old(connection)
    (problem,) = office.as_run(lambda port: many(port, connection.pk, 1))
    assert problem.details == {"connection": connection.pk, "customer": office.customer.pk}
    assert office.read(connection.pk).status == "expired"


def test_access_that_the_service_ended_before_its_time_is_revoked(office):
    connection = office.connected()
    without_refresh_token(connection)
    token = token_of(office, connection)
    (problem,) = office.as_run(lambda port: many(port, connection.pk, 1, refused_token=token))
    assert problem.code == "connection_broken" and office.read(connection.pk).status == "revoked"


def test_a_service_that_repeats_what_it_was_sent_brings_no_secret_into_the_error(office):
    connection = office.connected()
    make_old(connection)
    office.provider.echoes = True
    (problem,) = office.as_run(lambda port: many(port, connection.pk, 1))
    told = problem.message + office.read(connection.pk).reason
    assert "invalid_grant: not [redacted] of [redacted]" in told
    assert keeping.secret_of(connection)["refreshToken"] not in told and CLIENT_SECRET not in told


def test_a_service_that_is_away_breaks_nothing_for_good(office):
    connection = office.connected()
    make_old(connection)
    settings = {**office.service.settings, "tokenUrl": f"http://127.0.0.1:{free_port()}/token"}
    catalogue.update_service(office.service, settings=settings)
    (problem,) = office.as_run(lambda port: many(port, connection.pk, 1))
    assert isinstance(problem, RemoteProblem)
    row = office.read(connection.pk)
    assert row.status == "ok" and row.renewing == "", "the next run may try at once"


def test_whoever_dies_while_renewing_holds_nobody_up_for_long(office):
    connection = office.connected()
    make_old(connection)
    Connection.of(connection.tenant_id).update(renewing="dead", renewing_until=datetime.now(UTC) - timedelta(seconds=1))
    assert office.provider.is_good(token_of(office, connection))


def test_a_renewal_that_comes_too_late_does_not_bring_back_what_was_disconnected(office):
    connection = office.connected()
    make_old(connection)
    office.provider.pause = threading.Event()
    outcome: list[object] = []
    thread = threading.Thread(target=lambda: outcome.extend(office.as_run(lambda port: many(port, connection.pk, 1))))
    thread.start()
    while "refresh_token" not in office.provider.asked:
        threading.Event().wait(0.01)
    assert office.desk.post(f"connections/{connection.pk}/disconnect").status_code == 200
    office.provider.pause.set()
    thread.join()
    assert isinstance(outcome[0], RemoteProblem | ConnectionProblem)
    assert office.read(connection.pk).secret == "" and office.read(connection.pk).status == "revoked"


def test_a_connection_opens_only_for_its_own_customer(office):
    connection = office.connected()
    other = create_customer(office.cast.acme, external_id="bob", name="Bob Ltd")
    with pytest.raises(ConnectionProblem, match="another customer"):
        office.as_run(lambda port: port.open(connection.pk), customer=other)
    with pytest.raises(ConnectionProblem, match="gone"):
        office.as_run(lambda port: port.__class__(office.cast.rivals.pk, office.customer.pk, port.http).open(connection.pk))


@pytest.mark.parametrize("whose", ["tenant", "customer"])
def test_client_credentials_are_the_tenants_or_the_customers(office, whose):
    settings = {"tokenUrl": f"{office.provider.url}/token", "hosts": ["127.0.0.1"], "clientAuth": "body"}
    own = {"settings": {**settings, "clientId": CLIENT_ID}, "client_secret": CLIENT_SECRET}
    service = catalogue.create_service(
        office.cast.acme, name="Machine", scheme="oauth2_client", **(own if whose == "tenant" else {"settings": settings})
    )
    values = {} if whose == "tenant" else {"clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET}
    connection = keeping.create_connection(office.customer, service, name="m", values=values)
    assert connection.status == "ok"
    opened = office.as_run(lambda port: many(port, connection.pk, 3))
    assert all(office.provider.is_good(one["secret"]["token"]) for one in opened)
    assert office.provider.asked == ["client_credentials"]
    make_old(connection)
    assert office.provider.is_good(token_of(office, connection)), "there is no refresh token; it asks as the first time"
