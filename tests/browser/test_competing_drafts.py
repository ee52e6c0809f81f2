"""Edits left unsaved in one browser meet a draft that somebody saved since: nothing is lost, and the person chooses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched
from tests.browser.desk import sign_in
from tests.product import Product

pytestmark = pytest.mark.browser


def described(definition: dict[str, Any], text: str) -> dict[str, Any]:
    """The same integration with another description of its first flow."""
    first, *others = definition["flows"]
    return {**definition, "flows": [{**first, "description": text}, *others]}


@pytest.mark.parametrize("place", ["flows/update-inventory", "endpoint"])
def test_an_older_backup_never_replaces_a_newer_draft(demo_product: Product, page: Page, watched: Watched, place: str) -> None:
    watched.expected.append("409")
    integration = demo_product.demo()["integration"]["id"]
    draft_path = f"integrations/{integration}/draft"
    old = demo_product.api("GET", draft_path)
    newer = described(old["definition"], f"by a colleague, seen at {place}")
    saved = demo_product.api("PUT", draft_path, {"definition": newer, "revision": old["revision"]})

    sign_in(page, demo_product)
    mine = {"definition": described(old["definition"], "mine, never saved"), "revision": old["revision"]}
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [f"hookyard-unsaved-{integration}", json.dumps(mine)])
    page.goto(f"{demo_product.url}/integrations/{integration}/{place}")

    dialog = page.get_by_role("dialog", name="This draft was changed elsewhere")
    expect(dialog).to_be_visible()
    kept = demo_product.api("GET", draft_path)
    assert (kept["definition"], kept["revision"]) == (newer, saved["revision"])
    dialog.get_by_role("button", name="Load the newer draft").click()
    expect(dialog).to_be_hidden()
    page.reload()
    expect(page.get_by_role("main")).to_be_visible()
    assert demo_product.api("GET", draft_path)["definition"] == newer
