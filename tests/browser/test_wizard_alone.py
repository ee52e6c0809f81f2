"""The wizard as a plain link: by keyboard alone, on a phone, judged by axe, left half way, without a line, and from the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desk import SETTLED, shot
from tests.browser.keyboard import Keyboard
from tests.browser.set_up import Shop, host_pages, light, make_shop, send, url_shown
from tests.product import Product
from tests.server.desk import flow, publish

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(desk_product: Product) -> Iterator[Shop]:
    with host_pages(2) as (origin, foreign):
        yield make_shop(desk_product, origin, foreign, "Plain Orders")


def judge(page: Page, where: str) -> None:
    page.evaluate(SETTLED)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found] == [], where


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_the_whole_journey_by_keyboard_on_a_phone_and_axe_finds_nothing(page, shop):
    page.set_viewport_size({"width": 390, "height": 844})
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    link = shop.link(shop.customer(f"Keyboard {dark}"))
    page.goto(link["url"])
    keys = Keyboard(page)
    expect(page.get_by_role("heading", name="Your shop")).to_be_visible()
    assert page.url == link["url"].partition("#")[0]  # the code left the address bar
    judge(page, "the first page")
    keys.to(page.get_by_role("button", name="Next"))
    keys.press("Enter")
    region = page.get_by_label("Region")
    expect(region).to_be_focused()  # the first field that is wrong
    expect(page.get_by_role("alert")).to_contain_text("not right yet")
    judge(page, "a page with something wrong")
    keys.press("E")  # Europe
    keys.to(page.get_by_label("Daily limit"))
    keys.type("25")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Register the webhook")).to_be_focused()
    judge(page, "the webhook page")
    send(url_shown(page), {"order": 1}, secret="no")
    expect(light(page, "Signature good")).to_contain_text("not right")
    judge(page, "with a light that is red")
    keys.to(page.get_by_role("button", name="Send a test event"))
    keys.press("Enter")
    expect(page.get_by_text("It works: events reach you.")).to_be_visible()
    keys.to(page.get_by_role("button", name="Back"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Your shop")).to_be_focused()
    expect(page.get_by_label("Daily limit")).to_have_value("25")
    keys.to(page.get_by_role("button", name="Next"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Register the webhook")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    keys.to(page.get_by_role("button", name="Finish"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="All set")).to_be_focused()
    expect(page.get_by_text("We saw an event come through")).to_be_visible()
    judge(page, "the end")
    shot(page, "wizard-end")
    made = shop.product.api("GET", f"instances/{link['instance']}")
    assert (made["config"], made["enabled"], made["heldCount"]) == ({"region": "eu", "limit": 25}, True, 0)
    ran = shop.product.api("GET", f"executions?customer={made['customer']['id']}")["results"]
    assert ran == []  # a test event runs nothing


def test_questions_and_pages_come_and_go_with_an_earlier_answer(page, shop):
    loud = {"variable": "alerts", "equals": True}
    variables = [
        {"key": "alerts", "name": "Alert me", "type": "boolean"},
        {"key": "email", "name": "Address", "required": True},
        {"key": "level", "name": "Loudness", "type": "number", "required": True},
    ]
    first = [{"type": "configVariable", "variable": "alerts"}, {"type": "configVariable", "variable": "email", "shownWhen": loud}]
    pages = [
        {"name": "Alerts", "elements": first},
        {"name": "How loud", "shownWhen": loud, "elements": [{"type": "configVariable", "variable": "level"}]},
        {"name": "Ready", "elements": [{"type": "heading", "text": "That was it"}]},
    ]
    document = {"configVariables": variables, "configPages": pages, "flows": [flow("orders")]}
    asking = Shop(shop.product, publish(shop.product, "Alerting", document), shop.origin, shop.foreign)
    link = asking.link(asking.customer("Conditional"))
    page.goto(link["url"])
    steps = page.get_by_role("navigation", name="Steps").get_by_role("listitem")
    expect(steps).to_have_text(["Alerts", "Ready"])
    expect(page.get_by_label("Address")).to_have_count(0)
    page.get_by_label("Alert me").press("Space")
    expect(steps).to_have_text(["Alerts", "How loud", "Ready"])
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("Address")).to_be_focused()  # it is shown, so it is needed
    page.get_by_label("Address").fill("ada@example.com")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="How loud")).to_be_focused()
    page.get_by_role("button", name="Back").click()
    page.get_by_label("Alert me").press("Space")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Ready", exact=True)).to_be_focused()  # the page between is stepped over
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name="All set")).to_be_focused()
    assert asking.product.api("GET", f"instances/{link['instance']}")["config"] == {"alerts": False}


def test_it_goes_on_where_it_was_left_and_a_used_link_says_what_to_do(page, shop, watched):
    watched.expected += ["410"]
    customer = shop.customer("Half Way")
    link = shop.link(customer)
    page.goto(link["url"])
    page.get_by_label("Region").select_option("us")
    page.get_by_label("Daily limit").fill("7")
    page.reload()  # what was typed is kept when the page goes away, and the session is this tab's
    expect(page.get_by_label("Daily limit")).to_have_value("7")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Register the webhook")).to_be_visible()

    stranger = page.context.browser.new_context().new_page()
    stranger.goto(link["url"])
    expect(stranger.get_by_role("heading", name="This link was opened before")).to_be_visible()
    expect(stranger.get_by_text("your answers are kept")).to_be_visible()
    judge(stranger, "a used link")
    stranger.goto(f"{shop.product.url}/wizard/nobody")
    expect(stranger.get_by_role("heading", name="This link does not work")).to_be_visible()
    later = shop.link(customer, language="nl")["url"]
    stranger.goto("about:blank")
    stranger.goto(later)
    expect(stranger.get_by_role("heading", name="Register the webhook")).to_be_visible()
    stranger.get_by_role("button", name="Terug").click()
    expect(stranger.get_by_label("Daily limit")).to_have_value("7")
    assert stranger.evaluate("document.documentElement.lang") == "nl"
    stranger.context.close()


def test_without_a_line_it_says_so_and_goes_on_by_itself(page, shop, watched):
    watched.expected += ["ERR_INTERNET_DISCONNECTED", "WebSocket"]
    page.goto(shop.link(shop.customer("Off Line"))["url"])
    page.get_by_label("Region").select_option("eu")
    page.context.set_offline(True)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("What you typed is safe")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Register the webhook")).to_be_visible()
    expect(page.get_by_text("What you typed is safe")).to_have_count(0)


def test_the_address_of_trays_programs_opens_it_and_its_session_can_be_taken_back(page, shop, watched):
    watched.expected += ["401"]
    link = shop.link(shop.customer("From Tray"))
    page.goto(f"{shop.product.url}/external/solutions/partner-1/configure/{link['instance']}?code={link['code']}")
    expect(page.get_by_role("heading", name="Your shop")).to_be_visible()
    assert "code" not in page.url
    page.get_by_label("Region").select_option("eu")
    shop.product.api("DELETE", f"instances/{link['instance']}/wizard")
    # It may hear of it by itself before anybody can press; else the next answer tells it.
    page.evaluate("[...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Next')?.click()")
    expect(page.get_by_role("heading", name="This set-up was closed")).to_be_visible()


def test_the_desk_gives_out_a_link_and_shows_in_amber_what_went_wrong(
    page: Page, shop: Shop, desk_cookies: list[Any], desk_product: Product
):
    page.context.add_cookies(desk_cookies)
    customer = shop.customer("Amber Trading")
    page.goto(f"{desk_product.url}/customers/{customer}")
    page.get_by_role("button", name="Set-up link").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Integration").click()
    page.get_by_role("option", name="Plain Orders").click()
    dialog.get_by_role("button", name="Make a link").click()
    url = dialog.locator("code").inner_text()
    expect(dialog.get_by_role("link", name="Open it yourself in a new tab")).to_have_attribute("href", url)
    shot(page, "wizard-link")
    dialog.get_by_role("button", name="Done").click()
    card = page.get_by_role("article", name="Plain Orders")
    expect(card).to_contain_text("paused")

    theirs = page.context.browser.new_context().new_page()
    theirs.goto(url)
    theirs.get_by_label("Region").select_option("eu")
    theirs.get_by_role("button", name="Next").click()
    own = url_shown(theirs)
    theirs.get_by_role("button", name="Finish").click()
    expect(theirs.get_by_text("No event has come through yet")).to_be_visible()
    for _ in range(4):
        assert send(own, {"order": 1}, secret="changed").status == 401
    page.reload()
    words = "4 of the last 4 events had a wrong signature"
    expect(card.get_by_role("alert")).to_contain_text(words)
    judge(page, "an amber card")
    shot(page, "wizard-amber")

    instance = desk_product.api("GET", f"customers/{customer}")["instances"][0]["id"]
    theirs.goto(desk_product.api("POST", f"instances/{instance}/wizard", {})["url"])
    expect(theirs.get_by_role("region", name="This needs a look")).to_contain_text(words)
    expect(theirs.get_by_role("heading", name="Register the webhook")).to_be_visible()
    judge(theirs, "a wizard that says what went wrong")
    theirs.context.close()
