"""Whose line it is: who may open one, what they may hear, and when they lose it."""

from __future__ import annotations

import asyncio

import pytest
from django.contrib.sessions.models import Session

from designer.accounts.models import ApiToken, Member, Role
from designer.accounts.services import create_token, delete_token, remove_member
from designer.live import consumer
from tests.cast import Desk
from tests.designer.stock import make_execution
from tests.live.page import Line, signed_in


@pytest.fixture
def cookies(cast):
    return {name: signed_in(getattr(cast, name)) for name in ("owner", "viewer", "rival", "stranger")}


@pytest.fixture
def token(cast) -> str:
    return create_token(cast.access(), name="watch", role=Role.VIEWER)[1]


async def test_every_role_may_watch(cast, cookies, line):
    for name in ("owner", "viewer"):
        page = await line.page(cookies[name])
        assert await page.asks("requests") == {"topic": "requests", "event": "subscribed"}


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://evil.example", "testserver"),  # a page elsewhere that opens a socket to us: the browser sends our cookie along
        ("http://testserver:81", "testserver"),  # another program on the same machine
        ("null", "testserver"),  # a sandboxed frame
        ("http://testserver.evil.example", "testserver"),
        ("http://[", "testserver"),  # no URL at all
        (None, "testserver"),  # no page, but a session's cookie
        ("http://evil.example", "evil.example"),  # a name that was pointed at us
    ],
)
async def test_only_pages_of_ours_may_use_a_session(cast, cookies, line, settings, origin, host):
    settings.ALLOWED_HOSTS = ["testserver"]
    _, accepted = await line.knock(cookies["owner"], origin=origin, host=host)
    assert not accepted


