"""How wizards look and where they may be shown: what is taken, and what goes into a header or an image is nothing else."""

from __future__ import annotations

import pytest

from designer.audit.models import AuditEntry
from designer.embedding.rules import is_origin

PIXEL = "data:image/png;base64,iVBORw0KGgo="


def test_a_tenant_that_set_nothing_has_plain_wizards_that_open_in_no_frame(viewer):
    assert viewer.get("embedding").json() == {
        **{"allowedOrigins": [], "displayName": "", "logo": "", "accent": "", "scheme": "system", "language": "", "words": {}}
    }


def test_an_owner_changes_it_and_it_is_audited(owner, viewer, rival):
    changes = {"allowedOrigins": ["https://app.example.com", "http://localhost:3000"], "accent": "#0a7d4f", "logo": PIXEL}
    assert owner.patch("embedding", changes).status_code == 200
    assert viewer.get("embedding").json().items() >= changes.items()
    assert owner.patch("embedding", {"language": "nl"}).json().items() >= {**changes, "language": "nl"}.items()
    assert rival.get("embedding").json()["allowedOrigins"] == []
    assert AuditEntry.across_tenants.filter(deed="embedding.changed").count() == 2


def test_everything_wrong_is_told_at_once(owner):
    answer = owner.patch(
        "embedding", {"allowedOrigins": ["https://*.example.com"], "accent": "red", "logo": "https://x.example/a.png"}
    )
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"allowedOrigins", "accent", "logo"}
    assert owner.get("embedding").json()["allowedOrigins"] == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("https://app.example.com", True),
        ("https://app.example.com:8443", True),
        ("http://127.0.0.1:3000", True),
        ("http://[::1]:3000", True),
        ("https://app.example.com:443", False),  # browsers leave the usual port out
        ("https://app.example.com/", False),
        ("https://App.example.com", False),
        ("https://app.example.com/path", False),
        ("https://user@app.example.com", False),
        ("https://app.example.com; script-src *", False),
        ("https://app.example.com https://evil.example", False),
        ("https://app.example.com\r\nX-Evil: 1", False),
        ("https://*.example.com", False),
        ("https://app.example.com:99999", False),
        ("javascript:alert(1)", False),
        ("null", False),
        ("*", False),
        ("", False),
        (None, False),
    ],
)
def test_an_origin_is_written_as_browsers_compare_it(text, fits):
    assert is_origin(text) is fits
