"""A person without a mouse: goes from control to control with Tab, and presses keys there.

Where Tab is worked out from the page and then really pressed: a control that cannot be reached, or that a trap keeps the focus
from, fails the journey.
"""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Locator, Page, TimeoutError, expect

STEPS_TO = """(target) => {
  const kinds = "a[href], button, input, textarea, select, summary, [tabindex], [contenteditable=true]"
  const chosen = (radio) => document.querySelector(`input[type=radio][name="${radio.name}"]:checked`)
  const places = [...document.querySelectorAll(kinds)]
    .filter((each) => each.tabIndex >= 0 && !each.disabled && !each.closest("[inert]"))
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => each.type !== "radio" || each.checked || !chosen(each))
  return places.indexOf(target) - places.indexOf(document.activeElement)
}"""
HAS_FOCUS = "(target) => target === document.activeElement"
MOST_TABS = 150


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def to(self, control: Locator) -> Locator:
        """Puts the focus there with Tab or Shift+Tab, whichever is shorter."""
        expect(control).to_be_attached()  # a radio is drawn by its label
        expect(control).to_be_enabled()  # as a person waits until a form's button may be pressed
        for _ in range(3):  # the page may change under way, as when a field opens a list
            away = control.evaluate(STEPS_TO)
            for _ in range(min(abs(away), MOST_TABS)):
                self.press("Tab" if away > 0 else "Shift+Tab")
            if control.evaluate(HAS_FOCUS):
                return control
        for _ in range(MOST_TABS):
            self.press("Tab")
            if control.evaluate(HAS_FOCUS):
                return control
        raise AssertionError(f"{control} cannot be reached with Tab: the focus is on {self.focused()}")

    def focused(self) -> str:
        return self.page.evaluate("() => document.activeElement?.outerHTML.slice(0, 200)")

    def use(self, control: Locator, key: str = "Enter") -> None:
        self.to(control)
        self.press(key)

    def fill(self, field: Locator, text: str) -> None:
        self.to(field)
        self.press("ControlOrMeta+a")
        self.type(text)

    def choose(self, field: Locator, option: str) -> None:
        """From a list that opens below the field."""
        self.to(field)
        wanted = self.page.get_by_role("option", name=option)
        for _ in range(3):  # a list that is opening forgets what was marked in it; a person sees it stay open and goes on
            self.press("ArrowDown")
            expect(wanted.first).to_be_visible()
            for _ in range(50):
                if wanted.first.evaluate("each => each.matches('[data-combobox-selected], [aria-selected=true]:focus')"):
                    break
                self.press("ArrowDown")
            self.press("Enter")
            with suppress(TimeoutError):
                return wanted.first.wait_for(state="hidden", timeout=2000)
        raise AssertionError(f"{option} cannot be chosen from {field}")
