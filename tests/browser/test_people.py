"""Somebody is invited, sets up two-factor sign-in, signs in with it, ends a session and forgets the password: by keyboard alone.

The letters are real: the product writes them into a folder, where the journey reads them.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.policy import default
from pathlib import Path

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched
from tests.browser.desk import SETTLED, shot, sign_in
from tests.browser.keyboard import Keyboard
from tests.people.provider import CLIENT_ID, CLIENT_SECRET, running_provider
from tests.product import Product, eventually, running_product

pytestmark = pytest.mark.browser

ADA, PASSWORD, NEW = "ada@acme.example", "horse staple battery", "staple horse battery two"


class Letters:
    """What the product mailed, by subject."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def named(self, subject: str) -> list[str]:
        found = []
        for path in sorted(self.folder.glob("*.log")):
            for part in path.read_text().split("-" * 79):
                letter = email.message_from_string(part.lstrip(), policy=default)
                if letter["subject"] and subject in letter["subject"]:
                    found.append(letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        return found

    def link(self, subject: str) -> str:
        text = eventually(lambda: self.named(subject))[-1]
        return re.findall(r"http\S+#\S+", text)[-1]


@pytest.fixture(scope="module")
def mailing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Product, Letters]]:
    folder = tmp_path_factory.mktemp("letters")
    with running_product(EMAIL_URL=f"filemail:///{folder}") as product:
        yield product, Letters(folder)


