"""The wizard inside another product: a host page of another origin opens it, hears of it, and nobody else does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.set_up import Shop, host_pages, light, make_shop, send, url_shown
from tests.product import Product, eventually

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(desk_product: Product) -> Iterator[Shop]:
    with host_pages(2) as (origin, foreign):
        yield make_shop(desk_product, origin, foreign)


def heard(page: Page) -> list[dict]:
    return page.evaluate("heard")


def types(page: Page) -> list[str]:
    return [one["data"]["type"] for one in heard(page) if "origin" in one and not one["data"]["type"].endswith(".page")]


def test_two_customers_set_it_up_in_a_frame_and_each_has_its_own(page, shop):
    urls = []
    for name in ("Northwind", "Tailspin"):
        link = shop.link(shop.customer(name))
        page.goto(shop.host_page(link))
        page.locator("body[data-ready]").wait_for()
        page.get_by_role("button", name="Set up here").click()
        frame = page.frame_locator("#place iframe")
        expect(frame.get_by_role("heading", name="Your shop")).to_be_visible()
        expect(frame.get_by_text(f"Hello {name}")).to_be_visible()
        frame.get_by_label("Region").select_option("eu")
        frame.get_by_role("button", name="Next").click()
        expect(frame.get_by_role("heading", name="Register the webhook")).to_be_focused()
        expect(frame.get_by_text("Create webhook")).to_be_visible()
        urls.append(url_shown(frame))

        send(urls[-1], {"order": 1}, secret="not the secret")
        expect(light(frame, "Signature good")).to_contain_text("Compare the secret")
        expect(light(frame, "Request seen")).to_contain_text("done")
        assert send(urls[-1], {"order": 1}).status == 202  # held until it is finished
        for each in ("Request seen", "Signature good", "Routed to you"):
            expect(light(frame, each)).to_contain_text("done")
        frame.get_by_role("button", name="Finish").dblclick()
        expect(frame.get_by_role("heading", name="All set")).to_be_focused()

        assert {one["origin"] for one in heard(page) if "origin" in one} == {shop.product.url}
        assert types(page)[:2] == ["tray.configPopup.ready", "hookyard.wizard.ready"]
        assert types(page)[-2:] == ["tray.configPopup.finish", "hookyard.wizard.finish"]
        said = {one["data"]["type"]: one["data"] for one in heard(page) if "origin" in one}
        assert said["tray.configPopup.ready"] == {"type": "tray.configPopup.ready"}
        assert said["tray.configPopup.finish"] == {"type": "tray.configPopup.finish"}
        assert said["hookyard.wizard.finish"] == {
            **{"type": "hookyard.wizard.finish", "instance": link["instance"]},
            **{"enabled": True, "proven": True},
        }
        assert [one["callback"] for one in heard(page) if "callback" in one].count("onFinish") == 1
        made = shop.product.api("GET", f"instances/{link['instance']}")
        assert (made["enabled"], made["config"], made["heldCount"]) == (True, {"region": "eu"}, 0)
        ran = f"executions?customer={made['customer']['id']}"
        eventually(lambda ran=ran: [one["status"] for one in shop.product.api("GET", ran)["results"]] == ["succeeded"])
    assert len(set(urls)) == 2


def test_a_popup_validates_with_the_host_copies_the_url_and_closing_it_is_noticed(page, shop):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = shop.link(shop.customer("Wingtip"), customValidation=True)
    page.goto(shop.host_page(link))
    page.locator("body[data-ready]").wait_for()
    with page.expect_popup() as opening:
        page.get_by_role("button", name="Set up in a window").click()
    popup = opening.value
    popup.get_by_label("Region").select_option("us")
    assert "code=" not in popup.url
    popup.get_by_role("button", name="Next").click()
    expect(popup.get_by_text("America is not in your plan.")).to_be_visible()
    asked = next(one["data"] for one in heard(page) if one.get("data", {}).get("type") == "tray.configPopup.validate")
    assert asked == {
        "type": "tray.configPopup.validate",
        "data": {"visibleValues": ["region", "limit"], "configValues": {"region": "us", "limit": None}, "authValues": {}},
    }
    popup.get_by_label("Region").select_option("eu")
    popup.get_by_role("button", name="Next").click()
    url = url_shown(popup)
    popup.get_by_role("button", name="Copy", exact=True).click()
    assert popup.evaluate("navigator.clipboard.readText()") == url
    popup.close()
    eventually(lambda: {"callback": "onCancel", "data": {"reason": "closed"}} in heard(page))
    assert "tray.configPopup.finish" not in types(page)

    page.goto(shop.host_page(shop.link(link_customer(shop, link))))
    page.locator("body[data-ready]").wait_for()
    with page.expect_popup() as opening:
        page.get_by_role("button", name="Set up in a window").click()
    again = opening.value
    expect(again.get_by_role("heading", name="Register the webhook")).to_be_visible()  # where it was left
    with again.expect_event("close"):
        again.get_by_role("button", name="Cancel").click()
    assert types(page)[-2:] == ["tray.configPopup.cancel", "hookyard.wizard.cancel"]


def link_customer(shop: Shop, link: dict) -> str:
    return shop.product.api("GET", f"instances/{link['instance']}")["customer"]["id"]


def test_a_page_of_a_third_origin_gets_nothing(page, shop, watched):
    watched.expected += ["frame-ancestors", "target origin", "postMessage", "ERR_BLOCKED_BY_RESPONSE"]
    link = shop.link(shop.customer("Fabrikam"))
    page.goto(shop.host_page(link, origin=shop.foreign))
    page.locator("body[data-ready]").wait_for()
    with page.expect_event("requestfailed") as refused:
        page.get_by_role("button", name="Set up here").click()
    assert refused.value.failure == "net::ERR_BLOCKED_BY_RESPONSE"
    page.evaluate("wizard.close()")
    with page.expect_popup() as opening:
        page.get_by_role("button", name="Set up in a window").click()
    # A window cannot be kept from opening, and the link is whoever's has it; but that page hears nothing of it.
    popup = opening.value
    popup.get_by_label("Region").select_option("eu")
    popup.get_by_role("button", name="Next").click()
    expect(popup.get_by_role("heading", name="Register the webhook")).to_be_visible()
    popup.get_by_role("button", name="Finish").click()
    expect(popup.get_by_role("heading", name="All set")).to_be_visible()
    assert heard(page) == []
