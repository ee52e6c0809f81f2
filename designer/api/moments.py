"""Stretches of time in lists: ids begin with the time they were made in, so the index that orders a list finds them."""

from __future__ import annotations

from datetime import UTC

from django.utils.dateparse import parse_datetime
from ulid import ULID

from designer.api.problems import InvalidInput


def first_id(text: str, field: str) -> str:
    """The smallest id of that moment."""
    try:
        moment = parse_datetime(text.replace(" ", "+"))  # a plus sign that was not escaped arrives as a space
    except ValueError:
        moment = None
    if moment is None or not 1970 < moment.year < 9999:
        raise InvalidInput("Give a time such as 2026-01-31T09:30:00Z.", field=field)
    return str(ULID.from_datetime(moment if moment.tzinfo else moment.replace(tzinfo=UTC)))[:10]
