"""A contract of a shipped connector (fixtures/connectors), and its functions run as the product runs them.

For: reading the file, running functions against the fake, making the requests that the service would send.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import yaml

from runtime.connectors.catalogue import shipped
from runtime.connectors.formulas import evaluate
from runtime.connectors.functions import Functions, GivenAccount
from runtime.connectors.package import Element, ElementKind, Package
from tests.services.fake import Fake, Service
from tests.services.signing import SIGN

FIXTURES = Path(__file__).parents[2] / "fixtures"
KEYS = sorted(file.stem for file in (FIXTURES / "connectors").glob("*.yaml"))
URI = "https://hooks.example/hooks/T1/event/q0wXl4nVbeW3"


@dataclass
class Contract:
    key: str
    told: Mapping[str, Any]
    fake: Fake
    functions: Functions

    @property
    def package(self) -> Package:
        return shipped()[self.key]

    def begin(self, **more: Any) -> Service:
        """The service anew, with nothing kept."""
        self.fake.service = Service(list(self.told.get("routes", ())), self.told.get("expects", {}), **more)
        return self.fake.service

    def variants(self, needing: str) -> list[Contract]:
        """The same connector, connected in another way."""
        found = [one for one in self.told.get("as", ()) if needing in one]
        return [Contract(self.key, {**self.told, "public": None, **one}, self.fake, self.functions) for one in found]

    async def run(self, kind: ElementKind, key: str, name: str, /, **arguments: Any) -> Any:
        """With the connection of the contract, except where a function has none in the product either."""
        element = self.package.find(kind, key)
        assert element is not None, f"{self.key} has no {kind} {key}"
        return await self.run_of(element, name, self.told.get("connection"), **arguments)

    async def run_of(self, element: Element, name: str, connection: Any, /, **arguments: Any) -> Any:
        is_global = element.kind is ElementKind.GLOBAL_WEBHOOK
        answer = await self.functions.run(
            self.package,
            element,
            name,
            arguments,
            tenant_id="t",
            scope=f"{self.key}:{element.key}",
            account=None if is_global else GivenAccount(connection or {}),
            connector_parameters=self.told.get("parameters", {}),
        )
        return answer.value

    def delivery(self, case: Mapping[str, Any], item: Mapping[str, Any], uri: str = URI, **changes: Any) -> dict[str, Any]:
        """The arguments of `handle` for what the service sends: its recorded payload, signed as it signs."""
        raw = (FIXTURES / "payloads" / case["payload"]).read_text()
        if "data" in case:
            raw = json.dumps({**json.loads(raw), **case["data"]})
        is_form = bool(case.get("form"))
        scope = {"item": item, "connection": self.told.get("connection", {}), "parameters": self.told.get("parameters", {})}
        secret = case.get("secret") or evaluate(self.told.get("secret"), scope)
        content_type = "application/x-www-form-urlencoded" if is_form else "application/json"
        now = time.time()
        sign = SIGN.get(case.get("sender") or self.told.get("sender", ""))
        signed = sign(secret, raw, uri, now) if sign and isinstance(secret, str) else {}
        return {
            "method": "POST",
            "url": uri,
            "path": "",
            "query": {},
            "headers": {"content-type": content_type, **case.get("headers", {}), **signed},
            "data": dict(parse_qsl(raw, keep_blank_values=True)) if is_form else json.loads(raw),
            "rawBody": raw,
            **changes,
        }


def contract_of(key: str, fake: Fake, functions: Functions) -> Contract:
    return Contract(key, yaml.safe_load((FIXTURES / "connectors" / f"{key}.yaml").read_text()), fake, functions)
