"""The secret that one customer and the outside service share, given or made in the wizard.

For: a credential of the instance's own. Each secret becomes a new credential, so that a live instance goes on with the old one
until the wizard is finished; then those that were replaced are deleted. Before it is first finished the newest counts at once.
Not here: which variable names it (`forms`), checking callers (`runtime.credentials`).
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from designer.wizard.forms import form_of
from designer.wizard.models import WizardRun
from runtime.credentials.models import Credential
from runtime.credentials.own import keys_of, own_key
from runtime.credentials.schemes import SCHEMES, InvalidCredential
from runtime.credentials.services import create_credential, delete_credential
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Instance


@transaction.atomic
def give_secret(instance: Instance, page: int, element: int, value: str, *, now: datetime) -> str:
    """Keeps what was typed, or makes one where the wizard is to show it; that one is returned, this once.

    Raises `NotAllowed` `not_found`; `InvalidCredential` with the field `secret`.
    """
    form = form_of(instance)
    asked = form.secret_element(page, element)
    if asked is None or asked.get("scheme") not in SCHEMES:
        raise NotAllowed("This page asks for no secret; it may have changed. Reload it.", code="not_found")
    shows, scheme = asked.get("mode") == "show", asked["scheme"]
    given = generated(scheme) if shows else value
    try:
        row = create_credential(
            instance.tenant,
            name=f"{instance.customer.name}: {instance.integration.name}"[:120],
            key=own_key(instance.pk),
            scheme=scheme,
            settings=asked.get("settings") or {},
            secret=_as_secret(scheme, given),
        )
    except InvalidCredential as wrong:
        messages = " ".join(error["message"] for error in wrong.details["errors"])
        raise InvalidCredential(messages, errors=[{"field": "secret", "code": "invalid", "message": messages}]) from None
    run = WizardRun.of(instance.tenant_id).select_for_update().get(instance=instance)
    earlier = run.values.get(form.secret_variable)
    run.values = {**run.values, form.secret_variable: row.key}
    run.pending = True
    run.save()
    if not run.completed:
        # Nothing is live yet, and the lights can only show that the signature is good when it is checked by this secret.
        instance.config = {**instance.config, form.secret_variable: row.key}
        instance.save(update_fields=["config", "updated_at"])
    if earlier:  # never live: given in this run and thought better of
        _delete(instance, {earlier} & keys_of(instance.tenant_id, instance.pk))
    return given if shows else ""


def forget_replaced(instance: Instance, values: Mapping[str, Any]) -> None:
    """The instance's own credentials that its values do not name any more."""
    _delete(instance, keys_of(instance.tenant_id, instance.pk) - {value for value in values.values() if isinstance(value, str)})


def generated(scheme: str) -> str:
    """256 random bits in the form that the scheme's services write them."""
    if scheme == "standard_webhooks":
        return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(32)


def _as_secret(scheme: str, value: str) -> dict[str, Any]:
    """Schemes with several secret fields are given the same for each: what is asked for is one text."""
    return dict.fromkeys(SCHEMES[scheme].secret, value)


def _delete(instance: Instance, keys: set[str]) -> None:
    for row in Credential.objects.of(instance.tenant_id).filter(key__in=keys):
        delete_credential(row)
