"""Telling the process that something is due for delivery, so that nobody waits for its next look."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(callback: Callable[[], None]) -> Callable[[], None]:
    """Calls `callback` from any thread. Returns what ends it."""
    _listeners.append(callback)
    return lambda: _listeners.remove(callback)


def wake() -> None:
    for callback in tuple(_listeners):
        callback()
