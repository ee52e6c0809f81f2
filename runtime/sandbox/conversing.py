"""Calls that ask their caller for things, inside a sandbox child.

For: keeping a call that waits for answers, letting it go on when they come, giving it up.
Not here: what may be asked and who answers (the parent: `conversation`). Between two answers the child serves other calls.
"""

from __future__ import annotations

from typing import Final

from runtime.sandbox import frames
from runtime.sandbox.frames import MOST_WAITING
from runtime.sandbox.warm import WarmContext, WarmContexts, encode

_FULL: Final = b'{"error":{"kind":"memory","message":"too many calls wait for answers"},"logs":[]}'
_GONE: Final = b'{"error":{"kind":"never_finished"},"logs":[]}'
_DROPPED: Final = b'{"data":null,"logs":[]}'

Key = tuple[bytes, bytes]


class Conversations:
    def __init__(self, contexts: WarmContexts) -> None:
        self._contexts = contexts
        self._waiting: dict[bytes, tuple[Key, WarmContext]] = {}

    def answer(self, call: frames.Call) -> bytes:
        if call.verb == frames.BEGIN:
            return self._begin(call)
        found = self._waiting.pop(call.scope, None)
        if call.verb == frames.DROP:
            return _DROPPED
        if found is None:
            return _GONE
        key, context = found
        return self._told(call.scope, key, context, context.go_on(call.arguments.decode(), cpu_seconds=call.cpu_seconds))

    def _begin(self, call: frames.Call) -> bytes:
        if len(self._waiting) >= MOST_WAITING:
            return _FULL
        token, _, scope = call.scope.partition(b"\0")
        key = scope, call.source
        context, complaint = self._contexts.take(key, call.cpu_seconds)
        if complaint:
            return encode(complaint)
        begun = context.begin(call.arguments.decode(), cpu_seconds=call.cpu_seconds, output_limit=call.output_limit)
        return self._told(token, key, context, begun)

    def _told(self, token: bytes, key: Key, context: WarmContext, said: str) -> bytes:
        if not said.startswith('{"questions":'):
            self._contexts.give_back(key, context, said)
        else:
            self._waiting[token] = key, context
        return encode(said)
