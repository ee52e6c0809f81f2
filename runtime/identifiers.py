"""Ids of everything we store.

A ULID (https://github.com/ulid/spec): 26 characters that sort by the millisecond they were made in, so the newest rows of a
table lie together, with 80 random bits, so nobody guesses a neighbour's.
"""

from ulid import ULID

ID_LENGTH = 26


def new_id() -> str:
    return str(ULID())
