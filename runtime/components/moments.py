"""When a schedule is due.

For: reading the settings of a Schedule step, and the next moment after a given one. Pure: the time is passed in.
Not here: rows and firing (`runtime.schedules`).

Cron is read in the local time of its zone. When the clock goes forward, what would have been due in the hour that is left out
is due that much later; when it goes back, a fixed hour is due once, the first time, and `*` counts the repeated hour too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from croniter import croniter

UNITS = {"minutes": 60, "hours": 3600, "days": 86_400}
SEARCHED = 10  # years in which an expression must match once
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_NAME = re.compile("[A-Za-z]+")
_HOUR = 1  # place in an expression


class Unsound(ValueError):
    """`field` of the step, and what is wrong with it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Timing:
    """Either `every` so many seconds, counted from 1970, or a `cron` expression in `zone`."""

    every: int
    cron: str
    zone: ZoneInfo

    def next_after(self, moment: datetime) -> datetime:
        """In UTC, later than `moment`. Raises Unsound for an expression that never matches."""
        if self.every:
            passed = int(moment.timestamp()) // self.every
            return datetime.fromtimestamp((passed + 1) * self.every, UTC)
        try:
            return self._next_of_cron(moment.astimezone(self.zone))
        except (ValueError, KeyError) as error:
            raise Unsound("cron", f"{self.cron} never matches a day.") from error

    def several_after(self, moment: datetime, count: int) -> list[datetime]:
        found: list[datetime] = []
        for _ in range(count):
            moment = self.next_after(moment)
            found.append(moment)
        return found

    def missed(self, due: datetime, now: datetime, most: int = 1000) -> int:
        """How many further moments went by after `due` until now."""
        count, moment = 0, self.next_after(due)
        while moment <= now and count < most:
            count, moment = count + 1, self.next_after(moment)
        return count

    def _next_of_cron(self, after: datetime) -> datetime:
        wall = after.replace(tzinfo=None)
        found = self._at(self._match(wall), fold=after.fold)
        if found <= after.astimezone(UTC):  # the wall clock stood here before
            found = self._at(self._match(wall), fold=1)
        back = self._goes_back_between(after, found)
        if back is None or not self.cron.split()[_HOUR].startswith("*"):
            return found
        repeated = back.astimezone(self.zone).replace(tzinfo=None)
        again = self._at(self._match(repeated - timedelta(seconds=1)), fold=1)
        return min(found, again) if again > after.astimezone(UTC) else found

    def _match(self, wall: datetime) -> datetime:
        found: datetime = croniter(self.cron, wall, max_years_between_matches=SEARCHED).get_next(datetime)
        return found

    def _at(self, wall: datetime, *, fold: int) -> datetime:
        return wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)

    def _goes_back_between(self, after: datetime, found: datetime) -> datetime | None:
        """The first moment on which the local clock is set back, if it is between the two and they are near each other."""
        low, high = after.astimezone(UTC), min(found, after.astimezone(UTC) + timedelta(days=2))
        if self._offset(high) >= self._offset(low):
            return None
        before = self._offset(low)
        while high - low > timedelta(seconds=1):
            middle = low + (high - low) / 2
            low, high = (middle, high) if self._offset(middle) == before else (low, middle)
        return high.replace(microsecond=0)

    def _offset(self, moment: datetime) -> timedelta:
        return moment.astimezone(self.zone).utcoffset() or timedelta()


def read_timing(inputs: Mapping[str, Any]) -> Timing:
    """From resolved inputs {mode, every, unit, cron, timezone}. Raises Unsound.

    A config variable of type schedule brings expression and zone in one: {cron, timezone}.
    """
    if isinstance(both := inputs.get("cron"), Mapping):
        inputs = {**inputs, "cron": both.get("cron"), "timezone": both.get("timezone") or inputs.get("timezone")}
    zone = _zone(inputs.get("timezone") or "UTC")
    # Whoever gives an expression and no mode means the expression.
    if (inputs.get("mode") or ("cron" if inputs.get("cron") else "every")) == "every":
        amount = inputs.get("every") or 1
        if isinstance(amount, bool) or not isinstance(amount, int | float) or amount != int(amount) or not 1 <= amount <= 10_000:
            raise Unsound("every", "Give a whole number from 1 to 10,000.")
        unit = inputs.get("unit") or "hours"
        if unit not in UNITS:
            raise Unsound("unit", f"Choose one of {', '.join(UNITS)}.")
        return Timing(int(amount) * UNITS[unit], "", zone)
    return Timing(0, _cron(inputs.get("cron")), zone)


def _cron(text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        raise Unsound("cron", "Give an expression such as 0 9 * * 1-5: minute, hour, day, month, weekday.")
    parts = text.split()
    if len(parts) != 5 or len(text) > 200:
        raise Unsound("cron", f"{text[:60]} has {len(parts)} parts; an expression has five: minute, hour, day, month, weekday.")
    plain = [*parts[:3], _in_numbers(parts[3], MONTHS, 1), _in_numbers(parts[4], WEEKDAYS, 0)]
    if not croniter.is_valid(" ".join(plain)) or any(letter in "".join(plain) for letter in "HhRr@"):
        raise Unsound("cron", f"{text[:60]} is no cron expression; write for example 0 9 * * 1-5 for weekdays at nine.")
    return " ".join(plain)


def _in_numbers(part: str, names: tuple[str, ...], first: int) -> str:
    """Months and weekdays may be named, as in MON-FRI."""
    return _NAME.sub(lambda found: str(names.index(found[0].upper()) + first) if found[0].upper() in names else found[0], part)


def _zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ValueError, OSError, KeyError):
        raise Unsound("timezone", f'"{str(name)[:60]}" is no time zone; write it such as Europe/Berlin.') from None
