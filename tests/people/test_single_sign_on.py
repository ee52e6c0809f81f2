"""Single sign-on against a real OpenID Connect server: who is let in, as whom, and everything that lets nobody in."""

from __future__ import annotations

from collections.abc import Iterator
from time import time
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from joserfc.jwk import OctKey, RSAKey

from designer.accounts.invitations import invite
from designer.accounts.models import Invitation, Member, Role, User
from designer.audit.models import AuditEntry
from designer.config.sign_on import checked_issuer, joins_of
from designer.signing_in import second_factor, single_sign_on
from designer.signing_in.models import Identity
from runtime.mail.sending import send_due
from tests.cast import PASSWORD, Desk
from tests.people.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def provider(cast, settings, server) -> Iterator[Provider]:
    """As nobody has changed it, and not yet known to the product."""
    fresh = Provider(url=server.url, key=server.key)
    vars(server).update(vars(fresh))
    single_sign_on._registered.cache_clear()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = server.url, CLIENT_ID, CLIENT_SECRET
    settings.PUBLIC_URL = "http://testserver"
    yield server
    assert server.failures == []


def begin(desk: Desk, query: str = "") -> str:
    answer = desk.client.get(f"/connect/oidc{query}")
    assert answer.status_code == 302
    return answer.headers["Location"]


def agree(url: str) -> str:
    """The person agrees at the provider; where it sends the browser."""
    answer = httpx2.get(url, follow_redirects=False, trust_env=False)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    assert back.path == "/connect/oidc/callback"
    return f"{back.path}?{back.query}"


def sign_on(desk: Desk | None = None, query: str = "") -> tuple[Desk, str]:
    """Through it all; where the browser ends."""
    desk = desk or Desk()
    return desk, desk.client.get(agree(begin(desk, query))).headers["Location"]


def refused(desk: Desk, place: str, code: str) -> None:
    assert place == f"/login?refused={code}"
    assert desk.get("session").json()["user"] is None


def test_somebody_known_by_their_verified_address_is_in(cast, provider):
    desk = Desk()
    assert desk.get("session").json()["singleSignOn"] == {"name": "single sign-on", "url": "/connect/oidc"}
    url = begin(desk, "?next=/requests")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert asked["code_challenge_method"] == "S256" and asked["nonce"] and asked["state"]
    assert asked["redirect_uri"] == "http://testserver/connect/oidc/callback" and "openid" in asked["scope"]
    before = desk.client.session.session_key
    answer = desk.client.get(agree(url))
    assert answer.headers["Location"] == "/requests"
    assert desk.get("session").json()["user"]["email"] == "viewer@example.com"
    assert desk.client.session.session_key != before
    entry = AuditEntry.objects.of(cast.acme).filter(deed="member.signed_in").latest("pk")
    assert (entry.actor, entry.facts["how"]) == ("viewer@example.com", "single sign-on")


def test_who_was_connected_is_known_by_subject_when_the_address_changes(cast, provider):
    sign_on()
    provider.email = "new-name@example.com"
    desk, place = sign_on()
    assert place == "/" and desk.get("session").json()["user"]["email"] == "viewer@example.com"
    assert Identity.objects.count() == 1


def test_connecting_takes_the_place_of_the_password_and_is_told(cast, provider, settings):
    """The account may have been made by somebody who never had this address."""
    settings.EMAIL_IS_SET_UP = True
    squatter = Desk()
    squatter.post("session", {"email": "viewer@example.com", "password": PASSWORD})
    desk, _ = sign_on()
    assert squatter.get("tenant").status_code == 401
    assert Desk().post("session", {"email": "viewer@example.com", "password": PASSWORD}).status_code == 401
    assert desk.get("account").json()["hasPassword"] is False
    assert desk.get("account").json()["identities"] == [provider.url]
    send_due(timezone.now())
    assert any("You sign in to Hookyard with" in letter.subject for letter in mail.outbox)
    assert AuditEntry.objects.of(cast.acme).filter(deed="member.identity_linked", actor="viewer@example.com").exists()


