"""The process's figures as a page for Prometheus.

For: names, help and labels of every metric; everything is put together when it is asked for, so it costs nothing between.
Not here: counting (`meters`), who may read the page (`designer.config.metrics`).

Each process answers for itself. Behind one port a scrape meets one of them by chance, so scrape every process by its own address,
or add up what they all report; `hookyard_lane_*` comes from the shared database and is the same everywhere: take its maximum.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prometheus_client import GC_COLLECTOR, PROCESS_COLLECTOR, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily, Metric

from runtime.watching import meters
from runtime.watching.histograms import BOUNDS_US, Histogram
from runtime.watching.lag import Lag


def page(version: str, lanes: dict[str, Lag], sandboxes: dict[str, int]) -> bytes:
    """`lanes` by name; `sandboxes` is how many children each loop has right now."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Page(version, lanes, sandboxes))
    for collector in (PROCESS_COLLECTOR, GC_COLLECTOR):
        registry.register(collector)
    return generate_latest(registry)


class _Page:
    def __init__(self, version: str, lanes: dict[str, Lag], sandboxes: dict[str, int]) -> None:
        self.version, self.lanes, self.sandboxes = version, lanes, sandboxes

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily(
            "hookyard_build", "What runs here.", value={"version": self.version, "python": platform.python_version()}
        )
        yield _gauge("hookyard_started_at_seconds", "When this process began, in Unix seconds.", [], {(): meters.STARTED_AT})
        yield from self._door()
        yield from self._work()
        yield from self._lanes()

    def _door(self) -> Iterator[Metric]:
        stages = {(name,): histogram for name, histogram in meters.stages.items()}
        yield _histogram("hookyard_door_stage_seconds", "Time each stage of a request took at the door.", ["stage"], stages)
        answers = {(str(status), code, outcome): count for (status, code, outcome), count in list(meters.answers.items())}
        yield _counter("hookyard_requests", "Answers of the door.", ["status", "code", "outcome"], answers)
        yield _counter("hookyard_received_bytes", "Bodies taken in.", [], {(): meters.received_bytes[0]})
        yield _histogram("hookyard_journal_commit_seconds", "Time of each shared commit.", [], {(): meters.commits})
        yield _batches()
        yield _counter("hookyard_journal_refused", "Writes the database refused.", [], {(): meters.commit_refused[0]})

    def _work(self) -> Iterator[Metric]:
        yield _counter("hookyard_executions", "Runs that ended here.", ["kind", "status"], dict(meters.executions))
        steps = {(name,): histogram for name, histogram in list(meters.steps.items())}
        yield _histogram("hookyard_step_seconds", "Time each try of a step took.", ["component"], steps)
        yield _counter("hookyard_step_failures", "Tries that failed.", ["component", "code"], dict(meters.step_failures))
        outbound = {(name,): histogram for name, histogram in list(meters.outbound.items())}
        yield _histogram("hookyard_outbound_seconds", "Calls to outside services, by how they ended.", ["outcome"], outbound)
        revived = {(name,): count for name, count in list(meters.revivals.items())}
        yield _counter("hookyard_revivals", "Loops found blocked and workers started anew.", ["what"], revived)
        sandbox = {(name,): count for name, count in list(meters.sandbox.items())}
        yield _counter("hookyard_sandbox_events", "Sandbox processes started, and why they ended.", ["event"], sandbox)
        running = {(name,): count for name, count in self.sandboxes.items()}
        yield _gauge("hookyard_sandbox_processes", "Sandbox processes there are now.", ["loop"], running)

    def _lanes(self) -> Iterator[Metric]:
        for field, help_text in (
            ("ready", "Executions that could run and have not begun."),
            ("oldest_seconds", "How long the oldest of them has been ready."),
            ("running", "Executions under way."),
        ):
            values = {(name,): getattr(lag, field) for name, lag in self.lanes.items()}
            yield _gauge(f"hookyard_lane_{field}", help_text, ["lane"], values)


def _batches() -> Metric:
    counts, total = list(meters.commit_writes), 0
    buckets = []
    for bit, count in enumerate(counts):
        total += count
        buckets.append((str((2 << bit) - 1), total))
    family = HistogramMetricFamily("hookyard_journal_batch_writes", "Writes that one commit made durable.")
    family.add_metric([], [*buckets, ("+Inf", total)], sum_value=None)
    return family


def _histogram(name: str, text: str, labels: list[str], values: dict[Any, Histogram]) -> Metric:
    family = HistogramMetricFamily(name, text, labels=labels)
    for key, histogram in values.items():
        counts, total, buckets = list(histogram.counts), 0, []
        for bound, count in zip(BOUNDS_US, counts, strict=False):
            total += count
            buckets.append((repr(bound / 1e6), total))
        family.add_metric(list(key), [*buckets[3:], ("+Inf", sum(counts))], sum_value=histogram.total_us / 1e6)
    return family


def _counter(name: str, text: str, labels: Iterable[str], values: Mapping[Any, float]) -> Metric:
    family = CounterMetricFamily(name, text, labels=list(labels))
    for key, value in values.items():
        family.add_metric([str(part) for part in key], value)
    return family


def _gauge(name: str, text: str, labels: Iterable[str], values: Mapping[Any, float]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=list(labels))
    for key, value in values.items():
        family.add_metric([str(part) for part in key], value)
    return family
