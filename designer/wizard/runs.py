"""How far the set-up of an instance is: kept page by page, live only when it is finished.

For: the rows of `WizardRun`; nobody else writes them. What an instance runs with stays as it is until `finish`.
Not here: what a page shows (`showing`), secrets and connections (`secrets`, `connecting`), proof (`proof`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import orjson
from django.db import transaction

from designer.wizard.forms import Form, form_of
from designer.wizard.models import WizardRun
from designer.wizard.secrets import forget_replaced
from runtime.connections.keeping import choices_of
from runtime.connections.models import Connection
from runtime.engine.errors import NotAllowed
from runtime.instances import preparing, services
from runtime.instances.config import InvalidConfig, check_config
from runtime.instances.models import Instance
from runtime.registration import watch

LARGEST_VALUES = 256 * 1024  # bytes of JSON that wait to be finished
PROOF_STAYS = timedelta(hours=12)  # of a live instance, from one opening to the next
Leaving = Literal["next", "back", "stay"]


@transaction.atomic
def open_run(instance: Instance, now: datetime) -> WizardRun:
    """What was left half done goes on; a live instance that is opened much later collects its proof anew."""
    run = _locked(instance, now)
    if run.completed and run.watched_since < now - PROOF_STAYS:
        run.proof, run.watched_since = {}, now
    if run.completed and attention_of(instance, now) and (page := page_with_url(instance, run)) is not None:
        run.page = page  # where it says what to do
        run.proof, run.watched_since = {}, now  # what worked once proves nothing now
    run.pending = True
    run.save()
    return run


def run_of(instance: Instance, now: datetime) -> WizardRun:
    return WizardRun.of(instance.tenant_id).filter(instance=instance).first() or open_run(instance, now)


def attention_of(instance: Instance, now: datetime) -> list[dict[str, Any]]:
    """What the registration watch finds wrong just now."""
    row = watch.look(instance, now=now)
    return row.problems if row else []


def values_of(run: WizardRun, instance: Instance) -> dict[str, Any]:
    """As they would be once finished."""
    merged = {**instance.config, **run.values}
    return {key: value for key, value in merged.items() if value is not None}


def page_with_url(instance: Instance, run: WizardRun) -> int | None:
    return form_of(instance).page_with_url(values_of(run, instance))


@transaction.atomic
def keep_page(instance: Instance, index: int, values: Mapping[str, Any], *, leave: Leaving, now: datetime) -> WizardRun:
    """Whatever was typed is kept; only who goes on must have it right.

    Raises `NotAllowed` `not_found`, `values_too_large`; `InvalidConfig` with everything wrong on the page, which is kept, too.
    """
    form, run = form_of(instance), _locked(instance, now)
    if not 0 <= index < len(form.pages):
        raise NotAllowed("The set-up has no such page; it may have changed. Reload it.", code="not_found")
    _refuse_unknown(values, form.keys_on(index))
    run.values = {**run.values, **values}
    _refuse_too_many(run)
    by = {"next": 1, "back": -1, "stay": 0}[leave]
    run.page = form.page_near(min(max(index + by, 0), len(form.pages) - 1), values_of(run, instance), step=by)
    run.pending = True
    run.save()
    return run


@transaction.atomic
def keep_values(instance: Instance, values: Mapping[str, Any], *, now: datetime) -> WizardRun:
    """What a program gives, of whatever page or none; the wizard shows it. Raises `NotAllowed` `values_too_large`."""
    run = _locked(instance, now)
    run.values, run.pending = {**run.values, **values}, True
    _refuse_too_many(run)
    run.save()
    return run


def check_page(instance: Instance, run: WizardRun, index: int) -> None:
    """Raises `InvalidConfig` with everything wrong on the page."""
    form = form_of(instance)
    if errors := list(_page_errors(form, index, values_of(run, instance), instance)):
        raise InvalidConfig("Some answers are missing or wrong: see errors.", errors=errors)


@transaction.atomic
def finish(instance: Instance, *, enable: bool, now: datetime) -> tuple[WizardRun, bool]:
    """Makes what was given the instance's, once: whoever asks again meanwhile is told False, and nothing happens.

    Raises `InvalidConfig` with everything wrong on any page, each with its `page`.
    """
    run = _locked(instance, now)
    if not run.pending:
        return run, False
    form, given = form_of(instance), values_of(run, instance)
    hidden = form.shown(given).hidden  # typed before another answer hid them: nobody is asked, so nobody answered
    values = {key: value for key, value in given.items() if key not in hidden}
    errors = [
        {**error, "page": index} for index in range(len(form.pages)) for error in _page_errors(form, index, values, instance)
    ]
    if errors:
        raise InvalidConfig("Some answers are missing or wrong: see errors.", errors=errors)
    if run.completed:
        services.configure(instance, values)
        if enable and not instance.enabled:
            services.resume(instance)
    else:
        preparing.complete(instance, values, enable=enable or instance.enabled)
    forget_replaced(instance, values)
    if form.page_with_url(values) is not None:
        watch.begin(instance, now=now)
    run.values, run.page, run.pending, run.completed, run.finished_at = {}, 0, False, True, now
    run.save()
    return run, True


def _locked(instance: Instance, now: datetime) -> WizardRun:
    """The one row, held until the transaction ends, so that two windows take turns. An instance somebody deployed is complete."""
    fresh = {"tenant_id": instance.tenant_id, "completed": instance.enabled or bool(instance.config), "watched_since": now}
    WizardRun.objects.of(instance.tenant_id).get_or_create(instance=instance, defaults=fresh)
    run: WizardRun = WizardRun.of(instance.tenant_id).select_for_update().get(instance=instance)
    return run


def _refuse_too_many(run: WizardRun) -> None:
    if len(orjson.dumps(run.values)) > LARGEST_VALUES:
        raise NotAllowed(f"The answers are over {LARGEST_VALUES // 1024} KiB together.", code="values_too_large")


def _refuse_unknown(values: Mapping[str, Any], known: set[str]) -> None:
    errors = [
        {"field": f"config.{key[:80]}", "code": "unknown", "message": f"This page does not ask for {key[:80]}."}
        for key in values
        if key not in known
    ]
    if errors:
        raise InvalidConfig("Some answers are not of this page: see errors.", errors=errors)


def _page_errors(form: Form, index: int, values: Mapping[str, Any], instance: Instance) -> Iterator[dict[str, Any]]:
    keys = form.keys_shown(index, values)
    asked = {"configVariables": [variable for variable in form.variables if variable["key"] in keys]}
    given = {key: value for key, value in values.items() if key in keys}
    wrong: set[str] = set()
    try:
        check_config(asked, given, connections=choices_of(instance.customer))
    except InvalidConfig as invalid:
        wrong = {error["field"].split(".")[1] for error in invalid.details["errors"]}
        yield from invalid.details["errors"]
    chosen = {
        given[variable["key"]]: variable
        for variable in asked["configVariables"]
        if variable.get("type") == "connection" and variable["key"] in given and variable["key"] not in wrong
    }
    for row in Connection.of(instance.tenant_id).filter(pk__in=chosen, customer_id=instance.customer_id):
        if row.status != Connection.Status.OK:
            variable = chosen[row.pk]
            message = f"{variable['name']} is not connected yet. Connect it, or choose another."
            yield {"field": f"config.{variable['key']}", "code": "not_connected", "message": message}
    if form.asks_secret(index, values) and not values.get(form.secret_variable):
        yield {"field": "secret", "code": "required", "message": "The secret is needed: without it every event would be refused."}
