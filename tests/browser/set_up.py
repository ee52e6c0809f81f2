"""An integration for customers to set up, the wizard's links, and host pages on origins of their own."""

from __future__ import annotations

import hashlib
import hmac
import importlib.util
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from playwright.sync_api import FrameLocator, Page, expect

from tests.product import ROOT, Answer, Product, call
from tests.server.desk import flow, publish

SECRET = "secret-of-the-shop-4711"
REGION = {
    **{"key": "region", "name": "Region", "type": "picklist", "required": True, "description": "Where your shop is."},
    "choices": [{"value": "eu", "label": "Europe"}, {"value": "us", "label": "America"}],
}
LIMIT = {"key": "limit", "name": "Daily limit", "type": "number", "minimum": 1}
STEPS = [
    "Open **Settings → Notifications** in your shop.",
    "Choose **Create webhook**, paste {{url}} into **URL**, and save.",
]
PAGES = [
    {
        **{"name": "Your shop", "tagline": "Two questions, then the webhook."},
        "elements": [
            {"type": "text", "text": "Hello {{customer.name}}, this connects **{{integration.name}}**."},
            {"type": "configVariable", "variable": "region"},
            {"type": "configVariable", "variable": "limit"},
        ],
    },
    {
        "name": "Register the webhook",
        "elements": [
            {"type": "webhookUrl", "flow": "orders", "instructions": STEPS},
            {"type": "lights", "flow": "orders"},
        ],
    },
]


@dataclass
class Shop:
    """`origin` is the host page that the tenant allows; `foreign` one that it does not."""

    product: Product
    integration: str
    origin: str
    foreign: str

    def customer(self, name: str) -> str:
        made = self.product.api("POST", "customers", {"externalId": name.lower(), "name": name})
        return made["id"]

    def link(self, customer: str, **options: Any) -> dict[str, Any]:
        return self.product.api("POST", "wizards", {"integration": self.integration, "customer": customer, **options})

    def host_page(self, link: dict[str, Any], *, origin: str = "") -> str:
        return f"{origin or self.origin}/?hookyard={quote(self.product.url)}&wizard={quote(link['url'])}"


def make_shop(product: Product, origin: str, foreign: str, name: str = "Shop Orders") -> Shop:
    keys = {each["key"] for each in product.api("GET", "credentials")["results"]}
    if "shop-signs" not in keys:
        made = {"name": "Shop signs", "key": "shop-signs", "scheme": "github", "secret": {"value": SECRET}}
        product.api("POST", "credentials", made)
    webhook = {"credential": {"credential": "shop-signs"}}
    integration = publish(
        product, name, {"configVariables": [REGION, LIMIT], "configPages": PAGES, "flows": [flow("orders", webhook=webhook)]}
    )
    product.api("PATCH", "embedding", {"allowedOrigins": [origin], "displayName": "Acme Commerce", "accent": "#0a7d4f"})
    return Shop(product, integration, origin, foreign)


def send(url: str, body: dict[str, Any], *, secret: str = SECRET) -> Answer:
    """As the shop would."""
    raw = json.dumps(body).encode()
    signature = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return call(url, "POST", body=raw, headers={"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"})


@contextmanager
def host_pages(count: int) -> Iterator[list[str]]:
    """The sample host page, on as many origins. `localhost` is another site than the product's own address."""
    spec = importlib.util.spec_from_file_location("host_page", ROOT / "fixtures/host_page/serve.py")
    assert spec and spec.loader
    served = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(served)
    servers = [served.host(0) for _ in range(count)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield [f"http://localhost:{server.server_port}" for server in servers]
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def url_shown(view: Page | FrameLocator) -> str:
    box = view.get_by_role("region", name="Your webhook URL")
    expect(box).to_be_visible()
    return box.locator("input, textarea, code").last.evaluate("each => each.value ?? each.textContent").strip()


def light(view: Page | FrameLocator, name: str) -> Any:
    return view.get_by_role("region", name="Live check").get_by_role("listitem").filter(has_text=name)
