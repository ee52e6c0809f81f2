"""What the framework says of a wrong value, said as one person would tell another what to do.

For: the sentences that the framework has for all fields. Not here: what our own rules say, which is plain already.
"""

from __future__ import annotations

import re

_WORDS: tuple[tuple[str, str], ...] = (
    (r"This field is required\.", "Fill this in; it is needed."),
    (r"This field may not be blank\.", "Fill this in; it cannot be empty."),
    (r"This field may not be null\.", "Give a value; null is not taken here."),
    (r"Ensure this value is less than or equal to (.+)\.", r"Use \1 or less."),
    (r"Ensure this value is greater than or equal to (.+)\.", r"Use \1 or more."),
    (r"Ensure this field has no more than 1 characters\.", "Use one character."),
    (r"Ensure this field has no more than (.+) characters\.", r"Shorten this to \1 characters or fewer."),
    (r"Ensure this field has at least 1 characters\.", "Fill this in; it cannot be empty."),
    (r"Ensure this field has at least (.+) characters\.", r"Use \1 characters or more."),
    (r"Ensure this field has no more than 1 elements\.", "Give one entry, not more."),
    (r"Ensure this field has no more than (.+) elements\.", r"Keep this to \1 entries or fewer."),
    (r"Ensure this field has at least 1 elements\.", "Give one entry or more."),
    (r"Ensure this field has at least (.+) elements\.", r"Give \1 entries or more."),
    (r"This (?:list|selection) may not be empty\.", "Give one entry or more."),
    (r"This dictionary may not be empty\.", "Give one key and its value, or more."),
    (r"A valid (?:big)?integer is required\.", "Give a whole number, such as 5."),
    (r"A valid number is required\.", "Give a number, such as 2.5."),
    (r"String value too large\.", "Give a number of fewer digits."),
    (r"Integer value too large to convert to float", "Give a smaller number."),
    (r"Must be a valid boolean\.", "Give true or false."),
    (r"Not a valid string\.", "Give text."),
    (r"Enter a valid email address\.", "Give an address such as ada@example.com."),
    (r"Enter a valid URL\.", "Give a full URL, such as https://example.com/hook."),
    (r"Value must be valid JSON\.", "Give JSON."),
    (r"This value does not match the required pattern\.", "Write it in the form that this field describes."),
    (r'"(.*)" is not a valid choice\.', r'There is no choice "\1"; pick one of those that are listed.'),
    (r'Expected a list of items but got type "(.+)"\.', "Give a list, such as [1, 2]."),
    (r"Invalid data\. Expected a dictionary, but got (.+)\.", 'Give an object, such as {"key": "value"}.'),
    (r'Expected a dictionary of items but got type "(.+)"\.', 'Give an object, such as {"key": "value"}.'),
    (r"Datetime has wrong format\..*", "Give a time such as 2026-11-23T14:05:00Z."),
    (r"Expected a datetime but got a date\.", "Give a time too, such as 2026-11-23T14:05:00Z."),
    (r"Datetime value out of range\.", "Give a time that is closer to now."),
    (r"Date has wrong format\..*", "Give a day such as 2026-11-23."),
    (r"Expected a date but got a datetime\.", "Give a day alone, such as 2026-11-23."),
    (r"Null characters are not allowed\.", "Leave out the NUL character; it cannot be stored."),
)
_PATTERNS = tuple((re.compile(theirs, re.DOTALL), ours) for theirs, ours in _WORDS)


def plain(message: str) -> str:
    """The sentence in our words; one that the framework did not make stays as it is."""
    for theirs, ours in _PATTERNS:
        if found := theirs.fullmatch(message):
            return found.expand(ours)
    return message
