"""Credentials of callers: made for a service, rotated, and a signature that does not fit explained."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bench import Bench
from tests.product import Product, call
from tests.server.desk import deploy, flow

pytestmark = pytest.mark.browser
SECRET = "It's a Secret to Everybody"
ISSUE = {"action": "opened", "issue": {"title": "Zoë"}}
BODY = json.dumps(ISSUE, ensure_ascii=False).encode()


@pytest.fixture
def signed_in(page: Page, desk_cookies: list[Any]) -> Page:
    page.context.add_cookies(desk_cookies)
    return page


def shot(page: Page, name: str) -> None:
    """Kept only where somebody wants to look."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def signed(body: bytes) -> dict[str, str]:
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "X-GitHub-Delivery": "d-1", "Content-Type": "application/json"}


def test_a_service_is_chosen_by_name_and_its_words_say_where_the_secret_is(signed_in: Page, desk_product: Product):
    page = signed_in
    page.goto(f"{desk_product.url}/credentials")
    page.get_by_role("button", name="New credential").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Shop repository")
    kind = dialog.get_by_role("combobox", name="Kind")
    kind.click()
    page.keyboard.type("git")  # takes the place of the kind that is chosen already
    shot(page, "kinds")
    page.get_by_role("option", name="GitHub").click()
    expect(dialog.get_by_text("Where to find it:")).to_be_visible()
    expect(dialog.get_by_role("link", name="GitHub on this")).to_have_attribute("href", re.compile("docs.github.com"))
    expect(dialog.get_by_role("button", name="Create")).to_be_disabled()
    dialog.get_by_label("Webhook secret").fill(SECRET)
    shot(page, "github")
    dialog.get_by_role("button", name="Create").click()
    row = page.get_by_role("row", name=re.compile("Shop repository"))
    expect(row).to_contain_text("GitHub")

    row.get_by_role("button", name="Check a request against Shop repository").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Headers").fill(f"X-Hub-Signature-256: {signed(b'Hello, World!')['X-Hub-Signature-256']}")
    dialog.get_by_label("Body").fill("Hello, World!")
    dialog.get_by_role("button", name="Check").click()
    expect(dialog.get_by_role("status")).to_contain_text("It fits.")
    dialog.get_by_label("Body").fill("Hello, World!\n")
    dialog.get_by_role("button", name="Check").click()
    expect(dialog.get_by_role("listitem").first).to_contain_text("no line break at its end")
    expect(dialog.locator("pre")).to_contain_text("Hello, World!⟨LF⟩")
    expect(dialog.get_by_text("757107ea…")).to_have_count(0)
    shot(page, "checked")
    dialog.get_by_role("button", name="Close", exact=True).last.click()

    row.get_by_role("button", name="Rotate the secret of Shop repository").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Webhook secret").fill("another-secret-4711")
    shot(page, "rotate")
    dialog.get_by_role("button", name="Rotate").click()
    expect(row).to_contain_text("Old one ends")
    expect(row).to_contain_text("not used since")
    shot(page, "rotated")
    row.get_by_role("button", name="End now").click()
    expect(row).not_to_contain_text("Old one ends")


def test_a_refused_request_says_which_mistake_was_made_and_a_handshake_is_shown(signed_in: Page, desk_product: Product):
    page = signed_in
    for scheme, secret in [("github", {"value": SECRET}), ("dropbox", {"value": SECRET})]:
        desk_product.api("POST", "credentials", {"name": scheme, "key": f"door-{scheme}", "scheme": scheme, "secret": secret})
    flows = [flow(key, webhook={"credential": {"credential": f"door-{key}"}}) for key in ("github", "dropbox")]
    doors = deploy(desk_product, "Hooked", {"endpoint": {"type": "flow"}, "flows": flows}).urls()
    written_anew = json.dumps(ISSUE, ensure_ascii=False, separators=(",", ":")).encode()
    refused = call(doors["github"], "POST", body=written_anew, headers=signed(BODY))
    assert refused.status == 401
    page.goto(f"{desk_product.url}/requests/{refused.headers['x-hookyard-request']}")
    report = page.get_by_role("region", name="Signature")
    expect(report.get_by_role("listitem").first).to_contain_text("a space behind commas and colons")
    expect(report).to_contain_text("x-hub-signature-256")
    expect(report).not_to_contain_text(SECRET)
    expect(report).to_contain_text("Checked with github, as GitHub signs.")
    report.scroll_into_view_if_needed()
    shot(page, "refused")

    good = call(doors["github"], "POST", body=BODY, headers=signed(BODY))
    assert good.status == 200
    page.goto(f"{desk_product.url}/requests/{good.headers['x-hookyard-request']}")
    page.get_by_role("button", name="Explain the signature").click()
    expect(page.get_by_role("region", name="Signature").get_by_role("status")).to_contain_text("It fits.")

    greeted = call(f"{doors['dropbox']}?challenge=abc", "GET")
    page.goto(f"{desk_product.url}/requests/{greeted.headers['x-hookyard-request']}")
    expect(page.get_by_text("its challenge was echoed")).to_be_visible()
    expect(page.get_by_role("button", name="Replay")).to_have_count(0)
    shot(page, "handshake")


@pytest.mark.parametrize("page", ["dark"], indirect=True)
def test_the_bench_explains_a_signature_beside_the_stage_that_it_stopped(signed_in: Page, desk_product: Product):
    page = signed_in
    key = desk_product.api("POST", "credentials", {"name": "Bench", "scheme": "github", "secret": {"value": SECRET}})["key"]
    made = desk_product.api("POST", "integrations", {"name": "Benched"})
    draft = desk_product.api("GET", f"integrations/{made['id']}/draft")
    flows = [flow("orders", webhook={"credential": {"credential": key}})]
    body = {"definition": {**draft["definition"], "flows": flows}, "revision": draft["revision"]}
    desk_product.api("PUT", f"integrations/{made['id']}/draft", body)
    page.goto(f"{desk_product.url}/integrations/{made['id']}/endpoint?test")
    bench = Bench(page)
    bench.paste("Hello, World!\n")
    bench.box.get_by_role("button", name="Add a header").click()
    bench.box.get_by_label("Name of header 1").fill("X-Hub-Signature-256")
    bench.box.get_by_label("Value of header 1").fill(signed(b"Hello, World!")["X-Hub-Signature-256"])
    bench.box.get_by_role("button", name="Test endpoint").click()
    report = bench.box.get_by_role("region", name="Why it fits or not")
    expect(report.get_by_role("listitem").first).to_contain_text("no line break at its end")
    shot(page, "bench_dark")
