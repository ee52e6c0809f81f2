"""The connectors that come with Hookyard, as packages. Not here: what they say to their services (`tests/shipped`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from runtime.connectors.catalogue import SHIPPED
from runtime.connectors.files import read_folder
from runtime.connectors.package import Element, ElementKind, Package
from runtime.connectors.parsing import parse_package

FOLDERS = sorted(path for path in SHIPPED.iterdir() if path.is_dir())
SEED_HANDLE = """\
export default async function handle({ data }) {
  return {
    events: [
      {
        payload: data,
        selector: `user_id:${data.from_user_id}`,
      },
    ],
    response: {
        status: 201,
        data: "Webhook received"
    }
  }
}
"""


@cache
def package_of(folder: Path) -> Package:
    parsed = parse_package(read_folder(folder))
    assert not parsed.problems, "\n".join(map(str, parsed.problems))
    assert parsed.package is not None
    return parsed.package


def test_they_are_the_promised_ones() -> None:
    assert [folder.name for folder in FOLDERS] == [
        "acme-erp", "github", "http", "hubspot", "jira", "shopify", "slack", "stripe", "twilio", "typeform", "webhook", "zendesk",
    ]  # fmt: skip


def test_the_example_of_global_webhooks_stands_there_to_the_letter() -> None:
    assert (SHIPPED / "acme-erp/global-webhooks/global-webhok-key/handle.js").read_text() == SEED_HANDLE


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_is_whole(folder: Path) -> None:
    package = package_of(folder)
    assert package.key == folder.name and package.description
    assert len(package.docs) > 500, "a customer's builder connects with these docs alone"
    assert package.operations and package.events
    for element in package.elements:
        if element.kind is not ElementKind.AUTH:
            assert (element.name and element.description) or element.key == "global-webhok-key", element.file
        check_titles(element)
    for event in package.events:
        assert event.example, event.file
        Draft202012Validator(dict(event.payload_schema)).validate(event.example)
        keys = {one.key for one in package.global_webhooks}
        assert event.implementation_type != "global-webhook" or keys, event.file
        if dedupe := event.spec.get("dedupeBy"):
            assert dedupe in event.example, f"{event.file}: no {dedupe} in the example"


def check_titles(element: Element) -> None:
    """What people fill in has words for it, and what is secret is never shown."""
    for schema in (element.parameters_schema, element.input_schema):
        for name, one in schema.get("properties", {}).items():
            assert one.get("title"), f"{element.file}: {name} has no title"
            secret = any(word in name.lower() for word in ("token", "secret", "password", "key")) and one.get("type") == "string"
            known = ("idempotencyKey", "nextPageToken", "key", "nextCursor")
            if (secret and name not in known) or (name == "key" and element.kind is ElementKind.AUTH):
                assert one.get("format") == "password", f"{element.file}: {name} is not marked as secret"
