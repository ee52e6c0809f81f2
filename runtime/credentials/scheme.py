"""What one scheme is: the row of a table.

For: the shape of the rows, and the fields that several of them have.
Not here: the rows (`general`, `providers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Fields = Mapping[str, Mapping[str, Any]]
FOUR_DAYS = 4 * 86_400

# RFC 9110 section 5.6.2: the characters of a header name. Python's `$` would let a line break follow, `\Z` does not.
HEADER_NAME = {"type": "string", "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}\\Z"}
# What can stand in a header on every road between a sender and us.
VISIBLE = {"type": "string", "pattern": "^[!-~]{1,4096}\\Z"}


@dataclass(frozen=True, slots=True)
class Scheme:
    """`settings` and `secret` map field names to JSON Schemas; every secret field is needed.

    `text` says what a caller does, `find` where people find the secret. `ids` are places in the trigger results where the id of a
    delivery stands; the first that is there tells repeats apart for `window` seconds. `handshake` says what is answered before
    any flow runs. `sends`: steps can put it on their own requests.
    """

    key: str
    title: str
    text: str
    settings: Fields
    secret: Fields
    group: Literal["general", "provider"] = "general"
    required: tuple[str, ...] = ()
    find: str = ""
    docs: str = ""
    handshake: str = ""
    ids: tuple[str, ...] = ()
    window: int = FOUR_DAYS
    sends: bool = False

    def with_defaults(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """The settings as stored: defaults filled in; what came empty counts as not given."""
        given = {name: value for name, value in settings.items() if value is not None and value != ""}
        defaults = {name: field["default"] for name, field in self.settings.items() if "default" in field}
        return defaults | given


def text(title: str, description: str, **keywords: Any) -> dict[str, Any]:
    return {"title": title, "description": description, "type": "string", **keywords}


def tolerance(default: int = 300) -> dict[str, Any]:
    return {
        "title": "Tolerance",
        "description": "How many seconds a timestamp may differ from now, either way.",
        "type": "integer",
        "minimum": 1,
        "maximum": 86_400,
        "default": default,
    }


def shared_secret(title: str, description: str = "Used exactly as it is shown, as UTF-8 bytes.") -> dict[str, dict[str, Any]]:
    # Not a space at either end: one copied along with the secret is the commonest reason why nothing fits.
    return {"value": text(title, description, pattern="^\\S(.*\\S)?\\Z", maxLength=4096)}
