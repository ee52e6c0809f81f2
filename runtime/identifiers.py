"""Ids of everything we store.

A ULID (https://github.com/ulid/spec): 26 characters that sort by the millisecond they were made in, so the newest rows of a
table lie together, with 80 random bits. Those one process makes within a millisecond sort in the order they were made, each a
random step of 48 bits behind the last, so nobody guesses a neighbour's.
"""

from os import urandom
from threading import Lock
from time import time_ns

ID_LENGTH = 26

_PAIRS = [high + low for high in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" for low in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"]
_lock = Lock()
_latest = 0


def new_id() -> str:
    """Written out for speed: a request needs several, and each digit of a loop would cost as much as all of them do here."""
    global _latest
    with _lock:
        moment = (time_ns() // 1_000_000) << 80
        if moment > _latest:
            _latest = moment | int.from_bytes(urandom(10), "big") >> 1  # leaves room to step on within the millisecond
        else:
            _latest += int.from_bytes(urandom(6), "big") + 1
        latest = _latest
    pairs, high, middle, low = _PAIRS, latest >> 90, (latest >> 40) & 0x3FFFFFFFFFFFF, latest & 0xFFFFFFFFFF
    return (
        f"{pairs[high >> 30]}{pairs[high >> 20 & 1023]}{pairs[high >> 10 & 1023]}{pairs[high & 1023]}"
        f"{pairs[middle >> 40]}{pairs[middle >> 30 & 1023]}{pairs[middle >> 20 & 1023]}{pairs[middle >> 10 & 1023]}"
        f"{pairs[middle & 1023]}{pairs[low >> 30]}{pairs[low >> 20 & 1023]}{pairs[low >> 10 & 1023]}{pairs[low & 1023]}"
    )
