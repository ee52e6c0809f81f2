"""Telling people where they are signed in, in words that they know: "Chrome on Windows", 203.0.113.x.

For: words only; nothing is decided by what a browser says of itself. Not here: sessions (`sign_ins`).
"""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address

# In this order: most browsers also name those they descend from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi", "Vivaldi"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("HeadlessChrome", "Chrome (headless)"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "a Python program"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    browser = next((name for mark, name in BROWSERS if mark.lower() in agent.lower()), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or "an unknown device"


def masked(address: str) -> str:
    """Enough to know one's own network by, too little to keep a record of where people live."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv4Address):
        return "this machine" if parsed.is_loopback else f"{address.rpartition('.')[0]}.x"
    if parsed.is_loopback:
        return "this machine"
    return ":".join(parsed.exploded.split(":")[:3]) + ":…"
