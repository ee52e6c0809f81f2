"""Ids of everything we store.

A ULID (https://github.com/ulid/spec): 26 characters that sort by the millisecond they were made in, so the newest rows of a
table lie together, with 80 random bits. Those one process makes within a millisecond sort in the order they were made, each a
random step of 48 bits behind the last, so nobody guesses a neighbour's.

What an execution begins must be found again when it runs again after a crash, so the id of that is derived instead: the moment
of the first id, and bits of a hash.
"""

from hashlib import sha256
from os import register_at_fork, urandom
from threading import Lock
from time import time_ns
from uuid import UUID

from ulid import ULID

ID_LENGTH = 26

_PAIRS = [high + low for high in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" for low in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"]
_lock = Lock()
_latest = 0
_noise = b""  # random bytes not yet used: asking the kernel for a few at a time would cost as much as all the rest
_used = 0


def _forget_noise() -> None:
    global _noise
    _noise = b""


register_at_fork(after_in_child=_forget_noise)


def _random(size: int) -> int:
    """Call it under the lock."""
    global _noise, _used
    if _used + size > len(_noise):
        _noise, _used = urandom(4096), 0
    _used += size
    return int.from_bytes(_noise[_used - size : _used], "big")


def derived_id(origin: str, name: str) -> str:
    """Always the same for the same two. It sorts beside `origin`."""
    bits = int.from_bytes(sha256(f"{origin}:{name}".encode()).digest()[:10], "big")
    return origin[:10] + "".join(_PAIRS[bits >> shift & 1023] for shift in range(70, -10, -10))


def new_id() -> str:
    """Written out for speed: a request needs several, and each digit of a loop would cost as much as all of them do here."""
    global _latest
    with _lock:
        moment = (time_ns() // 1_000_000) << 80
        if moment > _latest:
            _latest = moment | _random(10) >> 1  # leaves room to step on within the millisecond
        else:
            _latest += _random(6) + 1
        latest = _latest
    pairs, high, middle, low = _PAIRS, latest >> 90, (latest >> 40) & 0x3FFFFFFFFFFFF, latest & 0xFFFFFFFFFF
    return (
        f"{pairs[high >> 30]}{pairs[high >> 20 & 1023]}{pairs[high >> 10 & 1023]}{pairs[high & 1023]}"
        f"{pairs[middle >> 40]}{pairs[middle >> 30 & 1023]}{pairs[middle >> 20 & 1023]}{pairs[middle >> 10 & 1023]}"
        f"{pairs[middle & 1023]}{pairs[low >> 30]}{pairs[low >> 20 & 1023]}{pairs[low >> 10 & 1023]}{pairs[low & 1023]}"
    )


def new_uuid_id() -> str:
    """An id whose other form, `as_uuid`, is a UUID of version 7 (RFC 9562): for rows that programs elsewhere keep as one."""
    bits = ULID.from_str(new_id()).bytes
    return str(ULID(bits[:6] + bytes([0x70 | bits[6] & 0x0F, bits[7], 0x80 | bits[8] & 0x3F]) + bits[9:]))


def as_uuid(pk: str) -> str:
    """The same 128 bits as APIs write them that ask for UUIDs."""
    return str(ULID.from_str(pk).to_uuid())


def id_of(given: str) -> str:
    """The id that a UUID stands for, or the id itself; empty for what is neither."""
    try:
        return given if len(given) == ID_LENGTH and ULID.from_str(given) else str(ULID.from_uuid(UUID(given)))
    except ValueError:
        return ""
