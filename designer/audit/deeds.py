"""Every deed there is, in the words of the audit page.

For: the one list that recording, filters and documentation share; recording anything else is a bug, found by its first test.
"""

from __future__ import annotations

DEEDS: dict[str, str] = {
    "integration.created": "Made an integration",
    "integration.renamed": "Renamed an integration",
    "integration.deleted": "Deleted an integration",
    "integration.published": "Published a version",
    "integration.restored": "Restored a version into the draft",
    "instance.deployed": "Deployed to a customer",
    "instance.configured": "Changed config values",
    "instance.upgraded": "Moved to another version",
    "instance.paused": "Paused an instance",
    "instance.resumed": "Resumed an instance",
    "instance.released": "Ran or discarded what was held",
    "instance.deleted": "Deleted an instance",
    "endpoint.rotated": "Rotated a URL",
    "customer.created": "Made a customer",
    "customer.changed": "Changed a customer",
    "customer.mapped": "Gave a customer another name",
    "customer.deleted": "Deleted a customer",
    "credential.created": "Made a credential",
    "credential.changed": "Changed a credential",
    "credential.rotated": "Rotated the secret of a credential",
    "credential.deleted": "Deleted a credential",
    "member.added": "Added a member",
    "member.role_changed": "Changed a role",
    "member.removed": "Removed a member",
    "member.signed_in": "Signed in",
    "token.created": "Made an API token",
    "token.deleted": "Deleted an API token",
    "tenant.changed": "Changed the tenant's settings",
    "tenant.suspended": "Suspended the tenant",
    "tenant.resumed": "Resumed the tenant",
    "storage.changed": "Changed how long history is kept",
    "request.replayed": "Replayed a request",
    "request.dismissed": "Dismissed a request",
    "execution.cancelled": "Cancelled an execution",
    "execution.rerun": "Ran an execution again",
    "alert.created": "Made an alert rule",
    "alert.changed": "Changed an alert rule",
    "alert.deleted": "Deleted an alert rule",
}
