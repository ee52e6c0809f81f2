"""Hash and sign: fingerprints, signatures with a secret key, and comparing signatures.

For: what services ask for in headers, URLs and ids: a hash or an HMAC of some text or bytes, written their way.
Not here: putting a credential on a request (`authorization`), checking who calls (`runtime.credentials.verify`).

The key of a signature is a credential or a customer's connection, so that no flow holds a secret; results, errors and logs lose
it like any secret that a step was given.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any

from runtime.components.fields import Schema, choice, credential_field, field
from runtime.components.http_request import encode_body
from runtime.components.operations import Operation, only_for, operations_schema, runner, text_of, wrong
from runtime.engine.component import Component, Kind, StepContext
from runtime.engine.errors import StepProblem

ALGORITHMS = {
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
    "sha1": "SHA-1 (weak: only where a service asks for it)",
    "md5": "MD5 (weak: only where a service asks for it)",
}
ENCODINGS: Mapping[str, tuple[str, Callable[[bytes], str]]] = {
    "hex": ("Hex", bytes.hex),
    "base64": ("Base64", lambda raw: base64.b64encode(raw).decode("ascii")),
    "base64url": ("Base64 for URLs, without =", lambda raw: base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")),
}
WRITTEN = {"text": "Text", "base64": "Base64 of bytes", "hex": "Hex of bytes"}
SECRETS = ("value", "password", "token")  # what the secret of each scheme with one shared secret is called
STANDARD_WEBHOOKS = "whsec_"


def _data(inputs: Any) -> bytes:
    """The bytes to work on. A raw body that is no text, and a file of one, say themselves that they are base64."""
    data, written = inputs.get("data"), inputs.get("dataIs") or "text"
    if isinstance(data, Mapping):
        if isinstance(file := data.get("base64"), str):
            return decoded(file, "base64", "Data")
        if isinstance(body := data.get("data"), str) and set(data) <= {"data", "contentType", "encoding"}:
            written = "base64" if data.get("encoding") == "base64" else written
            data = body
    if written != "text":
        return decoded(text_of(data, "Data"), written, "Data")
    # As a request step sends it, so that what was signed is what arrives.
    return encode_body(data)[0] or b""


def decoded(text: str, written: str, title: str) -> bytes:
    """Bytes written as text. Raises `StepProblem` `not_convertible`; the message never repeats them."""
    bare = "".join(text.split())
    try:
        if written == "hex":
            return bytes.fromhex(bare)
        bare = bare.rstrip("=").replace("-", "+").replace("_", "/")
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise StepProblem(
            f"{title} is not written in {written}. Choose how it is written, or check where it comes from.",
            code="not_convertible",
        ) from None


def _written(digest: bytes, inputs: Any) -> str:
    return (inputs.get("prefix") or "") + ENCODINGS[inputs.get("encoding") or "hex"][1](digest)


def _hash(inputs: Any, ctx: StepContext) -> str:
    return _written(hashlib.new(inputs.get("algorithm") or "sha256", _data(inputs), usedforsecurity=False).digest(), inputs)


async def _sign(inputs: Any, ctx: StepContext) -> str:
    key = await _key(ctx, inputs["credential"], inputs.get("keyIs") or "text")
    return _written(hmac.digest(key, _data(inputs), inputs.get("algorithm") or "sha256"), inputs)


async def _key(ctx: StepContext, chosen: Mapping[str, str], written: str) -> bytes:
    opened = await (ctx.secret(chosen["credential"]) if "credential" in chosen else ctx.connections.open(chosen["connection"]))
    secret = next((value for name in SECRETS if isinstance(value := opened["secret"].get(name), str) and value), None)
    if secret is None:
        raise StepProblem(
            f"A credential of scheme {opened['scheme']} holds no shared secret to sign with. Choose one that does, such as an "
            "HMAC signature or an API key.",
            code="credential_unusable",
        )
    if written == "text":
        return secret.encode()
    return decoded(secret.removeprefix(STANDARD_WEBHOOKS), written, "The secret of the credential")


def _same(inputs: Any, ctx: StepContext) -> bool:
    """Nothing equals nothing here: a signature that is not there proves no one."""
    first, second = (_signature(inputs.get(name), title) for name, title in (("signature", "Signature"), ("other", "Other")))
    return bool(first) and hmac.compare_digest(first, second)


def _signature(value: Any, title: str) -> bytes:
    if value is None or isinstance(value, str):
        return (value or "").encode("utf-8", "surrogatepass")
    raise wrong(title, "text", value)


OPERATIONS = {
    "hash": Operation("Hash", _hash, ("data",)),
    "sign": Operation("Sign with a secret (HMAC)", _sign, ("data", "credential")),
    "compare": Operation("Compare two signatures", _same, ("signature", "other")),
}

MAKING = only_for("hash", "sign")
INPUTS: dict[str, Schema] = {
    "data": field(
        "Data",
        "What to hash or sign. Text as it is, anything else as JSON, as a request step sends it.",
        **{"x-widget": "reference"},
        **MAKING,
    ),
    "dataIs": field("Data is", "How the data is written.", default="text", **choice(WRITTEN), **MAKING),
    "algorithm": field("Algorithm", "Which hash.", default="sha256", **choice(ALGORITHMS), **MAKING),
    "credential": credential_field(
        "Its secret is the key. A config variable brings the customer's own connection.",
        **{"x-connections": True},
        **only_for("sign"),
    ),
    "keyIs": field(
        "Key is",
        "How the secret is written; most services use it as text. whsec_ before base64 is left out.",
        default="text",
        **choice(WRITTEN),
        **only_for("sign"),
    ),
    "encoding": field(
        "Written as", "How the result is written.", default="hex", **choice({k: v[0] for k, v in ENCODINGS.items()}), **MAKING
    ),
    "prefix": field("Prefix", "What stands before the result, such as sha256=.", type="string", maxLength=200, **MAKING),
    "signature": field("Signature", "One of the two to compare.", **{"x-widget": "reference"}, **only_for("compare")),
    "other": field(
        "Other", "The other one, letter by letter, prefix and all.", **{"x-widget": "reference"}, **only_for("compare")
    ),
}

HASHING = Component(
    key="hash",
    title="Hash and sign",
    summary="Hashes or signs text or bytes, and compares signatures.",
    docs=(
        "`hash_1.results` is the hash or signature as text, or true or false for *Compare two signatures*, which takes the same "
        "time wherever they differ; one that is missing equals nothing. The key of a signature is a credential of yours, or a "
        "customer's connection by a config variable, and never stands in the flow. To sign a request as it came, take "
        "`webhook_1.results.rawBody`: its bytes are used as sent.\n\nSHA-1 and MD5 are broken: take them only where a service "
        "asks for them, never for passwords."
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="fingerprint",
    synonyms=(
        "hash",
        "sign",
        "hmac",
        "signature",
        "sha",
        "sha1",
        "sha256",
        "sha512",
        "md5",
        "digest",
        "checksum",
        "crypto",
        "secret",
        "verify",
        "compare",
        "hex",
        "base64",
        "base64url",
    ),
    inputs=operations_schema(OPERATIONS, INPUTS),
    example={"operation": {"value": "hash"}, "data": {"reference": "webhook_1.results.rawBody"}},
    run=runner(OPERATIONS),
    results_example="f517b504e3d5f9d4577f7d3adda37bf71fd34c7f0fa2f45dc892b83a55b2e2a1",
)
