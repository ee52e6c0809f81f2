"""Hash and sign, held against the published vectors; random ids."""

import base64
import re
import uuid
from dataclasses import replace

import pytest

from runtime.components import BY_KEY
from runtime.components.check import check_inputs
from runtime.engine.errors import StepProblem

ABC = {  # FIPS 180-4's example message; MD5 from RFC 1321
    "sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sha384": "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    "sha512": "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "md5": "900150983cd24fb0d6963f7d28e17f72",
}
RFC_4231 = [  # number of the case, key and data in hex, HMAC-SHA-256, first bytes of HMAC-SHA-512
    ("1", "0b" * 20, b"Hi There".hex(), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", "87aa7cdea5ef619d"),
    (
        "2",
        b"Jefe".hex(),
        b"what do ya want for nothing?".hex(),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "164b7a7bfcf819e2",
    ),
    ("3", "aa" * 20, "dd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", "fa73b0089d56a284"),
    (
        "4",
        "0102030405060708090a0b0c0d0e0f10111213141516171819",
        "cd" * 50,
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        "b0ba465637458c69",
    ),
    (
        "6",
        "aa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First".hex(),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        "80b24263c7c1a3eb",
    ),
    (
        "7",
        "aa" * 131,
        b"This is a test using a larger than block-size key and a larger than block-size data. "
        b"The key needs to be hashed before being used by the HMAC algorithm.".hex(),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        "e37b6a775dc87dba",
    ),
]


def context(world, secret=None, scheme="hmac"):
    async def reveal(key):
        return {"scheme": scheme, "settings": {}, "secret": secret or {"value": "It's a Secret to Everybody"}}

    return world.context(secret=reveal)


async def run(ctx, key="hash", **inputs):
    component = BY_KEY[key]
    return (await component.run(ctx, check_inputs(component, inputs))).results


@pytest.mark.parametrize("algorithm", ABC)
async def test_a_hash_is_the_published_one(world, algorithm):
    assert await run(world.context(), operation="hash", data="abc", algorithm=algorithm) == ABC[algorithm]
    assert await run(world.context(), operation="hash", data="YWJj", dataIs="base64", algorithm=algorithm) == ABC[algorithm]


@pytest.mark.parametrize(("key", "data", "sha256", "sha512"), [row[1:] for row in RFC_4231], ids=[row[0] for row in RFC_4231])
async def test_a_signature_is_that_of_rfc_4231(world, key, data, sha256, sha512):
    ctx, given = context(world, {"value": key}), {"operation": "sign", "data": data, "dataIs": "hex", "keyIs": "hex"}
    credential = {"credential": "any"}
    assert await run(ctx, **given, credential=credential) == sha256
    assert (await run(ctx, **given, credential=credential, algorithm="sha512")).startswith(sha512)


async def test_it_signs_as_github_documents_it(world):
    expected = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    given = {"operation": "sign", "credential": {"credential": "any"}, "prefix": "sha256="}
    ctx = context(world)
    assert await run(ctx, data="Hello, World!", **given) == expected
    raw = {"data": base64.b64encode(b"Hello, World!").decode(), "encoding": "base64", "contentType": "text/plain"}
    assert await run(ctx, data=raw, **given) == expected, "a raw body that was no text is signed as it came"
    assert await run(ctx, data={"data": "Hello, World!", "contentType": "text/plain"}, **given) == expected
    assert await run(ctx, data={"name": "a", "base64": raw["data"]}, **given) == expected, "a file of a form"


async def test_it_signs_as_standard_webhooks_documents_it(world):
    ctx = context(world, {"value": "whsec_plJ3nmyCDGBKInavdOK15jsl"}, "standard_webhooks")
    data = 'msg_loFOjxBNrRLzqYUf.1731705121.{"event_type":"ping","data":{"success":true}}'
    given = {"data": data, "keyIs": "base64", "encoding": "base64", "prefix": "v1,", "credential": {"credential": "any"}}
    assert await run(ctx, operation="sign", **given) == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


async def test_bytes_are_written_in_three_ways(world):
    given = {"operation": "hash", "data": "f"}
    assert (await run(world.context(), **given, encoding="base64")).startswith("JS8Q")
    plain, for_urls = [await run(world.context(), **given, encoding=one) for one in ("base64", "base64url")]
    assert for_urls == plain.rstrip("=").replace("+", "-").replace("/", "_") != plain


async def test_data_that_is_no_text_is_hashed_as_a_request_step_sends_it(world):
    await BY_KEY["http.request"].run(world.context(), {"method": "POST", "url": "https://erp.example/", "body": {"b": [1, "é"]}})
    sent = world.http.requests[0].content.decode()
    assert await run(world.context(), operation="hash", data={"b": [1, "é"]}) == await run(
        world.context(), operation="hash", data=sent
    )


async def test_a_connection_of_the_customer_may_hold_the_key(world):
    class Connections:
        async def open(self, connection_id, *, refused_token=""):
            assert connection_id == "01CONNECTION"
            return {"scheme": "bearer", "settings": {}, "secret": {"token": "Jefe"}}

    ctx = replace(world.context(), connections=Connections())
    given = {"operation": "sign", "data": "what do ya want for nothing?", "credential": {"connection": "01CONNECTION"}}
    assert await run(ctx, **given) == RFC_4231[1][3]


@pytest.mark.parametrize(
    ("signature", "other", "same"),
    [
        ("sha256=ab", "sha256=ab", True),
        ("sha256=ab", "sha256=aB", False),
        ("ab", "abc", False),
        ("é\ud800", "é\ud800", True),
        ("ab", None, False),
        ("", "", False),  # nothing signed by nobody is no proof
    ],
)
async def test_signatures_are_compared(world, signature, other, same):
    assert await run(world.context(), operation="compare", signature=signature, other=other) is same


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"operation": "hash"}, "input_missing"),
        ({"operation": "sign", "data": "a"}, "input_missing"),
        ({"operation": "sign", "data": "a", "credential": "k-4711-secret"}, "input_invalid"),
        ({"operation": "hash", "data": "a", "algorithm": "crc32"}, "input_invalid"),
        ({"operation": "hash", "data": "no hex", "dataIs": "hex"}, "not_convertible"),
        ({"operation": "hash", "data": "a", "dataIs": "base64"}, "not_convertible"),
        ({"operation": "sign", "data": "a", "credential": {"credential": "x"}, "keyIs": "base64"}, "not_convertible"),
        ({"operation": "compare", "signature": "a", "other": 1}, "input_invalid"),
    ],
)
async def test_what_cannot_be_hashed_or_signed_is_said_with_a_code(world, inputs, code):
    with pytest.raises(StepProblem) as refused:
        await run(context(world), **inputs)
    assert refused.value.code == code
    assert "Everybody" not in str(refused.value.as_json())


async def test_a_credential_without_a_shared_secret_cannot_sign(world):
    with pytest.raises(StepProblem, match="jwt holds no shared secret") as refused:
        await run(context(world, {"key": "{}"}, "jwt"), operation="sign", data="a", credential={"credential": "x"})
    assert refused.value.code == "credential_unusable"


async def test_random_ids_have_the_form_asked_for_and_never_come_twice(world):
    async def made(**inputs):
        first, second = [await run(world.context(), key="random", **inputs) for _ in range(2)]
        assert first != second
        return first

    assert uuid.UUID(await made(operation="uuid")).version == 4
    assert re.fullmatch("[A-Za-z0-9]{24}", await made(operation="text"))
    assert len(await made(operation="text", length="40")) == 40
    assert re.fullmatch("[0-9a-f]{64}", await made(operation="bytes"))
    assert re.fullmatch("[A-Za-z0-9_-]{22}", await made(operation="bytes", length=16, encoding="base64url"))
    for wrong in (0, 1001, "many"):
        with pytest.raises(StepProblem):
            await run(world.context(), key="random", operation="text", length=wrong)
