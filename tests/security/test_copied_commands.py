"""The curl command of a request is pasted into a shell by people who trust it, and was written by strangers."""

from __future__ import annotations

import shlex

import pytest

from designer.traffic.requests import curl_of
from runtime.journal.models import Request


def command(body: bytes = b"", path: str = "/hooks/t/shared/x", headers: list[list[str]] | None = None) -> str:
    return curl_of(Request(method="POST", path=path, query="", headers=headers or [], body=body))


def test_a_body_names_no_file_to_send():
    assert shlex.split(command(b"@/etc/passwd"))[-2:] == ["--data-raw", "@/etc/passwd"]


@pytest.mark.parametrize("body", [b"x\x03\nid\n", b"x\x1b[201~\nid\n", b"x\rid\r", "x\u009b201~id".encode()])
def test_no_key_stroke_hides_in_a_body(body):
    text = command(body)
    assert text.startswith("echo ") and text.isprintable()


@pytest.mark.parametrize("path", ["/hooks/t/shared/x/\x03\nid\n", "/hooks/t/shared/x/'; id; '"])
def test_no_key_stroke_hides_in_a_path(path):
    text = command(path=path)
    assert text.isprintable()
    assert shlex.split(text)[:3] == ["curl", "--globoff", "-X"] and len(shlex.split(text)) == 5
