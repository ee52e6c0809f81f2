"""Making and changing rules: the only writer of their settings.

For: rows of `AlertRule` whose target is one that can be reached and is kept encrypted.
Not here: looking (`looking`), sending (`sending`), HTTP and roles (`designer.alerts`).
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from runtime.alerts.conditions import CONDITIONS
from runtime.alerts.models import AlertNotice, AlertRule
from runtime.credentials import vault
from runtime.deeds import done
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.identifiers import new_id
from runtime.outbound.targets import parse_url
from runtime.tenancy.models import Tenant

MOST_RULES = 100
MOST_ADDRESSES = 5
MOST_TESTS = 10  # a minute, of one tenant
PLAIN = ("name", "condition", "integration_id", "threshold", "minutes", "enabled")


class InvalidTarget(HookyardError):
    """`details["errors"]` says which field."""

    default_code = "input_invalid"


@transaction.atomic
def create_rule(tenant: Tenant, given: Mapping[str, Any]) -> tuple[AlertRule, str]:
    """The rule, and the secret its webhooks are signed with (empty for e-mail), which is told this once.

    Raises `InvalidTarget`, `NotAllowed` `alerts_too_many`.
    """
    if AlertRule.objects.of(tenant).count() >= MOST_RULES:
        raise NotAllowed(f"A tenant keeps at most {MOST_RULES} alert rules; delete one first.", code="alerts_too_many")
    rule = AlertRule(id=new_id(), tenant=tenant, due_at=timezone.now())
    secret = _aim(rule, given["channel"], given["target"])
    for name in PLAIN:
        setattr(rule, name, given.get(name, getattr(rule, name)))
    _widen(rule)
    rule.save(force_insert=True)
    done("alert.created", rule, rule.name, condition=rule.condition, channel=rule.channel)
    return rule, secret


@transaction.atomic
def change_rule(rule: AlertRule, given: Mapping[str, Any]) -> tuple[AlertRule, str]:
    """What is not given stays. A new target gets a new secret. It is looked at anew, from the beginning."""
    secret = ""
    if given.get("target"):
        secret = _aim(rule, given.get("channel", rule.channel), given["target"])
    elif given.get("channel", rule.channel) != rule.channel:
        raise _wrong("Give the new target along with the new way to tell.")
    for name in PLAIN:
        setattr(rule, name, given.get(name, getattr(rule, name)))
    _widen(rule)
    rule.state, rule.state_since, rule.value, rule.due_at = AlertRule.State.QUIET, None, None, timezone.now()
    rule.save()
    done("alert.changed", rule, rule.name, changed=sorted(given))
    return rule, secret


@transaction.atomic
def delete_rule(rule: AlertRule) -> None:
    done("alert.deleted", rule, rule.name)
    rule.delete()


def test_rule(rule: AlertRule) -> AlertNotice:
    """A notice that says it is a test, sent as a real one would be. Raises NotAllowed `alerts_too_many`."""
    now = timezone.now()
    tests = AlertNotice.objects.of(rule.tenant_id).filter(kind="test", created_at__gt=now - timedelta(minutes=1))
    if tests.count() >= MOST_TESTS:
        # Whose address a target is, nobody proved.
        raise NotAllowed(f"{MOST_TESTS} tests went out in the last minute; wait a moment.", code="alerts_too_many")
    return AlertNotice.objects.create(
        tenant_id=rule.tenant_id,
        rule=rule,
        kind="test",
        text=f"This is a test of the alert rule {rule.name}.",
        threshold=rule.threshold,
        created_at=now,
        due_at=now,
    )


def target_of(rule: AlertRule) -> dict[str, Any]:
    """{url, secret} or {addresses}. Raises `StepProblem` `secret_unreadable`."""
    return vault.decrypt(rule.tenant_id, rule.pk, rule.target)


def _widen(rule: AlertRule) -> None:
    """What knows no integrations is watched for all of them."""
    if CONDITIONS[rule.condition].of_tenant:
        rule.integration_id = ""


def _aim(rule: AlertRule, channel: str, target: str) -> str:
    secret = ""
    opened: dict[str, Any]
    if channel == AlertRule.Channel.WEBHOOK:
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        opened, hint = {"url": target, "secret": secret}, _check_url(target)
    else:
        addresses = _check_addresses(target)
        opened, hint = {"addresses": addresses}, ", ".join(addresses)
    rule.channel = channel
    rule.target, rule.target_hint = vault.encrypt(rule.tenant_id, rule.pk, opened), hint[:200]
    return secret


def _check_url(target: str) -> str:
    """What may be shown of it: the host. What follows is often a secret."""
    try:
        url = parse_url(target)
    except HookyardError as problem:
        raise _wrong(problem.message) from None
    return f"{url.scheme}://{url.host}/…"


def _check_addresses(target: str) -> list[str]:
    if not settings.EMAIL_IS_SET_UP:
        raise _wrong("This Hookyard sends no e-mail: whoever runs it sets EMAIL_URL. Use a webhook meanwhile.")
    addresses = [part.strip() for part in target.replace(";", ",").split(",") if part.strip()]
    if not 1 <= len(addresses) <= MOST_ADDRESSES:
        raise _wrong(f"Give 1 to {MOST_ADDRESSES} e-mail addresses, separated by commas.")
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            raise _wrong(f"{address[:80]} is no e-mail address.") from None
    return addresses


def _wrong(message: str) -> InvalidTarget:
    return InvalidTarget(message, errors=[{"field": "target", "message": message, "code": "invalid"}])
