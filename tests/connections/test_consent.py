"""A person connects an account: state, PKCE, once, in the browser that began; against a server that checks its side."""

from __future__ import annotations

import html
from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from runtime.connections import catalogue
from runtime.connections.keeping import secret_of
from runtime.connections.models import Connection, Consent
from tests.cast import Desk

REFUSED = "belongs to no connection that was begun in this browser"


def with_query(path: str, **changes: str) -> str:
    address, _, query = path.partition("?")
    return f"{address}?{urlencode({**dict(parse_qsl(query)), **changes})}"


def test_who_agrees_is_connected_and_no_answer_shows_what_was_given(office):
    connection = office.connect()
    assert office.read(connection).status == "pending"
    url = office.begin(connection)
    asked = parse_qs(urlsplit(url).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["prompt"] == ["consent"]
    assert asked["scope"] == ["orders.read orders.write"] and asked["redirect_uri"] == ["http://testserver/connect/callback"]

    answer = office.come_back(office.consent(url))
    assert answer.status_code == 200 and b"Connected to Shopline" in answer.content
    row = office.read(connection)
    kept = secret_of(row)
    assert row.status == "ok" and row.expires_at and kept["accessToken"] and kept["refreshToken"]
    shown = office.desk.get(f"connections/{connection}").content + office.desk.get("connections").content + answer.content
    for secret in kept.values():
        assert secret.encode() not in shown and secret not in row.secret
    assert office.desk.post(f"connections/{connection}/test").json()["testedAt"]


def test_an_answer_counts_once(office):
    back = office.consent(office.begin(office.connect()))
    assert office.come_back(back).status_code == 200
    again = office.come_back(back)
    assert again.status_code == 400 and REFUSED in again.content.decode()


def test_an_answer_counts_only_in_the_browser_that_began(office):
    connection = office.connect()
    back = office.consent(office.begin(connection))
    for browser in (Desk(office.cast.owner).client, Desk().client):
        assert REFUSED in office.come_back(back, browser).content.decode()
    assert office.read(connection).status == "pending"
    assert office.come_back(back).status_code == 200, "the right one can still end it"


def test_an_answer_comes_in_time_and_with_its_own_state(office):
    connection = office.connect()
    back = office.consent(office.begin(connection))
    assert REFUSED in office.come_back(with_query(back, state="guessed")).content.decode()
    Consent.of(office.cast.acme).update(expires_at=Consent.of(office.cast.acme).get().expires_at - timedelta(minutes=11))
    assert REFUSED in office.come_back(back).content.decode()
    assert office.provider.asked == [], "nothing of it reached the service"


def test_a_code_that_belongs_to_another_consent_is_refused_by_its_challenge(office):
    stolen = dict(parse_qsl(urlsplit(office.consent(office.begin(office.connect("one")))).query))["code"]
    other = office.connect("two")
    answer = office.come_back(with_query(office.consent(office.begin(other)), code=stolen))
    assert answer.status_code == 400 and "The service refused" in answer.content.decode()
    assert office.read(other).status == "reconnect" and not office.read(other).secret


def test_a_code_is_used_once_by_the_service_too(office):
    connection = office.connect()
    back = office.consent(office.begin(connection))
    code = dict(parse_qsl(urlsplit(back).query))["code"]
    assert office.come_back(back).status_code == 200
    answer = office.come_back(with_query(office.consent(office.begin(connection)), code=code))
    assert answer.status_code == 400 and "invalid_grant" in answer.content.decode()
    assert office.read(connection).status == "ok", "what worked goes on working"


def test_a_refusal_is_told_in_the_services_words_and_as_text(office):
    connection = office.connect()
    answer = office.come_back(office.consent(office.begin(connection) + "&deny"))
    assert answer.status_code == 400 and "access_denied" in answer.content.decode()
    assert "access_denied" in office.desk.get(f"connections/{connection}").json()["reason"]
    state = parse_qs(urlsplit(office.begin(connection)).query)["state"][0]
    hostile = {"error": "bad", "error_description": "<script>alert(1)</script>", "state": state}
    page = office.come_back(f"/connect/callback?{urlencode(hostile)}").content.decode()
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_a_program_with_a_token_cannot_begin_consent(office):
    token = Desk(office.cast.owner).post("tokens", {"name": "script", "role": "operator"}).json()["token"]
    answer = Desk(token=token).post(f"connections/{office.connect()}/authorize")
    assert (answer.status_code, answer.json()["code"]) == (403, "session_required")


@pytest.mark.parametrize("query", ["", "?state=", "?state=%00&code=%00", "?state=" + "x" * 9000, "?state=%ff%fe"])
def test_whoever_opens_the_page_out_of_the_blue_is_told_what_it_is_for(office, query):
    assert REFUSED in office.come_back(f"/connect/callback{query}").content.decode()


def test_consents_of_a_connection_that_is_deleted_go_with_it(office):
    connection = office.connect()
    back = office.consent(office.begin(connection))
    assert office.desk.delete(f"connections/{connection}").status_code == 204
    assert REFUSED in office.come_back(back).content.decode()
    assert not Connection.of(office.cast.acme).exists()


@pytest.mark.parametrize(
    ("error", "what_to_do"),
    [
        ("access_denied", "start again and agree; an administrator of your account at Shopline"),
        ("invalid_scope", "A builder must check the scopes of Shopline under Services"),
        ("server_error", "Start again in some minutes"),
        ("login_required", "Sign in at Shopline first"),
        ("odd_error", "a builder must check the settings of Shopline"),
    ],
)
def test_each_refusal_says_who_can_do_what(office, error, what_to_do):
    connection = office.connect()
    state = parse_qs(urlsplit(office.begin(connection)).query)["state"][0]
    given = {"error": error, "error_description": "In the service's words", "state": state}
    page = office.come_back(f"/connect/callback?{urlencode(given)}")
    assert page.status_code == 400
    shown = office.desk.get(f"connections/{connection}").json()
    assert shown["status"] == "reconnect"
    for said in (html.unescape(page.content.decode()), shown["reason"]):
        assert error in said and "In the service's words" in said and what_to_do in said


def test_a_scope_that_the_service_does_not_know_is_told_to_the_builder(office):
    catalogue.update_service(office.service, settings={**office.service.settings, "scopes": ["all.of.it"]})
    connection = office.connect()
    answer = office.come_back(office.consent(office.begin(connection)))
    assert answer.status_code == 400
    reason = office.read(connection).reason
    assert "invalid_scope" in reason and "A builder must check the scopes" in reason
