"""JSON Lines: the claim record, one claim a line, from which everything else can be derived.

The record is the class `Claim` field by field; docs/record.md describes it and docs/record.schema.json is its JSON Schema,
which `sayso export schema` prints.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from sayso.claim import Claim, Ruling

SCHEMA_ID = "sayso claim record, version 1"


def write(claims: Iterable[Claim | Ruling], out: BinaryIO) -> int:
    """Write claims (or rulings) as lines of JSON in the order they come, and say how many they were."""
    encode = msgspec.json.Encoder().encode
    written = 0
    for claim in claims:
        out.write(encode(claim) + b"\n")
        written += 1
    return written


def read(lines: Iterable[bytes]) -> Iterable[Claim]:
    """Claims from lines of JSON; a line that is no claim record raises msgspec.ValidationError, which names the field."""
    decode = msgspec.json.Decoder(Claim).decode
    return (decode(line) for line in lines if line.strip())


def schema() -> bytes:
    """The JSON Schema of the record, made from the classes, so that the two cannot drift apart."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA_ID, **msgspec.json.schema(Claim)}
    return json.dumps(made, indent=2, ensure_ascii=False).encode() + b"\n"
