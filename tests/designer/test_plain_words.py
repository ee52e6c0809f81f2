"""What the framework says of wrong values reaches nobody in its own words."""

from __future__ import annotations

import inspect
import re

import pytest
from rest_framework import serializers

from designer.api.plain_words import plain
from tests.cast import Desk

THEIRS = re.compile(r"^(Ensure|This (field|list|selection|dictionary|value)|Expected|A valid|Must be|Not a valid|Invalid data)")
FIELDS = (
    *(serializers.BooleanField, serializers.CharField, serializers.EmailField, serializers.URLField, serializers.RegexField),
    *(serializers.IntegerField, serializers.FloatField, serializers.DateTimeField, serializers.DateField),
    *(serializers.ChoiceField, serializers.MultipleChoiceField, serializers.ListField, serializers.DictField),
    *(serializers.JSONField, serializers.Serializer, serializers.ListSerializer),
)


def sentences() -> list[str]:
    values = dict.fromkeys(
        ("min_length", "max_length", "max_value", "min_value", "input", "input_type", "datatype", "format"), "7"
    )
    found = set()
    for field in FIELDS:
        for each in inspect.getmro(field):
            messages = vars(each).get("default_error_messages", {})
            found |= {str(said).format(**values) for code, said in messages.items() if code != "make_aware"}  # no setting of ours
    return sorted(found)


@pytest.mark.parametrize("sentence", sentences())
def test_each_sentence_of_the_frameworks_fields_is_said_plainly(sentence):
    assert plain(sentence) != sentence
    assert not THEIRS.match(plain(sentence))


def test_the_figures_stay():
    assert plain("Ensure this value is less than or equal to 86400.") == "Use 86400 or less."
    assert plain('"a "quoted"\nword" is not a valid choice.').startswith('There is no choice "a "quoted"\nword";')


def test_our_own_words_stay():
    assert plain("The key of this integration stays acme.") == "The key of this integration stays acme."


def test_an_answer_of_the_api_is_plain(cast):
    answer = Desk(cast.owner).post("integrations", {"name": ""})
    assert answer.json()["errors"] == [{"field": "name", "message": "Fill this in; it cannot be empty.", "code": "blank"}]
