"""The form of public URLs, in one place.

`/hooks/{tenant}/{shared|instance|draft}/{token}[/extra/path]` and `/hooks/{tenant}/flow/{flow id}/{token}[/extra/path]`;
`/hooks/{tenant}/{global|event}/{token}[/extra/path]` for hooks of connectors.
"""

from __future__ import annotations

from runtime.engine.values import value

PREFIX = "/hooks/"


@value
class HookPath:
    """`fragment` is the extra path without its leading slash. `flow_id` is empty unless the type is `flow`."""

    tenant_id: str
    type: str
    flow_id: str
    token: str
    fragment: str


def read_path(path: str) -> HookPath | None:
    """None when the path cannot be one of ours. A NUL never is: some databases refuse the very question."""
    if not path.startswith(PREFIX) or "\0" in path:
        return None
    tenant_id, _, rest = path[len(PREFIX) :].partition("/")
    kind, _, rest = rest.partition("/")
    flow_id = ""
    if kind == "flow":
        flow_id, _, rest = rest.partition("/")
    token, _, fragment = rest.partition("/")
    return HookPath(tenant_id, kind, flow_id, token, fragment) if token else None
