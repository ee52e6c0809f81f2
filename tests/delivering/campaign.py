"""One campaign: destinations are made, events sent by many at once, the product is killed now and then, and all is counted."""

from __future__ import annotations

import json
import queue
import random
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from tests.delivering.manners import SHARES, WORKING, Manners
from tests.delivery.receivers import Receivers, receiving
from tests.product import Product, call, eventually, running_product

WAITS = (0.3, 0.6, 1.2, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0)  # as published, but for seconds in place of hours
SENDERS = 4
DEAD_EVENTS = 4
SETTLES = 2.0  # seconds after a kill
ENV = {"HOOKYARD_OUTBOUND_ALLOW": "127.0.0.1", "HOOKYARD_DELIVERY_WAITS": ",".join(map(str, WAITS))}


@dataclass(frozen=True)
class Sent:
    """One event that was accepted with a 2xx."""

    delivery: str
    where: str
    number: int
    at: float
    phase: str
    accepted: float


@dataclass
class Outcome:
    """What happened, for the checks."""

    manners: Manners
    receivers: Receivers
    sent: list[Sent]
    deliveries: dict[str, dict[str, Any]]  # by the product's own id
    dead_attempts: dict[str, list[dict[str, Any]]]
    kills: int
    seconds: float
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    unsettled: list[tuple[float, float]] = field(default_factory=list)


class Stand(Protocol):
    product: Product

    def trouble(self, dice: random.Random) -> None: ...


@dataclass
class One:
    """The product as one process on SQLite."""

    product: Product

    def trouble(self, dice: random.Random) -> None:
        self.product.kill()
        self.product.start()


@dataclass
class Many:
    """PostgreSQL, Redis, two web processes, two workers; one of the pieces dies."""

    scaled: Any

    @property
    def product(self) -> Product:
        return self.scaled.product

    def trouble(self, dice: random.Random) -> None:
        import signal

        piece = dice.choice([*self.scaled.pieces])
        self.scaled.stop(piece, signal.SIGKILL)
        self.scaled.launch(piece)
        eventually(self.scaled.is_up, within=120)


