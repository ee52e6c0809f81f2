"""Who comes back from a service reads the language of the wizard they came from; who came from the desk reads English."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from designer.connections.words import TABLES
from designer.embedding.services import change_embedding
from designer.end_users.services import generate_authorization_code
from tests.cast import Desk
from tests.product import ROOT

WIZARD = ROOT / "frontend/src/wizard"


def window(office, language: str) -> tuple[Client, str]:
    """A browser that a dialog of one account sent to the service, and the service's address."""
    code = generate_authorization_code(office.cast.access(), office.customer, now=timezone.now())
    opened = Desk().post("account-dialog/sessions", {"code": code, "service": "shopline"}).json()
    dialog = Desk(token=opened["token"])
    dialog.post("account-dialog/state", {"name": "Ours"})
    ticket = dialog.post("account-dialog/authorize").json()["ticket"]
    browser = Desk()
    answer = browser.post("wizard/consents", {"ticket": ticket, "language": language})
    assert answer.status_code == 200, answer.content
    return browser.client, answer.json()["url"]


def shown(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("language", "connected", "refused"),
    [("nl", "Verbonden met Shopline", "Niet verbonden"), ("en", "Connected to Shopline", "Not connected")],
)
def test_it_is_the_language_of_the_wizard(office, language, connected, refused):
    browser, url = window(office, language)
    no = shown(office.come_back(office.consent(f"{url}&deny"), browser))
    assert f'lang="{language}"' in no and refused in no and "access_denied" in no
    assert ("gaf geen toestemming" in no) == (language == "nl")
    browser, url = window(office, language)
    back = office.consent(url)
    assert connected in shown(office.come_back(back, browser))
    assert TABLES[language]["server_consent_unknown"] in shown(office.come_back(back, browser)), "it counts once"


def test_the_tenants_own_words_come_first(office):
    change_embedding(office.cast.acme, words={"returnConnected": "{service} ist verbunden", "nonsense": "x", "returnText": ""})
    browser, url = window(office, "en")
    page = shown(office.come_back(office.consent(url), browser))
    assert "Shopline ist verbunden" in page and TABLES["en"]["returnText"] in page


def test_the_desk_reads_english_whatever_a_wizard_left_in_its_browser(office):
    office.desk.client.cookies["hookyard_consent"] = "of another time"
    office.desk.client.cookies["hookyard_consent_language"] = "nl"
    page = shown(office.come_back(office.consent(office.begin(office.connect()))))
    assert 'lang="en"' in page and "Connected to Shopline" in page


def test_the_server_says_what_the_wizard_says():
    dutch = json.loads((WIZARD / "words/nl.json").read_text())
    assert TABLES["nl"] == {key: dutch[key] for key in TABLES["nl"]}
    source = "".join((WIZARD / "app" / name).read_text() for name in ("serverWords.ts", "consentWords.ts"))
    for key, text in TABLES["en"].items():
        assert re.search(rf'\b{key}:\s+"{re.escape(text)}"', source), key
    spoken = {key.removeprefix("server_") for key in TABLES["nl"]} - set(TABLES["en"])
    assert all(f"server_{code}:" in source for code in spoken if not code.startswith("return"))
