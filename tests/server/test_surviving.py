"""What was answered 2xx is on disk and ends in a recorded outcome, whatever is killed in between.

The long version with any number of kills is `python -m tests.killing`.
"""

from __future__ import annotations

import pytest

from tests.killing.campaign import killing
from tests.killing.report import told
from tests.product import call, running_product
from tests.server.desk import code, deploy, flow

pytestmark = pytest.mark.server

WORK = code("code_1", "module.exports = async (context, stepResults) => ({ data: stepResults.trigger.results.body.data.n });")


def test_killed_again_and_again_it_loses_nothing_it_accepted_and_repeats_no_effect() -> None:
    report = killing(kills=3, requests=600, seed=20)
    assert report.kept, told(report)
    assert len(report.events) == 3
    assert report.answers[200] > 300, "the load was not there"


def test_a_clean_stop_ends_within_seconds_and_work_goes_on_at_the_next_start() -> None:
    with running_product() as product:
        deployed = deploy(product, "Restarted", {"endpoint": {"type": "flow"}, "flows": [flow("work", WORK)]})
        url = deployed.urls()["work"]
        answers = [call(url, "POST", body={"n": number}) for number in range(50)]
        product.stop()
        product.start()
        ended = [product.execution(answer.json["executionId"]) for answer in answers]
        assert [execution["result"] for execution in ended] == list(range(50))
        assert "Traceback" not in product.log
