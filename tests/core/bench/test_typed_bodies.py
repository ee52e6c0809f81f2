"""A body that somebody types into the bench arrives as a sender's would."""

from __future__ import annotations

import pytest

from runtime.bench.trials import make_inbound
from runtime.routing.inbound import read_request

TYPED = '--B\nContent-Disposition: form-data; name="a"\n\n1\n--B--\n'


@pytest.mark.parametrize("body", [TYPED, TYPED.replace("\n", "\r\n")])
def test_a_multipart_form_is_one_however_its_lines_end(body: str) -> None:
    inbound = make_inbound({"contentType": "multipart/form-data; boundary=B", "body": body})
    assert read_request(inbound)["body"]["data"] == {"a": "1"}


def test_the_lines_of_any_other_body_end_as_they_were_typed() -> None:
    assert make_inbound({"contentType": "text/plain", "body": "a\nb"}).body == b"a\nb"
