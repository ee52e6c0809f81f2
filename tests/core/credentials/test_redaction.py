"""What is cut out of headers before anybody keeps them."""

import pytest

from runtime.credentials.redaction import REDACTED, redact_headers


@pytest.mark.parametrize("name", ["authorization", "Cookie", "X-API-Key", "proxy-authorization", "x-gitlab-token"])
def test_a_header_that_bears_a_secret_is_redacted_however_it_is_written(name):
    assert redact_headers([(name, "secret")]) == ((name, REDACTED),)


def test_the_credentials_own_header_is_redacted_too():
    assert redact_headers([("x-erp", "secret")], {"X-Erp"}) == (("x-erp", REDACTED),)


def test_other_headers_keep_their_value_their_order_and_their_repeats():
    headers = [("a", "1"), ("authorization", "x"), ("a", "2"), ("x-author", "ada")]
    assert redact_headers(headers) == (("a", "1"), ("authorization", REDACTED), ("a", "2"), ("x-author", "ada"))
