"""Random ids: UUIDs and texts that nobody can guess.

Not here: hashes, which say the same again for the same data (`hashing`).

What comes of it is committed before the next step begins: a run that is taken up again after a crash goes on with the same id.
"""

from __future__ import annotations

import secrets
import string
import uuid
from typing import Any

from runtime.components.fields import field
from runtime.components.hashing import ENCODINGS, choice
from runtime.components.operations import Operation, only_for, operations_schema, runner, whole_of
from runtime.engine.component import Component, Kind
from runtime.engine.errors import StepProblem

LONGEST = 1_000
LETTERS = string.ascii_letters + string.digits


def _length(inputs: Any, usual: int) -> int:
    given = inputs.get("length")
    found = usual if given is None else whole_of(given, "Length", least=1)
    if found > LONGEST:
        raise StepProblem(f"Length must be at most {LONGEST}.", code="input_invalid")
    return found


def _text(inputs: Any) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(_length(inputs, 24)))


def _bytes(inputs: Any) -> str:
    return ENCODINGS[inputs.get("encoding") or "hex"][1](secrets.token_bytes(_length(inputs, 32)))


OPERATIONS = {
    "uuid": Operation("UUID", lambda inputs, ctx: str(uuid.uuid4())),
    "text": Operation("Letters and digits", lambda inputs, ctx: _text(inputs)),
    "bytes": Operation("Random bytes", lambda inputs, ctx: _bytes(inputs)),
}

RANDOM_IDS = Component(
    key="random",
    title="Random id",
    summary="Makes a UUID, or a random text that nobody can guess.",
    docs=(
        "`random_1.results` is text: a UUID of version 4, letters and digits, or random bytes written in hex or base64. It comes "
        "from the system's source for secrets. A run that goes on after a crash keeps what it had."
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="dices",
    synonyms=("uuid", "guid", "random", "id", "token", "nonce", "generate", "password", "unique"),
    inputs=operations_schema(
        OPERATIONS,
        {
            "length": field(
                "Length", "How many letters (24 when left out) or bytes (32), at most 1,000.", **only_for("text", "bytes")
            ),
            "encoding": field(
                "Written as",
                "How random bytes are written.",
                default="hex",
                **only_for("bytes"),
                **choice({k: v[0] for k, v in ENCODINGS.items()}),
            ),
        },
    ),
    example={"operation": {"value": "uuid"}},
    run=runner(OPERATIONS),
    effect=True,
    only_reads=lambda inputs: True,  # nobody outside notices it, so a test makes one too
    results_example="8f14e45f-ceea-467f-9a36-dedd4bea2543",
)