def test_a_second_factor_is_asked_for_here_too(cast, provider):
    begun = second_factor.begin(cast.viewer)
    codes = second_factor.confirm(cast.viewer, second_factor.pyotp.TOTP(begun.secret).now())
    desk, place = sign_on(query="?next=/customers")
    assert place == "/login?next=%2Fcustomers"
    assert desk.get("session").json()["codeNeeded"] is True and desk.get("tenant").status_code == 401
    assert desk.post("session/code", {"code": codes[0]}).json()["user"]["email"] == "viewer@example.com"


def test_nobody_without_an_account_is_let_in(cast, provider):
    provider.email = "nobody@example.com"
    desk, place = sign_on()
    refused(desk, place, "no_account")
    assert not User.objects.filter(email="nobody@example.com").exists()


def test_somebody_of_the_domain_joins_with_the_role_it_gives(cast, provider, settings):
    settings.OIDC_JOIN = joins_of(["corp.example=acme-builders:operator"])
    provider.email, provider.subject = "Ada@Corp.example", "u-2"
    desk, place = sign_on()
    assert place == "/"
    assert [(one["slug"], one["role"]) for one in desk.get("session").json()["tenants"]] == [("acme-builders", "operator")]
    assert AuditEntry.objects.of(cast.acme).get(deed="member.joined").actor == "ada@corp.example"


@pytest.mark.parametrize("email", ["ada@evilcorp.example", "ada@corp.example.evil.example", "ada@corp.example@evil.example"])
def test_a_domain_that_only_looks_like_it_does_not_count(email, cast, provider, settings):
    settings.OIDC_JOIN = joins_of(["corp.example=acme-builders"])
    provider.email = email
    desk, place = sign_on()
    refused(desk, place, "no_account")


def test_who_was_removed_does_not_join_again_by_domain(cast, owner, provider, settings):
    settings.OIDC_JOIN = joins_of(["corp.example=acme-builders"])
    provider.email, provider.subject = "ada@corp.example", "u-2"
    sign_on()
    owner.delete(f"members/{Member.objects.of(cast.acme).get(user__email='ada@corp.example').pk}")
    desk, _ = sign_on()
    assert desk.get("session").json()["tenants"] == []


def test_an_invitation_waits_for_a_verified_address(cast, provider):
    invite(cast.acme, "ada@corp.example", Role.BUILDER)
    provider.email, provider.subject = "ada@corp.example", "u-2"
    desk, _ = sign_on()
    assert desk.get("session").json()["tenants"][0]["role"] == "builder"
    assert not Invitation.objects.of(cast.acme).exists()


def test_who_does_not_agree_is_not_let_in(cast, provider):
    desk = Desk()
    refused(desk, desk.client.get(agree(begin(desk) + "&deny=1")).headers["Location"], "denied")


@pytest.mark.parametrize("verified", [False, None, "true", 1, "false"])
def test_an_address_the_provider_has_not_verified_does_not_count(verified, cast, provider):
    provider.verified = verified
    desk, place = sign_on()
    refused(desk, place, "email_unverified")


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": ["somebody-else"]},
        {"aud": ["somebody-else"], "azp": CLIENT_ID},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"exp": int(time()) - 3600},
        {"exp": None},
        {"iat": int(time()) + 36_000},
        {"sub": None},
        {"sub": ""},
        {"at_hash": "wrong"},
    ],
    ids=lambda claims: "-".join(f"{name}-{'none' if value is None else 'odd'}" for name, value in claims.items()),
)
def test_words_that_are_not_for_us_now_let_nobody_in(claims, cast, provider):
    provider.claims = claims
    desk, place = sign_on()
    refused(desk, place, "not_genuine")


def test_a_key_of_somebody_else_signs_nothing(cast, provider):
    provider.signs_with = RSAKey.generate_key(2048)
    desk, place = sign_on()
    refused(desk, place, "not_genuine")


def test_a_shared_secret_signs_nothing_whatever_the_provider_offers(cast, provider):
    provider.alg, provider.signs_with = "HS256", OctKey.import_key(CLIENT_SECRET + "-" * 20)
    desk, place = sign_on()
    refused(desk, place, "not_genuine")


