"""What an upgrade must leave as it was, beyond what `tests.killing.checker` counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from fixtures.examples.receiving.receive import is_genuine
from tests.killing.checker import Finding, finding
from tests.killing.ledger import Entry
from tests.killing.sink import Sink
from tests.killing.stands import Stand
from tests.product import call, eventually
from tests.upgrading.outside import Outside
from tests.upgrading.regulars import LINES, Session
from tests.upgrading.turning import Upgrade
from tests.upgrading.work import DOOR, OUTWARD, Installed

LOOKED_AT = 3  # of each kind
WORDS_OF_ERRORS = ("Traceback", "IntegrityError", "ProgrammingError", "OperationalError", "journal.refused")


class Checks:
    """Made before the upgrade, as it remembers how things were."""

    def __init__(self, stand: Stand, installed: Installed, sink: Sink, outside: Outside) -> None:
        self.stand, self.installed, self.sink, self.outside = stand, installed, sink, outside
        self.urls, self.session = installed.urls(), Session(stand.product)

    def findings(self, upgrade: Upgrade, old: list[Entry]) -> Iterator[Finding]:
        """`old` is what the version of before had promised."""
        eventually(self._delivered, within=60)
        self.once = upgrade.gentle  # a version that cuts off what is under way has to do it again, under the same key
        under_way = upgrade.under_way
        told = ", ".join(f"{count} {status}" for status, count in sorted(under_way.items()))
        idle = [] if {"running", "waiting"} <= under_way.keys() else [told]
        yield finding(f"nothing was under way, of {told}", idle)
        yield finding(f"the desk stood still, of {upgrade.regulars.desk}", [] if upgrade.regulars.desk > 3 else ["it did"])
        yield finding("URL changed", self.urls.items() ^ self.installed.urls().items())
        yield finding("session ended", self.session.problems())
        yield finding("signed by nobody, let in", self._unsigned())
        yield finding("held, did not run", self._held())
        yield finding("out of order in its line", self._out_of_line())
        yield finding("secret not sent, or twice", self._secrets())
        yield finding("event not delivered once, or badly signed", self._deliveries())
        yield finding("schedule not started once", self._ticks())
        yield finding("error in a log", self._logged())
        yield finding("history not readable", self._history(old))
        yield finding("page of the API broken", self._pages())
        yield finding("what was before cannot be done again", self._again(old))

    def _unsigned(self) -> Iterator[str]:
        for headers in ({}, {"X-Signature": f"sha256={DOOR}"}):
            if (answer := call(self.urls["signed"], "POST", body={"n": 1}, headers=headers)).status != 401:
                yield f"{answer.status} {answer.body!r}"

    def _held(self) -> Iterator[str]:
        for execution in self.installed.held:
            if (status := self.stand.product.execution(execution)["status"]) != "succeeded":
                yield f"{execution} {status}"

    def _out_of_line(self) -> Iterator[str]:
        told = [effect.number for effect in self.sink.effects if effect.kind == "line"]
        for line in range(LINES):
            numbers = [number for number in told if number // 2 % LINES == line]
            yield from (f"{left} before {right}" for left, right in pairwise(numbers) if left > right)

    def _secrets(self) -> Iterator[str]:
        calls = self.outside.called
        yield from (str(one.headers) for one in calls if one.headers.get("authorization") != f"Bearer {OUTWARD}")
        keys = Counter(one.headers["idempotency-key"] for one in calls)
        yield from (f"{key} {count} times" for key, count in keys.items() if count > 1 and self.once)

    def _delivered(self) -> bool:
        waiting = "SELECT count(*) FROM runtime_delivery WHERE status IN ('new', 'pending', 'sending')"
        return not self.installed.delivers or self.stand.rows(waiting)[0][0] == 0

    def _deliveries(self) -> Iterator[str]:
        for one in self.outside.taken:
            if not is_genuine(one.headers, one.body, self.installed.signing, now=one.at):
                yield f"signature of {one.headers}"
        ids = Counter(one.id for one in self.outside.taken)
        yield from (f"{id} {count} times" for id, count in ids.items() if count > 1 and self.once)
        events = {one.id: json.loads(one.body)["body"]["n"] for one in self.outside.taken}
        numbers = Counter(events.values())
        sent = self.stand.rows("SELECT result FROM runtime_execution WHERE flow_key = 'sends' AND status = 'succeeded'")
        wanted = Counter(int(result) if isinstance(result, str) else result for (result,) in sent)
        wanted[-1] = numbers[-1]
        yield from (f"{number}: {numbers[number]} times" for number in numbers | wanted if numbers[number] != wanted[number])

    def _ticks(self) -> Iterator[str]:
        ran = self.stand.rows("SELECT status FROM runtime_execution WHERE flow_key = 'tick'")
        instances = self.stand.rows("SELECT count(*) FROM runtime_schedule")[0][0]
        if not ran or len(ran) > instances or {status for (status,) in ran} != {"succeeded"}:
            yield f"{ran} of {instances} schedules"

    def _logged(self) -> Iterator[str]:
        """Of either version. What the database refused may have been done again, and nobody else would know."""
        for log in sorted(self.stand.product.data.glob("*.log")):
            for line in log.read_text(errors="replace").splitlines():
                if any(word in line for word in WORDS_OF_ERRORS):
                    yield f"{log.stem}: {line}"

    def _history(self, old: list[Entry]) -> Iterator[str]:
        api = partial(self.stand.product.api, "GET")
        for entry in self._some(old):
            try:
                told = api(f"executions/{entry.execution}")
                if told["id"] != entry.execution or not told["steps"]:
                    yield f"{entry.kind}: {str(told)[:200]}"
                api(f"requests/{entry.request}")
            except AssertionError as problem:
                yield str(problem)

    def _some(self, old: list[Entry]) -> list[Entry]:
        kinds = {entry.kind for entry in old}
        return [one for kind in sorted(kinds) for one in [each for each in old if each.kind == kind][:LOOKED_AT]]

    def _pages(self) -> Iterator[str]:
        """Every place of the API that needs nothing but its name."""
        product = self.stand.product
        schema = product.api("GET", "schema?format=json")
        for path, operations in schema["paths"].items():
            if "get" not in operations or "{" in path:
                continue
            answer = call(f"{product.url}{path}", headers={"Authorization": f"Bearer {product.token}"})
            if answer.status >= 500:
                yield f"{path} {answer.status} {answer.body[:200]!r}"

    def _again(self, old: list[Entry]) -> Iterator[str]:
        """A request of before is replayed and the draft of before is published, as it stands."""
        product, entry = self.stand.product, next(each for each in old if each.kind == "book")
        try:
            replayed = product.api("POST", f"requests/{entry.request}/replay", {})
            if product.execution(replayed["executionId"])["status"] != "succeeded":
                yield f"replayed: {replayed}"
            place = f"integrations/{self.installed.main.integration_id}"
            product.api("POST", f"{place}/publish", {"revision": product.api("GET", f"{place}/draft")["revision"]})
        except (AssertionError, KeyError) as problem:
            yield f"{problem!r}"
