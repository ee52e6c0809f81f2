"""One upgrade: the version of before is built up and loaded, today's takes over, all comes to rest and is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from tests.delivery.receivers import receiving
from tests.killing.campaign import House, run
from tests.killing.checker import Finding
from tests.killing.report import Report
from tests.killing.scaled import scaled
from tests.killing.sink import Sink
from tests.killing.stands import embedded
from tests.upgrading import older
from tests.upgrading.checks import Checks
from tests.upgrading.outside import Outside
from tests.upgrading.regulars import Regulars
from tests.upgrading.turning import Upgrade
from tests.upgrading.work import WITHOUT_EFFECT, install

SLOWEST = 0.2  # seconds until the outside service answers: calls are under way when the end comes
ENV = {"HOOKYARD_OUTBOUND_ALLOW": "127.0.0.1/32", "HOOKYARD_DELIVERY_WAITS": "0.5,1,2,2,2,2"}


def upgrading(since: str, *, scaled_out: bool, requests: int, seed: int) -> Report:
    begin = scaled if scaled_out else embedded
    with (
        older.version(since) as tree,
        closing(Sink(seed, slowest=SLOWEST)) as sink,
        receiving(outside := Outside()) as receivers,
        begin(root=tree, **ENV) as stand,
    ):
        installed = install(stand.product, sink.address, f"127.0.0.1:{receivers.port}")
        upgrade = Upgrade(stand, installed, Regulars(installed), older.ends_gently(since))
        checks = Checks(stand, installed, sink, outside)

        def findings() -> Iterator[Finding]:
            return checks.findings(upgrade, upgrade.before)

        house = House(installed.urls(), installed.shares, WITHOUT_EFFECT, findings)
        return run(stand, sink, lambda: upgrade, requests=requests, seed=seed, house=house)