@contextmanager
def somebody(browser: Browser, *, expected: tuple[str, ...] = ()) -> Iterator[Page]:
    """A browser of somebody else: nothing is remembered in it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    watched = Watched(page)
    watched.expected += expected
    yield page
    context.close()
    assert not watched.unexpected(), "\n".join(watched.unexpected())


def clean(page: Page, name: str) -> None:
    """axe finds nothing serious; a picture for who wants to look."""
    shot(page, name)
    page.evaluate(SETTLED)
    found = Axe().run(page).response["violations"]
    serious = [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]
    assert serious == [], name


def fill(page: Page, keys: Keyboard, label: str, text: str) -> None:
    keys.to(page.get_by_label(label, exact=True).and_(page.locator("input")))
    keys.press("Control+a")
    keys.type(text)


def sign_in_as_ada(page: Page, product: Product, password: str) -> Keyboard:
    page.goto(f"{product.url}/login")
    keys = Keyboard(page)
    fill(page, keys, "Email", ADA)
    fill(page, keys, "Password", password)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    return keys


def home(page: Page) -> None:
    expect(page.get_by_role("navigation", name="Places")).to_be_visible()


def test_from_the_invitation_to_a_forgotten_password(browser: Browser, page: Page, mailing: tuple[Product, Letters]):
    product, letters = mailing
    sign_in(page, product)
    page.goto(f"{product.url}/settings?tab=members")
    keys = Keyboard(page)
    keys.to(page.get_by_role("button", name="Invite"))
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    clean(page, "people-invite")
    keys.type(ADA)
    keys.press("Enter")
    expect(page.get_by_role("table", name="Invitations").get_by_text(ADA)).to_be_visible()
    clean(page, "people-members")

    with somebody(browser, expected=("409", "422")) as hers:
        keys = Keyboard(hers)
        hers.goto(letters.link("invites you"))
        expect(hers.get_by_role("heading", name="Join My tenant")).to_be_visible()
        assert "#" not in hers.url, "the token stands in no address bar"
        clean(hers, "people-join")
        keys.type(PASSWORD)
        keys.press("Enter")
        home(hers)

        hers.goto(f"{product.url}/account")
        keys.to(hers.get_by_role("button", name="Set up"))
        keys.press("Enter")
        fill(hers, keys, "Your password", PASSWORD)
        keys.press("Enter")
        picture = hers.get_by_alt_text("QR code for the authenticator app")
        expect(picture).to_be_visible()
        assert picture.evaluate("each => each.decode().then(() => each.naturalWidth)") > 50
        clean(hers, "people-scan")
        secret = hers.locator("code").filter(has_text=re.compile(r"^[A-Z2-7 ]{39}$")).inner_text().replace(" ", "")
        app = pyotp.TOTP(secret)
        enrolled_at = int(hers.evaluate("Date.now()")) // 30_000
        keys.type(app.at(enrolled_at * 30))
        keys.press("Enter")
        codes = hers.locator("[data-recovery-codes]").inner_text().split()
        assert len(codes) == 10
        clean(hers, "people-recovery")
        keys.to(hers.get_by_label("I have kept them"))
        keys.press("Space")
        keys.to(hers.get_by_role("button", name="Done"))
        keys.press("Enter")
        expect(hers.get_by_text("10 of 10 recovery codes are left")).to_be_visible()

        with somebody(browser, expected=("401", "422")) as other:
            other_keys = sign_in_as_ada(other, product, PASSWORD)
            clean(other, "people-code")
            other_keys.type("000000")
            other_keys.press("Enter")
            expect(other.get_by_text("This code does not fit")).to_be_visible()
            fill(other, other_keys, "Six-digit code", app.at((enrolled_at + 1) * 30))
            other_keys.press("Enter")
            home(other)
            assert "Chrome (headless) on Linux" in eventually(lambda: letters.named("New sign-in"))[0]

            hers.reload()
            expect(hers.get_by_text("This one")).to_be_visible()
            clean(hers, "people-account")
            keys.to(hers.get_by_role("button", name=re.compile("^End Chrome")))
            keys.press("Enter")
            expect(hers.get_by_role("button", name=re.compile("^End "))).to_have_count(0)
            other.goto(f"{product.url}/customers")
            expect(other.get_by_role("heading", name="Sign in")).to_be_visible()

    with somebody(browser) as forgetful:
        keys = Keyboard(forgetful)
        forgetful.goto(f"{product.url}/login")
        clean(forgetful, "people-login")
        keys.to(forgetful.get_by_role("link", name="Forgot your password?"))
        keys.press("Enter")
        fill(forgetful, keys, "Email", ADA)
        keys.press("Enter")
        expect(forgetful.get_by_text("Look into your mail")).to_be_visible()
        clean(forgetful, "people-forgot")
        forgetful.goto(letters.link("Choose a new password"))
        fill(forgetful, keys, "New password", NEW)
        clean(forgetful, "people-reset")
        keys.press("Enter")
        expect(forgetful.get_by_role("heading", name="Your password is changed")).to_be_visible()
        keys.press("Enter")
        keys = sign_in_as_ada(forgetful, product, NEW)
        keys.to(forgetful.get_by_role("button", name="Use a recovery code"))
        keys.press("Enter")
        fill(forgetful, keys, "Recovery code", codes[0])
        keys.press("Enter")
        home(forgetful)


def test_a_tenant_that_asks_for_two_factors_shows_nothing_else_once_the_day_has_come(
    page: Page, mailing: tuple[Product, Letters], watched: Watched
):
    product, _ = mailing
    watched.expected.append("403")
    sign_in(page, product)
    page.goto(f"{product.url}/settings?tab=members")
    keys = Keyboard(page)
    keys.to(page.get_by_role("switch", name="All members need two-factor sign-in"))
    keys.press("Space")
    expect(page.get_by_role("dialog")).to_be_visible()
    clean(page, "people-policy")
    keys.to(page.get_by_role("button", name="Ask for it"))
    keys.press("Enter")
    expect(page.get_by_role("status").get_by_text("asks for two-factor sign-in from")).to_be_visible()
    clean(page, "people-notice")
    keys.to(page.get_by_role("button", name="Change the day"))
    keys.press("Enter")
    page.get_by_role("combobox", name="From when on").or_(page.get_by_label("From when on")).first.click()
    page.get_by_role("option", name="At once").click()
    keys.to(page.get_by_role("button", name="Ask for it"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Set up two-factor sign-in")).to_be_visible()
    clean(page, "people-gate")
    page.reload()
    expect(page.get_by_role("heading", name="Set up two-factor sign-in")).to_be_visible()


def test_single_sign_on_and_what_it_says_when_it_lets_nobody_in(page: Page, watched: Watched):
    with running_provider() as provider:
        settings = {"OIDC_ISSUER": provider.url, "OIDC_CLIENT_ID": CLIENT_ID, "OIDC_CLIENT_SECRET": CLIENT_SECRET}
        with running_product(**settings, OIDC_NAME="Acme accounts") as product:
            provider.email, provider.verified = "owner@acme.example", False
            page.goto(f"{product.url}/customers")
            keys = Keyboard(page)
            keys.to(page.get_by_role("link", name="Sign in with Acme accounts"))
            keys.press("Enter")
            expect(page.get_by_text("has not verified your e-mail address")).to_be_visible()
            clean(page, "people-refused")
            provider.verified = True
            keys.to(page.get_by_role("link", name="Sign in with Acme accounts"))
            keys.press("Enter")
            home(page)
            page.goto(f"{product.url}/account")
            expect(page.get_by_text("You sign in by single sign-on")).to_be_visible()
            # Where nothing can be mailed, the invitation's link is shown to whoever invites.
            page.goto(f"{product.url}/settings?tab=members")
            keys.to(page.get_by_role("button", name="Invite"))
            keys.press("Enter")
            expect(page.get_by_role("dialog")).to_be_visible()
            keys.type(ADA)
            keys.press("Enter")
            expect(page.get_by_text("Give the link to")).to_be_visible()
            clean(page, "people-pass-on")
            page.goto(f"{product.url}/settings?tab=tokens")
            keys.to(page.get_by_role("button", name="New token").first)
            keys.press("Enter")
            expect(page.get_by_role("dialog")).to_be_visible()
            clean(page, "people-token")
