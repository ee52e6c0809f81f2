"""A tenant's connectors: the only writer of their tables.

For: a new version from files, deleting a connector.
Not here: reading and checking the files (`files`, `parsing`), finding a connector to use it (`catalogue`).
"""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.db.models import Max

from runtime.connectors.files import Files, pack
from runtime.connectors.models import Connector, ConnectorVersion
from runtime.connectors.parsing import parse_package
from runtime.connectors.problems import refuse
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.tenancy.models import Tenant

MOST_CONNECTORS = 200  # of one tenant
MOST_VERSIONS = 500  # of one connector


@transaction.atomic
def upload(tenant: Tenant, files: Files, *, by: str = "", key: str = "") -> tuple[ConnectorVersion, bool]:
    """The version that these files are, and whether it is a new one: the newest uploaded again stays what it is.

    With `key` the package must be of that connector. Raises `PackageRefused` with all problems; `NotAllowed`
    `connectors_too_many`, `connector_versions_too_many`.
    """
    package = parse_package(files).or_refuse()
    if key and package.key != key:
        raise refuse("key_differs", f"This is the package of {package.key}, not of {key}.", "spec.yml", 1)
    connector = Connector.objects.of(tenant).select_for_update().filter(key=package.key).first()
    if connector is None:
        if Connector.objects.of(tenant).count() >= MOST_CONNECTORS:
            raise NotAllowed(f"There are {MOST_CONNECTORS} connectors already; delete some first.", code="connectors_too_many")
        # A second upload of the same new connector at the same moment finds the row of the first.
        connector, _ = Connector.across_tenants.get_or_create(tenant=tenant, key=package.key, defaults={"name": package.name})
    archive = pack(files)
    digest = hashlib.sha256(archive).hexdigest()
    newest = connector.versions.filter(number=connector.latest).first()
    if newest is not None and newest.digest == digest:
        return newest, False
    number = (connector.versions.aggregate(most=Max("number"))["most"] or 0) + 1
    if number > MOST_VERSIONS:
        raise NotAllowed(f"A connector has {MOST_VERSIONS} versions at most.", code="connector_versions_too_many")
    version = ConnectorVersion.objects.create(
        tenant=tenant,
        connector=connector,
        number=number,
        label=str(package.spec.get("version") or "")[:60],
        package=package.as_json(),
        archive=archive,
        digest=digest,
        uploaded_by=by,
    )
    connector.name, connector.latest = package.name, number
    connector.save(update_fields=["name", "latest", "updated_at"])
    done("connector.uploaded", connector, connector.name, key=connector.key, number=number)
    return version, True


@transaction.atomic
def delete(connector: Connector) -> None:
    """With all versions. Who asks must have looked whether anything runs it."""
    done("connector.deleted", connector, connector.name, key=connector.key)
    connector.delete()
