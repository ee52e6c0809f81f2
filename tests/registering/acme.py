"""Acme, a service whose connector is the one that Integration.app documents, letter for letter; and the service itself.

For: tests of events that come by a global webhook, by hooks that register themselves, and by polling.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# The seed's files. Its event names the global webhook `global-webhok-key`, so that is the webhook's key.
HANDLE = """export default async function handle({ data }) {
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
SELECTOR = """export default async function getEventSelector({ apiClient }) {
  const response = await apiClient.get('users/me')
  return {
    globalWebhookKey: 'global-webhok-key',
    globalWebhookEventSelector: `user_id:${response?.id}`,
  }
}
"""
PACKAGE = {
    "spec.yml": "name: Acme\nkey: acme\nauth: {type: client-credentials}\n",
    "auth/make-api-client.js": (
        "export default ({ credentials }) => ({ baseUri: credentials.baseUri,"
        " headers: { authorization: `Bearer ${credentials.token}` } })"
    ),
    "global-webhooks/global-webhok-key/spec.yml": (
        "name: Webhook Name\nkey: global-webhok-key\nmethods:\n  handle:\n    implementationType: javascript\n"
    ),
    "global-webhooks/global-webhok-key/handle.js": HANDLE,
    "events/event-key/spec.yml": (
        "name: Event Name\nimplementationType: global-webhook\nkey: event-key\nmethods:\n  get-event-selector:\n"
        "    implementationType: javascript\n"
    ),
    "events/event-key/get-event-selector.js": SELECTOR,
    "events/hooked/spec.yml": (
        "name: Hooked\nkey: hooked\nimplementationType: webhook\ndedupeBy: id\n"
        "methods: {subscribe: {}, unsubscribe: {}, handle: {}, list: {}, refresh: {}}\n"
    ),
    "events/hooked/subscribe.js": """export default async ({ apiClient, webhookUri }) => {
  const hook = await apiClient.post("hooks", { url: webhookUri });
  return { state: { id: hook.id, secret: "s-1" }, nextRefreshTimestamp: hook.expires };
}""",
    "events/hooked/unsubscribe.js": "export default ({ apiClient, state }) => apiClient.delete(`hooks/${state.id}`)",
    "events/hooked/refresh.js": """export default async ({ apiClient, state }) => {
  const hook = await apiClient.put(`hooks/${state.id}`, {});
  return { state, nextRefreshTimestamp: hook.expires };
}""",
    "events/hooked/list.js": """export default async ({ apiClient }) => (await apiClient.get("hooks")).hooks.map(
  (hook) => ({ webhookUri: hook.url, externalId: hook.id, state: { id: hook.id, secret: "s-1" } }))""",
    "events/hooked/handle.js": """export default async ({ data, headers, state, query }) => {
  if (query.challenge) return { response: { data: query.challenge, headers: { "Content-Type": "text/plain" } } };
  if (headers["x-secret"] !== state?.secret) throw Object.assign(new Error("not signed"), { status: 401 });
  return { events: data.events };
}""",
    "events/polled/spec.yml": (
        "name: Polled\nkey: polled\nimplementationType: polling\ndedupeBy: id\npollIntervalSeconds: 120\nmethods: {poll: {}}\n"
    ),
    "events/polled/poll.js": """export default async ({ apiClient, state }) => {
  const { items } = await apiClient.get("items", { since: state?.since ?? 0 });
  return { events: items, state: { since: items.length } };
}""",
}


class Acme:
    """The outside service: each token is an account of its own."""

    def __init__(self) -> None:
        self.users: dict[str, Any] = {"t-1": 1001, "t-2": 1002}
        self.hooks: dict[str, dict[str, Any]] = {}
        self.items: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.failing = 0
        self.expires = 0
        acme = self

        class Handler(BaseHTTPRequestHandler):
            def serve(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or b"{}")
                status, answer = acme.answer(self.command, self.path, body, self.headers["authorization"].split()[-1])
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_DELETE = serve

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def answer(self, method: str, path: str, body: dict[str, Any], token: str) -> tuple[int, Any]:
        path = path.partition("?")[0]
        self.calls.append(f"{method} {path}")
        if self.failing:
            self.failing -= 1
            return 503, {}
        match method, path.strip("/").split("/"):
            case "GET", ["users", "me"]:
                return 200, {"id": self.users[token]} if self.users[token] else {}
            case "GET", ["items"]:
                return 200, {"items": self.items}
            case "GET", ["hooks"]:
                return 200, {"hooks": [{"id": id, **hook} for id, hook in self.hooks.items() if hook["token"] == token]}
            case "POST", ["hooks"]:
                id = f"h{len(self.calls)}"
                self.hooks[id] = {"url": body["url"], "token": token}
                return 201, {"id": id, "expires": self.expires or None}
            case "PUT", ["hooks", id]:
                return 200, {"id": id, "expires": self.expires}
            case "DELETE", ["hooks", id]:
                return (200, {}) if self.hooks.pop(id, None) else (404, {})
        return 404, {}
