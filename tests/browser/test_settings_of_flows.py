"""What holds for a flow as a whole is set beside its canvas, and who may call it on the road: both reach the draft as said."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.canvas import Canvas, chain
from tests.browser.desk import shot

pytestmark = pytest.mark.browser


def choose(within: Locator, name: str, option: str) -> None:
    within.get_by_role("combobox", name=name).click()
    within.page.get_by_role("option", name=option, exact=True).click()


def test_repeats_turns_tries_and_time_of_a_flow_are_set_in_words(open_canvas: Callable[..., Canvas]) -> None:
    canvas = open_canvas(chain("webhook", "log"))
    settings = canvas.page.get_by_test_id("flow-settings")
    settings.get_by_role("textbox", name="Tell them by").fill("trigger.results.headers.x-event-id")
    settings.get_by_role("textbox", name="Within seconds").fill("600")
    choose(settings, "Executions run", "At most so many at once")
    settings.get_by_role("textbox", name="At once").fill("3")
    settings.get_by_role("textbox", name="Tries of a step that fails").fill("4")
    settings.get_by_role("textbox", name="Seconds until the second try").fill("30")
    settings.get_by_role("textbox", name="Longest time in seconds").fill("900")
    shot(canvas.page, "policy")
    policy = canvas.flow()["policy"]
    assert policy == {
        "dedupe": {"id": {"reference": "trigger.results.headers.x-event-id"}, "windowSeconds": 600},
        "concurrency": {"atOnce": 3},
        "retry": {"maxAttempts": 4, "delaySeconds": 30, "exponential": True},
        "timeLimitSeconds": 900,
    }

    choose(settings, "Executions run", "In order, one after the other for each key")
    key = settings.get_by_role("textbox", name="Key", exact=True).last
    expect(key).to_have_value("trigger.results.body.data.id")
    key.fill("nothing_1.results.id")
    shot(canvas.page, "policy_wrong")
    expect(settings.get_by_text("nothing_1", exact=False)).to_be_visible()
    key.fill("trigger.results.body.data.orderId")
    settings.get_by_role("textbox", name="Tell them by").fill("")
    choose(settings, "Executions run", "Side by side, as they come")
    assert canvas.flow()["policy"].keys() == {"retry", "timeLimitSeconds"}
    canvas.page.get_by_role("button", name="Undo").click()
    expect(settings.get_by_role("combobox", name="Executions run")).to_have_value("In order, one after the other for each key")


def test_a_schedule_tells_its_next_five_times_and_what_is_wrong_with_it(open_canvas: Callable[..., Canvas]) -> None:
    canvas = open_canvas(chain("schedule", "log"))
    canvas.select("schedule_1")
    times = canvas.inspector.get_by_role("region", name="Next times")
    expect(times.get_by_role("listitem")).to_have_count(5)
    expect(times).to_contain_text("In UTC.")
    choose(canvas.inspector, "When", "By a cron expression")
    cron = canvas.inspector.get_by_role("textbox", name="Cron expression")
    cron.fill("30 9 * * 1-5")
    zone = canvas.inspector.get_by_role("textbox", name="Time zone")
    zone.fill("Europe/Berlin")
    expect(times.get_by_role("listitem")).to_have_text([re.compile(r"^(Mon|Tue|Wed|Thu|Fri).* 09:30$")] * 5)
    expect(times).to_contain_text("In Europe/Berlin.")
    shot(canvas.page, "schedule")
    cron.fill("30 9 31 2 *")
    expect(times.get_by_role("alert")).to_be_visible()
    expect(times.get_by_role("listitem")).to_have_count(0)
    shot(canvas.page, "schedule_wrong")
    cron.fill("0 0 1 * *")
    expect(times.get_by_role("listitem")).to_have_text([re.compile(r" 1 .* 00:00$")] * 5)
    assert canvas.flow()["steps"][0]["inputs"]["cron"] == {"value": "0 0 1 * *"}


def test_who_may_call_from_where_and_how_much_is_set_at_the_access_stop(open_canvas: Callable[..., Canvas]) -> None:
    canvas = open_canvas(chain("webhook", "log"))
    page = canvas.page
    page.goto(f"{canvas.product.url}/integrations/{canvas.integration}/endpoint")
    road = page.get_by_role("list", name="The road of a request")
    road.get_by_role("button", name="Access: Anybody with the URL").click()
    setting = page.get_by_role("region", name="Setting: Access")
    addresses = setting.get_by_label("Allowed addresses")
    addresses.press_sequentially("203.0.113.0/24,198.51.100.300,")
    expect(setting.get_by_text("198.51.100.300", exact=False).last).to_be_visible()
    expect(road.get_by_role("button", name=re.compile("^Access: 2 addresses, 1 problem"))).to_be_visible()
    shot(page, "access_wrong")
    addresses.press("Backspace")
    expect(road.get_by_role("button", name="Access: 1 address", exact=True)).to_be_visible()
    setting.get_by_label("Allowed origins").press_sequentially("https://*.shop.example,")
    rate = setting.get_by_role("textbox", name="Requests per second")
    rate.fill("0")
    rate.blur()
    expect(rate).to_have_value("0")  # as one a second it would turn away nearly everything
    expect(setting.get_by_text("must be at least 1", exact=False).last).to_be_visible()
    rate.fill("20")
    setting.get_by_role("textbox", name="Largest body").fill("64")
    expect(road.get_by_role("button", name="Access: 1 address, 1 origin, 20/s, 64 KiB")).to_be_visible()
    shot(page, "access")
    endpoint = canvas.saved()["endpoint"]
    assert {name: endpoint[name] for name in ("allowedAddresses", "allowedOrigins", "requestsPerSecond", "largestBody")} == {
        "allowedAddresses": ["203.0.113.0/24"],
        "allowedOrigins": ["https://*.shop.example"],
        "requestsPerSecond": 20,
        "largestBody": 65536,
    }