async def test_the_address_we_are_known_by_is_ours_behind_a_proxy_too(cast, cookies, line, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://hooks.acme.example"]
    page = await line.page(cookies["owner"], origin="https://hooks.acme.example")
    assert (await page.asks("requests"))["event"] == "subscribed"


async def test_who_is_not_signed_in_is_told_so(cast, line):
    for cookie in ("", "sessionid=forged"):
        page = await line.page(cookie)
        assert await page.closed_with() == 4401


async def test_who_is_in_no_tenant_or_in_another_hears_nothing(cast, cookies, line):
    stranger = await line.page(cookies["stranger"])
    assert await stranger.closed_with() == 4403
    intruder = await line.page(cookies["rival"], query=f"?tenant={cast.acme.slug}")
    assert await intruder.closed_with() == 4403


async def test_a_program_watches_with_its_token(cast, token, line):
    page = await line.page(origin=None, authorization=f"Bearer {token}")
    assert (await page.asks("executions"))["event"] == "subscribed"
    forged = await line.page(origin=None, authorization="Bearer hky_nobody")
    assert await forged.closed_with() == 4401


async def test_a_suspended_tenant_has_no_line(cast, cookies, line):
    cast.acme.suspended = True
    await asyncio.to_thread(cast.acme.save)
    page = await line.page(cookies["owner"])
    assert await page.closed_with() == 4403


async def test_an_execution_of_another_tenant_looks_like_one_that_never_was(cast, cookies, line):
    execution = await asyncio.to_thread(make_execution, cast.acme)
    rival, owner = await line.page(cookies["rival"]), await line.page(cookies["owner"])
    topic = f"execution:{execution.pk}"
    refused = {"topic": topic, "event": "refused", "code": "not_found"}
    assert await rival.asks(topic) == refused
    assert await owner.asks("execution:01NEVERWAS") == {**refused, "topic": "execution:01NEVERWAS"}
    assert (await owner.asks(topic))["event"] == "subscribed"


async def test_the_same_topic_of_two_tenants_is_two(cast, cookies, line):
    """Also a test's key that somebody else got to know."""
    key = "test:" + "k" * 20
    owner, rival = await line.page(cookies["owner"]), await line.page(cookies["rival"])
    for page in (owner, rival):
        await page.asks(key)
        await page.asks("requests")
    line.broadcast.tell((cast.acme.pk, key), "ended", {"status": "succeeded"})
    line.broadcast.tell((cast.acme.pk, "requests"), "request.received", {"id": "r1", "status": "accepted"})
    line.broadcast.tell((cast.rivals.pk, key), "ended", {"status": "failed"})
    assert [await owner.hears() for _ in range(2)] == [
        {"topic": key, "event": "ended", "status": "succeeded"},
        {"topic": "requests", "event": "request.received", "items": [{"id": "r1", "status": "accepted"}], "more": 0},
    ]
    assert await rival.hears() == {"topic": key, "event": "ended", "status": "failed"}


class TestLosingItAtOnce:
    """Long before the next look, which is 15 seconds away."""

    async def test_who_signs_out_loses_every_line_of_the_session(self, cast, cookies, line):
        here, there, other = [await line.page(cookies[name]) for name in ("viewer", "viewer", "owner")]
        for page in (here, there, other):
            await page.asks("requests")
        desk = Desk()
        desk.client.cookies["sessionid"] = cookies["viewer"].partition("=")[2]
        await asyncio.to_thread(desk.delete, "session")
        assert [await here.closed_with(), await there.closed_with()] == [4401, 4401]
        assert (await other.asks("executions"))["event"] == "subscribed"

    async def test_who_is_removed_loses_it_and_the_others_keep_theirs(self, cast, cookies, line):
        page, other = await line.page(cookies["viewer"]), await line.page(cookies["owner"])
        for each in (page, other):
            await each.asks("requests")
        member = await asyncio.to_thread(Member.objects.of(cast.acme).get, user=cast.viewer)
        await asyncio.to_thread(remove_member, member)
        assert await page.closed_with() == 4403
        assert await other.hears() == {"event": "ping"}

    async def test_a_deleted_token_loses_it(self, cast, token, line):
        page = await line.page(origin=None, authorization=f"Bearer {token}")
        await page.asks("requests")
        row = await asyncio.to_thread(ApiToken.objects.of(cast.acme).get)
        await asyncio.to_thread(delete_token, row)
        assert await page.closed_with() == 4401


class TestLosingIt:
    """Whoever changed it, and however."""

    @pytest.fixture
    async def line(self):
        opened = Line(check_every=0.02)
        yield opened
        await opened.close()

    async def test_a_session_that_ended_loses_its_line(self, cast, cookies, line):
        page = await line.page(cookies["viewer"])
        await page.asks("requests")
        assert await page.hears() == {"event": "ping"}
        await asyncio.to_thread(Session.objects.all().delete)
        assert await page.closed_with() == 4401

    async def test_a_member_who_was_removed_loses_it(self, cast, cookies, line):
        page = await line.page(cookies["viewer"])
        await asyncio.to_thread(Member.objects.of(cast.acme).filter(user=cast.viewer).delete)
        assert await page.closed_with() == 4403

    async def test_an_account_that_was_switched_off_loses_it(self, cast, cookies, line):
        page = await line.page(cookies["viewer"])
        cast.viewer.is_active = False
        await asyncio.to_thread(cast.viewer.save)
        assert await page.closed_with() == 4401

    async def test_a_token_that_was_deleted_loses_it(self, cast, token, line):
        page = await line.page(origin=None, authorization=f"Bearer {token}")
        await asyncio.to_thread(ApiToken.objects.of(cast.acme).all().delete)
        assert await page.closed_with() == 4401


class TestLimits:
    async def test_what_is_no_topic_is_refused_and_the_line_goes_on(self, cast, cookies, line):
        page = await line.page(cookies["viewer"])
        for topic in ("", "everything", "execution:", "execution:../1", "test:short", "requests\0"):
            assert await page.asks(topic) == {"topic": topic, "event": "refused", "code": "topic_unknown"}
        for message in ("{", "[]", "null", '"requests"', '{"subscribe": 7}', '{"publish": "requests"}'):
            await page.says(message)
            assert await page.hears() == {"event": "refused", "code": "message_malformed"}
        assert (await page.asks("requests"))["event"] == "subscribed"

    async def test_a_page_watches_so_many_topics(self, cast, cookies, line):
        page = await line.page(cookies["viewer"])
        for number in range(consumer.MOST_TOPICS):
            assert (await page.asks(f"test:{number:020}"))["event"] == "subscribed"
        assert (await page.asks("requests"))["code"] == "too_many_topics"
        await page.says({"unsubscribe": f"test:{0:020}"})
        assert (await page.asks("requests"))["event"] == "subscribed"

    async def test_long_and_binary_messages_end_the_line(self, cast, cookies, line):
        page = await line.page(cookies["viewer"])
        await page.says("x" * 2000)
        assert await page.closed_with() == 4413
        page = await line.page(cookies["viewer"])
        await page.socket.send_to(bytes_data=b"\0")
        assert await page.closed_with() == 4415

    async def test_a_flood_of_messages_ends_the_line(self, cast, cookies, line):
        page = await line.page(cookies["viewer"])
        for _ in range(consumer.MOST_MESSAGES + 1):
            await page.says({"unsubscribe": "requests"})
        assert await page.closed_with() == 4429

    async def test_one_member_has_so_many_lines_and_gets_their_places_back(self, cast, cookies, line, monkeypatch):
        monkeypatch.setattr(consumer, "MOST_SOCKETS", 2)
        first, second = await line.page(cookies["viewer"]), await line.page(cookies["viewer"])
        for page in (first, second):
            await page.asks("requests")
        third = await line.page(cookies["viewer"])
        assert await third.closed_with() == 4429
        assert (await (await line.page(cookies["owner"])).asks("requests"))["event"] == "subscribed"
        await first.leaves()
        again = await line.page(cookies["viewer"])
        assert (await again.asks("requests"))["event"] == "subscribed"
