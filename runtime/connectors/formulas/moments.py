"""Formulas about time: `$extractDate`, `$extractTime`.

For: reading a date as JavaScript's `Date.parse` does at UTC: ISO 8601, the form of mails, and what people write with the month
as a word or first (`03/07/2020` is the 7th of March). What cannot be read is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from runtime.connectors.formulas.evaluation import Evaluation
from runtime.connectors.formulas.values import UNDEFINED

_LONGEST = 100
_ISO = re.compile(
    r"(?P<year>\d{4}|\+00\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?:[Tt ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?P<zone>[Zz]|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
_TIME = re.compile(
    r"\b(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\b\.?)?", re.ASCII
)
_ZONE = re.compile(
    r"(?:\b(?:GMT|UTC|UT|Z)\s*)?(?P<offset>[+-]\d\d:?\d\d)\b|\b(?P<name>GMT|UTC|UT|Z|E[SD]T|C[SD]T|M[SD]T|P[SD]T)\b", re.I
)
_HOURS = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORD = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z\d,./-]")
_NUMBERS = re.compile(r"(\d{1,4})([/-])(\d{1,2})\2(\d{1,4})")


def parse(text: str) -> datetime | None:
    """The moment at UTC."""
    text = text.strip()[:_LONGEST]
    try:
        if found := _ISO.fullmatch(text):
            return _moment(
                int(found["year"]), int(found["month"] or 1), int(found["day"] or 1), _clock(found), _offset(found["zone"])
            )
        return _loose(re.sub(r"\([^)]*\)", " ", text))
    except (ValueError, OverflowError):
        return None


def _loose(text: str) -> datetime | None:
    clock, offset = timedelta(), timedelta()
    if found := _TIME.search(text):
        clock = _clock(found)
        if half := found["half"]:
            if not 1 <= int(found["hour"]) <= 12:
                return None
            clock += timedelta(hours=12 * (half[0] in "pP") - 12 * (found["hour"] in ("12", "0")))
        text = text[: found.start()] + " " + text[found.end() :]
    date = _NUMBERS.match(text)
    if found := _ZONE.search(text, date.end() if date else 0):
        offset = _offset(found["offset"]) if found["offset"] else timedelta(hours=_HOURS.get(found["name"].lower(), 0))
        text = text[: found.start()] + " " + text[found.end() :]
    if found := _NUMBERS.fullmatch(text.strip()):
        one, two, three = int(found[1]), int(found[3]), int(found[4])
        return _moment(one, two, three, clock, offset) if len(found[1]) > 2 else _moment(_full(three), one, two, clock, offset)
    month, numbers = 0, []
    for word in _WORD.findall(text):
        if word.isdecimal():
            numbers.append(int(word))
        elif len(word) >= 3 and (named := _named(word, _MONTHS)):
            month = named
        elif not (len(word) >= 3 and _named(word, _DAYS)):
            return None
    if not month or len(numbers) != 2:
        return None
    day, year = numbers if numbers[0] <= 31 else reversed(numbers)
    return _moment(_full(year), month, day, clock, offset)


def _named(word: str, names: tuple[str, ...]) -> int:
    return next((place for place, name in enumerate(names, 1) if name.startswith(word.lower())), 0)


def _full(year: int) -> int:
    return year + (2000 if year < 50 else 1900) if year < 100 else year


def _clock(found: re.Match[str]) -> timedelta:
    hour, minute, second = int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise ValueError
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _offset(zone: str | None) -> timedelta:
    if not zone or zone in "Zz":
        return timedelta()
    digits = zone[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if zone[0] == "-" else size


def _moment(year: int, month: int, day: int, clock: timedelta, offset: timedelta) -> datetime:
    # A day past its month's end runs over into the next one, as it does there: the 30th of February is the 1st of March.
    if not 1 <= day <= 31:
        raise ValueError
    return datetime(year, month, 1) + timedelta(days=day - 1) + clock - offset


def _extracted(evaluation: Evaluation, node: Any, variables: Mapping[str, Any]) -> datetime | None:
    value = evaluation.value(node, variables)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return parse(value if isinstance(value, str) else str(value) if abs(value) < 10**20 else "")


def extract_date(evaluation: Evaluation, node: dict[str, Any], variables: Mapping[str, Any]) -> Any:
    moment = _extracted(evaluation, node["$extractDate"], variables)
    return UNDEFINED if moment is None else moment.strftime("%Y-%m-%d").zfill(10)


def extract_time(evaluation: Evaluation, node: dict[str, Any], variables: Mapping[str, Any]) -> Any:
    moment = _extracted(evaluation, node["$extractTime"], variables)
    return UNDEFINED if moment is None else moment.strftime("%H:%M:%S")
