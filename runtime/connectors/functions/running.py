"""One function of a connector, run: arguments in; what it returned, wrote and called out.

For: finding how a method is implemented and running it so; what every function gets beside its arguments; telling failures with
file and line of the package.
Not here: requests (`client`), the sandbox (`runtime.sandbox`), what the arguments and results of each method mean.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from runtime.connectors import formulas, jsonata, rest
from runtime.connectors.formulas import UNDEFINED
from runtime.connectors.functions.accounts import Account, Opened
from runtime.connectors.functions.answering import Answering
from runtime.connectors.functions.calls import Calls
from runtime.connectors.functions.client import ApiClient, ApiConfig, ApiRefused
from runtime.connectors.functions.places import located
from runtime.connectors.modules.bundle import Bundle, BundleTooLong, bundle
from runtime.connectors.package import Element, Implementation, Json, Method, Package
from runtime.engine.errors import HookyardError, StepProblem
from runtime.engine.values import value
from runtime.outbound.client import OutboundClient
from runtime.sandbox.pool import SandboxPool

WALL_SECONDS: Final = 30.0
HOST: Final = Path(__file__).with_name("host")
LAZY: Final = ("axios", "buffer", "crypto", "querystring", "url")
MAKE_API_CLIENT: Final = "make-api-client"


@value
class FunctionAnswer:
    """`logs` is [{"level", "message"}], `calls` what `calls.Calls` keeps. Undefined is None."""

    value: Json
    logs: list[dict[str, str]]
    calls: list[dict[str, Any]]


class Functions:
    """Belongs to one event loop. Its sandboxes are apart from those of code steps, as its calls wait for services."""

    def __init__(self, sandbox: SandboxPool, http: OutboundClient) -> None:
        self.sandbox = sandbox
        self._http = http

    async def close(self) -> None:
        await self.sandbox.close()

    async def run(
        self,
        package: Package,
        element: Element,
        method: str,
        arguments: Mapping[str, Json],
        *,
        tenant_id: str,
        scope: str,
        account: Account | None = None,
        connector_parameters: Mapping[str, Json] | None = None,
        is_patient: bool = False,
        wall_seconds: float = WALL_SECONDS,
    ) -> FunctionAnswer:
        """Runs `element.methods[method]`, given `arguments` and with an account also `apiClient` and `credentials`.

        `scope` names whose globals the code may meet again: nothing is shared between two scopes, nor between two accounts.
        `is_patient` waits and tries again when the service says 429. Raises `HookyardError`: what a request failed with when the
        code lets it pass, else `StepProblem` `code_*` or a formula's; `details` have `file`, `line`, `column`, `stack` where
        known, `status` where the code threw one, and `logs` and `calls` made until then. `method_missing` when there is none.
        """
        found = element.methods.get(method)
        if found is None:
            raise StepProblem(f"{element.name} of {package.name} has no method {method}.", code="method_missing")
        calls = Calls()
        if method != "poll":  # what a hook was given, its secret too; a poll's is a place in time
            calls.keep_secret(arguments.get("state"))
        calls.keep_secret(_secret_ones(connector_parameters or {}, package.parameters_schema))
        run = _Run(self, package, tenant_id, scope, account, connector_parameters or {}, calls, wall_seconds)
        client = ApiClient(self._http.of(f"{tenant_id}:{scope}"), account, run.configure, calls, is_patient=is_patient)
        try:
            given = {"connectorParameters": dict(connector_parameters or {}), **arguments}
            if account is not None:
                given = {"credentials": (await client.opened()).credentials, **given}
            result, logs = await run.carry_out(found, given, client, has_api=account is not None)
        except HookyardError as problem:
            _hide(problem, calls)
            raise
        hidden = [{**line, "message": calls.hide(line["message"])} for line in logs]
        return FunctionAnswer(None if result is UNDEFINED else result, hidden, calls.made)

    async def in_sandbox(
        self, made: Bundle, context: Mapping[str, Any], answering: Answering, *, tenant_id: str, scope: str, wall_seconds: float
    ) -> tuple[Json, list[dict[str, str]]]:
        try:
            told = await self.sandbox.converse(
                made.text, tenant=tenant_id, scope=scope, context=context, respond=answering.respond, wall_seconds=wall_seconds
            )
        except StepProblem as problem:
            raise located(problem, made) from None
        outcome = told.data if isinstance(told.data, dict) else {}
        if isinstance(thrown := outcome.get("thrown"), dict):
            raise _thrown(thrown, told.logs, made, answering.problems)
        return outcome.get("returned"), told.logs

    async def evaluate(self, node: Json, variables: Mapping[str, Json], *, tenant_id: str, scope: str) -> Json:
        """A document of formulas. Raises `FormulaProblem`."""

        async def run_code(source: str, context: Mapping[str, Any]) -> Json:
            answer = await self.sandbox.run(source, tenant=tenant_id, scope=scope, step_results={}, config={}, context=context)
            return answer.data

        return await jsonata.evaluate_all(node, variables, run_code)


@value
class _Run:
    functions: Functions
    package: Package
    tenant_id: str
    scope: str
    account: Account | None
    connector_parameters: Mapping[str, Json]
    calls: Calls
    wall_seconds: float

    async def configure(self, opened: Opened) -> ApiConfig:
        """What the package's `make-api-client` says for these credentials; without one, what its spec says."""
        auth = next((one for one in self.package.auths if MAKE_API_CLIENT in one.methods), None)
        if auth is None:
            api = self.package.spec.get("api")
            return ApiConfig.read(api if isinstance(api, dict) else self.package.spec)
        plain = ApiClient(self.functions._http.of(f"{self.tenant_id}:{self.scope}"), None, _nothing, self.calls)
        credentials, parameters = opened.credentials, self.connector_parameters
        given = {"credentials": credentials, "connectionParameters": credentials, "connectionInput": credentials}
        given |= {"connectorParameters": parameters}
        result, _ = await self.carry_out(auth.methods[MAKE_API_CLIENT], given, plain, has_api=False)
        return ApiConfig.read(result)

    async def carry_out(
        self, method: Method, given: Mapping[str, Json], client: ApiClient, *, has_api: bool
    ) -> tuple[Json, list[dict[str, str]]]:
        scope = f"{self.scope}:{self.account.id}" if self.account else self.scope
        match method.implementation:
            case Implementation.JAVASCRIPT:
                answering = Answering(client, has_api=has_api)
                context = {"given": given, "hasApi": has_api, "entropy": secrets.token_hex(32)}
                try:
                    return await self.functions.in_sandbox(
                        self._bundled(method),
                        context,
                        answering,
                        tenant_id=self.tenant_id,
                        scope=scope,
                        wall_seconds=self.wall_seconds,
                    )
                except HookyardError as problem:
                    # A process that was ended cannot tell where it was; which function it was is known all the same.
                    problem.details.setdefault("file", method.file)
                    raise
            case Implementation.MAPPING:
                with formulas.at(method.file):
                    return await self._evaluate(method.content, given, scope), []
            case Implementation.REST:
                with formulas.at(method.file):
                    return await self._rest(method, given, client, scope), []
        raise StepProblem(f"{method.file}: {method.implementation} cannot be run here yet.", code="implementation_unsupported")

    def _bundled(self, method: Method) -> Bundle:
        try:
            return bundle(host_text(), self.package.modules, method.file, camel(method.name))
        except BundleTooLong:
            message = "The files of this function are too long together. Import less."
            raise StepProblem(message, code="code_too_large", file=method.file) from None

    async def _evaluate(self, node: Json, variables: Mapping[str, Json], scope: str) -> Json:
        return await self.functions.evaluate(node, variables, tenant_id=self.tenant_id, scope=scope)

    async def _rest(self, method: Method, given: Mapping[str, Json], client: ApiClient, scope: str) -> Json:
        async def evaluate(node: Json, variables: Mapping[str, Json]) -> Json:
            return await self._evaluate(node, variables, scope)

        asked = await rest.request_of(method.content, given, evaluate)
        body = {} if asked.data is UNDEFINED else {"data": asked.data}
        try:
            answer = await client.request(asked.method, asked.path, query=asked.query, headers=asked.headers, body=body)
        except ApiRefused as refused:
            raise refused.problem from None
        response = {"data": answer.data, "headers": dict(answer.headers), "statusCode": answer.status}
        return await rest.result_of(method.content, given, response, evaluate)