@pytest.mark.parametrize("where", ["127.0.0.2", "169.254.169.254"])
def test_the_provider_may_be_private_but_what_it_names_beside_itself_may_not(where, cast, provider):
    provider.token_url = provider.url.replace("127.0.0.1", where) + "/token"
    desk, place = sign_on()
    refused(desk, place, "unavailable")


def test_the_provider_is_not_followed_elsewhere(cast, provider):
    provider.moved_to = f"{provider.url}/.well-known/openid-configuration?again"
    desk = Desk()
    refused(desk, begin(desk), "unavailable")


def test_no_proxy_of_the_environment_is_told_the_secret(cast, provider, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    desk, _ = sign_on()
    assert desk.get("session").json()["user"]["email"] == cast.viewer.email


def test_an_answer_counts_once_and_only_in_the_browser_that_began(cast, provider):
    desk = Desk()
    back = agree(begin(desk))
    other = Desk()
    refused(other, other.client.get(back).headers["Location"], "out_of_date")
    assert desk.client.get(back).headers["Location"] == "/"
    assert desk.client.get(back).headers["Location"] == "/login?refused=out_of_date"


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=y", "?error=odd&state=%00", "?iss=https://evil.example"]
)
def test_an_answer_nobody_asked_for_lets_nobody_in(query, cast, provider):
    desk = Desk()
    assert desk.client.get(f"/connect/oidc/callback{query}").headers["Location"].startswith("/login?refused=")


def test_a_code_of_somebody_else_is_useless_without_their_verifier(cast, provider):
    """What an attacker overhears, put into an answer for their own browser."""
    overheard = parse_qs(urlsplit(agree(begin(Desk()))).query)["code"][0]
    desk = Desk()
    state = parse_qs(urlsplit(begin(desk)).query)["state"][0]
    place = desk.client.get(f"/connect/oidc/callback?code={overheard}&state={state}").headers["Location"]
    refused(desk, place, "out_of_date")


def test_an_address_that_only_userinfo_tells_counts_when_it_is_of_the_same_person(cast, provider):
    provider.email_told = False
    desk, place = sign_on()
    assert place == "/" and desk.get("session").json()["user"]["email"] == "viewer@example.com"
    provider.userinfo_subject = "u-9"
    desk, place = sign_on()
    refused(desk, place, "not_genuine")


def test_a_provider_that_is_away_is_said_so(cast, provider):
    provider.down = True
    assert begin(Desk()) == "/login?refused=unavailable"


def test_a_provider_that_calls_itself_something_else_is_not_asked(cast, provider):
    provider.issuer = "https://another.example"
    assert begin(Desk()) == "/login?refused=unavailable"


def test_an_account_that_is_switched_off_stays_off(cast, provider):
    User.objects.filter(pk=cast.viewer.pk).update(is_active=False)
    desk, place = sign_on()
    refused(desk, place, "account_off")


@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "evil"])
def test_nobody_is_sent_out_of_the_product_afterwards(away, cast, provider):
    _, place = sign_on(query=f"?next={away}")
    assert place == "/"


def test_without_a_provider_there_is_nothing_there(cast):
    assert Desk().client.get("/connect/oidc").status_code == 404
    assert Desk().client.get("/connect/oidc/callback").status_code == 404
    assert Desk().get("session").json()["singleSignOn"] is None


@pytest.mark.parametrize("entry", ["acme.example", "=acme", "acme.example=acme:owner", "acme.example=:viewer"])
def test_a_mistake_in_who_joins_stops_the_start(entry):
    with pytest.raises(ImproperlyConfigured, match="OIDC_JOIN"):
        joins_of([entry])


@pytest.mark.parametrize(("issuer", "client"), [("http://sso.example", "c"), ("ftp://x", "c"), ("https://sso.example", "")])
def test_a_provider_without_tls_or_a_client_stops_the_start(issuer, client):
    with pytest.raises(ImproperlyConfigured, match="OIDC_"):
        checked_issuer(issuer, client)
