"""Keys that the environment gives, and what is said when they are wrong."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from django.core.exceptions import ImproperlyConfigured

from designer.config.given_keys import given_keys

SECRET, NEW, OLD = "s" * 40, *(urlsafe_b64encode(letter * 32).decode() for letter in (b"n", b"o"))


def test_nothing_given_leaves_it_to_the_data_folder():
    assert given_keys("", "") is None


def test_the_newest_comes_first():
    keys = given_keys(SECRET, f"{NEW}, {OLD}")
    assert keys and (keys.session, keys.vault) == (SECRET, (NEW, OLD))


@pytest.mark.parametrize(
    ("secret", "vault", "says"),
    [
        (SECRET, "", "both"),
        ("", NEW, "both"),
        ("short", NEW, "32 characters"),
        (SECRET, f"{NEW},not a key", "Key 2"),
        (SECRET, "ü", "Key 1"),
    ],
)
def test_half_or_wrong_ones_stop_the_start_and_are_not_repeated(secret, vault, says):
    with pytest.raises(ImproperlyConfigured, match=says) as refusal:
        given_keys(secret, vault)
    assert NEW not in str(refusal.value)
