"""Pictures for the pages of wizards: kept once, shown to whoever knows the address, and never anything that runs."""

from __future__ import annotations

import base64

import pytest

from designer.images.services import LARGEST
from tests.designer.stock import make_integration

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def upload(desk, data: bytes = PNG, name: str = "shop.png"):
    return desk.post("images", {"name": name, "content": base64.b64encode(data).decode()})


def test_a_picture_is_kept_once_and_shown_to_nobody_in_particular(builder, client):
    first, again = upload(builder).json(), upload(builder, name="same.png").json()
    assert first["id"] == again["id"] and first["contentType"] == "image/png" and first["size"] == len(PNG)
    shown = client.get(f"/images/{first['id']}")
    assert (shown.status_code, shown.content, shown["Content-Type"]) == (200, PNG, "image/png")
    assert shown["X-Content-Type-Options"] == "nosniff" and "sandbox" in shown["Content-Security-Policy"]
    assert [one["id"] for one in builder.get("images").json()["results"]] == [first["id"]]
    assert builder.delete(f"images/{first['id']}").status_code == 204
    assert client.get(f"/images/{first['id']}").status_code == 404


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", b"<html>", b"", b"GIF", PNG + b"\0" * LARGEST],
    ids=["svg", "html", "nothing", "half a sign", "too large"],
)
def test_what_is_no_picture_is_refused(builder, data):
    answer = upload(builder, data)
    assert (answer.status_code, answer.json()["code"]) in ((400, "image_invalid"), (400, "input_invalid"))


def test_text_that_is_no_base64_is_refused(builder):
    answer = builder.post("images", {"name": "x", "content": "not base64!"})
    assert (answer.status_code, answer.json()["code"]) == (400, "image_invalid")


def test_the_draft_says_which_picture_is_missing_and_another_tenants_is_none_of_ours(cast, builder, rival):
    own, foreign = upload(builder).json()["id"], upload(rival, PNG + b"x").json()["id"]
    elements = [{"type": "image", "upload": one, "alt": "A shop"} for one in (own, foreign, "gone")]
    integration = make_integration(cast.acme, configPages=[{"name": "P", "elements": elements}])
    problems = builder.get(f"integrations/{integration.pk}/draft").json()["problems"]
    assert [(one["code"], one["field"]) for one in problems] == [
        ("config_page_image_unknown", f"configPages[0].elements[{index}].upload") for index in (1, 2)
    ]
