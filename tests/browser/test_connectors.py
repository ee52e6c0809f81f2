"""A connector's author: a folder with mistakes, the same corrected, its function tried, a version taken back out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from runtime.connectors.files import read_zip
from tests.browser.conftest import Watched
from tests.browser.desk import go, shot
from tests.product import Product

pytestmark = pytest.mark.browser

RUN = """export default async function run({ input }) {
  console.log('greeting');
  return { text: `Hello ${input.name}` };
}
"""
FILES = {
    "spec.yml": "name: My CRM\nkey: my-crm\ndescription: Greets.\n",
    "README.md": "# My CRM\n\nMake a **token** under *Settings*.\n",
    "operations/greet/spec.yml": "name: Greet\ninputSchema: {type: object, properties: {name: {type: string, default: Ada}}}\n",
    "operations/greet/run.js": RUN,
}


def folder(path: Path, **changes: str) -> Path:
    for name, text in {**FILES, **{name.replace("__", "/"): text for name, text in changes.items()}}.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return path


def test_a_folder_is_corrected_uploaded_tried_and_taken_out_again(
    page: Page, desk_product: Product, desk_cookies: list[Any], watched: Watched, tmp_path: Path
) -> None:
    watched.expected.append("422")
    page.context.add_cookies(desk_cookies)
    page.goto(desk_product.url)
    go(page, "Connectors")
    page.get_by_role("button", name="Upload a connector").click()
    dialog = page.get_by_role("dialog", name="Upload a connector")
    broken = folder(
        tmp_path / "broken", **{"operations/greet/run.js": "export default {\n", "events/made/spec.yml": "name: Made\n"}
    )
    dialog.get_by_label("Folder of a connector").set_input_files(broken)
    problems = dialog.get_by_role("list", name="Problems")
    expect(problems).to_contain_text("operations/greet/run.js")
    expect(problems).to_contain_text("events/made/spec.yml")
    shot(page, "connector-problems")

    dialog.get_by_label("Folder of a connector").set_input_files(folder(tmp_path / "my-crm"))
    dialog.get_by_role("link", name="Try its functions").click()
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("Hello Ada")).to_be_visible()
    expect(page.get_by_text("greeting")).to_be_visible()
    shot(page, "connector-tried")

    # What is typed to prove oneself stays while one looks elsewhere on the page.
    page.get_by_role("combobox", name="Account").click()
    page.get_by_role("option", name="Credentials pasted here").click()
    page.get_by_role("textbox", name="Credentials").fill('{"token": "t-1"}')
    page.get_by_role("tab", name="Parts").click()
    page.get_by_role("tab", name="Try a function").click()
    expect(page.get_by_role("textbox", name="Credentials")).to_contain_text("t-1")

    page.get_by_role("tab", name="Docs").click()
    expect(page.get_by_role("heading", name="My CRM").nth(1)).to_be_visible()
    page.get_by_role("tab", name="Versions").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download version 1").click()
    assert read_zip(Path(saved.value.path()).read_bytes())["operations/greet/run.js"] == RUN.encode()

    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog", name="Delete My CRM?").get_by_role("button", name="Delete").click()
    table = page.get_by_role("table", name="Connectors")
    expect(table).to_contain_text("GitHub")
    expect(table).not_to_contain_text("My CRM")
