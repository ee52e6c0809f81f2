"""The metrics page: what it counts, and who may read it."""

from __future__ import annotations

import re

import pytest

from designer.config.metrics import may_read
from runtime.watching import exposition
from runtime.watching.histograms import Histogram, quantile
from runtime.watching.lag import Lag
from tests.flows.yard import Yard, echo, flow

HERE = ("127.0.0.1", 40000)


def read(**wanted: str) -> float:
    """One metric off the page: `read(hookyard_requests_total='code=""')`."""
    ((name, labels),) = wanted.items()
    page = exposition.page("1", {"live": Lag(3, 1.5, 2, 0)}, {"live": 1}).decode()
    parts = labels.split(" ") if labels else []
    lines = [line for line in page.splitlines() if re.match(rf"{name}[{{ ]", line) and all(part in line for part in parts)]
    return sum(float(line.rpartition(" ")[2]) for line in lines)


@pytest.mark.parametrize(
    ("headers", "client", "token", "allowed"),
    [
        ([], HERE, "", True),
        ([], ("::1", 1), "", True),
        ([], ("10.0.0.9", 1), "", False),
        ([], None, "", False),  # a socket file: who is there cannot be told
        ([(b"x-forwarded-for", b"10.0.0.9")], HERE, "", False),  # a proxy on this machine makes everybody local
        ([(b"Forwarded", b"for=10.0.0.9")], HERE, "", False),
        ([], HERE, "s3cret", False),  # once there is a token, everybody needs it
        ([(b"authorization", b"Bearer s3cret")], ("10.0.0.9", 1), "s3cret", True),
        ([(b"authorization", b"Bearer s3cre")], HERE, "s3cret", False),
        ([(b"authorization", b"Bearer \xff")], HERE, "s3cret", False),
    ],
)
def test_who_may_read_it(headers, client, token, allowed):
    assert may_read(headers, client, token) is allowed


def test_a_request_is_counted_with_its_stages(yard: Yard):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    before = read(hookyard_requests_total='outcome="accepted" status="200"'), read(hookyard_executions_total='kind="live"')
    stages = read(hookyard_door_stage_seconds_count='stage="parse"'), read(hookyard_step_seconds_count='component="map"')
    commits = read(hookyard_journal_commit_seconds_count="")
    assert yard.post(deployed.path(), {"n": 1}).status == 200
    assert read(hookyard_requests_total='outcome="accepted" status="200"') == before[0] + 1
    assert read(hookyard_executions_total='kind="live"') == before[1] + 1
    assert read(hookyard_door_stage_seconds_count='stage="parse"') == stages[0] + 1
    assert read(hookyard_step_seconds_count='component="map"') == stages[1] + 1
    assert read(hookyard_journal_commit_seconds_count="") > commits


def test_who_comes_to_no_endpoint_and_who_is_refused_are_told_apart(yard: Yard):
    deployed = yard.deploy(flow("orders", echo(), webhook={"methods": {"value": ["PUT"]}}))
    strangers = read(hookyard_requests_total='outcome="stranger" code="endpoint_not_found"')
    refused = read(hookyard_requests_total='outcome="refused" code="method_not_allowed"')
    yard.post("/hooks/nobody/flow/x/y")
    yard.post(deployed.path())
    assert read(hookyard_requests_total='outcome="stranger" code="endpoint_not_found"') == strangers + 1
    assert read(hookyard_requests_total='outcome="refused" code="method_not_allowed"') == refused + 1


def test_no_label_names_a_tenant_or_what_it_made(yard: Yard):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    yard.post(deployed.path(), {"n": 1})
    page = exposition.page("1", {}, {}).decode()
    for name in (yard.tenant.pk, yard.tenant.slug, deployed.integration.pk, deployed.integration.key, "orders", "c-1"):
        assert name not in page


def test_the_lag_of_lanes_is_on_the_page():
    assert read(hookyard_lane_ready='lane="live"') == 3
    assert read(hookyard_lane_oldest_seconds='lane="live"') == 1.5


def test_buckets_hold_what_is_not_longer_than_their_bound():
    histogram = Histogram()
    for us in (0, 7, 8, 1_000_000, 10**12):
        histogram.observe(us)
    page = "\n".join(str(sample) for sample in exposition._histogram("h", "", [], {(): histogram}).samples)
    assert "'le': '7e-06'}, value=2" in page and "'le': '1.5e-05'}, value=3" in page
    assert "'le': '+Inf'}, value=5" in page


def test_a_quantile_lies_in_the_bucket_of_its_rank():
    assert quantile([0] * 28, 0.5) is None
    counts = [0] * 28
    counts[(1000).bit_length()] = 99
    counts[(50_000).bit_length()] = 1
    assert 512 <= (quantile(counts, 0.5) or 0) <= 1024
    assert 32_768 <= (quantile(counts, 0.999) or 0) <= 65_536
