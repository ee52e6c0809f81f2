"""Which connectors a tenant has: its own and those that come with Hookyard, found by key.

For: everything that uses a connector: `find` one, list them all.
Not here: uploading (`keeping`).

A tenant's own connector hides a shipped one of the same key. Versions never change, so what was read once is kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import Final

from runtime.connectors.files import read_folder
from runtime.connectors.models import Connector, ConnectorVersion
from runtime.connectors.package import Package, package_from_json
from runtime.connectors.parsing import parse_package
from runtime.engine.errors import HookyardError
from runtime.engine.values import value

SHIPPED: Final = Path(__file__).with_name("shipped")  # one folder for each connector that comes with Hookyard
KEPT: Final = 200  # packages of tenants in memory


class ConnectorMissing(HookyardError):
    default_code = "connector_not_found"
    who = "builder"


@value
class Known:
    """A connector a tenant can use. `version` is 0 for one that comes with Hookyard; `id` is empty then."""

    key: str
    version: int
    package: Package
    id: str = ""

    @property
    def is_shipped(self) -> bool:
        return not self.id


_kept: OrderedDict[tuple[str, int], Package] = OrderedDict()
_lock = threading.Lock()


def find(tenant_id: str, key: str, version: int | None = None) -> Known:
    """The newest version without `version`. Raises `ConnectorMissing`."""
    own = Connector.objects.of(tenant_id).filter(key=key).first()
    if own is not None and own.latest and version != 0:
        return Known(key, version or own.latest, _package(own, version or own.latest), own.pk)
    package = shipped().get(key)
    if package is None or version:
        which = f"{key} in version {version}" if version else key
        raise ConnectorMissing(f"There is no connector {which}. Upload it under Connectors.", connector=key)
    return Known(key, 0, package)


def all_of(tenant_id: str) -> list[Known]:
    """The newest of each, by name."""
    own = [Known(row.key, row.latest, _package(row, row.latest), row.pk) for row in Connector.objects.of(tenant_id) if row.latest]
    hidden = {known.key for known in own}
    ours = [Known(key, 0, package) for key, package in shipped().items() if key not in hidden]
    return sorted([*own, *ours], key=lambda known: known.package.name.lower())


@lru_cache(maxsize=1)
def shipped() -> dict[str, Package]:
    """By key. A folder that is not in order is our own bug, and loud."""
    folders = sorted(path for path in SHIPPED.iterdir() if path.is_dir()) if SHIPPED.is_dir() else []
    packages = [parse_package(read_folder(folder)).or_refuse() for folder in folders if not folder.name.startswith((".", "_"))]
    return {package.key: package for package in packages}


def _package(connector: Connector, number: int) -> Package:
    with _lock:
        if (found := _kept.get((connector.pk, number))) is not None:
            _kept.move_to_end((connector.pk, number))
            return found
    stored = (
        ConnectorVersion.objects.of(connector.tenant_id)
        .filter(connector=connector, number=number)
        .values_list("package", flat=True)
    )
    if (package := stored.first()) is None:
        raise ConnectorMissing(f"{connector.name} has no version {number}.", connector=connector.key)
    read = package_from_json(package)
    with _lock:
        _kept[connector.pk, number] = read
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return read
