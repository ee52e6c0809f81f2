"""What a credential must look like to be stored."""

import jsonschema
import pytest

from runtime.credentials.schemes import SCHEMES, InvalidCredential, check_secret, check_settings


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.key)
def test_its_fields_are_valid_schemas_with_words_for_the_form(scheme):
    for field in [*scheme.settings.values(), *scheme.secret.values()]:
        jsonschema.Draft202012Validator.check_schema(field)
        assert field["title"] and field["description"].endswith(".")


@pytest.mark.parametrize(
    ("scheme", "settings", "stored"),
    [
        ("api_key", {}, {"header": "X-Api-Key"}),
        ("api_key", {"header": "X-Erp"}, {"header": "X-Erp"}),
        ("bearer", {}, {}),
        (
            "hmac",
            {"header": "X-Sig", "prefix": "", "timestampHeader": None},
            {"header": "X-Sig", "algorithm": "sha256", "encoding": "hex", "signed": "body", "toleranceSeconds": 300},
        ),
    ],
)
def test_defaults_are_filled_in_and_empty_fields_count_as_not_given(scheme, settings, stored):
    assert check_settings(scheme, settings) == stored


@pytest.mark.parametrize(
    ("scheme", "settings", "fields"),
    [
        ("oauth2", {}, {"scheme"}),
        ("api_key", {"header": "X Api Key"}, {"settings.header"}),
        ("api_key", {"header": "X-Api-Key\n"}, {"settings.header"}),
        ("api_key", {"header": 7, "colour": "red"}, {"settings.header", "settings"}),
        ("basic", {}, {"settings.username"}),
        ("basic", {"username": "a:b"}, {"settings.username"}),
        ("hmac", {}, {"settings.header"}),
        ("hmac", {"header": "X", "algorithm": "md5", "encoding": "hex"}, {"settings.algorithm"}),
        ("hmac", {"header": "X", "toleranceSeconds": 0, "signed": "x"}, {"settings.toleranceSeconds", "settings.signed"}),
        ("hmac", {"header": "X", "signed": "timestamp.body"}, {"settings.timestampHeader"}),
        ("hmac", {"header": "X", "timestampHeader": "T"}, {"settings.timestampHeader"}),
        ("hmac", {"header": "X", "prefix": "a,b"}, {"settings.prefix"}),
    ],
)
def test_every_wrong_setting_is_named_at_once(scheme, settings, fields):
    with pytest.raises(InvalidCredential) as refused:
        check_settings(scheme, settings)
    assert refused.value.code == "input_invalid"
    assert {error["field"] for error in refused.value.details["errors"]} == fields


@pytest.mark.parametrize(
    ("scheme", "secret", "field"),
    [
        ("api_key", {}, "secret.value"),
        ("api_key", {"value": ""}, "secret.value"),
        ("api_key", {"value": "hunter2\n"}, "secret.value"),
        ("api_key", {"value": "hunter2", "token": "x"}, "secret"),
        ("bearer", {"token": "hunter2 hunter2"}, "secret.token"),
        ("bearer", {"token": ["hunter2"]}, "secret.token"),
        ("basic", {"password": "hunter2\r\nX: y"}, "secret.password"),
        ("hmac", {"value": None}, "secret.value"),
    ],
)
def test_a_secret_that_cannot_work_is_refused_without_repeating_it(scheme, secret, field):
    with pytest.raises(InvalidCredential) as refused:
        check_secret(scheme, secret, {})
    assert [error["field"] for error in refused.value.details["errors"]] == [field]
    assert "hunter2" not in str(refused.value.as_json())