class Campaign:
    def __init__(self, stand: Stand, receivers: Receivers, manners: Manners, *, seed: int) -> None:
        self.stand, self.receivers, self.manners = stand, receivers, manners
        self.dice = random.Random(seed)
        self.sent: list[Sent] = []
        self.where: dict[str, str] = {}
        self.unsettled: list[tuple[float, float]] = []  # when what was asked for may not have been written down, or was overruled
        self._lock = threading.Lock()
        self._numbers = iter(range(10**9))

    def make_destinations(self) -> None:
        for name in (*SHARES, "dead"):
            body = {"name": name, "url": self.receivers.url(name), "ordered": name == "ordered", "timeoutSeconds": 1}
            self.where[name] = self.stand.product.api("POST", "destinations", body)["id"]
        self.token = self.stand.product.token

    def send(self, count: int, phase: str, *, only: str = "") -> None:
        """All of them, by a few at once; the ordered one's by one alone, as only then there is an order to keep."""
        names = [only] * count if only else self.dice.choices([*SHARES], [*SHARES.values()], k=count)
        rest: queue.SimpleQueue[str] = queue.SimpleQueue()
        for name in names:
            if name != "ordered":
                rest.put(name)
        ordered = names.count("ordered")
        threads = [threading.Thread(target=self._send_ordered, args=(ordered, phase))]
        threads += [threading.Thread(target=self._send_from, args=(rest, phase)) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send_ordered(self, count: int, phase: str) -> None:
        for _ in range(count):
            self._send_one("ordered", phase)

    def _send_from(self, names: queue.SimpleQueue[str], phase: str) -> None:
        with suppress(queue.Empty):
            while True:
                self._send_one(names.get_nowait(), phase)

    def _send_one(self, name: str, phase: str) -> None:
        """Until it is accepted: who is not answered asks again, as any program would."""
        with self._lock:
            number = next(self._numbers)
        body = {"type": "campaign.event", "data": {"number": number}, "destination": self.where[name]}
        headers = {"Authorization": f"Bearer {self.token}"}
        while True:
            at = time.time()
            with suppress(OSError):
                answer = call(f"{self.stand.product.url}/api/events", "POST", body=body, headers=headers)
                if answer.status == 202:
                    break
            time.sleep(0.05)
        with self._lock:
            self.sent.append(Sent(answer.json["deliveries"][0], name, number, at, phase, time.time()))

    def all_ended(self) -> bool:
        rows = self.stand.product.sql("SELECT COUNT(*) FROM runtime_delivery WHERE status IN ('new', 'pending', 'sending')")
        return rows[0][0] == 0

    def states(self) -> dict[str, dict[str, Any]]:
        return {name: self.stand.product.api("GET", f"destinations/{pk}") for name, pk in self.where.items()}


def run(stand: Stand, *, events: int, kills: int, seed: int, patience: float = 600.0) -> Outcome:
    """A third while all are well, a third with their manners, a third while the product is killed."""
    manners = Manners()
    with receiving(manners) as receivers:
        campaign = Campaign(stand, receivers, manners, seed=seed)
        began = time.time()
        campaign.make_destinations()
        campaign.send(200, "warming")  # each destination's width grows with what it takes
        third = (events - 200 - DEAD_EVENTS) // 3
        campaign.send(third, "well")
        eventually(campaign.all_ended, within=60)
        manners.well = False
        campaign.send(DEAD_EVENTS, "dead", only="dead")
        campaign.send(third, "manners")
        _kill_while(campaign, events - 200 - DEAD_EVENTS - 2 * third, kills)
        manners.healed |= {"hanging", "gone"}
        _recover(campaign)
        eventually(campaign.all_ended, within=patience)
        return _outcome(campaign, kills, time.time() - began)


def _kill_while(campaign: Campaign, count: int, kills: int) -> None:
    over = threading.Event()

    def trouble() -> None:
        for _ in range(kills):
            time.sleep(campaign.dice.uniform(0.5, 4))
            began = time.time()
            campaign.stand.trouble(campaign.dice)
            campaign.unsettled.append((began, time.time() + SETTLES))
        over.set()

    killer = threading.Thread(target=trouble)
    killer.start()
    campaign.send(count, "killed")
    killer.join()


def _recover(campaign: Campaign) -> None:
    """What said that it is gone was disabled; it is enabled, and what was given up is sent again, as people would."""
    product, gone = campaign.stand.product, campaign.where["gone"]
    eventually(lambda: campaign.states()["gone"]["status"] == "disabled", within=60)
    product.api("POST", f"destinations/{gone}/enable", {})
    for name, where in campaign.where.items():
        if name != "dead":
            began = time.time()  # who asks for it by hand ends any rest
            product.api("POST", f"destinations/{where}/recover", {"since": "2020-01-01T00:00:00Z"})
            campaign.unsettled.append((began, time.time() + SETTLES))


def _outcome(campaign: Campaign, kills: int, seconds: float) -> Outcome:
    columns = "id, destination_id, status, code, attempts"
    rows = campaign.stand.product.sql(f"SELECT {columns} FROM runtime_delivery")
    deliveries = {row[0]: dict(zip(columns.split(", "), row, strict=True)) for row in rows}
    dead = [one.delivery for one in campaign.sent if one.where == "dead"]
    attempts = {pk: campaign.stand.product.api("GET", f"deliveries/{pk}")["tries"] for pk in dead}
    return Outcome(
        manners=campaign.manners,
        receivers=campaign.receivers,
        sent=campaign.sent,
        deliveries=deliveries,
        dead_attempts=attempts,
        kills=kills,
        seconds=seconds,
        states=campaign.states(),
        unsettled=campaign.unsettled,
    )


def on_one(*, events: int, kills: int, seed: int) -> Outcome:
    with running_product(**ENV) as product:
        return run(One(product), events=events, kills=kills, seed=seed)


def on_many(*, events: int, kills: int, seed: int) -> Outcome:
    from tests.killing.scaled import Scaled

    with TemporaryDirectory(prefix="hookyard-delivering-") as folder, ExitStack() as stack:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user where the tests run as root
        return run(Many(Scaled(Path(folder), stack, **ENV)), events=events, kills=kills, seed=seed)


def number_of(body: bytes) -> int:
    return int(json.loads(body)["body"]["number"])


__all__ = ["WORKING", "on_many", "on_one", "run"]
