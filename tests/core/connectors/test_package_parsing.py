"""A package becomes plain data, or everything that is wrong with it at once, with file and line."""

from __future__ import annotations

import json

import pytest

from runtime.connectors.package import ElementKind, Implementation, package_from_json
from runtime.connectors.parsing import parse_package

# As the vendor's own page has it, letter for letter.
SEED = {
    "spec.yml": b"name: Example\nkey: example\n",
    "global-webhooks/webhook-key/spec.yml": b"""name: Webhook Name
key: webhook-key
methods:
  handle:
    implementationType: javascript
""",
    "global-webhooks/webhook-key/handle.js": b"""export default async function handle({ data }) {
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
""",
    "events/event-key/spec.yml": b"""name: Event Name
implementationType: global-webhook
key: event-key
methods:
  get-event-selector:
    implementationType: javascript
""",
    "events/event-key/get-event-selector.js": b"""export default async function getEventSelector({ apiClient }) {
  const response = await apiClient.get('users/me')
  return { globalWebhookKey: 'global-webhok-key', globalWebhookEventSelector: `user_id:${response?.id}` }
}
""",
}


def test_the_package_of_the_documentation_is_read_as_it_is():
    package = parse_package(SEED).or_refuse()
    hook, event = package.global_webhooks[0], package.events[0]
    assert (hook.key, hook.name, hook.methods["handle"].file) == (
        "webhook-key",
        "Webhook Name",
        "global-webhooks/webhook-key/handle.js",
    )
    assert (event.implementation_type, event.methods["get-event-selector"].implementation) == (
        "global-webhook",
        Implementation.JAVASCRIPT,
    )
    assert package.find(ElementKind.EVENT, "event-key") is event and package.find(ElementKind.EVENT, "other") is None
    assert package_from_json(json.loads(json.dumps(package.as_json()))) == package


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"spec.yml": None}, ("spec_missing", "", 0)),
        ({"spec.yml": b"key: x\n"}, ("name_missing", "spec.yml", 1)),
        ({"spec.yml": b"name: A\nkey: a b\n"}, ("key_malformed", "spec.yml", 2)),
        ({"spec.yml": b"name: A\nparametersSchema:\n  type: strin\n"}, ("schema_malformed", "spec.yml", 3)),
        ({"spec.yml": b"- a\n"}, ("spec_malformed", "spec.yml", 1)),
        (
            {"events/event-key/spec.yml": b"implementationType: pushed\n"},
            ("implementation_unknown", "events/event-key/spec.yml", 1),
        ),
        (
            {"events/event-key/spec.yml": b"name: E\nimplementationType: global-webhook\ninputSchema: {type: object}\n"},
            ("parameters_elsewhere", "events/event-key/spec.yml", 3),
        ),
        ({"events/event-key/get-event-selector.js": None}, ("method_file_missing", "events/event-key/spec.yml", 5)),
        ({"events/lonely/handle.js": b"export default () => 1"}, ("spec_missing", "events/lonely", 0)),
        ({"operations/get/spec.yml": b"name: Get\n"}, ("method_missing", "operations/get/spec.yml", 1)),
        (
            {"global-webhooks/webhook-key/handle.js": b"const x = 1\n"},
            ("export_missing", "global-webhooks/webhook-key/handle.js", 1),
        ),
        ({"lib/x.js": b"import y from 'lodash'\ny()\n"}, ("import_not_found", "lib/x.js", 1)),
        ({"lib/x.js": b"\nexport const a = (;\n"}, ("code_syntax_error", "lib/x.js", 2)),
        (
            {"operations/get/spec.yml": b"key: get\nmethods:\n  run: {code: 'x'}\n"},
            ("method_inline", "operations/get/spec.yml", 3),
        ),
        (
            {"operations/a/spec.yml": b"key: same\n", "operations/b/spec.yml": b"key: same\n"},
            ("key_taken", "operations/b/spec.yml", 1),
        ),
        ({"event/x/spec.yml": b""}, ("folder_unknown", "event", 0)),
    ],
    ids=lambda case: case[0] if isinstance(case, tuple) else "",
)
def test_each_mistake_is_told_with_its_place(changes: dict[str, bytes | None], complaint: tuple[str, str, int]):
    files = {path: content for path, content in {**SEED, **changes}.items() if content is not None}
    found = [(problem.code, problem.file, problem.line) for problem in parse_package(files).problems]
    assert complaint in found


def test_all_problems_come_at_once_and_in_order():
    broken = {**SEED, "spec.yml": b"key: a b\n", "lib/a.js": b"import './b'\n", "operations/x/spec.yml": b"a: [\n"}
    parsed = parse_package(broken)
    assert parsed.package is None
    assert [problem.file for problem in parsed.problems] == ["lib/a.js", "operations/x/spec.yml", "spec.yml", "spec.yml"]


def test_older_and_other_spellings_mean_the_same():
    files = {
        "spec.yaml": b"name: Old CRM\nauth:\n  type: oauth2\n  getOAuthConfig: {implementationType: mapping}\n",
        "auth/oauth-config.map.yml": b"clientId: x\n",
        "auth/make-api-client.map.yml": b"baseUri: https://api.example.com\n",
        "events/made/spec.yaml": b"implementationType: global-webhook\nmethods:\n  getEventsSelector: {}\n",
        "events/made/get-event-selector.map.yml": b"globalWebhookKey: hook\n",
    }
    package = parse_package(files).or_refuse()
    assert package.key == "old-crm"
    assert set(package.auths[0].methods) == {"get-oauth-config", "make-api-client"}
    assert package.events[0].methods["get-event-selector"].content == {"globalWebhookKey": "hook"}


def test_an_auth_option_is_what_it_says_over_what_all_share():
    files = {
        "spec.yml": b"name: A\nauth:\n  type: oauth2\n  title: Base\n  options:\n    sandbox: {title: Sandbox}\n",
        "auth/test.js": b"export default async () => true",
        "auth/options/sandbox/make-api-client.map.yml": b"baseUri: https://sandbox.example.com\n",
    }
    option = parse_package(files).or_refuse().auths[0]
    assert (option.key, option.name, option.spec["type"]) == ("sandbox", "Sandbox", "oauth2")
    assert set(option.methods) == {"test", "make-api-client"}
