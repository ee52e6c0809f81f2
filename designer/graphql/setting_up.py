"""Making, changing, switching and removing solution instances.

For: the mutations, from what was given to the services that do it. An instance that was never completed collects what is given
as the wizard does, so that either can go on where the other stopped; one that was, changes at once.
Not here: reading them (`instances`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from designer.graphql import instances
from designer.graphql.asking import Asker, the_one
from designer.graphql.scalars import value_for
from designer.graphql.solutions import CONNECTION, published
from designer.wizard import runs
from runtime import control
from runtime.connections.keeping import choices_of
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.identifiers import id_of
from runtime.instances import preparing, services
from runtime.instances.config import InvalidConfig, check_config
from runtime.instances.models import Customer, Instance

WHAT, LONGEST_NAME = "solution instance", 200


def create(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    """Raises `NotAllowed` `instance_exists`, `not_found`; `InvalidConfig`."""
    customer = asking.as_user()
    integration = the_one(published(asking).select_related("live_version"), given["solutionId"], "solution")
    with transaction.atomic():
        instance = preparing.prepare(integration, customer)
        services.rename(instance, _name(given["instanceName"]))
        _keep(asking, instance, _values(asking, instance, given))
    return _shown(asking, instance)


def update(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    """Raises `NotAllowed` `not_found`; `InvalidConfig`, also where it should be switched on and lacks something."""
    instance = _own(asking, given["solutionInstanceId"])
    with transaction.atomic():
        if given.get("instanceName") is not None:
            services.rename(instance, _name(given["instanceName"]))
        if values := _values(asking, instance, given):
            _keep(asking, instance, values)
        if given.get("enabled") is not None:
            _switch(asking, instance, enabled=given["enabled"])
    return _shown(asking, instance)


def upgrade(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    """Raises `NotAllowed` `not_found`; `InvalidConfig` where the live version asks for what it lacks."""
    instance = _own(asking, given["solutionInstanceId"])
    version = instance.integration.live_version
    if version is None:
        raise NotAllowed("The solution has no live version.", code="not_published")
    with transaction.atomic():
        fresh = _values(asking, instance, given, document=version.definition)
        if runs.run_of(instance, asking.now).completed:
            known = {variable["key"] for variable in version.definition.get("configVariables", ())}
            kept = {key: value for key, value in instance.config.items() if key in known}
            services.upgrade(instance, version, {**kept, **fresh} if fresh else None)
        else:
            preparing.move(instance, version)
            runs.keep_values(instance, fresh, now=asking.now)
    control.wake()
    return _shown(asking, instance)


def remove(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    services.delete_instance(_own(asking, given["solutionInstanceId"]))
    return {}


def _own(asking: Asker, given: str) -> Instance:
    """A user's own; with a master token anybody's, as the desk may."""
    asking.may_change()
    rows = instances.own_instances(asking).select_related("integration__live_version", "customer", "version")
    return the_one(rows, given, WHAT)


def _shown(asking: Asker, instance: Instance) -> dict[str, Any]:
    row = instances.own_instances(asking).get(pk=instance.pk)
    return {"solutionInstance": instances.show([row])[0]}


def _switch(asking: Asker, instance: Instance, *, enabled: bool) -> None:
    if not enabled:
        if instance.enabled:
            services.pause(instance)
        return
    if not runs.run_of(instance, asking.now).completed:
        runs.finish(instance, enable=True, now=asking.now)
    elif not instance.enabled:
        services.resume(instance)
        if count := control.resume_held(asking.tenant, instance.pk, run=True):
            done(
                "instance.released", instance, f"{instance.integration.name} of {instance.customer.name}", did="run", count=count
            )


def _keep(asking: Asker, instance: Instance, values: Mapping[str, Any]) -> None:
    if runs.run_of(instance, asking.now).completed:
        merged = {**instance.config, **values}
        services.configure(instance, {key: value for key, value in merged.items() if value is not None})
    else:
        runs.keep_values(instance, values, now=asking.now)


def _values(
    asking: Asker, instance: Instance, given: Mapping[str, Any], *, document: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Each given value, checked by itself: what is still missing is no error here. Raises `InvalidConfig`."""
    document = document or instance.version.definition
    variables = {one["key"]: one for one in document.get("configVariables", ())}
    hidden = asking.hidden_in(document)
    found: dict[str, Any] = {}
    errors: list[dict[str, str]] = []
    for name, reads in (("authValues", True), ("configValues", False)):
        for one in given.get(name) or ():
            key = one["externalId"]
            variable = variables.get(key)
            if variable is None or (variable.get("type") == CONNECTION) is not reads:
                errors.append(
                    {"field": f"config.{key[:80]}", "code": "unknown", "message": f"No slot of {name} is called {key[:80]}."}
                )
            elif key in hidden:
                message = f"Customers cannot set {key[:80]}: it is hidden from them. Set it with a master token."
                errors.append({"field": f"config.{key[:80]}", "code": "hidden", "message": message})
            else:
                found[key] = id_of(one["authId"]) if reads else value_for(one.get("value"), variable.get("type", "string"))
    errors += _problems(instance.customer, document, found)
    if errors:
        raise InvalidConfig("Some values do not fit: see errors.", errors=errors)
    return found


def _problems(customer: Customer, document: Mapping[str, Any], found: Mapping[str, Any]) -> list[dict[str, str]]:
    given = {key: value for key, value in found.items() if value is not None}
    asked = {"configVariables": [one for one in document.get("configVariables", ()) if one["key"] in given]}
    try:
        check_config(asked, given, connections=choices_of(customer))
    except InvalidConfig as invalid:
        errors: list[dict[str, str]] = invalid.details["errors"]
        return errors
    return []


def _name(given: str) -> str:
    if not given.strip() or len(given) > LONGEST_NAME:
        raise NotAllowed(f"instanceName has 1 to {LONGEST_NAME} characters.", code="input_invalid", field="instanceName")
    return given
