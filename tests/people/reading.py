"""What people find in their letters."""

from __future__ import annotations

import re
from typing import Any


def token_of_link(link: str) -> str:
    assert "#" in link, link
    return link.partition("#")[2]


def link_token(letter: Any) -> str:
    """The token behind the # of the one link that lets somebody in."""
    found = set(re.findall(r"https?://\S+#(\S+)", letter.body))
    assert len(found) == 1, letter.body
    return found.pop()