def _secret_ones(given: Mapping[str, Json], schema: Mapping[str, Any]) -> dict[str, Json]:
    """All but those that the schema shows as plain, such as a client id."""
    known = schema.get("properties")
    plain = {name for name, told in (known if isinstance(known, Mapping) else {}).items() if "format" not in told}
    return {name: entry for name, entry in given.items() if name not in plain}


def _hide(problem: HookyardError, calls: Calls) -> None:
    """Code may put what it was given into what it throws."""
    problem.message = calls.hide(problem.message)
    details = problem.details
    if stack := details.get("stack"):
        details["stack"] = calls.hide(str(stack))
    for line in details.get("logs") or ():
        line["message"] = calls.hide(line["message"])
    details["calls"] = calls.made


async def _nothing(opened: Opened) -> ApiConfig:
    return ApiConfig()


def camel(name: str) -> str:
    """`get-event-selector` as code calls it."""
    return re.sub(r"-(\w)", lambda found: found[1].upper(), name)


@lru_cache(maxsize=1)
def host_text() -> str:
    """What stands before every bundle: the host, and each module of ours as a text that is compiled when it is asked for."""
    import json

    # Pushed down as the sandbox's own text is: their lines are nobody's.
    texts = {name: "\n" * 20_000 + (HOST / f"{name}.js").read_text(encoding="utf-8") for name in LAZY}
    lazy = "".join(f"__lazy[{json.dumps(name)}]={json.dumps(text)};" for name, text in texts.items())
    return (HOST / "host.js").read_text(encoding="utf-8") + lazy


def _thrown(thrown: Mapping[str, Any], logs: list[dict[str, str]], made: Bundle, problems: list[HookyardError]) -> HookyardError:
    number = thrown.get("problem")
    if isinstance(number, int) and 0 <= number < len(problems):
        problem: HookyardError = problems[number]
    else:
        name, message = str(thrown.get("name") or ""), str(thrown.get("message") or "")
        starved = name == "InternalError" and message == "out of memory"
        text = f"{name}: {message}" if name else message
        problem = StepProblem(text[:4000], code="code_memory" if starved else "code_threw")
        if isinstance(status := thrown.get("status"), int):
            problem.details["status"] = status
    problem.details |= {"stack": str(thrown.get("stack") or "")} | ({"logs": logs} if logs else {})
    return located(problem, made)
